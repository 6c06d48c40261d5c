// Picks up what the guest has measured, and beside it what the simulator saw of the same interrupt.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_CHARACTERIZE_SAMPLE_PROBE_H
#define STANDSTILL_TESTBENCH_CHARACTERIZE_SAMPLE_PROBE_H

#include <vector>

#include "testbench/characterize/characterization.h"
#include "testbench/probes/event_log.h"

namespace standstill::testbench {

class SampleProbe final : public EventConsumer {
 public:
  /// @param harts number of harts; markers of other sources are not looked at
  explicit SampleProbe(unsigned harts) : harts_(harts) {}

  void consume(const Event& event) override;

  /// In the order of the log.
  const std::vector<Sample>& all() const { return all_; }

 private:
  /// The last of each that happened to a hart.
  struct HartState {
    Moment rung;        ///< a store to its MSIP was issued
    Moment software;    ///< first instruction of the handler of that interrupt
    Moment timer_wire;  ///< the wire of its timer rose
    Moment timer;       ///< first instruction of the handler
  };

  void marker(const Event& event);
  void device(const Event& event);
  void trap(const Event& event);
  void wire(const Event& event);

  std::vector<HartState> harts_;
  std::vector<Sample> all_;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_CHARACTERIZE_SAMPLE_PROBE_H
