// Order statistics by nearest rank.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/statistics.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace standstill::testbench {
namespace {

/// The value of rank ceil(percent / 100 * n) of sorted values, counting from 1.
Cycle at_rank(const std::vector<Cycle>& sorted, std::uint64_t percent) {
  const std::uint64_t rank = (sorted.size() * percent + 99) / 100;
  return sorted[rank - 1];
}

void add(std::vector<Cycle>& values, const Moment& value) {
  if (value) values.push_back(*value);
}

}  // namespace

Statistics statistics(std::vector<Cycle> values) {
  Statistics result;
  result.count = values.size();
  if (values.empty()) return result;
  std::sort(values.begin(), values.end());
  result.min = values.front();
  result.median = at_rank(values, 50);
  result.p99 = at_rank(values, 99);
  result.max = values.back();
  return result;
}

nlohmann::ordered_json json_of(const Statistics& statistics) {
  using Json = nlohmann::ordered_json;
  const auto value = [](const Moment& moment) { return moment ? Json(*moment) : Json(nullptr); };
  Json json;
  json["count"] = statistics.count;
  json["min"] = value(statistics.min);
  json["median"] = value(statistics.median);
  json["p99"] = value(statistics.p99);
  json["max"] = value(statistics.max);
  return json;
}

Summary summarize(const std::vector<Rendezvous>& all) {
  std::vector<Cycle> gather, duration, stopped, irq_off, ipi, wakeup, fn;
  for (const Rendezvous& rendezvous : all) {
    add(gather, rendezvous.gather());
    add(duration, rendezvous.duration());
    add(stopped, rendezvous.stopped());
    add(fn, rendezvous.fn());
    for (const HartMoments& hart : rendezvous.harts) {
      add(irq_off, hart.irq_off_window());
      add(ipi, hart.ipi());
      add(wakeup, hart.wakeup());
    }
  }
  return {statistics(gather), statistics(duration), statistics(stopped), statistics(irq_off),
          statistics(ipi),    statistics(wakeup),   statistics(fn)};
}

const std::vector<SummaryLine>& summary_lines() {
  using S = Summary;
  static const std::vector<SummaryLine> kLines = {
      {"gather", "call to the last hart in PREPARE", &S::gather},
      {"rendezvous", "call to return", &S::rendezvous},
      {"stopped", "first stopper to the last hart back", &S::stopped},
      {"irq_off", "interrupts off, each hart", &S::irq_off},
      {"ipi", "doorbell to trap, each hart", &S::ipi},
      {"wakeup", "doorbell to stopper, each hart", &S::wakeup},
      {"fn", "the stopped function", &S::fn}};
  return kLines;
}

}  // namespace standstill::testbench
