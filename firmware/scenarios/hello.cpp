// hello: every hart prints its lines, one hart at a time.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. The console is guarded by a mutex here, so that harts that wait their turn
// sleep, and the mutex is handed from hart to hart by wake-up and doorbell.
#include "kernel/kthread.h"
#include "kernel/machine.h"
#include "kernel/mutex.h"
#include "kernel/panic.h"
#include "scenarios/scenario.h"

namespace standstill::scenarios {
namespace {

constinit kernel::Mutex turn;
constinit kernel::Countdown speakers;
constinit unsigned lines_printed = 0;  // under `turn`

void speak(void* data) {
  const auto& arguments = *static_cast<const Arguments*>(data);
  const std::uint64_t rounds = arguments.get("rounds");
  for (std::uint64_t round = 0; round < rounds; ++round) {
    turn.lock();
    kernel::printk("hello from hart ", kernel::smp_processor_id());
    ++lines_printed;
    turn.unlock();
  }
  speakers.arrive();
}

void prepare(const Arguments&) { speakers.expect(kernel::machine().harts); }

void start_hart(const Arguments& arguments) {
  kernel::kthread_run(speak, const_cast<Arguments*>(&arguments), "hello");
}

void run(const Arguments& arguments) {
  speakers.completion.wait();
  const unsigned harts = kernel::machine().harts;
  if (lines_printed != harts * arguments.get("rounds"))
    kernel::fail("hello: ", lines_printed, " lines printed");
  kernel::printk("PASS: hello: ", lines_printed, " lines from ", harts, " harts");
}

}  // namespace

constinit const Scenario kHello = {
    .name = "hello",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
