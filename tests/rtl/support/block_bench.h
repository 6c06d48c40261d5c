// One Verilated block on a bench: clock, reset, and its checker's failures as failures of the test.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. A bench sets inputs, calls settle() if it wants to see what they do at once,
// and clock() for the edge. For a block without a clock settle() is all there is.
#ifndef STANDSTILL_TESTS_RTL_SUPPORT_BLOCK_BENCH_H
#define STANDSTILL_TESTS_RTL_SUPPORT_BLOCK_BENCH_H

#include <gtest/gtest.h>
#include <verilated.h>

namespace standstill::rtl {

/// @tparam Dut  a class Verilator made of a module with the ports clk_i and rst_ni
template <class Dut>
class BlockBench {
 public:
  /// Everything low, and one clock of reset.
  BlockBench() { reset(); }
  ~BlockBench() { dut.final(); }
  BlockBench(const BlockBench&) = delete;
  BlockBench& operator=(const BlockBench&) = delete;

  /// An asynchronous reset: it holds from its falling edge on, and over one rising clock edge.
  void reset() {
    dut.rst_ni = 0;
    dut.eval();
    clock();
    dut.rst_ni = 1;
    dut.eval();
  }

  /// Combinational outputs follow the inputs.
  void settle() { dut.eval(); }

  /// A rising edge, and the falling one.
  void clock() {
    dut.eval();
    dut.clk_i = 1;
    dut.eval();
    dut.clk_i = 0;
    dut.eval();
    context_.timeInc(1);
  }

 private:
  VerilatedContext context_;

 public:
  Dut dut{&context_, "TOP"};
};

}  // namespace standstill::rtl

#endif  // STANDSTILL_TESTS_RTL_SUPPORT_BLOCK_BENCH_H
