// What determines the figures of a run besides the model itself, and what differs between two.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_BASELINE_IDENTITY_H
#define STANDSTILL_TESTBENCH_BASELINE_IDENTITY_H

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace standstill::testbench {

/// The parts of a results.json, and of a baseline, that went into the run.
struct Identity {
  nlohmann::ordered_json scenario;   ///< name, or null
  nlohmann::ordered_json program;    ///< {sha256, compiler}
  nlohmann::ordered_json arguments;  ///< {name: value}
  nlohmann::ordered_json machine;    ///< {section: {field: value}}
};

/// Throws nlohmann::json::exception where `results` has not all the parts.
Identity identity_of(const nlohmann::ordered_json& results);

/// One thing that differs.
struct Difference {
  std::string part;  ///< "scenario", "program", "arguments" or "machine"
  std::string text;  ///< "machine differs: interconnect.hop_latency = 3 -> 4"
};

/// The firmware first, then arguments and machine, a line a key. A key that only one side has
/// counts; but for a parameter of the machine that `before` cannot have known, which is compared
/// with its default.
/// @param defaults the machine as it is when nothing is set
std::vector<Difference> differences(const Identity& before, const Identity& after,
                                    const nlohmann::ordered_json& defaults);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_BASELINE_IDENTITY_H
