// What the barrier unit should be, written a second time: the scoreboard of its bench.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the data sheet in rtl/barrier_unit.v; platform/standstill/devices.h, namespace barrier.
// Sets of harts, where the module has words and counts. A write is one call and one clock.
#ifndef STANDSTILL_TESTS_RTL_BARRIER_UNIT_MODEL_H
#define STANDSTILL_TESTS_RTL_BARRIER_UNIT_MODEL_H

#include <cstdint>
#include <set>
#include <vector>

#include "standstill/devices.h"

namespace standstill::rtl {

class BarrierUnitModel {
 public:
  using Harts = std::set<unsigned>;

  struct Barrier {
    Harts members, arrived, released;
    std::uint32_t generation = 0;
    std::uint32_t control = 0, status = 0;
    bool runs() const { return (control & platform::barrier::kRun) != 0; }
    unsigned missing() const { return static_cast<unsigned>(members.size() - arrived.size()); }
  };

  BarrierUnitModel(unsigned harts, unsigned barriers) : harts_(harts), barriers_(barriers) {}

  bool exists(unsigned offset, unsigned size, bool write) const {
    if (offset / kStride >= barriers_.size()) return false;
    const unsigned at = offset % kStride;
    if (at < kMembers) return size == 4 && at % kReleased / 4 < harts_;
    if (at < kArrived) return (at - kMembers) / 8 * 64 < harts_;
    if (at < kGeneration) return !write && (at - kArrived) / 8 * 64 < harts_;
    if (at < kControl) return !write;
    return at < kControl + 8;
  }

  /// One write that is no hole; `data` and `strobes` as on the bus. The harts whose wire is high
  /// for the next clock.
  Harts write(unsigned offset, std::uint64_t data, std::uint8_t strobes) {
    if (strobes == 0) return {};
    Barrier& barrier = barriers_[offset / kStride];
    const unsigned at = offset % kStride, hart = at % kReleased / 4;
    const unsigned first = at / 4 % 2 * 4;  // byte of the word the register begins at
    if (at < kReleased) return arrive(barrier, hart);
    if (at < kMembers) {
      if ((strobes >> first & 1) != 0 && (data >> (8 * first) & 1) != 0)
        barrier.released.erase(hart);
    } else if (at < kArrived) {
      tell(barrier, (at - kMembers) / 8 * 64, data, strobes);
    } else {
      if ((strobes & 0x10) != 0) barrier.status &= ~static_cast<std::uint32_t>(data >> 32 & 0xF);
      if ((strobes & 0x01) != 0) control(barrier, static_cast<std::uint32_t>(data & 3));
    }
    return {};
  }

  /// The double word a read at `offset` finds; of a hart's register, only its own lane.
  std::uint64_t read(unsigned offset) const {
    const Barrier& barrier = barriers_[offset / kStride];
    const unsigned at = offset % kStride, hart = at % kReleased / 4, lane = at / 4 % 2 * 32;
    if (at < kReleased) return std::uint64_t{barrier.arrived.count(hart)} << lane;
    if (at < kMembers) return std::uint64_t{barrier.released.count(hart)} << lane;
    if (at < kArrived) return group(barrier.members, (at - kMembers) / 8 * 64);
    if (at < kGeneration) return group(barrier.arrived, (at - kArrived) / 8 * 64);
    if (at < kControl) return std::uint64_t{barrier.missing()} << 32 | barrier.generation;
    return std::uint64_t{barrier.status} << 32 | barrier.control;
  }

  const Barrier& barrier(unsigned index) const { return barriers_[index]; }

 private:
  static constexpr unsigned kStride = platform::barrier::kStride;
  static constexpr unsigned kReleased = 0x4000, kMembers = 0x8000, kArrived = 0x8200;
  static constexpr unsigned kGeneration = 0x8400, kControl = 0x8408;

  static Harts arrive(Barrier& barrier, unsigned hart) {
    if (!barrier.runs() || barrier.members.count(hart) == 0) {
      barrier.status |= platform::barrier::kStranger;
      return {};
    }
    if (!barrier.arrived.insert(hart).second) {
      barrier.status |= platform::barrier::kTwice;
      return {};
    }
    barrier.released.erase(hart);
    if (barrier.arrived != barrier.members) return {};
    barrier.released.insert(barrier.members.begin(), barrier.members.end());
    barrier.arrived.clear();
    ++barrier.generation;
    return (barrier.control & platform::barrier::kIrq) != 0 ? barrier.members : Harts{};
  }

  void tell(Barrier& barrier, unsigned first, std::uint64_t data, std::uint8_t strobes) {
    if (barrier.runs()) {
      barrier.status |= platform::barrier::kLocked;
      return;
    }
    for (unsigned bit = 0; bit < 64 && first + bit < harts_; ++bit) {
      if ((strobes >> (bit / 8) & 1) == 0) continue;
      if ((data >> bit & 1) != 0)
        barrier.members.insert(first + bit);
      else
        barrier.members.erase(first + bit);
    }
  }

  static void control(Barrier& barrier, std::uint32_t value) {
    barrier.control = value;
    if (barrier.runs()) return;
    if (!barrier.arrived.empty()) barrier.status |= platform::barrier::kAbandoned;
    barrier.arrived.clear();
  }

  static std::uint64_t group(const Harts& harts, unsigned first) {
    std::uint64_t word = 0;
    for (auto hart = harts.lower_bound(first); hart != harts.end() && *hart < first + 64; ++hart)
      word |= std::uint64_t{1} << (*hart - first);
    return word;
  }

  unsigned harts_;
  std::vector<Barrier> barriers_;
};

}  // namespace standstill::rtl

#endif  // STANDSTILL_TESTS_RTL_BARRIER_UNIT_MODEL_H
