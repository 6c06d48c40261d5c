// The MESI tables are sound, have no dead rows, and the walk finds what is wrong with damaged ones.
// SPDX-License-Identifier: Apache-2.0
#include "mesi_walk.h"

#include <gmock/gmock.h>

#include <functional>

namespace standstill::coherence {
namespace {

using A = L1Action;
using E = L1Event;
using S = L1State;
using H = HomeState;
using R = HomeRequest;

TEST(MesiWalk, EveryReachableStateOfTwoCachesIsSound) {
  const WalkResult result = walk_mesi(kL1Table, kHomeTable, {2, 4, 2});
  EXPECT_EQ(result.error, "");
  EXPECT_GT(result.states, 100'000u);
  std::printf("%zu states\n", result.states);
}

TEST(MesiWalk, ThreeCachesAreSoundAndUseEveryRow) {
  const WalkResult result = walk_mesi(kL1Table, kHomeTable, {3, 2, 1});
  EXPECT_EQ(result.error, "");
  EXPECT_THAT(result.unreached, testing::IsEmpty());
  std::printf("%zu states\n", result.states);
}

struct Defect {
  const char* name;
  std::function<void(L1Table&, HomeTable&)> damage;
};

void change(HomeTable& table, H state, R request, bool holder,
            const std::function<void(HomeRule&)>& edit) {
  HomeRule rule = table.at(state, request, holder);
  edit(rule);
  table.set(state, request, holder, rule);
}

const Defect kDefects[] = {
    {"InvalidationIgnored",
     [](L1Table& t, HomeTable&) {
       t.at(S::S, E::SnpUnique) = {S::S, A::RespondInvalid};
     }},
    {"DirtyDataKeptBack",
     [](L1Table& t, HomeTable&) {
       t.at(S::M, E::SnpShared) = {S::S, A::RespondShared};
     }},
    {"VictimDataLost",
     [](L1Table& t, HomeTable&) {
       t.at(S::MI_A, E::SnpUnique) = {S::II_A, A::RespondInvalid};
     }},
    {"VictimAnswersShared",
     [](L1Table& t, HomeTable&) {
       t.at(S::MI_A, E::SnpShared) = {S::II_A, A::RespondShared | A::WithData};
     }},
    {"StoreToSharedHits",
     [](L1Table& t, HomeTable&) {
       t.at(S::S, E::Store) = {S::M, A::Hit};
     }},
    {"UpgradeSurvivesInvalidation",
     [](L1Table& t, HomeTable&) {
       t.at(S::SM_D, E::SnpUnique) = {S::SM_D, A::RespondInvalid};
     }},
    {"ModifiedLeavesSilently",
     [](L1Table& t, HomeTable&) {
       t.at(S::M, E::Replace) = {S::I, A::None};
     }},
    {"NoAcknowledgement",
     [](L1Table& t, HomeTable&) {
       t.at(S::IS_D, E::DataShared) = {S::S, A::Install};
     }},
    {"OwnerNotAsked",
     [](L1Table&, HomeTable& t) {
       change(t, H::U, R::ReadShared, false, [](HomeRule& r) { r.snoop = SnoopTarget::None; });
     }},
    {"SharersNotInvalidated",
     [](L1Table&, HomeTable& t) {
       change(t, H::S, R::ReadUnique, false, [](HomeRule& r) { r.snoop = SnoopTarget::None; });
     }},
    {"LineNotBlockedUntilAcknowledged",
     [](L1Table&, HomeTable& t) {
       change(t, H::V, R::ReadUnique, false, [](HomeRule& r) { r.wait_ack = false; });
     }},
    {"UpgradeOfALostLineWithoutData",
     [](L1Table&, HomeTable& t) {
       change(t, H::U, R::CleanUnique, false, [](HomeRule& r) { r.answer = HomeAnswer::Comp; });
     }},
    {"StaleWriteBackTaken",
     [](L1Table&, HomeTable& t) {
       change(t, H::S, R::WriteBackFull, false, [](HomeRule& r) { r.take_data = true; });
     }},
    {"WriteBackDropped",
     [](L1Table&, HomeTable& t) {
       change(t, H::U, R::WriteBackFull, true, [](HomeRule& r) { r.take_data = false; });
     }},
    {"RecallForgetsSharers",
     [](L1Table&, HomeTable& t) {
       change(t, H::S, R::Recall, false, [](HomeRule& r) { r.snoop = SnoopTarget::None; });
     }},
    {"AtomicForgetsTheRequestersOwnCopy",
     [](L1Table&, HomeTable& t) {
       change(t, H::S, R::Atomic, true, [](HomeRule& r) { r.snoop = SnoopTarget::Others; });
     }},
    {"FetchReadsAroundTheOwner",
     [](L1Table&, HomeTable& t) {
       change(t, H::U, R::ReadOnce, false, [](HomeRule& r) { r.snoop = SnoopTarget::None; });
     }},
};

class MesiWalkFinds : public testing::TestWithParam<Defect> {};

TEST_P(MesiWalkFinds, TheDefect) {
  L1Table l1 = kL1Table;
  HomeTable home = kHomeTable;
  GetParam().damage(l1, home);
  EXPECT_NE(walk_mesi(l1, home, {3, 2, 1}).error, "");
}

INSTANTIATE_TEST_SUITE_P(Defects, MesiWalkFinds, testing::ValuesIn(kDefects),
                         [](const auto& defect) { return std::string(defect.param.name); });

}  // namespace
}  // namespace standstill::coherence
