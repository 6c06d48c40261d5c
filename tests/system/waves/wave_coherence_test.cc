// What the waves show of the lines of state and thread_ack is what the event log says of them.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "testbench/waves/line_signals.h"
#include "wave_dump.h"
#include "wave_run.h"

namespace standstill::testbench {
namespace {

constexpr HartId kHarts = 4;
constexpr std::uint64_t kPeriod = 1000;  ///< picoseconds

using Names = std::set<std::string>;

/// A run, its waves, and its log by hart.
struct Scene {
  explicit Scene(const WaveRun& run) : dump(run.path("wave.fst")), log(run.log()) {}
  WaveDump dump;
  std::vector<LogLine> log;

  const DumpedSignal& state(HartId hart, WatchedLine which) const {
    return dump.signal(hart_line_signals(hart, which)[0].full_name());
  }
  const DumpedSignal& message(HartId hart, WatchedLine which) const {
    return dump.signal(hart_line_signals(hart, which)[1].full_name());
  }
  const DumpedSignal& line(WatchedLine which, LineSignal what) const {
    return dump.signal(line_signals(which)[static_cast<unsigned>(what)].full_name());
  }
  Addr address(WatchedLine which, Cycle cycle) const {
    return line(which, LineSignal::Address).number_at(cycle * kPeriod);
  }
};

const Scene& linux_scene() {
  static const Scene scene(rendezvous_run());
  return scene;
}

const Scene& split_scene() {
  static const WaveRun run;
  static const int code = run.run({"stop_machine", "--harts", "4", "--arg", "rounds=2", "--arg",
                                   "layout=split", "--waves", "rendezvous=1"});
  if (code != 0) throw std::runtime_error("the run failed:\n" + run.read_side("output.txt"));
  static const Scene scene(run);
  return scene;
}

bool in_file(const Scene& scene, Cycle cycle) {
  return cycle * kPeriod >= scene.dump.begin() && cycle * kPeriod < scene.dump.end();
}

/// The lines of the log that are about a hart's copy of a watched line, the last of each cycle.
std::map<Cycle, LogLine> about(const Scene& scene, HartId hart, WatchedLine which) {
  std::map<Cycle, LogLine> found;
  const std::string source = "hart" + std::to_string(hart);
  for (const LogLine& line : scene.log) {
    if (line.source != source || !in_file(scene, line.cycle)) continue;
    if (line.kind != "miss" && line.kind != "fill" && line.kind != "snoop") continue;
    if (line.number("line") == scene.address(which, line.cycle)) found[line.cycle] = line;
  }
  return found;
}

/// The states that a line may be in right after it.
Names states_after(const LogLine& line) {
  static const std::map<std::string, Names> kAfter = {{"ReadShared", {"IS_D"}},
                                                      {"ReadUnique", {"IM_D"}},
                                                      {"CleanUnique", {"SM_D"}},
                                                      {"WriteBackFull", {"MI_A"}},
                                                      {"Evict", {"EI_A"}},
                                                      {"SnpShared", {"S", "II_A"}},
                                                      {"SnpUnique", {"I", "IS_D", "IM_D", "II_A"}}};
  if (line.kind == "fill") return {"S", "E", "M"};
  return kAfter.at(line.fields.at("type"));
}

std::string message_of_line(const LogLine& line) {
  if (line.kind == "fill") return "served_by_" + line.fields.at("served_by");
  return line.fields.at("type");
}

TEST(WaveCoherence, HasOneOwnerAtMostAndThenNoReader) {
  for (const WatchedLine which : {WatchedLine::State, WatchedLine::ThreadAck}) {
    std::set<std::uint64_t> times;
    for (HartId hart = 0; hart < kHarts; ++hart)
      for (const WaveChange& change : linux_scene().state(hart, which).changes)
        times.insert(change.first);
    EXPECT_GT(times.size(), 100u);
    unsigned owned = 0;
    for (const std::uint64_t time : times) {
      unsigned owners = 0;
      unsigned readers = 0;
      for (HartId hart = 0; hart < kHarts; ++hart) {
        const std::string state = linux_scene().state(hart, which).name_at(time);
        owners += state == "M" || state == "E";
        readers += state == "S" || state == "SM_D";
      }
      EXPECT_LE(owners, 1u) << time;
      EXPECT_TRUE(owners == 0 || readers == 0) << time;
      owned += owners;
    }
    EXPECT_GT(owned, 30u);
  }
}

TEST(WaveCoherence, StatesAreThoseTheLogLeadsTo) {
  for (const Scene* scene : {&linux_scene(), &split_scene()})
    for (const WatchedLine which : {WatchedLine::State, WatchedLine::ThreadAck})
      for (HartId hart = 0; hart < kHarts; ++hart) {
        const auto lines = about(*scene, hart, which);
        EXPECT_GT(lines.size(), 5u);
        for (const auto& [cycle, line] : lines) {
          const std::uint64_t time = cycle * kPeriod;
          EXPECT_THAT(states_after(line),
                      testing::Contains(scene->state(hart, which).name_at(time)))
              << "hart " << hart << ", cycle " << cycle;
          EXPECT_EQ(scene->message(hart, which).name_at(time), message_of_line(line))
              << "hart " << hart << ", cycle " << cycle;
        }
      }
}

/// In a rendezvous, where the log has all of them. Without a word a line is written to by its
/// owner, and given up by a reader.
TEST(WaveCoherence, StatesChangeWhereTheLogSaysSo) {
  const Scene& scene = split_scene();
  Cycle call = 0;
  Cycle end = 0;
  for (const LogLine& line : scene.log) {
    if (line.kind != "marker" || !in_file(scene, line.cycle)) continue;
    if (line.fields.at("phase") == "call") call = line.cycle;
    if (line.fields.at("phase") == "return") end = line.cycle;
  }
  ASSERT_LT(call, end);
  unsigned checked = 0;
  for (const WatchedLine which : {WatchedLine::State, WatchedLine::ThreadAck})
    for (HartId hart = 0; hart < kHarts; ++hart) {
      const auto lines = about(scene, hart, which);
      const DumpedSignal& state = scene.state(hart, which);
      for (const auto& [time, value] : state.changes) {
        const Cycle cycle = time / kPeriod;
        if (cycle <= call || cycle >= end || lines.count(cycle) != 0) continue;
        const std::string step = state.name_at(time - kPeriod) + ">" + state.name_at(time);
        EXPECT_THAT((Names{"E>M", "S>I"}), testing::Contains(step)) << hart << ", " << cycle;
        checked += step == "E>M";
      }
    }
  EXPECT_GT(checked, 5u);
}

TEST(WaveCoherence, HomeIsBusyFromBeginToEnd) {
  for (const Scene* scene : {&linux_scene(), &split_scene()}) {
    const DumpedSignal& request = scene->line(WatchedLine::State, LineSignal::Request);
    const DumpedSignal& requester = scene->line(WatchedLine::State, LineSignal::Requester);
    std::map<Cycle, std::pair<std::string, std::uint64_t>> expected;
    for (const LogLine& line : scene->log) {
      if (line.kind != "home_begin" && line.kind != "home_end") continue;
      if (!in_file(*scene, line.cycle)) continue;
      if (line.number("line") != scene->address(WatchedLine::State, line.cycle)) continue;
      const bool begins = line.kind == "home_begin";
      expected[line.cycle] = {begins ? line.fields.at("type") : "free",
                              begins ? line.number("requester") : 0};
    }
    EXPECT_GT(expected.size(), 20u);
    for (const auto& [cycle, served] : expected) {
      EXPECT_EQ(request.name_at(cycle * kPeriod), served.first) << cycle;
      EXPECT_EQ(requester.number_at(cycle * kPeriod), served.second) << cycle;
    }
  }
}

/// Whether the hart is in M at one of the cycles.
bool owns(const Scene& scene, HartId hart, WatchedLine which, Cycle from, Cycle to) {
  for (Cycle cycle = from; cycle <= to; ++cycle)
    if (scene.state(hart, which).name_at(cycle * kPeriod) == "M") return true;
  return false;
}

/// So the lines are those of the words: who acks has that of thread_ack, who publishes that of
/// state.
TEST(WaveCoherence, WhoAcksOrPublishesOwnsTheLine) {
  for (const Scene* scene : {&linux_scene(), &split_scene()}) {
    unsigned acks = 0;
    unsigned states = 0;
    for (const LogLine& line : scene->log) {
      if (line.kind != "marker" || !in_file(*scene, line.cycle)) continue;
      const std::string& phase = line.fields.at("phase");
      const auto hart = static_cast<HartId>(std::stoul(line.source.substr(4)));
      if (phase == "prepare" || phase == "irq_off_ack" || phase == "run_ack") {
        EXPECT_TRUE(owns(*scene, hart, WatchedLine::ThreadAck, line.cycle - 10, line.cycle))
            << line.cycle;
        ++acks;
      }
      if (phase == "set_state") {
        EXPECT_TRUE(owns(*scene, hart, WatchedLine::State, line.cycle - 10, line.cycle + 300))
            << line.cycle;
        ++states;
      }
    }
    EXPECT_GE(acks, 12u);
    EXPECT_GE(states, 4u);
  }
}

TEST(WaveCoherence, LinesAreApartWhereTheLayoutPartsThem) {
  const Cycle middle = split_scene().dump.end() / kPeriod - 1500;
  EXPECT_EQ(split_scene().address(WatchedLine::State, middle) + kLineBytes,
            split_scene().address(WatchedLine::ThreadAck, middle));
}

}  // namespace
}  // namespace standstill::testbench
