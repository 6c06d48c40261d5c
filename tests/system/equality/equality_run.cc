// Runs one simulation and writes down all of it that must not depend on how it was run.
// SPDX-License-Identifier: Apache-2.0
//
// equality_run ELF OUT [key=value]...: the event log to OUT.log, the outcome to OUT.results. Keys:
// those of the machine, and
//   args      boot arguments                  fabric   auto | 4 | 64 | 1024, size class of the RTL
//   lockstep, gating, spin   0 or 1           level    marks | rendezvous | all
//   reach     cycles the horizon is wrong by  cycles   limit of the run
//   interrupt cycle at which the user stops it   waves  FST to write
// A process of its own for each simulation, as SystemC cannot be started twice.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <systemc>

#include "testbench/config/parameters.h"
#include "testbench/device_tree/device_tree.h"
#include "testbench/machine/machine.h"
#include "testbench/program/simulation.h"
#include "testbench/progress/diagnosis.h"

namespace {

using namespace standstill;
using namespace standstill::testbench;

class Collected final : public ConsoleSink, public RunMonitor {
 public:
  void put(char character, Cycle cycle) override {
    console += std::to_string(cycle) + ' ' + std::to_string(character) + '\n';
  }
  /// Looks how many harts stand in a loop that is advanced in closed form.
  bool keep_going(Cycle now) override {
    for (HartId hart = 0; hart < harts; ++hart) {
      const std::string name = "machine.tile" + std::to_string(hart);
      const auto* module = dynamic_cast<tile::TileModule*>(sc_core::sc_find_object(name.c_str()));
      parked += module != nullptr && module->tile().view().spinning;
    }
    return now < interrupt;
  }
  Cycle interrupt = kNever;
  unsigned harts = 0;
  unsigned parked = 0;
  std::string console;
};

struct Choices {
  RunRequest request;
  std::string args;
  Cycle interrupt = kNever;
  LogLevel level = LogLevel::Rendezvous;
};

FabricClass fabric_class(const std::string& name) {
  return name == "4"      ? FabricClass::Slots4
         : name == "64"   ? FabricClass::Slots64
         : name == "1024" ? FabricClass::Slots1024
                          : FabricClass::Auto;
}

void choose(Choices& choices, const std::string& assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos) throw std::runtime_error(assignment + ": not key=value");
  const std::string key = assignment.substr(0, equals), value = assignment.substr(equals + 1);
  Switches& switches = choices.request.switches;
  if (key == "args")
    choices.args = value;
  else if (key == "lockstep")
    switches.lockstep = value == "1";
  else if (key == "gating")
    switches.rtl_gating = value == "1";
  else if (key == "spin")
    switches.spin_skipping = value == "1";
  else if (key == "fabric")
    switches.fabric_class = fabric_class(value);
  else if (key == "level")
    choices.level = value == "all"     ? LogLevel::All
                    : value == "marks" ? LogLevel::Marks
                                       : LogLevel::Rendezvous;
  else if (key == "reach")
    choices.request.seeded_reach = std::strtoull(value.c_str(), nullptr, 10);
  else if (key == "cycles")
    choices.request.max_cycles = std::strtoull(value.c_str(), nullptr, 10);
  else if (key == "interrupt")
    choices.interrupt = std::strtoull(value.c_str(), nullptr, 10);
  else if (key == "waves")
    choices.request.waves_path = value;
  else
    apply_set(choices.request.config, assignment);
}

void write_results(const std::string& path, const RunOutcome& outcome, const Collected& collected) {
  std::ofstream out(path);
  out << "status " << static_cast<int>(outcome.status) << " code " << outcome.exit_code
      << " cycles " << outcome.cycles << '\n';
  for (const HartOutcome& hart : outcome.harts) {
    out << hart.instructions << ' ' << hart.cycles << ' ' << hart.traps << ' ' << hart.interrupts;
    Cycle sum = 0;
    for (const Cycle cycles : hart.cycles_by_cause) {
      out << ' ' << cycles;
      sum += cycles;
    }
    for (const std::uint64_t messages : hart.messages) out << ' ' << messages;
    out << (sum == hart.cycles ? "" : " SUM DIFFERS") << '\n';
  }
  out << collected.console;
}

int run(const std::string& elf, const std::string& out, Choices& choices) {
  RunRequest& request = choices.request;
  request.image = load_elf(elf, request.config.dram.size);
  request.device_tree = build_device_tree(request.config, choices.args);
  request.device_tree_address = device_tree_address(request.config, request.device_tree.size());
  EventLog log(address_map_of(request.config), choices.level, out + ".log");
  Collected collected;
  collected.interrupt = choices.interrupt;
  collected.harts = request.config.harts;
  const RunOutcome outcome = simulate(request, log, collected, collected);
  log.close();
  write_results(out + ".results", outcome, collected);
  for (const std::string& line : outcome.report) std::puts(line.c_str());
  if (outcome.no_progress)
    for (const std::string& line : words_of(*outcome.no_progress)) std::puts(line.c_str());
  std::printf("parked %u\n", collected.parked);
  return outcome.status == RunStatus::Pass ? 0 : outcome.status == RunStatus::Error ? 4 : 3;
}

}  // namespace

int sc_main(int argc, char* argv[]) {
  if (argc < 3) return 2;
  try {
    Choices choices;
    choices.request.max_cycles = 50'000'000;
    for (int i = 3; i < argc; ++i) choose(choices, argv[i]);
    return run(argv[1], argv[2], choices);
  } catch (const std::exception& error) {
    std::puts(error.what());
    return 2;
  }
}
