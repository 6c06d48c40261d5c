// The critical path of a rendezvous: who spent each of its cycles, and on what.
// SPDX-License-Identifier: Apache-2.0
//
// docs/results.md says what each cause means.
#ifndef STANDSTILL_TESTBENCH_EXPLAIN_PATH_H
#define STANDSTILL_TESTBENCH_EXPLAIN_PATH_H

#include <array>
#include <map>
#include <vector>

#include "common/cause.h"
#include "common/types.h"

namespace standstill::testbench {

/// The closed list of what a cycle on the path can be charged to.
enum class PathCause : std::uint8_t {
  Execute,       ///< a hart executes
  Fn,            ///< the same between `run_begin` and `run_end`
  FetchMiss,     ///< waits for an instruction line
  MissHome,      ///< waits for a line that the shared cache has
  MissOwner,     ///< waits for a line out of another tile's cache
  MissMemory,    ///< waits for a line out of DRAM
  Upgrade,       ///< waits for leave to write, or a store on the path does
  LineTransfer,  ///< a store on the path waits for its line
  Contention,    ///< home serves another's transaction on that line
  StoreDrain,    ///< a store on the path is in the store buffer, or the hart waits for that
  StoreVisible,  ///< the store is in its cache, and the reader has not looked yet
  Victim,        ///< waits for the write-back of a line that is wanted again
  Fence,         ///< waits in a fence
  Atomic,        ///< waits for an atomic performed at home
  Bus,           ///< a device access before the fabric takes it, or the hart waits for its answer
  Imsic,         ///< waits for its interrupt file
  Fabric,        ///< an interrupt between its store and its wire
  IrqSync,       ///< from the wire to the hart
  IrqsMasked,    ///< pending, and interrupts are off
  Wake,          ///< a sleeping hart wakes
  Trap,          ///< pending and taken, up to the handler's first instruction
  Lock,          ///< handed over, from its release to its next owner
  Timer,         ///< asleep until a time
  Asleep,        ///< in WFI for anything else
  Reservation,   ///< in WRS.NTO or WRS.STO
  Stall,         ///< held by hart.stall
};
inline constexpr unsigned kPathCauses = static_cast<unsigned>(PathCause::Stall) + 1;

/// Name as it stands in results.json.
const char* name_of(PathCause cause);
/// The same in a few words, for a sentence: "in fn".
const char* words_of(PathCause cause);
/// What a hart's own wait is on the path.
PathCause path_cause_of(Cause cause);

/// One hart on one thing, from `begin` up to, not including, `end`.
struct Segment {
  Cycle begin = 0;
  Cycle end = 0;
  HartId hart = 0;
  PathCause cause{};
  Addr place = 0;  ///< a line, a lock, or where interrupts were masked; 0: nothing is to be said
  Addr pc = 0;     ///< where the hart was seen last when it began; 0: not on a hart, or unknown

  Cycle cycles() const { return end - begin; }
};

struct CriticalPath {
  std::vector<Segment> segments;  ///< from `call` to `return`, without gap or overlap, none empty

  Cycle cycles() const;
  std::array<Cycle, kPathCauses> by_cause() const;
  std::map<HartId, Cycle> by_hart() const;
  std::map<Addr, Cycle> by_pc() const;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_EXPLAIN_PATH_H
