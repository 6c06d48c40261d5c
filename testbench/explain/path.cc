// Names and sums of the critical path.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/explain/path.h"

namespace standstill::testbench {
namespace {

struct Row {
  const char* name;
  const char* words;
};

constexpr Row kRows[kPathCauses] = {
    {"execute", "executing"},
    {"fn", "executing the stopped function"},
    {"fetch_miss", "waiting for instructions"},
    {"miss_home", "waiting for lines of the shared cache"},
    {"miss_owner", "waiting for lines of another hart's cache"},
    {"miss_memory", "waiting for lines of DRAM"},
    {"upgrade", "waiting for leave to write"},
    {"line_transfer", "with stores that wait for their lines"},
    {"contention", "behind transactions of others on the same line"},
    {"store_drain", "with stores in the store buffer"},
    {"store_visible", "until a reader looked at what was stored"},
    {"victim", "waiting for write-backs"},
    {"fence", "in fences"},
    {"atomic", "in atomics at home"},
    {"bus", "on the way to devices"},
    {"imsic", "waiting for its interrupt file"},
    {"fabric", "in the interrupt fabric"},
    {"irq_sync", "from interrupt wires to harts"},
    {"irqs_masked", "with interrupts masked"},
    {"wake", "waking up"},
    {"trap", "entering traps"},
    {"lock", "handing locks over"},
    {"timer", "asleep until a time"},
    {"asleep", "asleep"},
    {"reservation", "waiting on reservations"},
    {"stall", "in stalls put in on purpose"},
};

}  // namespace

const char* name_of(PathCause cause) { return kRows[static_cast<unsigned>(cause)].name; }
const char* words_of(PathCause cause) { return kRows[static_cast<unsigned>(cause)].words; }

PathCause path_cause_of(Cause cause) {
  switch (cause) {
    case Cause::FetchMiss:
      return PathCause::FetchMiss;
    case Cause::MissHome:
    case Cause::MissPending:  // a wait for a frame that a fill of another line has ended
      return PathCause::MissHome;
    case Cause::MissOwner:
      return PathCause::MissOwner;
    case Cause::MissMemory:
      return PathCause::MissMemory;
    case Cause::Upgrade:
      return PathCause::Upgrade;
    case Cause::Victim:
      return PathCause::Victim;
    case Cause::StoreDrain:
      return PathCause::StoreDrain;
    case Cause::Fence:
      return PathCause::Fence;
    case Cause::Atomic:
      return PathCause::Atomic;
    case Cause::Bus:
      return PathCause::Bus;
    case Cause::Imsic:
      return PathCause::Imsic;
    case Cause::Asleep:
      return PathCause::Asleep;
    case Cause::Reservation:
      return PathCause::Reservation;
    case Cause::Stall:
      return PathCause::Stall;
    default:
      return PathCause::Execute;
  }
}

Cycle CriticalPath::cycles() const {
  return segments.empty() ? 0 : segments.back().end - segments.front().begin;
}

std::array<Cycle, kPathCauses> CriticalPath::by_cause() const {
  std::array<Cycle, kPathCauses> sums{};
  for (const Segment& segment : segments)
    sums[static_cast<unsigned>(segment.cause)] += segment.cycles();
  return sums;
}

std::map<HartId, Cycle> CriticalPath::by_hart() const {
  std::map<HartId, Cycle> sums;
  for (const Segment& segment : segments) sums[segment.hart] += segment.cycles();
  return sums;
}

std::map<Addr, Cycle> CriticalPath::by_pc() const {
  std::map<Addr, Cycle> sums;
  for (const Segment& segment : segments) sums[segment.pc] += segment.cycles();
  return sums;
}

}  // namespace standstill::testbench
