// What is said of a run that got nowhere: each hart, whom it waits for, and the circular wait in
// that. SPDX-License-Identifier: Apache-2.0
//
// docs/no_progress.md shows one and says how to read it; docs/results.md defines the fields.
#ifndef STANDSTILL_TESTBENCH_PROGRESS_NO_PROGRESS_H
#define STANDSTILL_TESTBENCH_PROGRESS_NO_PROGRESS_H

#include <optional>
#include <string>
#include <vector>

#include "common/types.h"

namespace standstill::testbench {

/// By what it was seen that a run gets nowhere.
enum class StandsStill : std::uint8_t {
  Rendezvous,   ///< one is open and has not moved
  Transaction,  ///< a hart waits for an answer of memory, a device or its interrupt file
  Asleep,       ///< all harts sleep, and nothing is armed that could wake one
  Limit,        ///< nothing: --max-cycles ended the run
};
const char* name_of(StandsStill what);

/// What stood still, and since when.
struct Stall {
  StandsStill what = StandsStill::Limit;
  Cycle since = 0;
  unsigned number = 0;  ///< of the rendezvous, or of the hart that waits
};

/// One hart waits for another, or for something that nobody is known to do.
struct HartWait {
  HartId from = 0;
  std::optional<HartId> on;
  std::string what;  ///< "to ack PREPARE of rendezvous 3"; without `on` after "waits "
};

struct StackFrame {
  Addr pc = 0;
  std::string place;  ///< `function+0x1c`, or the address
};

struct StuckHart {
  HartId hart = 0;
  std::string task;   ///< what runs there; empty if the guest does not say
  std::string doing;  ///< "runs", "sleeps in WFI", "waits for a data line 0x80001040"
  std::string privilege;
  bool interrupts_enabled = false;
  bool nmie = true;
  std::uint64_t pending = 0;         ///< mip
  std::uint64_t enabled = 0;         ///< mie
  std::vector<StackFrame> frames;    ///< where it is, and who called that, outward
  std::vector<HartWait> waits;       ///< `from` is this hart
  std::vector<std::string> locks;    ///< that it holds
  std::vector<std::string> remarks;  ///< why it does not do what others wait for
};

struct NoProgress {
  Stall stall;
  std::vector<StuckHart> harts;       ///< all, ascending
  std::vector<std::string> open;      ///< a sentence on each rendezvous that has not returned
  std::vector<HartId> circular_wait;  ///< each waits for the next, the last for the first
  std::string sentence;               ///< who waits for whom; empty if nothing is known
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRESS_NO_PROGRESS_H
