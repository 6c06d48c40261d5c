// Grace periods: who begins them, who looks for their end, and who is told when there is none.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/rcu/tree.c, tree_stall.h (behaviour and names, not text), with one flat
// list of CPUs instead of a tree of nodes and without kthreads: all happens in the driver's tick.
#include "kernel/rcu.h"

#include "arch/csr.h"
#include "kernel/completion.h"
#include "kernel/console.h"
#include "kernel/percpu.h"
#include "kernel/tick.h"

namespace standstill::kernel {
namespace {

using Callbacks = List<RcuHead>;

struct RcuState {
  RawSpinlock lock{LockRank::Rcu};
  Callbacks current;     ///< end with the grace period under way
  Callbacks next;        ///< wait for one that begins after them
  CpuMask participants;  ///< CPUs that have ever come up
  CpuMask holdouts;      ///< CPUs not seen quiescent since the begin
  std::uint64_t begin = 0;
  std::atomic<std::uint64_t> report_at{~0ull};  ///< when the grace period becomes a stall
  std::atomic<unsigned> driver{0};              ///< the CPU whose tick looks for the end
};
constinit RcuState state;
constinit std::uint64_t stall_timeout = 0;

/// rcu_eqs of each CPU at the begin of the grace period. Not part of the image: see boot/link.ld.
[[gnu::section(".bss.percpu")]] std::uint64_t snapshots[kNrCpus];

void move_all(Callbacks& from, Callbacks& to) {
  while (RcuHead* head = from.pop_front()) to.push_back(*head);
}

void set_report_time(std::uint64_t now) {
  arch::write_once(state.report_at, stall_timeout == 0 ? ~0ull : now + stall_timeout);
}

/// Makes this CPU's tick look after the grace period. Interrupts are off.
void become_driver() {
  arch::write_once(state.driver, smp_processor_id());
  tick_start();
}

/// Under the lock, interrupts off.
void rcu_gp_start() {
  move_all(state.next, state.current);
  arch::write_once(rcu_sequence.gp_seq, rcu_sequence.gp_seq.load(std::memory_order_relaxed) + 1);
  // What was unpublished before comes before the look at the words: a CPU whose word changes from
  // now on cannot reach it afterwards. Pairs with the second barrier of rcu_qs() and with that of
  // rcu_idle_exit().
  arch::smp_mb();
  for (unsigned cpu = state.participants.first(); cpu < kNrCpus;
       cpu = state.participants.next(cpu + 1)) {
    snapshots[cpu] = per_cpu(cpu).local.rcu_eqs;
    if ((snapshots[cpu] & 1) == 0) state.holdouts.set(cpu);
  }
  state.begin = arch::read_time();
  set_report_time(state.begin);
  become_driver();
}

/// Strikes the CPUs off that were quiescent since the begin. At the end moves the callbacks that
/// waited for it to `done`, and begins the next grace period if there is a wish for it.
void rcu_gp_fqs(Callbacks& done) {
  arch::write_once(rcu_statistics.passes,
                   rcu_statistics.passes.load(std::memory_order_relaxed) + 1);
  for (unsigned cpu = state.holdouts.first(); cpu < kNrCpus; cpu = state.holdouts.next(cpu + 1))
    if (per_cpu(cpu).local.rcu_eqs != snapshots[cpu]) state.holdouts.clear(cpu);
  if (!state.holdouts.empty()) return;
  // Every reader's last access comes before what the callbacks do. Pairs with the first barrier of
  // rcu_qs(), with that of rcu_idle_enter() and with the acks of multi_cpu_stop().
  arch::smp_mb();
  arch::write_once(rcu_sequence.gp_seq, rcu_sequence.gp_seq.load(std::memory_order_relaxed) + 1);
  move_all(state.current, done);
  if (!state.next.empty()) rcu_gp_start();
}

/// Under the lock: fills `line` if the grace period is older than it should be.
bool check_cpu_stall(Line& line) {
  const std::uint64_t now = arch::read_time();
  if (!rcu_gp_in_progress() || now < state.report_at.load(std::memory_order_relaxed)) return false;
  set_report_time(now);
  line.add("rcu: stall on harts");
  for (unsigned cpu = state.holdouts.first(); cpu < kNrCpus; cpu = state.holdouts.next(cpu + 1)) {
    line.add(' ');
    line.add(cpu);
    line.add(" (");
    line.add(per_cpu(cpu).local.current->name);
    line.add(')');
  }
  line.add(", seen by hart ");
  line.add(smp_processor_id());
  line.add(" after ");
  line.add(now - state.begin);
  line.add(" ticks of the time base");
  rcu_statistics.stalled = state.holdouts;
  // The count says that the mask is there; pairs with an acquire of who waits for a report.
  arch::smp_store_release(rcu_statistics.stalls,
                          rcu_statistics.stalls.load(std::memory_order_relaxed) + 1);
  return true;
}

}  // namespace

void call_rcu(RcuHead& head, void (*func)(RcuHead& head)) {
  head.func = func;
  const arch::IrqFlags flags = state.lock.lock_irqsave();
  state.next.push_back(head);
  if (!rcu_gp_in_progress()) rcu_gp_start();
  state.lock.unlock_irqrestore(flags);
}

void synchronize_rcu() {
  struct Synchronize : RcuHead {
    Completion completion;
  } waiter;
  call_rcu(waiter, [](RcuHead& head) { static_cast<Synchronize&>(head).completion.complete(); });
  waiter.completion.wait();
}

void rcutree_cpu_starting() {
  CpuLocal& local = cpu_local();
  if ((local.rcu_eqs & 1) != 0) rcu_idle_exit();
  state.participants.set(local.cpu);
}

void rcutree_dead_cpu(unsigned cpu) {
  const arch::IrqFlags flags = state.lock.lock_irqsave();
  if (rcu_gp_in_progress() && state.driver.load(std::memory_order_relaxed) == cpu) become_driver();
  state.lock.unlock_irqrestore(flags);
}

void rcu_sched_clock_irq() {
  if (!rcu_gp_in_progress()) return;
  if (preempt_count() == 0) rcu_qs();
  // The driver alone asks the others, or as many would ask as many; but anybody finds a stall, and
  // a driver that goes down, without a tick of its own.
  const unsigned driver = state.driver.load(std::memory_order_relaxed);
  if (driver != smp_processor_id() && cpu_online(driver) &&
      arch::read_time() < state.report_at.load(std::memory_order_relaxed))
    return;
  Callbacks done;
  Line line;
  state.lock.lock();
  if (rcu_gp_in_progress()) rcu_gp_fqs(done);
  const bool stalled = check_cpu_stall(line);
  state.lock.unlock();
  if (stalled) console_write(line.text());
  while (RcuHead* head = done.pop_front()) head->func(*head);
}

bool rcu_needs_cpu() {
  return rcu_gp_in_progress() && state.driver.load(std::memory_order_relaxed) == smp_processor_id();
}

void rcu_set_stall_timeout(std::uint64_t ticks) { stall_timeout = ticks; }

}  // namespace standstill::kernel
