// Names of functions, as a reader of waves wants them.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "testbench/waves/fst_names.h"

namespace standstill::testbench {
namespace {

TEST(FunctionNames, AreTheFunctionsOwn) {
  EXPECT_EQ(short_function_name("_ZN10standstill6kernel12stop_machineEPFiPvES1_PKNS0_7CpuMaskE"),
            "stop_machine");
  EXPECT_EQ(
      short_function_name("_ZN10standstill6kernel12_GLOBAL__N_113schedule_onceENS1_9SchedModeE"),
      "schedule_once");
  EXPECT_EQ(short_function_name("_ZN10standstill6kernel10Completion4doneEv"), "done");
}

TEST(FunctionNames, LoseTemplateArgumentsAndReturnType) {
  EXPECT_EQ(short_function_name(
                "_ZN10standstill6kernel14multi_cpu_stopINS0_10StopPolicyINS0_9RelaxSpinENS0_"
                "14CentralBarrierENS0_11LinuxLayoutEEEEEiPv"),
            "multi_cpu_stop");
}

TEST(FunctionNames, LoseTheMarksOfClones) {
  EXPECT_EQ(short_function_name("_ZN10standstill6kernel6finishEj.part.0.constprop.0"), "finish");
  EXPECT_EQ(short_function_name("memcpy.isra.0"), "memcpy");
}

TEST(FunctionNames, OfOtherLanguagesStay) {
  EXPECT_EQ(short_function_name("trap_entry"), "trap_entry");
  EXPECT_EQ(short_function_name(".Lloop"), ".Lloop");
  EXPECT_EQ(short_function_name("_Znonsense"), "_Znonsense");
  EXPECT_EQ(short_function_name(""), "");
}

TEST(FunctionNames, OfOperatorsStayWhole) {
  EXPECT_EQ(short_function_name("_ZN1AltERKS_"), "operator<(A const&)");
}

}  // namespace
}  // namespace standstill::testbench
