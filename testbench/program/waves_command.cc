// Hands over to GTKWave.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/waves_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "testbench/program/output_folder.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {

void waves_command(const std::string& folder) {
  const std::string layout = folder + "/" + kLayoutFile;
  for (const std::string& file : {folder + "/" + kWaveFile, layout})
    if (access(file.c_str(), R_OK) != 0)
      throw UsageError(
          fmt::format("waves {}: cannot read {}: {}; `standstill run --waves` writes it", folder,
                      file, std::strerror(errno)));
  // GTKWave itself would print its usage and exit with 0.
  if (!std::getenv("DISPLAY") && !std::getenv("WAYLAND_DISPLAY"))
    throw UsageError(
        fmt::format("waves {}: no screen here (DISPLAY is not set): copy {} and {} "
                    "into one folder on a machine with one, and run gtkwave {} there",
                    folder, kWaveFile, kLayoutFile, kLayoutFile));
  execlp("gtkwave", "gtkwave", layout.c_str(), static_cast<char*>(nullptr));
  throw UsageError(fmt::format("waves {}: cannot start gtkwave: {}", folder, std::strerror(errno)));
}

}  // namespace standstill::testbench
