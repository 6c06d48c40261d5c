// The integers of a results.json, each by a name.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_BASELINE_FIGURES_H
#define STANDSTILL_TESTBENCH_BASELINE_FIGURES_H

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace standstill::testbench {

/// One integer; the value is empty where the results say null.
struct Figure {
  std::string name;  ///< "outcome.cycles", "summary.ipi.median", "harts.3.instructions"
  std::optional<std::uint64_t> value;
};

/// All of them in the order of the file, but for what went in (program, arguments, machine) and the
/// single rendezvous. "harts.*.x" is the sum of "harts.0.x", "harts.1.x" and so on, and comes
/// first.
std::vector<Figure> figures_of(const nlohmann::ordered_json& results);

/// The figure of that name, or null.
const Figure* find_figure(const std::vector<Figure>& figures, const std::string& name);

/// What a baseline holds unless it says otherwise: the run's length, the instructions of all harts,
/// and where there are any the summary, the regions and the causes of the critical paths.
std::vector<Figure> default_figures(const std::vector<Figure>& figures);

/// Whether it is made of memory events, which a run may leave out.
bool is_of_critical_path(const std::string& name);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_BASELINE_FIGURES_H
