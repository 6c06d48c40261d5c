// Finds the critical path of each rendezvous while its events go by.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_EXPLAIN_PATH_PROBE_H
#define STANDSTILL_TESTBENCH_EXPLAIN_PATH_PROBE_H

#include <optional>
#include <vector>

#include "standstill/markers.h"
#include "testbench/explain/path.h"
#include "testbench/explain/timeline.h"
#include "testbench/probes/event_log.h"

namespace standstill::testbench {

/// Keeps the events from the oldest open `call` on, and walks back at each `return`.
class PathProbe final : public EventConsumer {
 public:
  /// @param harts number of harts
  explicit PathProbe(unsigned harts) : states_(harts), watching_(harts, 0) {}

  void consume(const Event& event) override;

  /// By the number of the rendezvous, in the order of their calls; empty where it has not returned.
  const std::vector<std::optional<CriticalPath>>& all() const { return all_; }

 private:
  struct Open {
    std::size_t id;
    std::uint64_t object;
    HartId initiator;
    Cycle call;
    std::uint64_t first;            ///< number of its first event
    std::vector<HartState> states;  ///< of each hart at its call
  };

  void keep_state(const Event& event);
  void watch(HartId hart, platform::Marker marker);
  void open(const Event& call);
  void close(const Event& returned);
  CriticalPath path_of(const Open& rendezvous, const Event& returned) const;
  void forget_old();

  std::vector<HartState> states_;
  std::vector<unsigned> watching_;  ///< of each hart; bit 0: in a call, bit 1: in a stopper
  std::vector<Event> events_;
  std::uint64_t dropped_ = 0;  ///< events before events_.front()
  std::vector<Open> open_;
  std::vector<std::optional<CriticalPath>> all_;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_EXPLAIN_PATH_PROBE_H
