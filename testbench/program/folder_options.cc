// The options of the commands that look at what is there: `explain`, `irqsoff`, `list`, `waves`.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "testbench/program/command_line.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {

void add_explain_options(CLI::App& app, Options& options, RawOptions& raw) {
  app.add_option("folder", options.explain.folder, "folder of a run")->type_name("DIR");
  app.add_option("--rendezvous", raw.rendezvous,
                 "this one alone, by its id in results.json, with every segment of its path")
      ->type_name("N");
  app.add_flag("--json", options.explain.json, "print paths and segments as JSON");
}

void finish_explain_options(Options& options, const RawOptions& raw) {
  if (options.explain.folder.empty())
    throw UsageError("explain: say which run: the folder that `standstill run` left");
  options.explain.rendezvous = parse_rendezvous(raw.rendezvous);
}

void add_irqsoff_options(CLI::App& app, Options& options, RawOptions&) {
  app.add_option("folder", options.irqsoff.folder, "folder of a run")->type_name("DIR");
  app.add_flag("--json", options.irqsoff.json, "print irq_off of results.json");
}

void finish_irqsoff_options(Options& options, const RawOptions&) {
  if (options.irqsoff.folder.empty())
    throw UsageError("irqsoff: say which run: the folder that `standstill run` left");
}

void add_list_options(CLI::App& app, Options& options, RawOptions&) {
  app.add_option("what", options.list, "scenarios, presets or params")->type_name("WHAT");
  app.add_flag("--json", options.list_json, "print the list as JSON");
}

void finish_list_options(Options& options, const RawOptions&) {
  if (options.list.empty())
    throw UsageError("list: say of what: it must be scenarios, presets or params");
  choose("list", options.list, {"scenarios", "presets", "params"});
}

void add_waves_options(CLI::App& app, Options& options, RawOptions& raw) {
  app.add_option("folder", options.waves.folder, "folder of a run")->type_name("DIR");
  app.add_option("--rendezvous", raw.rendezvous,
                 "open on this one, by its id in results.json (default: the first that returned)")
      ->type_name("N");
  app.add_option("--layout", raw.layout,
                 "what is laid out: rendezvous (default), ipi: one interrupt of it, coherence: the "
                 "line that all wait for")
      ->type_name("LAYOUT");
  app.add_option("--hart", raw.hart,
                 "with --layout ipi: the hart that is rung (default: the first)")
      ->type_name("N");
  app.add_flag("--print", options.waves.print, "print the layout instead of opening it");
}

void finish_waves_options(Options& options, const RawOptions& raw) {
  if (options.waves.folder.empty())
    throw UsageError("waves: say of which run: the folder that `standstill run --waves` left");
  options.waves.rendezvous = parse_rendezvous(raw.rendezvous);
  options.waves.layout =
      static_cast<WavesLayout>(choose("--layout", raw.layout, {"rendezvous", "ipi", "coherence"}));
  options.waves.hart = parse_hart(raw.hart);
  if (options.waves.hart && options.waves.layout != WavesLayout::Ipi)
    throw UsageError(fmt::format("--hart {}: it goes with --layout ipi", raw.hart));
}

}  // namespace standstill::testbench
