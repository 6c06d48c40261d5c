// What stands in the wave file is what the event log and the results say, to the cycle.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "testbench/waves/signals.h"
#include "wave_dump.h"
#include "wave_run.h"

namespace standstill::testbench {
namespace {

constexpr HartId kHarts = 4;
constexpr std::uint64_t kPeriod = 1000;  ///< picoseconds

using Numbers = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

const WaveDump& dump() {
  static const WaveDump dump(rendezvous_run().path("wave.fst"));
  return dump;
}

const std::vector<LogLine>& log() {
  static const std::vector<LogLine> log = rendezvous_run().log();
  return log;
}

std::string hart_name(HartId hart) { return "hart" + std::to_string(hart); }

const DumpedSignal& shown(HartId hart, HartSignal which) {
  return dump().signal(hart_signals(hart)[static_cast<unsigned>(which)].full_name());
}

/// The lines of one source and kind.
std::vector<LogLine> lines(const std::string& source, const std::string& kind) {
  std::vector<LogLine> found;
  for (const LogLine& line : log())
    if (line.source == source && line.kind == kind) found.push_back(line);
  return found;
}

std::vector<WaveSignal> whole_table() {
  std::vector<WaveSignal> table = rendezvous_signals();
  for (const auto& more : {fabric_signals(kHarts), bus_signals()})
    table.insert(table.end(), more.begin(), more.end());
  for (HartId hart = 0; hart < kHarts; ++hart)
    for (const WaveSignal& signal : hart_signals(hart)) table.push_back(signal);
  return table;
}

TEST(Waves, ChangeNoByteOfLogAndResults) {
  const WaveRun plain;
  ASSERT_EQ(plain.run({"stop_machine", "--harts", "4", "--arg", "rounds=3"}), 0);
  EXPECT_GT(log().size(), 1000u);
  EXPECT_EQ(plain.read("events.log"), rendezvous_run().read("events.log"));
  EXPECT_EQ(plain.read("results.json"), rendezvous_run().read("results.json"));
  EXPECT_EQ(plain.read("console.log"), rendezvous_run().read("console.log"));
}

TEST(Waves, HoldEverySignalOfTheTable) {
  for (const WaveSignal& signal : whole_table()) {
    ASSERT_TRUE(dump().has(signal.full_name())) << signal.full_name();
    const DumpedSignal& found = dump().signal(signal.full_name());
    EXPECT_EQ(found.width, signal.width) << signal.full_name();
    ASSERT_EQ(found.names.size(), signal.names.size()) << signal.full_name();
    for (const WaveEnumName& name : signal.names) {
      std::string digits;
      for (unsigned bit = signal.width; bit-- > 0;) digits += name.value >> bit & 1 ? '1' : '0';
      EXPECT_EQ(found.names.at(digits), name.name) << signal.full_name();
    }
  }
}

TEST(Waves, EndWhereTheRunEnds) {
  ASSERT_EQ(log().back().kind, "end");
  EXPECT_EQ(dump().end(), (log().back().cycle + 1) * kPeriod);
}

TEST(Waves, InterruptEnableChangesAsLogged) {
  for (HartId hart = 0; hart < kHarts; ++hart) {
    Numbers expected;
    for (const LogLine& line : lines(hart_name(hart), "interrupts"))
      expected.emplace_back(line.cycle * kPeriod, line.number("enabled"));
    ASSERT_GT(expected.size(), 20u);
    EXPECT_EQ(shown(hart, HartSignal::InterruptsOn).numbers(), expected) << "hart " << hart;
  }
}

TEST(Waves, PendingInterruptsChangeAsLogged) {
  for (HartId hart = 0; hart < kHarts; ++hart) {
    Numbers expected;
    std::uint64_t mip = 0;
    for (const LogLine& line : lines(hart_name(hart), "pending")) {
      const std::uint64_t bit = std::uint64_t{1} << line.number("bit");
      mip = line.number("level") ? mip | bit : mip & ~bit;
      expected.emplace_back(line.cycle * kPeriod, mip);
    }
    const DumpedSignal& pending = shown(hart, HartSignal::Pending);
    EXPECT_EQ(pending.numbers(), expected) << "hart " << hart;
    for (const auto& [time, value] : expected)
      EXPECT_EQ(pending.name_at(time) == "MSIP", value == 8) << pending.name_at(time);
  }
}

TEST(Waves, WiresOfTheVerilogChangeAsLogged) {
  Numbers expected;
  std::uint64_t wires = 0;
  for (const LogLine& line : lines("fabric", "wire")) {
    if (line.number("bit") != 3) continue;
    const std::uint64_t bit = std::uint64_t{1} << line.number("hart");
    wires = line.number("level") ? wires | bit : wires & ~bit;
    expected.emplace_back(line.cycle * kPeriod, wires);
  }
  ASSERT_GE(expected.size(), 2u * 3 * 3);  // a doorbell and its end for three harts, three rounds
  EXPECT_EQ(dump().signal("soc.fabric.msip_o[3:0]").numbers(), expected);
}

TEST(Waves, ClockOfTheVerilogIsPlayedInFull) {
  const Numbers edges = dump().signal("soc.fabric.clk_i").numbers();
  ASSERT_GT(edges.size(), 1000u);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    ASSERT_EQ(edges[i].first, (4 + 2 * i) * kPeriod);
    ASSERT_EQ(edges[i].second, i % 2 == 0 ? 1u : 0u);
  }
}

TEST(Waves, PcIsThatOfTheInstructionThatIssues) {
  for (HartId hart = 0; hart < kHarts; ++hart)
    for (const LogLine& line : lines(hart_name(hart), "interrupts"))
      ASSERT_EQ(shown(hart, HartSignal::Pc).number_at(line.cycle * kPeriod), line.number("pc"))
          << "hart " << hart << ", cycle " << line.cycle;
}

TEST(Waves, FunctionsAndTasksHaveTheirNames) {
  for (HartId hart = 0; hart < kHarts; ++hart) {
    for (const LogLine& line : lines(hart_name(hart), "marker")) {
      const std::uint64_t time = line.cycle * kPeriod;
      const std::string phase = line.fields.at("phase");
      const std::string function = shown(hart, HartSignal::Function).text_at(time);
      if (phase == "leave") {
        EXPECT_EQ(function, "multi_cpu_stop") << line.cycle;
      }
      if (phase == "run_begin" || phase == "prepare" || phase == "run_end") {
        EXPECT_EQ(shown(hart, HartSignal::Task).text_at(time), "migration/" + std::to_string(hart))
            << line.cycle;
      }
    }
    for (const LogLine& line : lines(hart_name(hart), "trap"))
      EXPECT_EQ(shown(hart, HartSignal::Function).text_at(line.cycle * kPeriod), "trap_entry");
  }
}

TEST(Waves, PrivilegeHasItsName) {
  EXPECT_EQ(shown(2, HartSignal::Privilege).name_at(dump().end()), "M");
}

/// What the state is from a marker on; empty where the marker does not change it.
std::string state_after(const std::string& phase) {
  static const std::map<std::string, std::string> kStates = {
      {"stopper", "NONE"},  {"prepare", "PREPARE"}, {"irq_off_ack", "DISABLE_IRQ"},
      {"run_begin", "RUN"}, {"run_ack", "RUN"},     {"exit", "EXIT"},
      {"leave", "NONE"}};
  const auto state = kStates.find(phase);
  return state == kStates.end() ? std::string() : state->second;
}

TEST(Waves, StopStateFollowsTheMarkers) {
  for (HartId hart = 0; hart < kHarts; ++hart) {
    const DumpedSignal& signal = shown(hart, HartSignal::MultiStopState);
    std::vector<std::pair<std::uint64_t, std::string>> expected = {{0, "NONE"}};
    for (const LogLine& line : lines(hart_name(hart), "marker")) {
      const std::string state = state_after(line.fields.at("phase"));
      if (!state.empty() && state != expected.back().second)
        expected.emplace_back(line.cycle * kPeriod, state);
    }
    ASSERT_EQ(expected.size(), 1u + 3 * 5);
    std::vector<std::pair<std::uint64_t, std::string>> found;
    for (const WaveChange& change : signal.changes)
      found.emplace_back(change.first, signal.names.at(change.second));
    EXPECT_EQ(found, expected) << "hart " << hart;
  }
}

TEST(Waves, PublishedStateFollowsTheMarkers) {
  Numbers expected;
  for (const LogLine& line : log()) {
    if (line.kind != "marker") continue;
    const std::string phase = line.fields.at("phase");
    if (phase == "set_state") expected.emplace_back(line.cycle * kPeriod, line.number("operand"));
    if (phase == "return") expected.emplace_back(line.cycle * kPeriod, 0);
  }
  ASSERT_EQ(expected.size(), 3u * 6);
  EXPECT_EQ(dump().signal("soc.rendezvous.state[2:0]").numbers(), expected);
}

/// Cycles that a hart shows each state for.
std::map<std::string, Cycle> cycles_by_state(const DumpedSignal& state) {
  std::map<std::string, Cycle> cycles;
  for (std::size_t i = 0; i < state.changes.size(); ++i) {
    const std::uint64_t end =
        i + 1 < state.changes.size() ? state.changes[i + 1].first : dump().end();
    cycles[state.names.at(state.changes[i].second)] += (end - state.changes[i].first) / kPeriod;
  }
  return cycles;
}

TEST(Waves, StatesLastAsLongAsTheAccountsSay) {
  const auto results = nlohmann::json::parse(rendezvous_run().read("results.json"));
  for (HartId hart = 0; hart < kHarts; ++hart) {
    std::map<std::string, Cycle> found = cycles_by_state(shown(hart, HartSignal::State));
    const auto& account = results["harts"][hart]["cycles_by_cause"];
    // While a miss is under way nobody knows yet who will serve it.
    Cycle misses = 0;
    Cycle shown_misses = 0;
    for (const char* cause :
         {"miss_home", "miss_owner", "miss_memory", "upgrade", "miss_pending", "victim"}) {
      misses += account[cause].get<Cycle>();
      shown_misses += found[cause];
    }
    EXPECT_EQ(shown_misses, misses) << "hart " << hart;
    EXPECT_EQ(found["run"], account["instruction"].get<Cycle>()) << "hart " << hart;
    for (const char* cause : {"fetch_miss", "branch", "load_use", "mul_div", "csr", "store_drain",
                              "fence", "atomic", "bus", "trap", "asleep", "reservation", "stall"})
      EXPECT_EQ(found[cause], account[cause].get<Cycle>()) << "hart " << hart << ": " << cause;
  }
}

}  // namespace
}  // namespace standstill::testbench
