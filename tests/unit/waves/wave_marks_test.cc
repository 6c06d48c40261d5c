// What the markers of a guest, sound or not, make of the wave's signals.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/machine/wave_marks.h"

#include <gtest/gtest.h>

#include "standstill/markers.h"
#include "testbench/machine/wave_hart.h"

namespace standstill::testbench {
namespace {

using platform::Marker;

Event marker(HartId hart, Marker phase, std::uint64_t object, std::uint64_t operand = 0) {
  return {0, hart, EventKind::Marker, 0, 0, static_cast<std::uint64_t>(phase), object, operand};
}

TEST(WaveMarks, TaskIsTheOneSwitchedTo) {
  WaveMarks marks(2);
  marks.note(marker(0, Marker::TaskName, 0x1000, 0x6261));  // "ab"
  EXPECT_EQ(marks.task(1), "");
  marks.note(marker(1, Marker::Switch, 0x1000));
  EXPECT_EQ(marks.task(1), "ab");
  EXPECT_EQ(marks.task(0), "");
  marks.note(marker(1, Marker::Switch, 0x2000));
  EXPECT_EQ(marks.task(1), "");
}

TEST(WaveMarks, ANameMayHaveAllEightLetters) {
  WaveMarks marks(1);
  marks.note(marker(0, Marker::TaskName, 1, 0x6867666564636261));
  marks.note(marker(0, Marker::Switch, 1));
  EXPECT_EQ(marks.task(0), "abcdefgh");
}

TEST(WaveMarks, ALongerNameComesInTwoParts) {
  WaveMarks marks(1);
  marks.note(marker(0, Marker::TaskName, 1, 0x6867666564636261));
  marks.note(marker(0, Marker::TaskNameMore, 1, 0x6a69));
  marks.note(marker(0, Marker::TaskNameMore, 2, 0x6a69));  // of no task
  marks.note(marker(0, Marker::Switch, 1));
  EXPECT_EQ(marks.task(0), "abcdefghij");
}

TEST(WaveMarks, RemembersABoundedNumberOfNames) {
  WaveMarks marks(1);
  for (std::uint64_t task = 0; task < 100'000; ++task)
    marks.note(marker(0, Marker::TaskName, task, 'x'));
  marks.note(marker(0, Marker::TaskName, 0, 'y'));
  marks.note(marker(0, Marker::Switch, 0));
  EXPECT_EQ(marks.task(0), "y");
  marks.note(marker(0, Marker::Switch, 99'999));
  EXPECT_EQ(marks.task(0), "");
}

TEST(WaveMarks, TakesNonsense) {
  WaveMarks marks(1);
  marks.note(marker(0, Marker::Return, 5));
  EXPECT_EQ(marks.calls(), 0u);
  marks.note(marker(7, Marker::Prepare, 5));
  marks.note(marker(0, static_cast<Marker>(2047), 5));
  Event other = marker(0, Marker::Prepare, 5);
  other.kind = EventKind::Trap;
  marks.note(other);
  EXPECT_EQ(marks.state(0), MultiStopState::None);
  marks.note(marker(0, Marker::SetState, 5, ~std::uint64_t{0}));
  EXPECT_EQ(marks.published(), ~std::uint64_t{0});
}

TEST(WaveMarks, StateIsForgottenAtTheReturnOfItsOwnCallOnly) {
  WaveMarks marks(2);
  marks.note(marker(0, Marker::Call, 0x10));
  marks.note(marker(1, Marker::Call, 0x20));
  marks.note(marker(1, Marker::SetState, 0x10, 1));
  marks.note(marker(1, Marker::Return, 0x20));
  EXPECT_EQ(marks.calls(), 1u);
  EXPECT_EQ(marks.published(), 1u);
  EXPECT_EQ(marks.data(), 0x10u);
  marks.note(marker(0, Marker::Return, 0x10));
  EXPECT_EQ(marks.calls(), 0u);
  EXPECT_EQ(marks.published(), 0u);
  EXPECT_EQ(marks.data(), 0u);
}

tile::TileView view(Addr pc, Cycle since, tile::Wait wait = tile::Wait::None,
                    Cause cause = Cause::Instruction) {
  tile::TileView v;
  v.pc = pc;
  v.since = since;
  v.wait = wait;
  v.cause = cause;
  return v;
}

TEST(WaveHart, ShowsTheInstructionThatIssuedAndWhatHoldsTheNextOneUp) {
  WaveHart hart;
  hart.look(view(0x104, 1), 1, 0);
  hart.look(view(0x108, 4, tile::Wait::None, Cause::Csr), 2, 1);  // issues, costs two more
  EXPECT_EQ(hart.pc(), 0x104u);
  EXPECT_EQ(hart.state(), Cause::Instruction);
  hart.look(view(0x108, 4, tile::Wait::None, Cause::Csr), 2, 2);
  EXPECT_EQ(hart.pc(), 0x104u);
  EXPECT_EQ(hart.state(), Cause::Csr);
  hart.look(view(0x108, 4, tile::Wait::Line, Cause::MissPending), 2, 4);
  EXPECT_EQ(hart.pc(), 0x108u);
  EXPECT_EQ(hart.state(), Cause::MissPending);
  hart.look(view(0x200, 9, tile::Wait::None, Cause::Trap), 2, 5);
  EXPECT_EQ(hart.pc(), 0x200u);
  EXPECT_EQ(hart.state(), Cause::Trap);
}

TEST(WaveHart, ThatIsFirstLookedAtInItsSleepShowsWhatPutItThere) {
  WaveHart hart;
  hart.look(view(0x208, 7, tile::Wait::Interrupt, Cause::Asleep), 100, 5000);
  EXPECT_EQ(hart.pc(), 0x204u);
  EXPECT_EQ(hart.state(), Cause::Asleep);
  hart.look(view(0x208, 7, tile::Wait::Interrupt, Cause::Asleep), 100, 5001);
  EXPECT_EQ(hart.pc(), 0x204u);
}

}  // namespace
}  // namespace standstill::testbench
