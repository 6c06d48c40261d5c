// An MSWI as simulators without an interrupt fabric have it: every doorbell takes the same time.
// SPDX-License-Identifier: Apache-2.0
//
// A store to an MSIP register that arrives at cycle a sets or clears the wire at a + latency, and
// is answered then; so is a load. There is no bus to wait for and no clock to meet. All else is the
// fabric's.
#ifndef STANDSTILL_TESTS_SYSTEM_CONSTANT_DOORBELL_CONSTANT_MSWI_H
#define STANDSTILL_TESTS_SYSTEM_CONSTANT_DOORBELL_CONSTANT_MSWI_H

#include <deque>
#include <vector>

#include "testbench/machine/interposer.h"

namespace standstill::testbench {

class ConstantMswi final : public Interposer {
 public:
  /// @param latency core cycles, at least fabric.clock_divider + 1: tiles run as far ahead as the
  ///                RTL's own doorbell lets them
  ConstantMswi(const sc_core::sc_module_name& name, Cycle latency, const InterposerSite& site);

 private:
  struct Access {
    tlm::tlm_generic_payload* payload;
    HartId target;
    Cycle due;
    EventId cause;
  };

  tlm::tlm_sync_enum from_bus(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                              sc_core::sc_time& delay) override;
  void on_due();
  void perform(const Access& access);
  void schedule();

  InterposerSite site_;
  Cycle latency_;
  std::deque<Access> accesses_;  ///< in order of arrival
  std::vector<bool> levels_;
  std::vector<std::uint64_t> edges_;
  sc_core::sc_event due_{"due"};
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTS_SYSTEM_CONSTANT_DOORBELL_CONSTANT_MSWI_H
