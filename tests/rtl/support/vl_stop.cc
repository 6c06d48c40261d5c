// An assertion of a bound checker that fails is a failure of the running test case.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Verilator's include/verilated.h, VL_USER_STOP.
#include <gtest/gtest.h>
#include <verilated.h>

/// Verilator's runtime calls it after it has printed what failed.
void vl_stop(const char* file, int line, const char* /*hierarchy*/) {
  ADD_FAILURE_AT(file, line) << "a checker's assertion failed";
}
