// Regions that the guest marks on its harts, and how long each pass through one took.
// SPDX-License-Identifier: Apache-2.0
//
// docs/results.md defines a region.
#ifndef STANDSTILL_TESTBENCH_PROBES_REGION_PROBE_H
#define STANDSTILL_TESTBENCH_PROBES_REGION_PROBE_H

#include <map>
#include <utility>
#include <vector>

#include "testbench/probes/event_log.h"

namespace standstill::testbench {

/// One region over the whole run.
struct Region {
  std::map<HartId, std::vector<Cycle>> passes;  ///< begin to end of each, in the order they ended
  std::uint64_t unended = 0;                    ///< begun, and begun anew or not ended at all
};
using Regions = std::map<std::uint64_t, Region>;  ///< by the guest's number

class RegionProbe final : public EventConsumer {
 public:
  /// @param harts number of harts; events of other sources are not looked at
  explicit RegionProbe(unsigned harts) : harts_(harts) {}

  void consume(const Event& event) override;

  /// As of the last event.
  const Regions& all() const { return all_; }

 private:
  unsigned harts_;
  std::map<std::pair<HartId, std::uint64_t>, Cycle> begun_;  ///< open ones: since when
  Regions all_;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROBES_REGION_PROBE_H
