// What `--waves` may be told.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/waves_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "message_of.h"
#include "testbench/program/options.h"
#include "testbench/program/waves_window.h"

namespace standstill::testbench {
namespace {

using Of = WavesRequest::Of;

RunOptions run_with(std::vector<const char*> words) {
  words.insert(words.begin(), {"standstill", "run"});
  return parse_command_line(static_cast<int>(words.size()), words.data()).run;
}

std::string refusal(const char* text) {
  return message_of([&] { run_with({"--waves", text}); });
}

TEST(WavesRequest, IsTheWholeRunWithoutAWindow) {
  for (const auto& words :
       {std::vector<const char*>{"--waves", "hello"}, std::vector<const char*>{"hello", "--waves"},
        std::vector<const char*>{"--waves", "--harts", "2", "hello"}}) {
    const RunOptions run = run_with(words);
    EXPECT_EQ(run.scenario, "hello");
    ASSERT_TRUE(run.waves);
    EXPECT_EQ(run.waves->of, Of::Run);
  }
}

TEST(WavesRequest, LeavesTheScenarioBehindItAlone) {
  for (const auto& words : {std::vector<const char*>{"--waves", "rendezvous=5", "hello"},
                            std::vector<const char*>{"--waves=rendezvous=5", "hello"},
                            std::vector<const char*>{"hello", "--waves", "rendezvous=5"}}) {
    const RunOptions run = run_with(words);
    EXPECT_EQ(run.scenario, "hello");
    ASSERT_TRUE(run.waves);
    EXPECT_EQ(run.waves->of, Of::Rendezvous);
    EXPECT_EQ(run.waves->first, 5u);
    EXPECT_EQ(run.waves->last, 5u);
    EXPECT_EQ(run.waves->margin, kRendezvousMargin);
  }
}

TEST(WavesRequest, TakesRangesAndMargins) {
  const WavesRequest several = parse_waves("rendezvous=2..4,margin=0");
  EXPECT_EQ(several.first, 2u);
  EXPECT_EQ(several.last, 4u);
  EXPECT_EQ(several.margin, 0u);
  const WavesRequest cycles = parse_waves("margin=30,cycles=100..200");
  EXPECT_EQ(cycles.of, Of::Cycles);
  EXPECT_EQ(cycles.first, 100u);
  EXPECT_EQ(cycles.last, 200u);
  EXPECT_EQ(cycles.margin, 30u);
  EXPECT_EQ(parse_waves("cycles=1..1").margin, 0u);
}

TEST(WavesRequest, SaysWhatIsAllowed) {
  EXPECT_EQ(refusal("rendevous=5"),
            "--waves rendevous=5: 'rendevous=5' is no window: it must be rendezvous=N, "
            "rendezvous=N..M or cycles=A..B, and margin=CYCLES with it, behind a comma; the "
            "nearest is 'rendezvous'");
  for (const char* text : {"rendezvous", "rendezvous=", "rendezvous=-1", "rendezvous=a",
                           "rendezvous=1..", "rendezvous=..2", "rendezvous=1...2"})
    EXPECT_EQ(refusal(text), std::string("--waves ") + text +
                                 ": a rendezvous must be its number, from 0, or a first and a "
                                 "last: rendezvous=5 or rendezvous=5..7");
  for (const char* text : {"cycles", "cycles=5", "cycles=5..x", "cycles=99999999999999999999..1"})
    EXPECT_EQ(refusal(text), std::string("--waves ") + text +
                                 ": cycles must be a first and a last, both numbers: "
                                 "cycles=1000..2000");
  EXPECT_EQ(refusal("cycles=9..5"),
            "--waves cycles=9..5: 5 is before 9: the first must come first");
  EXPECT_EQ(refusal("cycles=1..2,rendezvous=0"),
            "--waves cycles=1..2,rendezvous=0: it must name one window, not two");
  EXPECT_EQ(refusal("margin=9"),
            "--waves margin=9: a margin of what: it must be with rendezvous=N or cycles=A..B");
  EXPECT_EQ(refusal("cycles=1..2,margin=x"),
            "--waves cycles=1..2,margin=x: the margin must be a number of cycles: margin=1000");
  EXPECT_EQ(message_of([] { run_with({"--waves", "--waves"}); }), "--waves: given more than once");
}

TEST(WavesWindow, EndsWhereTheNumbersDo) {
  const CycleWindow window = with_margin(100, 200, 30);
  EXPECT_EQ(window.from, 70u);
  EXPECT_EQ(window.to, 231u);
  EXPECT_EQ(with_margin(10, 20, 30).from, 0u);
  EXPECT_EQ(with_margin(10, kNever - 1, 30).to, kNever);
}

TEST(WavesWindow, SaysWhenTheRunWasOver) {
  const WavesRequest request = parse_waves("cycles=5000..6000");
  EXPECT_EQ(missed_waves(request, {5000, 6001}, 5001), "");
  EXPECT_EQ(missed_waves(request, {5000, 6001}, 5000),
            "--waves cycles=5000..6000: no waves: the run was over at cycle 5,000, before the "
            "window");
}

TEST(WavesWindow, KnowsTheWordsOfEachLayout) {
  EXPECT_EQ(watched_words({}).state, 32u);
  EXPECT_EQ(watched_words({{"layout", "linux"}}).thread_ack, 36u);
  EXPECT_EQ(watched_words({{"layout", "split"}}).state, 64u);
  EXPECT_EQ(watched_words({{"layout", "per_hart"}}).thread_ack, 128u);
}

TEST(CycleWindow, StopsTilesAtItsBeginningAndHoldsThemInside) {
  const CycleWindow window{100, 200};
  EXPECT_EQ(limit_at(window, 50, 80), 80u);
  EXPECT_EQ(limit_at(window, 50, 500), 100u);
  EXPECT_EQ(limit_at(window, 99, 500), 100u);
  EXPECT_EQ(limit_at(window, 100, 500), 101u);
  EXPECT_EQ(limit_at(window, 199, 500), 200u);
  EXPECT_EQ(limit_at(window, 200, 500), 500u);
  EXPECT_EQ(limit_at(CycleWindow{}, 7, 500), 500u);
  EXPECT_EQ(limit_at(CycleWindow{0, kNever}, 7, 500), 8u);
}

}  // namespace
}  // namespace standstill::testbench
