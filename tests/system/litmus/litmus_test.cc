// What a missing fence does on the whole machine, in each order of the store buffer.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "process.h"

namespace standstill::system {
namespace {

/// How often the program saw what sequential consistency forbids.
struct Seen {
  unsigned long without_fence, with_fence;
};

struct Litmus {
  const char* name;
  bool seen_in_fifo;     ///< without a fence, stores keeping their order
  bool seen_in_relaxed;  ///< without a fence, stores passing each other
};

void PrintTo(const Litmus& litmus, std::ostream* out) { *out << litmus.name; }

Seen seen(const char* name, const std::vector<std::string>& options) {
  const std::string elf = std::string(STANDSTILL_TEST_ELFS) + "/litmus_" + name + ".elf";
  const Finished run = run_on_model(elf, 2, options);
  EXPECT_EQ(run.code, 0) << name;
  std::istringstream lines(run.output);
  std::string without, with, more;
  EXPECT_TRUE(lines >> without >> with && !(lines >> more)) << run.output;
  return {std::strtoul(without.c_str(), nullptr, 16), std::strtoul(with.c_str(), nullptr, 16)};
}

class Fences : public testing::TestWithParam<Litmus> {};

TEST_P(Fences, AreMissedWhereTheOrderDependsOnThem) {
  const Litmus& litmus = GetParam();
  const Seen fifo = seen(litmus.name, {});
  const Seen relaxed = seen(litmus.name, {"--relaxed"});
  EXPECT_EQ(fifo.without_fence != 0, litmus.seen_in_fifo) << fifo.without_fence;
  EXPECT_EQ(relaxed.without_fence != 0, litmus.seen_in_relaxed) << relaxed.without_fence;
  EXPECT_EQ(fifo.with_fence, 0u);
  EXPECT_EQ(relaxed.with_fence, 0u);
}

INSTANTIATE_TEST_SUITE_P(Litmus, Fences,
                         testing::Values(Litmus{"message_passing", false, true},
                                         Litmus{"store_buffering", true, true},
                                         Litmus{"lock", false, true}),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace standstill::system
