// The signals that the layouts for one IPI and for coherence show beside those of every layout.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_WAVES_LINE_SIGNALS_H
#define STANDSTILL_TESTBENCH_WAVES_LINE_SIGNALS_H

#include "common/message.h"
#include "testbench/waves/signals.h"

namespace standstill::testbench {

/// The lines that are followed: those of two words of a rendezvous' multi_stop_data. With the
/// layout of Linux they are one.
enum class WatchedLine : std::uint8_t { State, ThreadAck };
inline constexpr unsigned kWatchedLines = static_cast<unsigned>(WatchedLine::ThreadAck) + 1;

/// Places of what a watched line's home does in line_signals().
enum class LineSignal : std::uint8_t {
  Address,    ///< of the line; 0 before the first rendezvous
  Request,    ///< the request that its home serves, or "free"
  Requester,  ///< the hart whose request it is; 0 where it is free
};
std::vector<WaveSignal> line_signals(WatchedLine which);

/// Places of a hart's view of a watched line in hart_line_signals().
enum class HartLineSignal : std::uint8_t {
  State,    ///< what its L1D has: I, S, E, M, or what it waits for
  Message,  ///< the message about the line that it sent or got last
};
std::vector<WaveSignal> hart_line_signals(HartId hart, WatchedLine which);

/// The levels of the hart's interrupt wires on the fabric's side of the synchroniser, as bits of
/// mip; with the names of mip.
WaveSignal hart_wires_signal(HartId hart);

// Numbers of messages in Request and Message. 0 is none.

unsigned message_number(MessageType type);
/// The end of a transaction: who served it.
unsigned message_number(ServedBy served_by);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_WAVES_LINE_SIGNALS_H
