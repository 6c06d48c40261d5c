// An assertion of a bound checker that fails is a failure of the running test case.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Verilator's include/verilated.h (VL_USER_STOP) and verilated_cov.h.
#include "rtl/support/bench_runtime.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <verilated.h>

#include <cstdlib>
#include <string>

#if VM_COVERAGE
#include <verilated_cov.h>
#endif

/// Verilator's runtime calls it after it has printed what failed.
void vl_stop(const char* file, int line, const char* /*hierarchy*/) {
  ADD_FAILURE_AT(file, line) << "a checker's assertion failed";
}

namespace standstill::rtl {

void save_coverage([[maybe_unused]] VerilatedContext& context) {
#if VM_COVERAGE
  static unsigned files = 0;
  const char* folder = std::getenv("STANDSTILL_RTL_COVERAGE_DIR");
  if (folder == nullptr) return;
  const std::string name = std::to_string(getpid()) + "_" + std::to_string(files++) + ".dat";
  context.coveragep()->write((std::string(folder) + "/" + name).c_str());
#endif
}

}  // namespace standstill::rtl
