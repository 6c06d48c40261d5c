// Ends the run through the test finisher.
// SPDX-License-Identifier: Apache-2.0
//
// Source: QEMU's sifive_test: 0x5555 passes, 0x3333 | code << 16 fails.
#include "kernel/panic.h"

#include "arch/barrier.h"
#include "kernel/cpu_stop.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "standstill/devices.h"
#include "standstill/memory_map.h"

namespace standstill::kernel {
namespace {

constinit std::atomic<std::uint32_t> ending{0};

[[noreturn]] void finish(std::uint32_t word) {
  // Without a tree there is only the board's own address to try.
  const std::uint64_t finisher =
      machine().finisher != 0 ? machine().finisher : platform::kFinisher.base;
  arch::mmio_write<std::uint32_t>(finisher, word);
  for (;;) arch::wait_for_interrupt();
}

/// Returns on the first hart that ends the run, interrupts off; the others stay here.
void end_once() {
  arch::local_irq_disable();
  // Nothing hangs on this word but itself, so relaxed will do.
  if (ending.exchange(1, std::memory_order_relaxed) != 0)
    for (;;) arch::wait_for_interrupt();
}

}  // namespace

bool is_ending() { return ending.load(std::memory_order_relaxed) != 0; }

void finish_pass() {
  end_once();
  finish(platform::finisher::kPass);
}

void finish_fail(ExitCode code, Text reason) {
  end_once();
  Line line;
  line.add("FAIL: ");
  line.add(reason);
  console_wait_for_line_end();
  console_write_unlocked(line.text());
  if (code == ExitCode::Panic && current() != nullptr)
    print_stop_info(smp_processor_id(), *current());
  finish(platform::finisher::kFail | static_cast<std::uint32_t>(code) << 16);
}

void panic(const char* reason) {
  Line line;
  line.add("panic on hart ");
  line.add(smp_processor_id());
  line.add(": ");
  line.add(reason);
  finish_fail(ExitCode::Panic, line.text());
}

}  // namespace standstill::kernel
