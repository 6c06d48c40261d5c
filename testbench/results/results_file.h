// results.json: everything about a run that is reproducible, and nothing else.
// SPDX-License-Identifier: Apache-2.0
//
// docs/results.md defines every number and the schema's version.
#ifndef STANDSTILL_TESTBENCH_RESULTS_RESULTS_FILE_H
#define STANDSTILL_TESTBENCH_RESULTS_RESULTS_FILE_H

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "common/config.h"
#include "testbench/explain/functions.h"
#include "testbench/explain/path.h"
#include "testbench/probes/rendezvous.h"
#include "testbench/program/simulation.h"

namespace standstill::testbench {

/// Raised when a field changes its meaning or goes; a new field does not raise it.
inline constexpr unsigned kSchemaVersion = 1;

/// One argument of the scenario as it was resolved.
struct RunArgument {
  std::string name;
  std::string text;     ///< as it stands in bootargs
  bool number = false;  ///< `text` is a decimal number
};

/// By what a program is known again, wherever it was built.
struct ProgramIdentity {
  std::string sha256;    ///< of what is loaded: ElfImage::sha256()
  std::string compiler;  ///< ElfImage::compiler
};

struct RunResults {
  std::string scenario;  ///< empty for an ELF that is not ours
  std::vector<RunArgument> arguments;
  ProgramIdentity program;
  MachineConfig config;
  RunOutcome outcome;
  std::vector<Rendezvous> rendezvous;
  std::vector<std::optional<CriticalPath>> paths;  ///< of each; may be shorter, or without
  Symbolizer symbols;                              ///< of the program; empty: addresses
  std::vector<std::string> breaches;               ///< of the order rules; any makes a Pass a Fail
};

/// "pass", "fail", "hang", "interrupted", "error".
const char* status_name(RunStatus status);

nlohmann::ordered_json to_json(const RunResults& results);
/// `critical_path` of a rendezvous.
nlohmann::ordered_json path_json(const CriticalPath& path, const Symbolizer& symbols);

/// The rendezvous of a results.json, with all their moments; `object`, `kind`, and of each hart
/// `held_back` and `doorbell_bit`, stay as they are made. Throws nlohmann::json::exception.
std::vector<Rendezvous> rendezvous_of(const nlohmann::json& results);
/// The file's text: indented, one record a line where it helps, newline at the end.
std::string results_text(const RunResults& results);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_RESULTS_RESULTS_FILE_H
