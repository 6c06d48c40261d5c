// The IRQ-off report that a person reads.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/irq_off_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "testbench/results/observed_json.h"
#include "testbench/results/summary_table.h"
#include "testbench/text/nearest.h"

namespace standstill::testbench {
namespace {

using testing::HasSubstr;
using testing::Not;

IrqSection section(Cycle begin, Cycle length) {
  IrqSection made;
  made.begin = begin;
  made.end = begin + length;
  made.started_at = 0x80000100;
  made.ended_at = 0x80000200;
  return made;
}

RunResults example(unsigned harts) {
  RunResults results;
  results.config.harts = harts;
  results.config.frequency = 2'000'000'000;
  results.irq_off.resize(harts);
  IrqSection worst = section(5000, 3000);
  worst.held_back = {2, 400};
  results.irq_off[0].add(worst);
  results.irq_off[0].add(section(1000, 1001));
  results.symbol_of = [](Addr address) { return address == 0x80000100 ? "lock_holder+0x10" : ""; };
  return results;
}

std::string report(const RunResults& results) {
  return irq_off_report(nlohmann::ordered_json::parse(results_text(results)));
}

TEST(IrqOffReport, HasARowACpu) {
  const std::string text = report(example(2));
  EXPECT_THAT(text, HasSubstr("    0         2         4,001     2,000       3,000     1.000"
                              "       1.500          2           400\n"));
  EXPECT_THAT(text, HasSubstr("    1         0             0         0           0     0.000"));
}

TEST(IrqOffReport, TellsTheLongestOfEachCpu) {
  const std::string text = report(example(2));
  EXPECT_THAT(text, HasSubstr("CPU 0: longest 3,000 cycles, 1.500 us, from cycle 5,000 on\n"
                              "    started at: lock_holder+0x10\n"
                              "    ended at:   0x80000200\n"
                              "    held back:  2 interrupts, 400 cycles in all\n"));
  EXPECT_THAT(text, Not(HasSubstr("CPU 1: longest")));
}

TEST(IrqOffReport, TellsTheLongestOutsideOfWindowsToo) {
  RunResults results = example(1);
  IrqSection window = section(20000, 9000);
  window.window = true;
  window.ended_at.reset();
  results.irq_off[0].add(window);
  const std::string text = report(results);
  EXPECT_THAT(text, HasSubstr("CPU 0: longest 9,000 cycles"));
  EXPECT_THAT(text, HasSubstr("ended at:   the end of the run"));
  EXPECT_THAT(text, HasSubstr("longest outside of windows 3,000 cycles"));
}

TEST(IrqOffReport, HasAHistogram) {
  const std::string text = report(example(2));
  EXPECT_THAT(text, HasSubstr("       512 to 1,023           1       1       0\n"));
  EXPECT_THAT(text, HasSubstr("     2,048 to 4,095           1       1       0\n"));
}

TEST(IrqOffReport, FoldsManyCpusAndStaysInAHundredColumns) {
  RunResults results = example(20);
  for (unsigned hart = 1; hart < 20; ++hart) results.irq_off[hart].add(section(0, hart));
  const std::string text = report(results);
  EXPECT_THAT(text, HasSubstr("and 4 more CPUs"));
  EXPECT_THAT(text, Not(HasSubstr("CPU 4: longest")));
  EXPECT_THAT(text, HasSubstr("CPU 5: longest 5 cycles"));
  for (const std::string& line : split(text, '\n')) EXPECT_LE(line.size(), 100u) << line;
}

TEST(IrqOffReport, OfAMachineThatNeverHadThemOffIsATable) {
  RunResults results = example(1);
  results.irq_off = {IrqOff()};
  EXPECT_THAT(report(results), Not(HasSubstr("longest")));
}

TEST(SummaryTable, NamesTheLongestSection) {
  EXPECT_THAT(
      summary_table(example(2), false),
      HasSubstr("longest with interrupts off: 3,000 cycles on hart 0, from lock_holder+0x10\n"));
  RunResults without = example(1);
  without.irq_off = {IrqOff()};
  EXPECT_THAT(summary_table(without, false), Not(HasSubstr("longest")));
}

}  // namespace
}  // namespace standstill::testbench
