// A window holds the cycles asked for and no others, with what the waves of the whole run have
// there; and the run around it is the run without waves.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "wave_dump.h"
#include "wave_run.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

constexpr std::uint64_t kPeriod = 1000;  ///< picoseconds

using Words = std::vector<std::string>;

Words short_run(const std::string& window) {
  return {"--waves", window, "stop_machine", "--harts", "4", "--arg", "rounds=3"};
}

const WaveDump& whole() {
  static const WaveDump dump(rendezvous_run().path("wave.fst"));
  return dump;
}

const Json& results() {
  static const Json json = Json::parse(rendezvous_run().read("results.json"));
  return json;
}

Cycle call(unsigned id) { return results()["rendezvous"][id]["call"]; }
Cycle returned(unsigned id) { return results()["rendezvous"][id]["return"]; }

/// What a signal of the whole run shows in the window, the value at its left edge first.
std::vector<WaveChange> in_window(const DumpedSignal& signal, std::uint64_t from,
                                  std::uint64_t to) {
  std::vector<WaveChange> changes = {{from, signal.at(from)}};
  for (const WaveChange& change : signal.changes)
    if (change.first > from && change.first < to) changes.push_back(change);
  return changes;
}

/// Holds the dump to the whole run's, in the cycles `from` .. `to` - 1; all but the signals of
/// coherence, which follow the rendezvous of the window.
void expect_part_of_the_whole(const WaveDump& part, Cycle from, Cycle to) {
  EXPECT_EQ(part.begin(), from * kPeriod);
  EXPECT_EQ(part.end(), to * kPeriod);
  ASSERT_EQ(part.names(), whole().names());
  for (const std::string& name : part.names()) {
    if (name.find("_line") != std::string::npos) continue;
    const auto expected = in_window(whole().signal(name), from * kPeriod, to * kPeriod);
    ASSERT_EQ(in_window(part.signal(name), from * kPeriod, to * kPeriod), expected) << name;
    ASSERT_EQ(part.signal(name).changes.size(), expected.size()) << name;
  }
}

void expect_same_run(const WaveRun& run) {
  for (const char* file : {"results.json", "events.log", "console.log"})
    EXPECT_EQ(run.read(file), rendezvous_run().read(file)) << file;
}

TEST(WaveWindow, OfARendezvousHoldsItWithItsMargin) {
  const WaveRun run;
  ASSERT_EQ(run.run(short_run("rendezvous=1,margin=500")), 0) << run.read_side("output.txt");
  expect_same_run(run);
  expect_part_of_the_whole(WaveDump(run.path("wave.fst")), call(1) - 500, returned(1) + 501);
  EXPECT_THAT(run.read_side("output.txt"),
              HasSubstr("standstill: --waves rendezvous=1,margin=500: a first run without waves "
                        "looks for its cycles\n"));
  const Json host = Json::parse(run.read("host.json"));
  EXPECT_EQ(host["waves_window"]["from"], call(1) - 500);
  EXPECT_EQ(host["waves_window"]["to"], returned(1) + 501);
}

TEST(WaveWindow, OfSeveralRendezvousHoldsAllOfThem) {
  const WaveRun run;
  ASSERT_EQ(run.run(short_run("rendezvous=1..2")), 0) << run.read_side("output.txt");
  expect_same_run(run);
  const WaveDump dump(run.path("wave.fst"));
  EXPECT_EQ(dump.begin(), (call(1) - 1000) * kPeriod);
  EXPECT_EQ(dump.end(), (returned(2) + 1001) * kPeriod);
}

/// From the first cycle on, in the middle of one of a parked hart's loops, over the end of the run.
TEST(WaveWindow, OfCyclesHoldsThemWhereverItBegins) {
  const Cycle end = results()["outcome"]["cycles"];
  const Cycle middle = (call(0) + returned(0)) / 2;
  const std::vector<std::pair<Cycle, Cycle>> windows = {
      {0, 999}, {1, 500}, {middle, middle + 701}, {call(1) - 3000, call(1)}, {end - 300, end + 99}};
  for (const auto& [from, last] : windows) {
    const WaveRun run;
    const std::string window = std::to_string(from) + ".." + std::to_string(last);
    ASSERT_EQ(run.run(short_run("cycles=" + window)), 0) << run.read_side("output.txt");
    expect_same_run(run);
    SCOPED_TRACE(window);
    expect_part_of_the_whole(WaveDump(run.path("wave.fst")), from, std::min(last + 1, end));
  }
}

std::uint64_t evaluations(const WaveRun& run) {
  return Json::parse(run.read("host.json"))["rtl_evaluations"];
}

TEST(WaveWindow, LeavesTheRestOfTheRunGated) {
  const WaveRun plain;
  ASSERT_EQ(plain.run({"stop_machine", "--harts", "4", "--arg", "rounds=3"}), 0);
  const WaveRun window;
  ASSERT_EQ(window.run(short_run("cycles=100000..101999")), 0);
  const Cycle divider = results()["machine"]["fabric"]["clock_divider"];
  EXPECT_GT(evaluations(window), evaluations(plain));
  EXPECT_LE(evaluations(window), evaluations(plain) + (2000 + 256) / divider + 5);
  EXPECT_GT(evaluations(rendezvous_run()), 5 * evaluations(window));
}

TEST(WaveWindow, ThatTheRunDoesNotReachLeavesNoFile) {
  const WaveRun run;
  EXPECT_EQ(run.run(short_run("cycles=90000000..90000100")), 2);
  EXPECT_THAT(run.read_side("output.txt"),
              HasSubstr("--waves cycles=90000000..90000100: no waves: the run was over at cycle "));
  EXPECT_FALSE(std::filesystem::exists(run.path("wave.fst")));
  EXPECT_FALSE(std::filesystem::exists(run.path("wave.gtkw")));
  expect_same_run(run);
}

TEST(WaveWindow, OfARendezvousThatIsNotThereSaysHowManyThereAre) {
  const WaveRun run;
  EXPECT_EQ(run.run(short_run("rendezvous=3")), 2);
  EXPECT_THAT(
      run.read_side("output.txt"),
      HasSubstr("standstill: --waves rendezvous=3: there is no rendezvous 3: the run has 3, "
                "counted from 0\n"));
}

TEST(WaveWindow, SearchIsInterruptedInOrder) {
  const WaveRun run;
  const pid_t process = run.start(
      {"stop_machine", "--harts", "4", "--arg", "rounds=100000", "--waves", "rendezvous=99999"});
  sleep(2);
  kill(process, SIGINT);
  EXPECT_EQ(WaveRun::finish(process), 128 + SIGINT);
  EXPECT_EQ(Json::parse(run.read("results.json"))["outcome"]["status"], "interrupted");
  EXPECT_THAT(run.read_side("output.txt"), HasSubstr("no waves: the run was over at cycle "));
}

}  // namespace
}  // namespace standstill::testbench
