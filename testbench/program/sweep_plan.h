// The runs of a sweep, with every doubt removed before the first begins.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_SWEEP_PLAN_H
#define STANDSTILL_TESTBENCH_PROGRAM_SWEEP_PLAN_H

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "testbench/config/machine_file.h"
#include "testbench/program/options.h"
#include "testbench/program/plan.h"
#include "testbench/sweep/points.h"
#include "testbench/sweep/spec.h"

namespace standstill::testbench {

/// Where the runs get what the specification does not name.
struct SweepPlace {
  const Presets& presets;
  std::string firmware;
  std::string simulator;  ///< SHA-256 of the program file
};

/// One point as it will be run.
struct PlannedPoint {
  RunOptions options;                          ///< without the folder
  std::vector<nlohmann::ordered_json> values;  ///< of each axis, as results.json has them
  std::string name;                            ///< "harts=4, arg.load=none"
  std::string key;
  std::string command;  ///< as sweep.json has it
};

/// What goes into the run of a plan: the text that its key is the hash of.
std::string inputs_of(const RunPlan& plan, const RunOptions& options, const std::string& simulator);

/// All points of the specification in order. Throws UsageError that names every point that cannot
/// be run, and why.
std::vector<PlannedPoint> plan_sweep(const SweepSpec& spec, const SweepPlace& place);

/// The `standstill run` that is the same; paths as `options` has them.
std::string command_of(const RunOptions& options);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_SWEEP_PLAN_H
