// GTKWave opens wave file and layout and displays every signal listed.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "testbench/waves/signals.h"
#include "wave_run.h"

namespace standstill::testbench {
namespace {

std::vector<std::string> lines_with(const std::string& text, const std::string& beginning) {
  std::vector<std::string> found;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    if (line.rfind(beginning, 0) == 0) found.push_back(line);
  return found;
}

/// What GTKWave says it displays of the pair in `folder`.
std::vector<std::string> displayed(const WaveRun& run, const std::string& folder) {
  std::ofstream(run.side_path("rc")) << "splash_disable 1\nenable_fast_exit 1\n";
  std::ofstream(run.side_path("ask.tcl"))
      << "foreach name [gtkwave::getDisplayedSignals] { puts \"displayed $name\" }\n"
      << "puts \"from [gtkwave::getWindowStartTime]\"\n"
      << "gtkwave::/File/Quit\n";
  const std::string command =
      std::string("cd ") + folder + " && timeout 60 " + STANDSTILL_XVFB_RUN +
      " -a -s '-screen 0 1600x1000x24' " + STANDSTILL_GTKWAVE + " -r " + run.side_path("rc") +
      " -S " + run.side_path("ask.tcl") + " wave.gtkw > " + run.side_path("viewer.txt") + " 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0) << run.read_side("viewer.txt");
  std::vector<std::string> names;
  for (const std::string& line : lines_with(run.read_side("viewer.txt"), "displayed "))
    names.push_back(line.substr(10));
  return names;
}

std::vector<std::string> expected_names(HartId harts, unsigned slots) {
  std::vector<WaveSignal> table = rendezvous_signals();
  const auto add = [&](const std::vector<WaveSignal>& more) {
    table.insert(table.end(), more.begin(), more.end());
  };
  add(doorbell_signals(slots));
  for (HartId hart = 0; hart < harts; ++hart) add(hart_signals(hart));
  add(bus_signals());
  std::vector<std::string> names;
  for (const WaveSignal& signal : table) names.push_back(signal.full_name());
  return names;
}

TEST(WaveViewer, DisplaysEverySignalOfTheTable) {
  const WaveRun& run = rendezvous_run();
  EXPECT_EQ(displayed(run, run.path("")), expected_names(4, 4));
}

TEST(WaveViewer, OpensThePairFromAnotherFolder) {
  const WaveRun& run = rendezvous_run();
  const std::string moved = run.side_path("moved");
  std::filesystem::create_directory(moved);
  for (const char* file : {"wave.fst", "wave.gtkw"})
    std::filesystem::copy(run.path(file), moved, std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(displayed(run, moved), expected_names(4, 4));
}

TEST(WaveViewer, DisplaysSignalsOfFoldedHartsToo) {
  const WaveRun run;
  ASSERT_EQ(run.run({"stop_machine", "--harts", "6", "--arg", "rounds=1", "--waves"}), 0);
  EXPECT_EQ(displayed(run, run.path("")), expected_names(6, 64));
}

TEST(WaveViewer, BeginsBeforeTheFirstCall) {
  const WaveRun& run = rendezvous_run();
  displayed(run, run.path(""));
  Cycle call = 0;
  for (const LogLine& line : run.log())
    if (call == 0 && line.kind == "marker" && line.fields.at("phase") == "call") call = line.cycle;
  const auto from = lines_with(run.read_side("viewer.txt"), "from ");
  ASSERT_EQ(from.size(), 1u);
  const std::uint64_t shown = std::stoull(from[0].substr(5));
  EXPECT_LT(shown, call * 1000);
  EXPECT_GT(shown, (call - 2000) * 1000);
}

}  // namespace
}  // namespace standstill::testbench
