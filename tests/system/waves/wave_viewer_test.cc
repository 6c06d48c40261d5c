// GTKWave opens wave file and layout and displays every signal listed.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
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
      << "puts \"to [gtkwave::getWindowEndTime]\"\n"
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

/// Makes the layout and returns it.
std::string layout_named(const WaveRun& run, const std::string& words) {
  const std::string command = std::string(STANDSTILL_PROGRAM) + " waves " + run.path("") +
                              " --print --layout " + words + " > " + run.path("layout.gtkw");
  EXPECT_EQ(std::system(command.c_str()), 0) << words;
  return run.read("layout.gtkw");
}

/// The signals that the text of a layout lists.
std::vector<std::string> listed(const std::string& layout) { return lines_with(layout, "soc."); }

std::uint64_t edge(const WaveRun& run, const std::string& which) {
  const auto lines = lines_with(run.read_side("viewer.txt"), which + " ");
  return lines.size() == 1 ? std::stoull(lines[0].substr(which.size() + 1)) : 0;
}

const nlohmann::json& results() {
  static const auto json = nlohmann::json::parse(rendezvous_run().read("results.json"));
  return json;
}

TEST(WaveViewer, ShowsOneIpiFromItsDoorbellToItsTrap) {
  const WaveRun& run = rendezvous_run();
  const std::string text = layout_named(run, "ipi --rendezvous 1 --hart 2");
  const auto signals = listed(text);
  EXPECT_THAT(signals, testing::IsSupersetOf({"soc.hart2.wires[27:0]", "soc.hart2.mip[27:0]",
                                              "soc.fabric.msip_o[3:0]", "soc.fabric.awaddr_i[31:0]",
                                              "soc.hart0.function[127:0]"}));
  EXPECT_EQ(displayed(run, run.path(""), "layout.gtkw"), signals);
  for (const char* label : {"doorbell", "AXI", "wire", "pending", "trap"})
    EXPECT_THAT(text, testing::ContainsRegex(std::string("markername. [A-Z]") + label + "\n"));
  const auto& hart = results()["rendezvous"][1]["per_hart"][2];
  ASSERT_EQ(hart["hart"], 2);
  EXPECT_LT(edge(run, "from"), hart["doorbell"].get<Cycle>() * 1000);
  EXPECT_GT(edge(run, "from"), (hart["doorbell"].get<Cycle>() - 30) * 1000);
  EXPECT_GT(edge(run, "to"), hart["trap"].get<Cycle>() * 1000);
  EXPECT_LT(edge(run, "to"), (hart["trap"].get<Cycle>() + 60) * 1000);
}

TEST(WaveViewer, ShowsTheLineThatAllWaitFor) {
  const WaveRun& run = rendezvous_run();
  const auto signals = listed(layout_named(run, "coherence --rendezvous 1"));
  EXPECT_THAT(signals,
              testing::IsSupersetOf({"soc.state_line.request[4:0]", "soc.state_line.hart0[3:0]",
                                     "soc.state_line.hart3_message[4:0]"}));
  EXPECT_THAT(signals, testing::Not(testing::Contains("soc.ack_line.hart0[3:0]")))
      << "it is the same line";
  EXPECT_EQ(displayed(run, run.path(""), "layout.gtkw"), signals);
  const auto& rendezvous = results()["rendezvous"][1];
  EXPECT_GT(edge(run, "from"), rendezvous["call"].get<Cycle>() * 1000);
  EXPECT_LT(edge(run, "from"), rendezvous["per_hart"][0]["irq_off"].get<Cycle>() * 1000);
  EXPECT_GT(edge(run, "to"), rendezvous["per_hart"][0]["irq_on"].get<Cycle>() * 1000);
}

/// The layouts of a window, which is where the first whole rendezvous is.
TEST(WaveViewer, OpensAWindowOnWhatIsInIt) {
  const WaveRun run;
  ASSERT_EQ(run.run({"stop_machine", "--harts", "4", "--arg", "rounds=3", "--arg", "layout=split",
                     "--waves", "rendezvous=1,margin=50"}),
            0);
  const Cycle call = calls(run).at(1);
  EXPECT_EQ(displayed(run, run.path("")), expected_names(4, 4));
  EXPECT_EQ(edge(run, "from"), (call - 50) * 1000);
  const auto signals = listed(layout_named(run, "coherence"));
  EXPECT_THAT(signals, testing::Contains("soc.ack_line.hart0[3:0]"));
  EXPECT_EQ(displayed(run, run.path(""), "layout.gtkw"), signals);
  EXPECT_GT(edge(run, "from"), call * 1000);
  EXPECT_EQ(displayed(run, run.path(""), "layout.gtkw"), listed(layout_named(run, "ipi")));
  EXPECT_GT(edge(run, "from"), call * 1000);
  const std::string command = std::string(STANDSTILL_PROGRAM) + " waves " + run.path("") +
                              " --print --rendezvous 2 2> " + run.side_path("refused.txt");
  EXPECT_NE(std::system(command.c_str()), 0);
  EXPECT_THAT(
      run.read_side("refused.txt"),
      testing::ContainsRegex("rendezvous 2, cycles [0-9,]+ to [0-9,]+, is not in the waves, "
                             "which hold cycles [0-9,]+ to [0-9,]+; `standstill run "
                             "--waves rendezvous=2` writes those"));
}

}  // namespace
}  // namespace standstill::testbench
