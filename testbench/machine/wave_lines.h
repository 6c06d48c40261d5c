// The two lines that a rendezvous waits with: which they are, and the messages about them.
// SPDX-License-Identifier: Apache-2.0
//
// Source: firmware/kernel/stop_policy.h and policies/layout.h for where the words lie.
#ifndef STANDSTILL_TESTBENCH_MACHINE_WAVE_LINES_H
#define STANDSTILL_TESTBENCH_MACHINE_WAVE_LINES_H

#include <array>
#include <optional>
#include <unordered_map>
#include <vector>

#include "common/event_log.h"
#include "testbench/program/simulation.h"
#include "testbench/waves/line_signals.h"

namespace standstill::testbench {

/// Follows the lines of `state` and `thread_ack` of one multi_stop_data: of a fixed one, or of that
/// whose call in lock-step was the last.
class WaveLines {
 public:
  /// @param object the fixed one; none: the last
  WaveLines(unsigned harts, const WatchedWords& words, std::optional<Addr> object);

  /// Calls, and the memory events of tiles and homes, in order; all others change nothing.
  void note(const Event& event);

  /// Address of the line; 0 before the first call.
  Addr address(WatchedLine which) const { return of(which).address; }
  /// The message about the line that the hart sent or got last, as a number of message_names();
  /// 0 if none since the line is followed.
  unsigned message(WatchedLine which, HartId hart) const { return of(which).messages[hart]; }

  /// What home does with the line.
  struct Service {
    unsigned request = 0;  ///< the request that it serves, as a number of message_names(); 0: free
    HartId requester = 0;  ///< whose; 0 if free
  };
  Service service(WatchedLine which) const;

 private:
  struct Followed {
    Addr offset = 0;
    Addr address = 0;
    std::vector<unsigned> messages;  ///< by hart
  };

  const Followed& of(WatchedLine which) const { return lines_[static_cast<unsigned>(which)]; }
  void follow(Addr object);
  void pass(const Event& event, unsigned message);

  bool fixed_;
  std::array<Followed, kWatchedLines> lines_;
  std::unordered_map<Addr, Service> open_;  ///< by line; only ever looked up
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_MACHINE_WAVE_LINES_H
