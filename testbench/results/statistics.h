// A handful of numbers that stand for many.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_RESULTS_STATISTICS_H
#define STANDSTILL_TESTBENCH_RESULTS_STATISTICS_H

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "testbench/probes/rendezvous.h"

namespace standstill::testbench {

/// All are values that occurred: median and p99 by nearest rank. Empty when there are none.
struct Statistics {
  std::uint64_t count = 0;
  Moment min;
  Moment median;
  Moment p99;
  Moment max;
};
Statistics statistics(std::vector<Cycle> values);
/// {count, min, median, p99, max}, null where there is none.
nlohmann::ordered_json json_of(const Statistics& statistics);

/// The figures of all rendezvous of a run. `irq_off`, `ipi` and `wakeup` count every
/// hart of every one.
struct Summary {
  Statistics gather;
  Statistics rendezvous;
  Statistics stopped;
  Statistics irq_off;
  Statistics ipi;
  Statistics wakeup;
  Statistics fn;
};
Summary summarize(const std::vector<Rendezvous>& all);

/// Name and place of each line of the summary, in the order they are reported.
struct SummaryLine {
  const char* name;
  const char* doc;  ///< what it is, in a few words
  Statistics Summary::*statistics;
};
const std::vector<SummaryLine>& summary_lines();

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_RESULTS_STATISTICS_H
