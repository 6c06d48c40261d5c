// Reads results.json and reports its sections.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/irqsoff_command.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "testbench/program/output_folder.h"
#include "testbench/results/irq_off_report.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {

using Json = nlohmann::ordered_json;

std::string irqsoff_text(const IrqsOffOptions& options) {
  const std::string path = options.folder + "/" + kResultsFile;
  std::ifstream file(path);
  if (!file)
    throw UsageError(
        fmt::format("irqsoff {}: cannot read {}: {}; name a folder that `standstill run` left",
                    options.folder, path, std::strerror(errno)));
  try {
    const Json results = Json::parse(file);
    return options.json ? results.at("irq_off").dump(1) + "\n" : irq_off_report(results);
  } catch (const std::exception& error) {
    throw UsageError(fmt::format("irqsoff {}: {} must be what this version writes: {}; run again",
                                 options.folder, path, error.what()));
  }
}

}  // namespace standstill::testbench
