// The signals of the wave file: one table by which they are declared and laid out.
// SPDX-License-Identifier: Apache-2.0
//
// GTKWave drops a signal without a word when its range in the save file is not that in the dump;
// with one table for both it cannot happen.
#ifndef STANDSTILL_TESTBENCH_WAVES_SIGNALS_H
#define STANDSTILL_TESTBENCH_WAVES_SIGNALS_H

#include <string>
#include <vector>

#include "common/types.h"

namespace standstill::testbench {

/// The scope that everything stands under.
inline constexpr const char* kWaveRoot = "soc";

enum class WaveKind : std::uint8_t {
  Bit,     ///< one bit, no range in its name
  Vector,  ///< shown in hexadecimal
  Wires,   ///< a vector shown bit by bit, in binary
  Enum,    ///< numbers with names, by the file's own table
  Text,    ///< ASCII, left-aligned: the first character in the highest byte, zeros behind
};

struct WaveEnumName {
  std::uint64_t value;
  std::string name;
};

struct WaveSignal {
  std::string scope;  ///< "soc.hart0", "soc.fabric"
  std::string name;   ///< without range
  unsigned width = 1;
  WaveKind kind = WaveKind::Bit;
  std::vector<WaveEnumName> names;  ///< for Enum
  std::string enum_type;            ///< for Enum: signals of one type share its names

  /// As GTKWave knows it: "soc.hart0.pc[63:0]".
  std::string full_name() const;
};

/// Places of a hart's signals in hart_signals().
enum class HartSignal : std::uint8_t {
  MultiStopState,  ///< what its multi_cpu_stop() has acted on last; NONE outside of it
  InterruptsOn,    ///< mstatus.MIE
  Pending,         ///< mip
  Task,            ///< the task the hart runs, 16 characters
  Function,        ///< the function `pc` lies in, 16 characters
  State,           ///< run, or the Cause it stalls or sleeps for
  Pc,              ///< of the instruction that issues, or of the one it waits with
  Privilege,       ///< U, S, M
};
inline constexpr unsigned kHartSignals = static_cast<unsigned>(HartSignal::Privilege) + 1;

/// Value of HartSignal::State for a Cause is its number; MultiStopState is as in Linux, 0 to 4.
std::vector<WaveSignal> hart_signals(HartId hart);

/// Places of the machine's view of the rendezvous in rendezvous_signals().
enum class RendezvousSignal : std::uint8_t {
  Calls,  ///< calls that have not returned yet
  State,  ///< the state published last
  Data,   ///< address of the multi_stop_data it was published in
};
inline constexpr unsigned kRendezvousSignals = static_cast<unsigned>(RendezvousSignal::Data) + 1;

std::vector<WaveSignal> rendezvous_signals();

// Signals of the Verilog that the layout shows. Verilator declares them itself, with all the
// others.

/// From the store to the interrupt wires; `slots` is the number of harts built in.
std::vector<WaveSignal> fabric_signals(unsigned slots);
/// Clock, time and the rest of the bus.
std::vector<WaveSignal> bus_signals();

/// Text as the bits of a Text signal of `width` bits: bytes, highest first, cut or filled with 0.
std::vector<std::uint8_t> text_bytes(const std::string& text, unsigned width);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_WAVES_SIGNALS_H
