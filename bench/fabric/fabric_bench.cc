// What one evaluation of the interrupt fabric costs the host, by size class and by what happens.
// SPDX-License-Identifier: Apache-2.0
//
//   fabric_bench            ns per evaluation (a whole clock) at 4, 64 and 1024 harts
//
// idle: an edge at which nothing happens, which gating leaves out. tick: the only evaluation of an
// idle fabric. busy: accesses to all blocks without a pause, a tick every tenth clock.
#include <benchmark/benchmark.h>

#include "fabric/axi_master.h"
#include "fabric/fabric_rtl.h"
#include "standstill/devices.h"

namespace standstill::fabric {
namespace {

class Bench {
 public:
  explicit Bench(unsigned harts)
      : rtl(make_fabric_rtl(harts, FabricClass::Auto, &outputs)), harts_(harts) {
    inputs.hart_count = static_cast<std::uint16_t>(harts);
    // Timers and watchdogs armed for a time that never comes: comparing them is what a tick costs.
    for (unsigned hart = 0; hart < harts; ++hart) {
      master.push(write(platform::mtimer::mtimecmp(hart), 8, ~std::uint64_t{0} - 1));
      master.push(write(platform::watchdog::timeout(hart), 8, 0xFFFF'FFFF));
    }
    while (!master.idle()) clock(false);
  }

  void clock(bool tick) {
    inputs.rtc_tick = tick;
    master.drive(inputs);
    const FabricOutputs before = outputs;
    rtl->evaluate(inputs, outputs);
    master.clock(inputs, before);
  }

  /// A write and a read, of one hart after the other.
  void feed() {
    if (!master.idle()) return;
    const unsigned hart = next_++ % harts_;
    master.push(write(platform::mswi::msip(hart), 4, next_ / harts_ & 1));
    master.push(write(platform::sswi::setssip(hart), 4, 1));
    master.push(write(platform::watchdog::pet(hart), 4, 0));
    master.push(
        {hart, static_cast<std::uint32_t>(platform::mtimer::kMtime), 8, false, 0, false, 0});
  }

  std::unique_ptr<FabricRtl> rtl;
  AxiMaster master;
  FabricInputs inputs;
  FabricOutputs outputs;

 private:
  static AxiRequest write(Addr addr, unsigned size, std::uint64_t data) {
    return {0, static_cast<std::uint32_t>(addr), size, true, data, false, 0};
  }

  unsigned harts_;
  unsigned next_ = 0;
};

void idle(benchmark::State& state) {
  Bench bench(static_cast<unsigned>(state.range(0)));
  for ([[maybe_unused]] auto unused : state) bench.clock(false);
}

void tick(benchmark::State& state) {
  Bench bench(static_cast<unsigned>(state.range(0)));
  for ([[maybe_unused]] auto unused : state) bench.clock(true);
}

void busy(benchmark::State& state) {
  Bench bench(static_cast<unsigned>(state.range(0)));
  unsigned clocks = 0;
  for ([[maybe_unused]] auto unused : state) {
    bench.feed();
    bench.clock(++clocks % 10 == 0);
  }
}

BENCHMARK(idle)->Arg(4)->Arg(64)->Arg(1024);
BENCHMARK(tick)->Arg(4)->Arg(64)->Arg(1024);
BENCHMARK(busy)->Arg(4)->Arg(64)->Arg(1024);

}  // namespace
}  // namespace standstill::fabric
