// The options of the commands that look at what is there: `explain`, `list`, `waves`.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/command_line.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {

void add_explain_options(CLI::App& app, Options& options, RawOptions& raw) {
  app.add_option("folder", options.explain.folder, "folder of a run")->type_name("DIR");
  app.add_option("--rendezvous", raw.rendezvous,
                 "this one of results.json alone, from 0, with every segment of its path")
      ->type_name("N");
  app.add_flag("--json", options.explain.json, "print paths and segments as JSON");
}

void finish_explain_options(Options& options, const RawOptions& raw) {
  if (options.explain.folder.empty())
    throw UsageError("explain: say which run: the folder that `standstill run` left");
  options.explain.rendezvous = parse_rendezvous(raw.rendezvous);
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
                 "open on this one of results.json, from 0 (default: the first that returned)")
      ->type_name("N");
  app.add_flag("--print", options.waves.print, "print the layout instead of opening it");
}

void finish_waves_options(Options& options, const RawOptions& raw) {
  if (options.waves.folder.empty())
    throw UsageError("waves: say of which run: the folder that `standstill run --waves` left");
  options.waves.rendezvous = parse_rendezvous(raw.rendezvous);
}

}  // namespace standstill::testbench
