// Hands over to GTKWave.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/waves_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include "testbench/program/output_folder.h"
#include "testbench/program/waves_layout.h"
#include "testbench/text/atomic_file.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

void check_readable(const std::string& folder, const std::string& file) {
  if (access(file.c_str(), R_OK) != 0)
    throw UsageError(fmt::format(
        "waves {}: cannot read {}: {}; name a folder that `standstill run --waves` left", folder,
        file, std::strerror(errno)));
}

std::string text_of(const std::string& folder, const std::string& name) {
  const std::string path = folder + "/" + name;
  check_readable(folder, path);
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

bool has(const char* variable) {
  const char* value = std::getenv(variable);
  return value && *value;
}

[[noreturn]] void open(const std::string& folder, const std::string& layout) {
  // GTKWave itself would print its usage and exit with 0.
  if (!has("DISPLAY") && !has("WAYLAND_DISPLAY"))
    throw UsageError(
        fmt::format("waves {}: no screen here (DISPLAY is not set): copy {} and {} "
                    "into one folder on a machine with one, and run gtkwave {} there",
                    folder, kWaveFile, layout, layout));
  execlp("gtkwave", "gtkwave", (folder + "/" + layout).c_str(), static_cast<char*>(nullptr));
  throw UsageError(fmt::format("waves {}: cannot start gtkwave: {}", folder, std::strerror(errno)));
}

}  // namespace

void waves_command(const WavesOptions& options) {
  const std::string& folder = options.folder;
  for (const char* file : {kWaveFile, kLayoutFile}) check_readable(folder, folder + "/" + file);
  // As the run has left it, which is at home on a machine without this program too.
  const bool own = !options.rendezvous && options.layout == WavesLayout::Rendezvous;
  if (!own)
    for (const char* file : {kResultsFile, kHostFile}) check_readable(folder, folder + "/" + file);
  const std::string text = own ? text_of(folder, kLayoutFile) : waves_layout_text(options);
  if (options.print) {
    std::fputs(text.c_str(), stdout);
    return;
  }
  if (own) open(folder, kLayoutFile);
  const char* name = waves_layout_file(options.layout);
  write_file(folder + "/" + name, text);
  open(folder, name);
}

}  // namespace standstill::testbench
