// lrsc: all harts increment one word by constrained LR/SC loops.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged specification, "Eventual success of store-conditional instructions":
// every hart must get through, however many contend.
#include "arch/hart.h"
#include "arch/marker.h"
#include "kernel/kthread.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "scenarios/scenario.h"

namespace standstill::scenarios {
namespace {

struct alignas(64) Shared {
  volatile std::uint64_t word = 0;
};
struct alignas(64) Word {
  std::atomic<std::uint32_t> value{0};
};
constinit Shared shared;
constinit Word ready;
constinit Word go;
constinit kernel::Countdown workers;

/// Returns on all harts at about the same time, so that they contend.
void wait_for_all() {
  // Only the count matters, and it is one word, so relaxed will do.
  if (ready.value.fetch_add(1, std::memory_order_relaxed) + 1 == kernel::machine().harts)
    arch::write_once(go.value, 1);
  while (go.value.load(std::memory_order_relaxed) == 0) arch::cpu_relax();
}

void work(void* data) {
  const auto& arguments = *static_cast<const Arguments*>(data);
  const std::uint64_t rounds = arguments.get("rounds");
  wait_for_all();
  arch::mark<arch::Marker::RegionBegin>(nullptr);
  std::uint64_t passes = 0;
  for (std::uint64_t round = 0; round < rounds; ++round)
    passes += arch::lrsc_increment(&shared.word);
  arch::mark<arch::Marker::RegionEnd>(nullptr);
  if (passes < rounds) kernel::fail("lrsc: fewer passes than increments");
  workers.arrive();
}

void prepare(const Arguments&) { workers.expect(kernel::machine().harts); }

void start_hart(const Arguments& arguments) {
  kernel::kthread_run(work, const_cast<Arguments*>(&arguments), "lrsc");
}

void run(const Arguments& arguments) {
  workers.completion.wait();
  const unsigned harts = kernel::machine().harts;
  const std::uint64_t expected = harts * arguments.get("rounds");
  if (shared.word != expected)
    kernel::fail("lrsc: the word is ", std::uint64_t{shared.word}, " instead of ", expected);
  kernel::printk("PASS: lrsc: ", expected, " increments by ", harts, " harts");
}

}  // namespace

constinit const Scenario kLrsc = {
    .name = "lrsc",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
