// What the benches of the RTL share at run time: failed assertions, and coverage files.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Verilator's include/verilated.h (VL_USER_STOP) and verilated_cov.h.
#ifndef STANDSTILL_TESTS_RTL_SUPPORT_BENCH_RUNTIME_H
#define STANDSTILL_TESTS_RTL_SUPPORT_BENCH_RUNTIME_H

class VerilatedContext;

namespace standstill::rtl {

/// Writes what this instance has covered to a new file in the folder the environment variable
/// STANDSTILL_RTL_COVERAGE_DIR names. Does nothing in a build that does not count coverage, or
/// without the variable. To be called before the model is destroyed.
void save_coverage(VerilatedContext& context);

}  // namespace standstill::rtl

#endif  // STANDSTILL_TESTS_RTL_SUPPORT_BENCH_RUNTIME_H
