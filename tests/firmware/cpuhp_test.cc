// The walk of a CPU over its states: which step is taken when, and how a failure is undone.
// SPDX-License-Identifier: Apache-2.0
#include "kernel/cpuhp.h"

#include <gmock/gmock.h>

#include <string>

#include "host/kernel_host.h"
#include "kernel/errno.h"

namespace standstill::kernel {
namespace {

using testing::ElementsAre;
using enum CpuhpState;

constinit std::vector<std::string>* calls = nullptr;
constinit const char* failing = "";

/// Notes "+state" or "-state" and fails if that is what `failing` says.
template <CpuhpState state, bool up>
int step(unsigned cpu) {
  const std::string call = (up ? "+" : "-") + std::to_string(static_cast<int>(state));
  calls->push_back(call);
  EXPECT_EQ(cpu, 1u);
  return call == failing ? -kEnomem : 0;
}

std::string name(char sign, CpuhpState state) {
  return sign + std::to_string(static_cast<int>(state));
}

class Cpuhp : public testing::Test {
 protected:
  void SetUp() override {
    host::make_machine(2);
    for (unsigned i = 0; i < kCpuhpStates; ++i) cpuhp_step(static_cast<CpuhpState>(i)) = {};
    cpuhp_step(CreateThreads) = {"threads", step<CreateThreads, true>, step<CreateThreads, false>};
    cpuhp_step(PrepareDyn) = {"prepare", step<PrepareDyn, true>, step<PrepareDyn, false>};
    cpuhp_step(ApOnlineDyn) = {"online", step<ApOnlineDyn, true>, step<ApOnlineDyn, false>};
    calls = &calls_;
    failing = "";
  }
  void TearDown() override { calls = nullptr; }

  static CpuhpState state() { return per_cpu(1).cpuhp.state.load(); }
  static void put(CpuhpState state) { per_cpu(1).cpuhp.state.store(state); }

  const std::string up_a = name('+', CreateThreads), up_b = name('+', PrepareDyn),
                    up_c = name('+', ApOnlineDyn);
  const std::string down_a = name('-', CreateThreads), down_b = name('-', PrepareDyn),
                    down_c = name('-', ApOnlineDyn);
  std::vector<std::string> calls_;
};

TEST_F(Cpuhp, UpTakesTheStartupsInOrderAndDownTheTeardownsInTheOther) {
  EXPECT_EQ(cpuhp_callbacks(1, Online), 0);
  EXPECT_EQ(state(), Online);
  EXPECT_EQ(cpuhp_callbacks(1, Offline), 0);
  EXPECT_EQ(state(), Offline);
  EXPECT_THAT(calls_, ElementsAre(up_a, up_b, up_c, down_c, down_b, down_a));
}

TEST_F(Cpuhp, OnTheWayToAStateOnItTheStepIsTakenOnTheWayDownItIsKept) {
  EXPECT_EQ(cpuhp_callbacks(1, PrepareDyn), 0);
  EXPECT_THAT(calls_, ElementsAre(up_a, up_b));
  put(Online);
  EXPECT_EQ(cpuhp_callbacks(1, PrepareDyn), 0);
  EXPECT_THAT(calls_, ElementsAre(up_a, up_b, down_c));
  EXPECT_EQ(state(), PrepareDyn);
}

TEST_F(Cpuhp, WhereItIsAlreadyThereIsNothingToDo) {
  put(Online);
  EXPECT_EQ(cpuhp_callbacks(1, Online), 0);
  EXPECT_THAT(calls_, ElementsAre());
}

TEST_F(Cpuhp, AStartupThatFailsIsNotUndoneButWhatCameBeforeIs) {
  failing = up_b.c_str();
  EXPECT_EQ(cpuhp_callbacks(1, Online), -kEnomem);
  EXPECT_THAT(calls_, ElementsAre(up_a, up_b, down_a));
  EXPECT_EQ(state(), Offline);
}

TEST_F(Cpuhp, ATeardownThatFailsBringsTheCpuBackUp) {
  put(Online);
  failing = down_a.c_str();
  EXPECT_EQ(cpuhp_callbacks(1, Offline), -kEnomem);
  EXPECT_THAT(calls_, ElementsAre(down_c, down_b, down_a, up_b, up_c));
  EXPECT_EQ(state(), Online);
}

TEST_F(Cpuhp, WithoutRollbackTheCpuStaysBeforeTheStepThatFailed) {
  failing = up_c.c_str();
  EXPECT_EQ(cpuhp_invoke_callback_range(1, Online), -kEnomem);
  EXPECT_EQ(static_cast<int>(state()), static_cast<int>(ApOnlineDyn) - 1);
  put(ApOnlineDyn);
  failing = down_c.c_str();
  EXPECT_EQ(cpuhp_invoke_callback_range(1, Offline), -kEnomem);
  EXPECT_EQ(state(), ApOnlineDyn);
}

TEST_F(Cpuhp, AFailureOnTheWayBackIsABug) {
  cpuhp_step(CreateThreads).teardown = [](unsigned) { return -kEbusy; };
  failing = up_b.c_str();
  EXPECT_THROW(cpuhp_callbacks(1, Online), host::KernelEnded);
}

TEST_F(Cpuhp, AStepMayTakeTheCpuFurtherThanByOne) {
  // As BringupCpu does: the CPU itself takes the states after it.
  cpuhp_step(BringupCpu).startup = [](unsigned) {
    put(Online);
    return 0;
  };
  EXPECT_EQ(cpuhp_callbacks(1, BringupCpu), 0);
  EXPECT_EQ(state(), Online);
  EXPECT_THAT(calls_, ElementsAre(up_a, up_b));
}

}  // namespace
}  // namespace standstill::kernel
