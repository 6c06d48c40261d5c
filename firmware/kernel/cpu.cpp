// The lock over the set of online CPUs, and how a CPU leaves it and comes back.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/cpu.c (behaviour and names, not text).
#include "kernel/cpu.h"

#include "arch/csr.h"
#include "kernel/cpuhp.h"
#include "kernel/errno.h"
#include "kernel/ipi.h"
#include "kernel/kthread.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "kernel/percpu_rwsem.h"
#include "kernel/rcu.h"
#include "kernel/sched.h"
#include "kernel/smpboot.h"
#include "kernel/softirq.h"
#include "kernel/stop_machine.h"
#include "kernel/tick.h"
#include "kernel/watchdog.h"

namespace standstill::kernel {
namespace {

constinit PercpuRwsem cpu_hotplug_lock(&PerCpu::hotplug_readers);

CpuhpCpuState& cpuhp_state(unsigned cpu) { return per_cpu(cpu).cpuhp; }

CpuhpState state_of(unsigned cpu) { return cpuhp_state(cpu).state.load(std::memory_order_relaxed); }

/// BringupCpu: wakes the CPU, which goes on in cpu_idle_dead(), and has its thread take the rest.
int bringup_cpu(unsigned cpu) {
  CpuhpCpuState& st = cpuhp_state(cpu);
  arch::write_once(st.boot_request, true);
  smp_boot_cpu(cpu);
  st.done.wait();
  kthread_unpark(*st.thread);
  return cpuhp_kick_ap(cpu, CpuhpState::Online);
}

/// On the CPU that goes, interrupts off, while all others stand still.
int take_cpu_down(void*) {
  const unsigned cpu = smp_processor_id();
  if (cpu == 0) return -kEbusy;  // the boot CPU
  cpu_online_mask.clear(cpu);
  if (cpuhp_invoke_callback_range(cpu, CpuhpState::ApOffline) != 0)
    panic("cpuhp: a DYING step fails");
  stop_machine_park(cpu);
  return 0;
}

/// TeardownCpu: parks the thread, takes the CPU down and waits until it is dead.
int takedown_cpu(unsigned cpu) {
  CpuhpCpuState& st = cpuhp_state(cpu);
  kthread_park(*st.thread);
  const CpuMask target = cpumask_of(cpu);
  if (const int err = stop_machine_cpuslocked(take_cpu_down, nullptr, &target)) {
    kthread_unpark(*st.thread);
    return err;
  }
  st.done.wait();
  if (state_of(cpu) != CpuhpState::ApIdleDead) panic("a CPU that went down is not dead");
  return 0;
}

/// On every CPU that runs and on the one that comes, all at a standstill: text may have changed
/// while it was away.
int sync_core(void*) {
  arch::local_flush_icache();
  return 0;
}

int ap_sync(unsigned) {
  return stop_machine_from_inactive_cpu(sync_core, nullptr, &cpu_present_mask);
}

/// What a CPU does before its idle task runs for the first time since it was dead.
void cpu_starting(unsigned cpu) {
  if (cpuhp_invoke_callback_range(cpu, CpuhpState::ApOnline) != 0)
    panic("cpuhp: a STARTING step fails");
  // The stopper takes work before anybody can think that the CPU is online, and runs before idle.
  stop_machine_unpark(cpu);
  cpu_online_mask.set(cpu);
  arch::write_once(cpuhp_state(cpu).state, CpuhpState::ApOnlineIdle);
  cpuhp_state(cpu).done.complete();
}

/// Under the lock. First the steps of its thread, then the rest; all come back if one fails.
int cpu_down_locked(unsigned cpu) {
  if (cpu >= nr_cpu_ids || !cpu_present_mask.test(cpu)) return -kEinval;
  if (cpu_online(cpu) && num_online_cpus() == 1) return -kEbusy;
  int ret = 0;
  if (state_of(cpu) > CpuhpState::TeardownCpu) ret = cpuhp_kick_ap(cpu, CpuhpState::TeardownCpu);
  if (ret != 0) return ret;
  ret = cpuhp_callbacks(cpu, CpuhpState::Offline);
  if (ret != 0 && state_of(cpu) == CpuhpState::TeardownCpu) cpuhp_kick_ap(cpu, CpuhpState::Online);
  return ret;
}

template <auto step>
int always(unsigned cpu) {
  step(cpu);
  return 0;
}
void sched_cpu_dying(unsigned cpu) { migrate_tasks(cpu_rq(cpu)); }
void tick_dying(unsigned) { tick_init(); }

}  // namespace

void cpu_init() {
  using enum CpuhpState;
  cpuhp_step(CreateThreads) = {"threads:prepare", always<smpboot_create_threads>, nullptr};
  cpuhp_step(RcutreeDead) = {"rcu/tree:dead", nullptr, always<rcutree_dead_cpu>};
  cpuhp_step(SoftirqDead) = {"softirq:dead", nullptr, always<softirq_take_over>};
  cpuhp_step(BringupCpu) = {"cpu:bringup", bringup_cpu, nullptr};
  cpuhp_step(ApSync) = {"sync:starting", ap_sync, nullptr};
  cpuhp_step(ApSchedStarting) = {"sched:starting", nullptr, always<sched_cpu_dying>};
  cpuhp_step(ApTickDying) = {"tick:dying", nullptr, always<tick_dying>};
  cpuhp_step(TeardownCpu) = {"cpu:teardown", nullptr, takedown_cpu};
  cpuhp_step(ApSmpbootThreads) = {"smpboot/threads:online", always<smpboot_unpark_threads>,
                                  always<smpboot_park_threads>};
  cpuhp_step(ApWatchdogOnline) = {"lockup_detector:online", always<lockup_detector_online_cpu>,
                                  always<lockup_detector_offline_cpu>};
  cpuhp_step(ApActive) = {"sched:active", always<sched_cpu_activate>, always<sched_cpu_deactivate>};
  if (smpboot_knows_hotplug()) cpuhp_threads_init();
}

void cpu_boot_online(unsigned cpu) {
  CpuhpCpuState& st = cpuhp_state(cpu);
  cpu_present_mask.set(cpu);
  stop_machine_unpark(cpu);
  cpu_online_mask.set(cpu);
  arch::write_once(st.state, CpuhpState::ApOnlineIdle);
  if (st.thread != nullptr) kthread_unpark(*st.thread);
  cpuhp_invoke_callback_range(cpu, CpuhpState::Online);
}

void cpu_idle_dead() {
  const unsigned cpu = smp_processor_id();
  CpuhpCpuState& st = cpuhp_state(cpu);
  preempt_disable();
  arch::write_mie(arch::kMieSoftware);
  arch::write_once(st.state, CpuhpState::ApIdleDead);
  rcu_idle_enter();  // before anybody can think that the CPU is dead
  st.done.complete();
  // Any doorbell ends the sleep; those of others than bringup_cpu() mean nothing to the dead.
  while (!st.boot_request.load(std::memory_order_relaxed)) {
    arch::wait_for_interrupt();
    ipi_clear();
  }
  rcu_idle_exit();
  arch::write_once(st.boot_request, false);
  cpu_starting(cpu);
  arch::set_mie(arch::kMieSoftware | arch::kMieTimer | ipi_enable());
  preempt_enable_no_resched();
}

int cpu_up(unsigned cpu) {
  if (!smpboot_knows_hotplug()) return -kEopnotsupp;
  cpus_write_lock();
  int ret = -kEinval;
  if (cpu < nr_cpu_ids && cpu_present_mask.test(cpu))
    ret = cpu_online(cpu) ? 0 : cpuhp_callbacks(cpu, CpuhpState::BringupCpu);
  cpus_write_unlock();
  return ret;
}

int cpu_down(unsigned cpu) {
  if (!smpboot_knows_hotplug()) return -kEopnotsupp;
  cpus_write_lock();
  const int ret = cpu_down_locked(cpu);
  cpus_write_unlock();
  return ret;
}

void cpus_read_lock() {
  if (cpus_read_lock_held()) panic("cpus_read_lock: the task holds it already");
  cpu_hotplug_lock.read_lock();
  current()->holds_cpus = true;
}

void cpus_read_unlock() {
  lockdep_assert_cpus_held();
  current()->holds_cpus = false;
  cpu_hotplug_lock.read_unlock();
}

void cpus_write_lock() {
  if (cpus_read_lock_held()) panic("cpus_write_lock: the task holds it already");
  cpu_hotplug_lock.write_lock();
  current()->holds_cpus = true;
}

void cpus_write_unlock() {
  lockdep_assert_cpus_held();
  current()->holds_cpus = false;
  cpu_hotplug_lock.write_unlock();
}

bool cpus_read_lock_held() { return current()->holds_cpus; }

void lockdep_assert_cpus_held() {
  if (!cpus_read_lock_held()) panic("the CPUs are not locked");
}

}  // namespace standstill::kernel
