// What was observed beside the rendezvous' moments, as it stands in results.json.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_RESULTS_OBSERVED_JSON_H
#define STANDSTILL_TESTBENCH_RESULTS_OBSERVED_JSON_H

#include <nlohmann/json_fwd.hpp>

#include "testbench/results/results_file.h"

namespace standstill::testbench {

/// `irq_off`: an object a hart.
nlohmann::ordered_json irq_off_json(const RunResults& results);
/// `bus` of a run or a rendezvous.
nlohmann::ordered_json bus_json(const BusWaits& bus);
/// `doorbells` of a run.
nlohmann::ordered_json doorbells_json(const Doorbells& doorbells);
/// `messages` of a hart: all types that a tile sends or takes.
nlohmann::ordered_json messages_json(const MessageCounts& messages);
/// Adds `coherence` and `bus` to the rendezvous of that index.
void add_traffic(nlohmann::ordered_json& rendezvous, const RunResults& results, std::size_t index);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_RESULTS_OBSERVED_JSON_H
