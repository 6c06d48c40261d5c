// However a run ends, its wave file can be read.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "wave_dump.h"
#include "wave_run.h"

namespace standstill::testbench {
namespace {

const std::vector<std::string> kLong = {"stop_machine", "--harts",      "2",
                                        "--arg",        "rounds=10000", "--waves"};

/// Waits until the run has written some of its waves.
bool under_way(const WaveRun& run) {
  for (int i = 0; i < 600; ++i) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(run.path("wave.fst"), missing);
    if (!missing && size > 100'000) return true;
    usleep(50'000);
  }
  return false;
}

TEST(WaveEnds, KilledRunLeavesAFileThatCanBeRead) {
  const WaveRun run;
  const pid_t process = run.start(kLong);
  const bool written = under_way(run);
  kill(process, SIGKILL);
  EXPECT_EQ(WaveRun::finish(process), -1);
  ASSERT_TRUE(written) << run.read_side("output.txt");
  const WaveDump dump(run.path("wave.fst"));
  EXPECT_GT(dump.end(), 20'000u * 1000);
  EXPECT_GT(dump.signal("soc.hart0.pc[63:0]").changes.size(), 100u);
}

TEST(WaveEnds, InterruptedRunClosesTheFile) {
  const WaveRun run;
  const pid_t process = run.start(kLong);
  const bool written = under_way(run);
  kill(process, SIGINT);
  EXPECT_EQ(WaveRun::finish(process), 128 + SIGINT);
  ASSERT_TRUE(written) << run.read_side("output.txt");
  const WaveDump dump(run.path("wave.fst"));
  EXPECT_EQ(dump.end(), (run.log().back().cycle + 1) * 1000);
  EXPECT_FALSE(std::filesystem::exists(run.path("wave.fst.hier")));
}

TEST(WaveEnds, RunOutOfCyclesClosesTheFile) {
  const WaveRun run;
  EXPECT_EQ(run.run({"stop_machine", "--harts", "2", "--max-cycles", "5000", "--waves"}), 3);
  EXPECT_EQ(WaveDump(run.path("wave.fst")).end(), 5000u * 1000);
}

class OddClock : public testing::TestWithParam<int> {};

/// Half an odd number of cycles lies inside a cycle.
TEST_P(OddClock, IsPlayedInFullAndChangesNothing) {
  const std::string divider = "fabric.clock_divider=" + std::to_string(GetParam());
  const std::vector<std::string> words = {"stop_machine", "--harts",      "2",
                                          "--arg",        "rounds=1",     "--set",
                                          divider,        "--max-cycles", "600000"};
  const WaveRun plain;
  ASSERT_EQ(plain.run(words), 0);
  const WaveRun waved;
  std::vector<std::string> with_waves = words;
  with_waves.emplace_back("--waves");
  ASSERT_EQ(waved.run(with_waves), 0);
  EXPECT_EQ(plain.read("events.log"), waved.read("events.log"));
  const auto edges = WaveDump(waved.path("wave.fst")).signal("soc.fabric.clk_i").numbers();
  const auto half = static_cast<std::uint64_t>(GetParam()) * 500;
  ASSERT_GT(edges.size(), 1000u);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    ASSERT_EQ(edges[i].first, (2 + i) * half);
    ASSERT_EQ(edges[i].second, i % 2 == 0 ? 1u : 0u);
  }
}

INSTANTIATE_TEST_SUITE_P(Dividers, OddClock, testing::Values(1, 3));

}  // namespace
}  // namespace standstill::testbench
