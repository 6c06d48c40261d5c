// results.json: everything about a run that is reproducible, and nothing else.
// SPDX-License-Identifier: Apache-2.0
//
// docs/results.md defines every number and the schema's version.
#ifndef STANDSTILL_TESTBENCH_RESULTS_RESULTS_FILE_H
#define STANDSTILL_TESTBENCH_RESULTS_RESULTS_FILE_H

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "common/config.h"
#include "testbench/explain/functions.h"
#include "testbench/explain/path.h"
#include "testbench/probes/irq_off.h"
#include "testbench/probes/region_probe.h"
#include "testbench/probes/rendezvous.h"
#include "testbench/probes/traffic_probe.h"
#include "testbench/program/simulation.h"

namespace standstill::testbench {

/// Raised when a field changes its meaning or goes; a new field does not raise it.
inline constexpr unsigned kSchemaVersion = 1;

/// `name+0x1c` for an address of the guest, empty where nothing is known of it.
using SymbolOf = std::function<std::string(Addr)>;

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
  std::vector<IrqOff> irq_off;                     ///< of each hart
  std::vector<RendezvousTraffic> traffic;          ///< of each rendezvous
  bool memory_events = false;                      ///< the log had them: coherence was counted
  Regions regions;
  BusWaits bus;  ///< of the run, as the doorbells
  Doorbells doorbells;
  SymbolOf symbol_of;  ///< may be null: addresses stay addresses
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
