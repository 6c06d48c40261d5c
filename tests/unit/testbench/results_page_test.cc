// docs/results.md defines every field, cause, moment, figure and file there is.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "common/cause.h"
#include "testbench/explain/path.h"
#include "testbench/probes/rendezvous.h"
#include "testbench/probes/traffic.h"
#include "testbench/results/statistics.h"

namespace standstill::testbench {
namespace {

std::string page() {
  std::ifstream file(STANDSTILL_RESULTS_PAGE);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string quoted(const std::string& word) { return "`" + word + "`"; }

TEST(ResultsPage, DefinesEveryCause) {
  const std::string text = page();
  for (unsigned cause = 0; cause < kCauses; ++cause)
    EXPECT_THAT(text, testing::HasSubstr(quoted(name_of(static_cast<Cause>(cause)))));
}

TEST(ResultsPage, DefinesEveryCauseOfTheCriticalPath) {
  const std::string text = page();
  const std::string section = text.substr(text.find("### rendezvous: critical path"));
  for (unsigned cause = 0; cause < kPathCauses; ++cause)
    EXPECT_THAT(section, testing::HasSubstr(quoted(name_of(static_cast<PathCause>(cause)))));
}

TEST(ResultsPage, DefinesEveryCauseOfAMessageAndEverySpanOfAnAccess) {
  const std::string text = page();
  const std::string messages = text.substr(text.find("### rendezvous: coherence"));
  for (unsigned cause = 0; cause < TrafficCause::kCount; ++cause)
    EXPECT_THAT(messages, testing::HasSubstr("| " + quoted(traffic_cause_name(cause)) + " |"));
  const std::string accesses = text.substr(text.find("### bus"));
  for (const BusColumn& column : bus_columns())
    EXPECT_THAT(accesses, testing::HasSubstr("| " + quoted(column.name) + " |"));
}

TEST(ResultsPage, DefinesEveryMomentAndFigure) {
  const std::string text = page();
  for (const MomentColumn& column : moment_columns())
    EXPECT_THAT(text, testing::HasSubstr(quoted(column.name)));
  for (const SummaryLine& line : summary_lines())
    EXPECT_THAT(text, testing::HasSubstr("| " + quoted(line.name)));
}

}  // namespace
}  // namespace standstill::testbench
