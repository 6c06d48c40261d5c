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
std::vector<std::string> displayed(const WaveRun& run, const std::string& folder,
                                   const std::string& layout = "wave.gtkw") {
  std::ofstream(run.side_path("rc")) << "splash_disable 1\nenable_fast_exit 1\n";
  std::ofstream(run.side_path("ask.tcl"))
      << "foreach name [gtkwave::getDisplayedSignals] { puts \"displayed $name\" }\n"
      << "puts \"from [gtkwave::getWindowStartTime]\"\n"
      << "gtkwave::/File/Quit\n";
  const std::string command = std::string("cd ") + folder + " && timeout 60 " +
                              STANDSTILL_XVFB_RUN + " -a -s '-screen 0 1600x1000x24' " +
                              STANDSTILL_GTKWAVE + " -r " + run.side_path("rc") + " -S " +
                              run.side_path("ask.tcl") + " " + layout + " > " +
                              run.side_path("viewer.txt") + " 2>&1";
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
  add(fabric_signals(slots));
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

/// The cycles at which rendezvous were called for.
std::vector<Cycle> calls(const WaveRun& run) {
  std::vector<Cycle> found;
  for (const LogLine& line : run.log())
    if (line.kind == "marker" && line.fields.at("phase") == "call") found.push_back(line.cycle);
  return found;
}

/// GTKWave's window begins a little before `call`.
void expect_begins_before(const WaveRun& run, Cycle call) {
  const auto from = lines_with(run.read_side("viewer.txt"), "from ");
  ASSERT_EQ(from.size(), 1u);
  const std::uint64_t shown = std::stoull(from[0].substr(5));
  EXPECT_LT(shown, call * 1000);
  EXPECT_GT(shown, (call - 2000) * 1000);
}

TEST(WaveViewer, BeginsBeforeTheFirstCall) {
  const WaveRun& run = rendezvous_run();
  displayed(run, run.path(""));
  expect_begins_before(run, calls(run).at(0));
}

/// Makes the layout of that rendezvous and returns it.
std::string layout_of(const WaveRun& run, unsigned rendezvous) {
  const std::string command = std::string(STANDSTILL_PROGRAM) + " waves " + run.path("") +
                              " --print --rendezvous " + std::to_string(rendezvous) + " > " +
                              run.path("rendezvous.gtkw");
  EXPECT_EQ(std::system(command.c_str()), 0);
  return run.read("rendezvous.gtkw");
}

TEST(WaveViewer, BeginsBeforeTheCallOfTheRendezvousAskedFor) {
  const WaveRun& run = rendezvous_run();
  layout_of(run, 2);
  EXPECT_EQ(displayed(run, run.path(""), "rendezvous.gtkw"), expected_names(4, 4));
  expect_begins_before(run, calls(run).at(2));
}

TEST(WaveViewer, TheFirstIsTheOneTheRunHasLaidOut) {
  const WaveRun& run = rendezvous_run();
  const auto tail = [](const std::string& text) { return text.substr(text.find("[timestart]")); };
  EXPECT_EQ(tail(layout_of(run, 0)), tail(run.read("wave.gtkw")));
}

}  // namespace
}  // namespace standstill::testbench
