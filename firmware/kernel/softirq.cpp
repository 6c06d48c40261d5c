// Soft interrupts: the vectors, and the thread for what interrupts do not get done.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/softirq.c (behaviour and names, not text).
#include "kernel/softirq.h"

#include "kernel/percpu.h"
#include "kernel/smpboot.h"

namespace standstill::kernel {
namespace {

/// Added to the preemption count while an action runs.
constexpr std::uint32_t kSoftirqOffset = 0x100;
/// After so many rounds the rest is left to the thread, so that tasks run too.
constexpr unsigned kMaxRestart = 10;

using SoftirqAction = void (*)();
constinit SoftirqAction softirq_vec[kNrSoftirqs] = {};

std::uint64_t bit(Softirq nr) { return 1ull << static_cast<unsigned>(nr); }

void add_preempt_count(std::uint32_t value) {
  preempt_disable();  // by one; from here on the CPU stays the same
  cpu_local().preempt_count = cpu_local().preempt_count + value - 1;
  arch::barrier();
}

/// Runs every vector that was pending when it was called. Interrupts are off, and on meanwhile.
void run_vectors() {
  const std::uint64_t pending = cpu_local().softirq_pending;
  cpu_local().softirq_pending = 0;
  arch::local_irq_enable();
  for (unsigned nr = 0; nr < kNrSoftirqs; ++nr)
    if ((pending >> nr & 1) != 0 && softirq_vec[nr] != nullptr) softirq_vec[nr]();
  arch::local_irq_disable();
}

Task*& ksoftirqd(unsigned cpu) { return per_cpu(cpu).ksoftirqd; }

void wakeup_softirqd() { wake_up_process(*this_cpu().ksoftirqd); }

bool ksoftirqd_should_run(unsigned) { return cpu_local().softirq_pending != 0; }

void run_ksoftirqd(unsigned) {
  arch::local_irq_disable();
  do_softirq();
  arch::local_irq_enable();
  cond_resched();
}

constexpr SmpHotplugThread kSoftirqThreads = {
    .store = ksoftirqd,
    .thread_should_run = ksoftirqd_should_run,
    .thread_fn = run_ksoftirqd,
    .create = nullptr,
    .setup = nullptr,
    .cleanup = nullptr,
    .park = nullptr,
    .unpark = nullptr,
    .selfparking = false,
    .thread_comm = "ksoftirqd/%u",
};

}  // namespace

void open_softirq(Softirq nr, void (*action)()) { softirq_vec[static_cast<unsigned>(nr)] = action; }

void raise_softirq_irqoff(Softirq nr) {
  CpuLocal& local = cpu_local();
  local.softirq_pending = local.softirq_pending | bit(nr);
}

void raise_softirq(Softirq nr) {
  preempt_disable();
  const arch::IrqFlags flags = arch::local_irq_save();
  raise_softirq_irqoff(nr);
  arch::local_irq_restore(flags);
  if (!in_softirq()) wakeup_softirqd();
  preempt_enable();
}

bool in_softirq() { return preempt_count() >= kSoftirqOffset; }

void do_softirq() {
  if (in_softirq()) return;
  add_preempt_count(kSoftirqOffset);
  for (unsigned round = 0; round < kMaxRestart && cpu_local().softirq_pending != 0; ++round)
    run_vectors();
  if (cpu_local().softirq_pending != 0) wakeup_softirqd();
  add_preempt_count(-kSoftirqOffset);
}

void softirq_take_over(unsigned dead_cpu) {
  CpuLocal& dead = per_cpu(dead_cpu).local;
  const std::uint64_t pending = dead.softirq_pending;
  dead.softirq_pending = 0;
  for (unsigned nr = 0; nr < kNrSoftirqs; ++nr)
    if ((pending >> nr & 1) != 0) raise_softirq(static_cast<Softirq>(nr));
}

void softirq_init() { smpboot_register_percpu_thread(kSoftirqThreads); }

}  // namespace standstill::kernel
