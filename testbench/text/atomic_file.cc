// Write, then rename.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/text/atomic_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "testbench/text/usage_error.h"

namespace standstill::testbench {

void write_file(const std::string& path, std::string_view text) {
  const std::string temporary = path + ".tmp";
  std::FILE* file = std::fopen(temporary.c_str(), "wb");
  bool good = file != nullptr;
  if (file) {
    good = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    // A full disk may show only when the buffer goes out.
    if (std::fclose(file) != 0) good = false;
  }
  if (good && std::rename(temporary.c_str(), path.c_str()) == 0) return;
  const int reason = errno;
  std::remove(temporary.c_str());
  throw UsageError(fmt::format("{}: cannot write: {}", path, std::strerror(reason)));
}

}  // namespace standstill::testbench
