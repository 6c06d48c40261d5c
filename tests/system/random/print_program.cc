// Prints the random program of a seed, to be looked at or assembled by hand.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>

#include "generator.h"

int main(int argc, char* argv[]) {
  standstill::random::ProgramRequest request;
  if (argc > 1) request.seed = std::strtoull(argv[1], nullptr, 0);
  if (argc > 2) request.blocks = static_cast<unsigned>(std::strtoul(argv[2], nullptr, 0));
  if (argc > 3) request.detail_block = static_cast<unsigned>(std::strtoul(argv[3], nullptr, 0));
  if (argc > 4) request.cut_after = static_cast<unsigned>(std::strtoul(argv[4], nullptr, 0));
  standstill::random::Generator generator(request);
  const std::string text = generator.program();
  return std::fputs(text.c_str(), stdout) < 0 || text.empty() ? 1 : 0;
}
