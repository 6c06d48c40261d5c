// A machine whose latencies are all different, and a stopwatch for sequences of instructions.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_UNIT_TILE_TIMING_SUPPORT_H
#define STANDSTILL_TESTS_UNIT_TILE_TIMING_SUPPORT_H

#include <vector>

#include "standstill/csr.h"
#include "support/tile_bench.h"

namespace standstill {

using Words = std::vector<assembler::Word>;

/// Latencies by which no two causes can be mistaken for one another.
inline MachineConfig odd_machine() {
  MachineConfig config;
  HartConfig& hart = config.hart;
  hart.mispredict_penalty = 5;
  hart.taken_penalty = 2;
  hart.load_use = 3;
  hart.load_use_narrow = 6;
  hart.mul_latency = 7;
  hart.div_base = 11;
  hart.div_per_bit = 2;
  hart.csr_latency = 4;
  hart.fence_latency = 8;
  hart.fence_i_latency = 13;
  hart.atomic_latency = 9;
  hart.trap_entry = 10;
  hart.trap_return = 12;
  hart.wfi_wake = 14;
  hart.store_buffer_depth = 3;
  hart.store_linger = 31;
  hart.lrsc_hold = 60;
  hart.wrs_timeout = 300;
  config.l1i.miss_latency = 1;
  config.l1i.fill_latency = 4;
  config.l1d.miss_latency = 2;
  config.l1d.fill_latency = 3;
  config.l1d.snoop_latency = 5;
  return config;
}

/// Registers every program has: t0 the data line, t1 the next one, s0 the device, a5 = 1.
inline assembler::Program prologue() {
  using namespace assembler;
  Program program(kCode);
  program.la(t0, kData);
  program << addi(t1, t0, kLineBytes) << lui(s0, 0x10000) << li(a5, 1);
  return program;
}

/// Runs `before`, then `timed` between markers 1 and 2, all in lines that are there; `after`
/// follows.
class Stopwatch {
 public:
  explicit Stopwatch(const MachineConfig& machine = odd_machine(),
                     const TileBench::Options& options = {})
      : bench(machine, options), config(bench.config) {
    bench.home.device[kDevice] = 0;
  }

  /// Cycles from the first issue of `timed` to the issue of what follows it.
  Cycle time(const Words& before, const Words& timed, const Words& after = {}) {
    using namespace assembler;
    Program program = prologue();
    program << before;
    // A loop warms the instruction lines and lets every store and late register settle.
    program << li(a4, 40) << addi(a4, a4, -1) << bne(a4, 0, -4);
    program.align() << marker(1) << timed << marker(2) << after;
    stop_here(program);
    if (timed.size() > 13) throw std::logic_error("more than a line");
    timed_at = program.base();
    bench.load(program);
    bench.run(6000);
    return bench.marker(2) - bench.marker(1) - 1;
  }

  TileBench bench;
  const MachineConfig& config;
  Addr timed_at = 0;
};

}  // namespace standstill

#endif  // STANDSTILL_TESTS_UNIT_TILE_TIMING_SUPPORT_H
