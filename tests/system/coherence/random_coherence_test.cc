// Random accesses through real caches, homes and memory see one order of stores per byte; and the
// tester notices when they do not.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <functional>

#include "random_machine.h"

namespace standstill::random_test {
namespace {

using coherence::HomeRequest;
using coherence::HomeRule;
using coherence::HomeState;
using coherence::HomeTable;

class RandomCoherence : public testing::TestWithParam<std::uint32_t> {};

TEST_P(RandomCoherence, HoldsOverTheCrossbar) {
  Trial trial;
  trial.seed = GetParam();
  const Outcome outcome = run(trial);
  EXPECT_EQ(outcome.error, "");
  EXPECT_GE(outcome.accesses, trial.accesses);
}

TEST_P(RandomCoherence, HoldsOverARingAndAMesh) {
  Trial trial;
  trial.seed = GetParam();
  trial.cores = 9;
  trial.accesses = 10'000;
  for (const InterconnectKind kind : {InterconnectKind::Ring, InterconnectKind::Mesh}) {
    trial.kind = kind;
    const Outcome outcome = run(trial);
    EXPECT_EQ(outcome.error, "");
    EXPECT_GE(outcome.accesses, trial.accesses);
  }
}

TEST_P(RandomCoherence, HoldsWhenAnyMessageOvertakesAny) {
  Trial trial;
  trial.seed = GetParam();
  trial.in_order = false;
  EXPECT_EQ(run(trial).error, "");
}

TEST_P(RandomCoherence, HoldsWithManyCoresOnTwoLines) {
  Trial trial;
  trial.seed = GetParam();
  trial.cores = 70;  // more than one word of sharers
  trial.lines = 2;
  trial.accesses = 4'000;
  EXPECT_EQ(run(trial).error, "");
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomCoherence, testing::Range(1u, 11u));

TEST(RandomCoherence, SameSeedSameCycles) {
  Trial trial;
  EXPECT_EQ(run(trial).cycles, run(trial).cycles);
}

struct Defect {
  const char* name;
  HomeState state;
  HomeRequest request;
  bool holder;
  std::function<void(HomeRule&)> damage;
};

const Defect kDefects[] = {
    {"OwnerNotAsked", HomeState::U, HomeRequest::ReadShared, false,
     [](HomeRule& rule) { rule.snoop = coherence::SnoopTarget::None; }},
    {"SharersNotInvalidated", HomeState::S, HomeRequest::CleanUnique, true,
     [](HomeRule& rule) { rule.snoop = coherence::SnoopTarget::None; }},
    {"WriteBackDropped", HomeState::U, HomeRequest::WriteBackFull, true,
     [](HomeRule& rule) { rule.take_data = false; }},
    {"StaleWriteBackTaken", HomeState::V, HomeRequest::WriteBackFull, false,
     [](HomeRule& rule) { rule.take_data = true; }},
    {"RecallForgetsSharers", HomeState::S, HomeRequest::Recall, false,
     [](HomeRule& rule) { rule.snoop = coherence::SnoopTarget::None; }},
    {"FetchReadsAroundTheOwner", HomeState::U, HomeRequest::ReadOnce, false,
     [](HomeRule& rule) { rule.snoop = coherence::SnoopTarget::None; }},
    {"AtomicLeavesCopies", HomeState::S, HomeRequest::Atomic, false,
     [](HomeRule& rule) { rule.snoop = coherence::SnoopTarget::None; }},
    {"LineNotBlocked", HomeState::S, HomeRequest::ReadUnique, false,
     [](HomeRule& rule) { rule.wait_ack = false; }},
};

class RandomCoherenceFinds : public testing::TestWithParam<Defect> {};

TEST_P(RandomCoherenceFinds, TheDefect) {
  const Defect& defect = GetParam();
  HomeTable table = coherence::kHomeTable;
  HomeRule rule = table.at(defect.state, defect.request, defect.holder);
  defect.damage(rule);
  table.set(defect.state, defect.request, defect.holder, rule);
  Trial trial;
  trial.in_order = false;
  trial.table = &table;
  const Outcome outcome = run(trial);
  EXPECT_NE(outcome.error, "");
  RecordProperty("found", outcome.error);
}

INSTANTIATE_TEST_SUITE_P(Defects, RandomCoherenceFinds, testing::ValuesIn(kDefects),
                         [](const auto& defect) { return std::string(defect.param.name); });

}  // namespace
}  // namespace standstill::random_test
