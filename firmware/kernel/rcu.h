// Read-copy update: readers take nothing, and whoever frees waits until all of them are gone.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 kernel/rcu/tree.c and tree_stall.h (behaviour and names, not text).
//
// A reader keeps its CPU to itself: preemption or interrupts off. So a CPU that switches tasks,
// that idles, that a tick finds preemptible, or that waits in multi_cpu_stop() with interrupts off
// holds no reference: it is quiescent, and says so by its word rcu_eqs, to which it alone writes.
// Odd: idle, offline or asleep in multi_cpu_stop(). A grace period has ended when every CPU was odd
// at its begin or has changed its word since. The tick of one CPU, the driver, looks at the words
// of the others; a CPU that idles is neither woken nor asked.
#ifndef STANDSTILL_FIRMWARE_KERNEL_RCU_H
#define STANDSTILL_FIRMWARE_KERNEL_RCU_H

#include "kernel/cpumask.h"
#include "kernel/preempt.h"
#include "lib/list.h"

namespace standstill::kernel {

/// What call_rcu() hangs on its lists; part of the object that shall be freed.
struct RcuHead : ListNode {
  void (*func)(RcuHead& head) = nullptr;
};

/// From here to rcu_read_unlock() nothing is freed that was reachable. May nest; must not sleep.
inline void rcu_read_lock() { preempt_disable(); }
inline void rcu_read_unlock() { preempt_enable(); }

/// Reads a pointer inside a read-side section. What it points to follows by address dependency.
template <typename T>
T* rcu_dereference(const std::atomic<T*>& pointer) {
  return pointer.load(std::memory_order_relaxed);
}

/// Publishes `value`, which is complete. Pairs with the dependency after rcu_dereference().
template <typename T>
void rcu_assign_pointer(std::atomic<T*>& pointer, std::type_identity_t<T>* value) {
  arch::smp_store_release(pointer, value);
}

/// Calls func(head) once every reader of now is gone: from an interrupt, so it must not sleep.
void call_rcu(RcuHead& head, void (*func)(RcuHead& head));

/// Sleeps until every reader of now is gone.
void synchronize_rcu();

/// Number of the grace period: odd while one is under way. Alone in its line: all harts read it.
struct alignas(kCacheLine) RcuSequence {
  std::atomic<std::uint64_t> gp_seq{0};
};
inline constinit RcuSequence rcu_sequence;
inline bool rcu_gp_in_progress() {
  return (rcu_sequence.gp_seq.load(std::memory_order_relaxed) & 1) != 0;
}

/// Two more: this CPU holds no reference now. Without fences, for the wait of multi_cpu_stop(),
/// whose acks are full barriers before the first and after the last pass. Interrupts are off.
inline void rcu_momentary_eqs() {
  CpuLocal& local = cpu_local();
  local.rcu_eqs = local.rcu_eqs + 2;
}

/// The same where an interrupt may come before or after, and read: by one access, ordered with what
/// is before and after it.
inline void rcu_momentary_eqs_irqs_on() { arch::add_ordered(cpu_local().rcu_eqs, 2); }

/// The same anywhere. What readers did here is done before; later ones see what was published
/// before the grace period began. Pairs with the barriers of rcu_gp_start() and rcu_gp_fqs().
inline void rcu_qs() {
  arch::smp_mb();
  rcu_momentary_eqs();
  arch::smp_mb();
}

/// schedule() is about to switch. Costs one load while no grace period is under way.
inline void rcu_note_context_switch() {
  if (rcu_gp_in_progress()) [[unlikely]]
    rcu_qs();
}

/// This CPU falls asleep or goes offline; no reader until rcu_idle_exit(). Interrupts are off.
inline void rcu_idle_enter() {
  arch::smp_mb();  // readers are done before the word says so; pairs with rcu_gp_fqs()
  CpuLocal& local = cpu_local();
  local.rcu_eqs = local.rcu_eqs + 1;
}
inline void rcu_idle_exit() {
  CpuLocal& local = cpu_local();
  local.rcu_eqs = local.rcu_eqs + 1;
  arch::smp_mb();  // before the first reader; pairs with rcu_gp_start()
}

/// This CPU takes part from now on. Called on it, before its first task.
void rcutree_cpu_starting();
/// `cpu` is gone for good or for a while: if it drove the grace period, this CPU does from now on.
void rcutree_dead_cpu(unsigned cpu);

/// The tick, in its interrupt: reports for this CPU, drives the grace period, looks for a stall.
void rcu_sched_clock_irq();
/// Whether this CPU must keep its tick though it idles: it drives a grace period.
bool rcu_needs_cpu();

/// A grace period older than this is reported, and again each time as much has passed; in ticks of
/// the time base, 0 for never.
void rcu_set_stall_timeout(std::uint64_t ticks);

/// What the driver and the stall detector did; written under their lock.
struct RcuStatistics {
  std::atomic<std::uint64_t> stalls{0};  ///< reports so far; `stalled` is that of the last
  std::atomic<std::uint64_t> passes{0};  ///< looks at a grace period under way
  CpuMask stalled;
};
inline constinit RcuStatistics rcu_statistics;

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_RCU_H
