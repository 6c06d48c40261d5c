// From options to a request.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/plan.h"

#include <fmt/format.h>

#include "platform/standstill/memory_map.h"
#include "platform/standstill/scenario_rules.h"
#include "testbench/config/parameters.h"
#include "testbench/device_tree/device_tree.h"
#include "testbench/machine/reach.h"
#include "testbench/program/scenario.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

MachineConfig make_config(const RunOptions& options, const Presets& presets) {
  MachineConfig config;
  std::string place;
  if (!options.config.empty()) {
    place = presets.resolve(options.config);
    config = load_machine_file(place);
  }
  for (const std::string& assignment : options.sets) apply_set(config, assignment);
  if (!options.sets.empty()) place += place.empty() ? "--set" : " with --set";
  check_config(config, place, least_end_delay);
  return config;
}

void check_fabric_class(FabricClass fabric_class, unsigned harts) {
  const unsigned slots = slots_of(fabric_class, harts);
  if (slots >= harts) return;
  const char* larger = harts <= 64 ? "auto, 64 or 1024" : "auto or 1024";
  throw UsageError(fmt::format("--fabric-class {}: too small for {} harts: it must be {}", slots,
                               harts, larger));
}

/// The NMI handlers of our firmware stand at fixed addresses: elsewhere it sees no watchdog.
bool has_watchdog(const MachineConfig& config) {
  return config.hart.smrnmi &&
         config.hart.rnmi_interrupt_vector == platform::kRnmiInterruptVector &&
         config.hart.rnmi_exception_vector == platform::kRnmiExceptionVector;
}

/// The argument that needs `need`, as it is given; empty if none of `uses` does.
template <typename Uses>
std::string argument_that_needs(platform::Need need, const RunPlan& plan, const Uses& uses) {
  for (const platform::ArgumentNeed& use : uses)
    for (const RunArgument& argument : plan.arguments)
      if (use.need == need && argument.name == use.argument &&
          platform::is_one_of(argument.text, use.values))
        return fmt::format("--arg {}={}", argument.name, argument.text);
  return "";
}

/// What needs `need`: the scenario, or an argument as it is given; empty if nothing does.
std::string who_needs(platform::Need need, const RunPlan& plan,
                      const platform::Scenario& scenario) {
  if ((scenario.needs & need) != 0) return scenario.name;
  const std::string who = argument_that_needs(need, plan, platform::kArgumentNeeds);
  return who.empty() ? argument_that_needs(need, plan, platform::kIdleNeeds) : who;
}

/// The watchdog is needed by some scenarios, and by others if they are asked to use it.
void check_watchdog(const RunPlan& plan, const platform::Scenario& scenario,
                    const MachineConfig& config) {
  if (has_watchdog(config)) return;
  const std::string who = who_needs(platform::kNeedsWatchdog, plan, scenario);
  if (!who.empty())
    throw UsageError(fmt::format(
        "{}: needs the hart watchdog's NMI, which this machine lacks: it must have hart.smrnmi = "
        "true, hart.rnmi_interrupt_vector = {:#x} and hart.rnmi_exception_vector = {:#x}",
        who, platform::kRnmiInterruptVector, platform::kRnmiExceptionVector));
}

/// Hardware of the fabric that the device tree may leave out.
struct FabricPart {
  platform::Need need;
  bool FabricConfig::*present;
  const char* what;
  const char* key;
};
constexpr FabricPart kFabricParts[] = {
    {platform::kNeedsImsic, &FabricConfig::imsic, "the harts' interrupt files", "fabric.imsic"},
    {platform::kNeedsMulticast, &FabricConfig::multicast_doorbell, "the multicast doorbell",
     "fabric.multicast_doorbell"},
    {platform::kNeedsBarrierUnit, &FabricConfig::barrier_unit, "the barrier unit",
     "fabric.barrier_unit"}};

void check_fabric_parts(const RunPlan& plan, const platform::Scenario& scenario,
                        const MachineConfig& config) {
  for (const FabricPart& part : kFabricParts)
    if (const std::string who = who_needs(part.need, plan, scenario);
        !who.empty() && !(config.fabric.*part.present))
      throw UsageError(fmt::format("{}: needs {}, which this machine lacks: it must have {} = true",
                                   who, part.what, part.key));
}

void choose_scenario(RunPlan& plan, const RunOptions& options, const MachineConfig& config) {
  const unsigned harts = config.harts;
  if (!options.elf.empty()) {
    plan.arguments = free_arguments(options.arguments);
    return;
  }
  const platform::Scenario& scenario = find_scenario(options.scenario);
  if (harts < scenario.min_harts)
    throw UsageError(fmt::format("{}: needs at least {} harts; this machine has {}; use --harts {}",
                                 scenario.name, scenario.min_harts, harts, scenario.min_harts));
  plan.scenario = scenario.name;
  plan.arguments = resolve_arguments(scenario, options.arguments);
  check_watchdog(plan, scenario, config);
  check_fabric_parts(plan, scenario, config);
}

/// The end of the memory that our firmware uses on so many harts; 0 for another program. The last
/// thing it uses are the arenas, one a hart, each as large as their symbol says.
Addr end_of_arenas(const ElfImage& image, unsigned harts) {
  for (const ElfSymbol& symbol : image.symbols)
    if (symbol.name == "__arena_start") return symbol.address + symbol.size * harts;
  return 0;
}

void place_device_tree(RunPlan& plan) {
  RunRequest& request = plan.request;
  request.device_tree =
      build_device_tree(request.config, boot_arguments(plan.scenario, plan.arguments));
  request.device_tree_address = device_tree_address(request.config, request.device_tree.size());
  const ElfSegment& last = request.image.segments.back();
  if (last.address + last.size > request.device_tree_address)
    throw UsageError(
        fmt::format("{}: the segment at {:#x} leaves no room for the device tree at {:#x}: "
                    "dram.size = {} must be larger",
                    plan.elf, last.address, request.device_tree_address, request.config.dram.size));
  const Addr end = end_of_arenas(request.image, request.config.harts);
  if (end > request.device_tree_address)
    throw UsageError(fmt::format(
        "dram.size = {} is too little memory for {} hart{}: it must be at least {}",
        request.config.dram.size, request.config.harts, request.config.harts == 1 ? "" : "s",
        request.config.dram.size + (end - request.device_tree_address)));
}

}  // namespace

RunPlan make_plan(const RunOptions& options, const Presets& presets, const std::string& firmware) {
  RunPlan plan;
  RunRequest& request = plan.request;
  request.config = make_config(options, presets);
  request.switches = options.switches;
  request.max_cycles = options.max_cycles;
  check_fabric_class(options.switches.fabric_class, request.config.harts);
  choose_scenario(plan, options, request.config);
  plan.elf = !options.elf.empty()        ? options.elf
             : !options.firmware.empty() ? options.firmware
                                         : firmware;
  request.image = load_elf(plan.elf, request.config.dram.size);
  place_device_tree(plan);
  plan.output = options.output;
  if (plan.output.empty())
    plan.output = fmt::format("out/{}-{}", plan.scenario.empty() ? "elf" : plan.scenario,
                              request.config.harts);
  return plan;
}

}  // namespace standstill::testbench
