// compute: an integer kernel on private data on every hart, then one rendezvous.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own: multiplications, additions, shifts, loads, stores and branches that depend on
// the data, over 8 KiB per hart. All harts begin with the same data, so they must end alike.
#include "arch/marker.h"
#include "kernel/kthread.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "kernel/stop_machine.h"
#include "lib/machine.h"
#include "lib/random.h"
#include "scenarios/scenario.h"

namespace standstill::scenarios {
namespace {

constexpr std::size_t kWords = 1024;

struct alignas(64) Result {
  std::uint64_t hash;
};
[[gnu::section(".bss.percpu")]] Result results[kernel::kNrCpus];
constinit kernel::Countdown workers;

std::uint64_t pass_over(std::uint64_t* words, std::uint64_t hash) {
  for (std::size_t i = 0; i < kWords; ++i) {
    const std::uint64_t word = words[i];
    hash = (hash ^ word) * 0x9E3779B97F4A7C15ull;
    if ((hash & 0x3000) == 0) {
      // Now and then two words change places, as in a sort.
      const std::size_t j = (hash >> 40) % kWords;
      words[i] = words[j];
      words[j] = word;
    } else {
      words[i] = word + (hash >> 29);
    }
    hash += word >> 3;
  }
  return hash;
}

void work(void* data) {
  const auto& arguments = *static_cast<const Arguments*>(data);
  auto* words = static_cast<std::uint64_t*>(kernel::arena_alloc(kWords * sizeof(std::uint64_t)));
  kernel::Random random(arguments.get("seed"), 0);
  for (std::size_t i = 0; i < kWords; ++i) words[i] = random.next();
  std::uint64_t hash = 0;
  arch::mark<arch::Marker::RegionBegin>(nullptr);
  for (std::uint64_t pass = arguments.get("passes"); pass != 0; --pass)
    hash = pass_over(words, hash);
  arch::mark<arch::Marker::RegionEnd>(nullptr);
  results[kernel::smp_processor_id()].hash = hash;
  workers.arrive();
}

void prepare(const Arguments&) { workers.expect(kernel::machine().harts); }

void start_hart(const Arguments& arguments) {
  kernel::kthread_run(work, const_cast<Arguments*>(&arguments), "compute");
}

int stopped(void* data) {
  ++*static_cast<unsigned*>(data);
  return 0;
}

void run(const Arguments& arguments) {
  workers.completion.wait();
  const unsigned harts = kernel::machine().harts;
  for (unsigned cpu = 1; cpu < harts; ++cpu)
    if (results[cpu].hash != results[0].hash)
      kernel::fail("compute: hart ", cpu, " has ", kernel::hex(results[cpu].hash), ", hart 0 has ",
                   kernel::hex(results[0].hash));
  unsigned runs = 0;
  if (kernel::stop_machine(stopped, &runs, nullptr) != 0 || runs != 1)
    kernel::fail("compute: fn of the rendezvous ran ", runs, " times");
  kernel::printk("PASS: compute: ", arguments.get("passes"), " passes on ", harts, " harts, hash ",
                 kernel::hex(results[0].hash));
}

}  // namespace

constinit const Scenario kCompute = {
    .name = "compute",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
