// Finds the sections with interrupts off while their events go by.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROBES_IRQ_OFF_PROBE_H
#define STANDSTILL_TESTBENCH_PROBES_IRQ_OFF_PROBE_H

#include <map>
#include <vector>

#include "testbench/probes/event_log.h"
#include "testbench/probes/irq_off.h"

namespace standstill::testbench {

/// Observes only. All that it looks at is in the log at every level.
class IrqOffProbe final : public EventConsumer {
 public:
  /// @param harts number of harts; events of other sources are not looked at, but the end
  explicit IrqOffProbe(unsigned harts) : harts_(harts), all_(harts) {}

  void consume(const Event& event) override;

  /// By hart. Sections that are open count from the `end` event on.
  const std::vector<IrqOff>& all() const { return all_; }

 private:
  struct HartState {
    std::optional<IrqSection> open;
    bool asleep = false;  ///< in a WFI that has ended a section: the next begins when it wakes
    Moment prepared_at;   ///< its last ack of PREPARE
    std::map<std::uint64_t, Cycle> held;  ///< mip bits that rose since, and when they are held from
  };

  void interrupts(HartState& hart, const Event& event);
  void pending(HartState& hart, const Event& event);
  void sleep(HartState& hart, const Event& event);
  void wake(HartState& hart, const Event& event);
  void marker(HartState& hart, const Event& event);
  void begin(HartState& hart, const Event& event, Addr pc);
  void end(HartState& hart, Cycle cycle, std::optional<Addr> pc);

  std::vector<HartState> harts_;
  std::vector<IrqOff> all_;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROBES_IRQ_OFF_PROBE_H
