// The table a person reads.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/summary_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rendezvous_script.h"
#include "testbench/probes/rendezvous_probe.h"
#include "testbench/text/nearest.h"

namespace standstill::testbench {
namespace {

using testing::HasSubstr;
using testing::Not;

RunResults example(unsigned harts) {
  RunResults results;
  results.scenario = "stop_machine";
  results.config.harts = harts;
  results.outcome.status = RunStatus::Pass;
  results.outcome.cycles = 123456;
  results.outcome.harts.resize(harts);
  for (HartOutcome& hart : results.outcome.harts) hart.cycles = 123456;
  RendezvousProbe probe(2);
  for (const Event& event : stop_two(0, 0xa)) probe.consume(event);
  results.rendezvous = probe.all();
  return results;
}

TEST(SummaryTable, BeginsWithTheOutcome) {
  EXPECT_THAT(summary_table(example(2), false),
              testing::StartsWith("stop_machine on 2 harts: pass, 123,456 cycles\n"));
  RunResults failed = example(1);
  failed.outcome.status = RunStatus::Fail;
  failed.outcome.exit_code = 7;
  EXPECT_THAT(summary_table(failed, false),
              testing::StartsWith("stop_machine on 1 hart: fail (the guest's exit code 7), "));
}

TEST(SummaryTable, IsAlignedInAHundredColumns) {
  for (const std::string& line : split(summary_table(example(20), false), '\n')) {
    EXPECT_LE(line.size(), 100u) << line;
    EXPECT_EQ(line.find('\t'), std::string::npos);
  }
  const auto lines = split(summary_table(example(2), false), '\n');
  ASSERT_GT(lines.size(), 9u);
  for (std::size_t i = 3; i < 9; ++i) EXPECT_EQ(lines[i].size(), lines[2].size()) << lines[i];
}

TEST(SummaryTable, HasALineForEachRegion) {
  RunResults results = example(2);
  results.regions[3].passes = {{0, {5, 9}}, {1, {1006}}};
  const std::string row =
      "region 3    begin to end, each hart" + std::string(19, ' ') + "3          5          9";
  EXPECT_THAT(summary_table(results, false), HasSubstr(row));
  results.rendezvous.clear();
  EXPECT_THAT(summary_table(results, false), HasSubstr(row));
  for (std::uint64_t number = 0; number < 20; ++number) results.regions[number].unended = 1;
  EXPECT_THAT(summary_table(results, false), HasSubstr("and 4 more regions in results.json"));
}

TEST(SummaryTable, HasNoHeadingOverNothing) {
  RunResults results = example(2);
  EXPECT_THAT(summary_table(results, false), HasSubstr("core cycles"));
  results.rendezvous.assign(1, Rendezvous());
  EXPECT_THAT(summary_table(results, false), Not(HasSubstr("core cycles")));
}

TEST(SummaryTable, FoldsManyHarts) {
  EXPECT_THAT(summary_table(example(16), false), Not(HasSubstr("more harts")));
  EXPECT_THAT(summary_table(example(20), false), HasSubstr("and 4 more harts in results.json"));
}

TEST(SummaryTable, ShowsBreachesAndReports) {
  RunResults results = example(2);
  results.breaches = {"rendezvous 0: something"};
  results.outcome.report = {"hart 0: waits"};
  const std::string text = summary_table(results, false);
  EXPECT_THAT(text, HasSubstr("order broken: rendezvous 0: something\n"));
  EXPECT_THAT(text, HasSubstr("\nhart 0: waits\n"));
}

TEST(SummaryTable, LeavesOutFiguresThatNoRendezvousHas) {
  RunResults results = example(2);
  const std::string text = summary_table(results, false);
  EXPECT_THAT(text, HasSubstr("\ngather "));
  EXPECT_THAT(text, HasSubstr("hart cycles lost"));
  for (HartMoments& hart : results.rendezvous[0].harts)
    hart.prepare = hart.irq_off = hart.irq_on = std::nullopt;
  const std::string bare = summary_table(results, false);
  EXPECT_THAT(bare, HasSubstr("\nrendezvous "));
  for (const char* gone : {"\ngather ", "\nstopped ", "\nirq_off ", "hart cycles lost"})
    EXPECT_THAT(bare, Not(HasSubstr(gone)));
}

TEST(SummaryTable, LeavesOutWhatAForeignProgramCannotHave) {
  RunResults results = example(1);
  EXPECT_THAT(summary_table(results, false), HasSubstr("irq_off median"));
  results.rendezvous.clear();
  results.outcome.harts[0].traps = 1979;
  const std::string text = summary_table(results, false);
  EXPECT_THAT(text, Not(HasSubstr("irq_off")));
  EXPECT_THAT(text, HasSubstr("   traps "));
  EXPECT_THAT(text, HasSubstr(" 1,979 "));
}

TEST(SummaryTable, ColoursOnlyWhenAsked) {
  EXPECT_THAT(summary_table(example(2), false), Not(HasSubstr("\033")));
  EXPECT_THAT(summary_table(example(2), true), HasSubstr("\033[1;32mpass\033[0m"));
}

}  // namespace
}  // namespace standstill::testbench
