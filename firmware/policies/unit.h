// A barrier in hardware: a store arrives, an interrupt tells that all have.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our barrier unit, rtl/barrier_unit.v.
#ifndef STANDSTILL_FIRMWARE_POLICIES_UNIT_H
#define STANDSTILL_FIRMWARE_POLICIES_UNIT_H

#include "drivers/barrier_unit.h"
#include "lib/machine.h"
#include "policies/layout.h"

namespace standstill::kernel {

/// Takes a barrier of the unit for the harts of `cpus` and, if these are fewer than `num_threads`,
/// for this one; waits until one is free. Returns its number. Preemption is on, or nobody else
/// waits for this CPU.
unsigned take_hardware_barrier(const CpuMask& cpus, unsigned num_threads);
/// Gives it back. All its harts have been released.
void give_hardware_barrier(unsigned number);

/// A CPU's place at the barrier. There is no word: it looks at its own mip, which is no access to
/// memory or to a device.
struct UnitPlace {
  std::uint64_t arrive;  ///< address of its ARRIVE
  bool first;            ///< of the CPUs that take part

  template <typename Data>
  const StateWord& word(const Data& msdata) const {
    return msdata.state;
  }
  static MultiStopState look(MultiStopState curstate) {
    if (curstate == MultiStopState::None) return MultiStopState::Prepare;  // it has been invited
    return drivers::barrier_released() ? next_state(curstate) : curstate;
  }
  static constexpr bool complete() { return true; }
};

/// Barrier: the barrier unit. Nothing is shared in memory. The interrupt is enabled in mie while
/// the hart sleeps for it, with mstatus.MIE clear, and never else: no trap is ever taken. An ack
/// is marked right before its store, whose answer may come after the release. EXIT is acked by
/// nobody.
struct UnitBarrier {
  static constexpr const char* kName = "unit";

  template <typename Layout>
  struct Data : RankedData<Layout> {
    unsigned number;  ///< of the barrier
  };

  template <typename Layout>
  static void open(Data<Layout>& msdata) {
    msdata.number = take_hardware_barrier(*msdata.cpus, msdata.num_threads);
  }
  template <typename Layout>
  static void close(Data<Layout>& msdata) {
    give_hardware_barrier(msdata.number);
  }

  template <typename Layout>
  static UnitPlace join(Data<Layout>& msdata) {
    const drivers::HardwareBarrier barrier(machine().barrier_unit, msdata.number);
    const unsigned cpu = smp_processor_id();
    return {barrier.arrive(cpu), cpu == msdata.cpus->first()};
  }
  template <typename Layout>
  [[gnu::noinline]] static UnitPlace hear(Data<Layout>& msdata, UnitPlace place,
                                          MultiStopState curstate) {
    if (curstate == MultiStopState::None) return place;
    drivers::barrier_take_release();
    // What the others did before they arrived comes before what we do in the new state.
    arch::fence_device_before_all();
    if (place.first)
      arch::mark_irqsafe<arch::Marker::SetState>(&msdata,
                                                 static_cast<std::uint64_t>(next_state(curstate)));
    return place;
  }
  template <typename Layout>
  static UnitPlace await(Data<Layout>&, UnitPlace place, MultiStopState /*state*/) {
    return place;
  }

  template <typename Layout>
  static void set_state(Data<Layout>& msdata, MultiStopState state) {
    arch::mark<arch::Marker::SetState>(&msdata, static_cast<std::uint64_t>(state));
  }
  template <typename Layout, arch::Marker phase>
  static void ack_state(Data<Layout>& msdata, MultiStopState /*state*/, UnitPlace place) {
    if constexpr (phase != arch::Marker::None) {
      // All that this CPU did is done before it arrives.
      arch::fence_all_before_device();
      arch::mark<phase>(&msdata);
      arch::mmio_write<std::uint32_t>(place.arrive, 1);
    }
  }
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_POLICIES_UNIT_H
