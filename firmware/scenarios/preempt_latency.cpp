// Scenario `preempt_latency`: how long the stopper takes to displace what a hart runs.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. The last hart runs one victim, which never gives way by itself; hart 0 stops
// that hart again and again. The observer measures `wakeup`, from the doorbell to the stopper; the
// scenario makes sure that the victim is what it says, and that it goes on afterwards.
#include "kernel/check.h"
#include "kernel/cpu_stop.h"
#include "kernel/kthread.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "lib/random.h"
#include "scenarios/load.h"

namespace standstill::scenarios {
namespace {

using kernel::SchedAttr;
using kernel::SchedClass;
using kernel::SchedPolicy;

/// What runs on the hart that is to be stopped: a task of a class, and what it holds back.
struct Victim {
  const SchedClass* sched_class;  ///< null: the hart idles
  SchedAttr attr;
  void (*enter)();  ///< begins a section no stop may fall into; null: there is none
  void (*leave)();
};

/// In the order of the words of `victim` in the platform's table.
constexpr Victim kVictims[] = {
    {nullptr, {}, nullptr, nullptr},
    {&kernel::fair_sched_class, {}, nullptr, nullptr},
    {&kernel::rt_sched_class, {.policy = SchedPolicy::Fifo, .priority = 99}, nullptr, nullptr},
    {&kernel::dl_sched_class,
     {.policy = SchedPolicy::Deadline,
      .runtime = 900'000,
      .deadline = 1'000'000,
      .period = 1'000'000},
     nullptr,
     nullptr},
    {&kernel::fair_sched_class, {}, kernel::preempt_disable, kernel::preempt_enable},
    {&kernel::fair_sched_class, {}, arch::local_irq_disable, arch::local_irq_enable},
};

/// What victim, stopper and initiator tell each other; the observer does not look at it.
struct alignas(64) Shared {
  const Victim* victim = nullptr;
  kernel::Task* task = nullptr;  ///< null: the hart idles
  std::uint64_t section = 0;     ///< length of a section, in loop passes
  std::uint64_t footprint = 0;   ///< what the victim works on in a turn, in bytes
  std::uint64_t seed = 0;
  volatile std::uint64_t turns = 0;  ///< of the victim's loop
  volatile std::uint64_t stops = 0;  ///< of its hart
};
constinit Shared shared;

constexpr std::uint64_t kLongestGap = 256;

/// What the victim works on; more than an L1D holds, so that the stopper finds it cold.
constexpr std::size_t kFootprint = 64 * 1024;
[[gnu::section(".bss.percpu")]] alignas(64) volatile std::uint64_t footprint[kFootprint / 8];

unsigned target() { return kernel::machine().harts - 1; }

void work_on(std::uint64_t bytes) {
  for (std::uint64_t word = 0; word < bytes / 8; word += kernel::kCacheLine / 8)
    footprint[word] = footprint[word] + 1;
}

void take_turn(const Victim& victim, kernel::Random& random) {
  if (victim.enter != nullptr) {
    victim.enter();
    const std::uint64_t before = shared.stops;
    spin_passes(shared.section);
    STANDSTILL_CHECK(shared.stops == before, "preempt_latency: no stop falls into the section");
    victim.leave();
  }
  work_on(shared.footprint);
  spin_passes(random.below(kLongestGap));
  shared.turns = shared.turns + 1;
}

void victim_thread(void*) {
  const Victim& victim = *shared.victim;
  kernel::Random random(shared.seed, 1);
  STANDSTILL_CHECK(kernel::sched_setscheduler(*kernel::current(), victim.attr) == 0,
                   "preempt_latency: the victim may have its policy");
  STANDSTILL_CHECK(kernel::current()->sched_class == victim.sched_class,
                   "preempt_latency: the victim is of its class");
  for (;;) take_turn(victim, random);
}

int stopped(void*) {
  STANDSTILL_CHECK(kernel::smp_processor_id() == target(), "preempt_latency: fn runs on the hart");
  STANDSTILL_CHECK(kernel::current()->sched_class == &kernel::stop_sched_class,
                   "preempt_latency: fn runs in the stop class");
  STANDSTILL_CHECK(shared.task == nullptr || shared.task->on_rq,
                   "preempt_latency: the victim was preempted, it has not given way");
  shared.stops = shared.stops + 1;
  return 0;
}

/// Whether the victim takes a turn while we wait.
bool victim_goes_on() {
  constexpr unsigned kPatience = 1'000'000;
  const std::uint64_t before = shared.turns;
  for (unsigned pass = 0; pass < kPatience; ++pass) {
    if (shared.turns != before) return true;
    spin_passes(100);
  }
  return false;
}

void prepare(const Arguments& arguments) {
  shared.victim = &kVictims[arguments.get("victim")];
  shared.section = arguments.get("section");
  shared.footprint = arguments.get("footprint") * 1024;
  shared.seed = arguments.get("seed");
}

void start_hart(const Arguments& arguments) {
  if (kernel::smp_processor_id() != target())
    start_load(arguments);
  else if (shared.victim->sched_class != nullptr)
    shared.task = &kernel::kthread_run(victim_thread, nullptr, "victim");
}

void run(const Arguments& arguments) {
  const std::uint64_t rounds = arguments.get("rounds");
  kernel::Random random(shared.seed, 0);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    STANDSTILL_CHECK(shared.task == nullptr || victim_goes_on(),
                     "preempt_latency: the victim has its hart back");
    // Anywhere in the victim's loop.
    spin_passes(arguments.get("interval") + random.below(shared.section + kLongestGap));
    STANDSTILL_CHECK(kernel::stop_one_cpu(target(), stopped, nullptr) == 0,
                     "preempt_latency: the hart was stopped");
  }
  STANDSTILL_CHECK(shared.stops == rounds, "preempt_latency: fn ran once a round");
  kernel::printk("PASS: preempt_latency: ", rounds, " rounds on ", kernel::machine().harts,
                 " harts, victim ", arguments.word("victim"), ", load ", arguments.word("load"));
}

}  // namespace

constinit const Scenario kPreemptLatency = {
    .name = "preempt_latency",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
