// The walk over the states of a CPU, and the thread that walks the upper ones.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/cpu.c (behaviour and names, not text).
#include "kernel/cpuhp.h"

#include "kernel/cpu.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "kernel/smpboot.h"

namespace standstill::kernel {
namespace {

constinit CpuhpStep cpuhp_hp_states[kCpuhpStates];

CpuhpState neighbour(CpuhpState state, int distance) {
  return static_cast<CpuhpState>(static_cast<int>(state) + distance);
}

int call(CpuhpCallback callback, unsigned cpu) { return callback == nullptr ? 0 : callback(cpu); }

Task*& cpuhp_thread(unsigned cpu) { return per_cpu(cpu).cpuhp.thread; }

bool cpuhp_should_run(unsigned cpu) {
  // Acquire: pairs with the release in cpuhp_kick_ap().
  return arch::smp_load_acquire(per_cpu(cpu).cpuhp.should_run);
}

void cpuhp_thread_fun(unsigned cpu) {
  CpuhpCpuState& st = per_cpu(cpu).cpuhp;
  arch::write_once(st.should_run, false);
  // Whoever kicked us keeps the CPUs as they are, and waits.
  current()->holds_cpus = true;
  st.result = cpuhp_callbacks(cpu, st.target);
  current()->holds_cpus = false;
  st.done.complete();
}

constexpr SmpHotplugThread kCpuhpThreads = {
    .store = cpuhp_thread,
    .thread_should_run = cpuhp_should_run,
    .thread_fn = cpuhp_thread_fun,
    .create = nullptr,
    .setup = nullptr,
    .cleanup = nullptr,
    .park = nullptr,
    .unpark = nullptr,
    .selfparking = true,
    .thread_comm = "cpuhp/%u",
};

}  // namespace

CpuhpStep& cpuhp_step(CpuhpState state) { return cpuhp_hp_states[static_cast<unsigned>(state)]; }

int cpuhp_invoke_callback_range(unsigned cpu, CpuhpState target) {
  std::atomic<CpuhpState>& state = per_cpu(cpu).cpuhp.state;
  const CpuhpState begin = state.load(std::memory_order_relaxed);
  const bool bringup = begin < target;
  // A step may take the CPU further than by one: those before and after it are taken by the CPU.
  for (CpuhpState at = begin; bringup ? at < target : at > target;
       at = state.load(std::memory_order_relaxed)) {
    const CpuhpStep& step = cpuhp_step(bringup ? neighbour(at, 1) : at);
    arch::write_once(state, neighbour(at, bringup ? 1 : -1));
    const int ret = call(bringup ? step.startup : step.teardown, cpu);
    if (ret == 0) continue;
    arch::write_once(state, neighbour(state.load(std::memory_order_relaxed), bringup ? -1 : 1));
    return ret;
  }
  return 0;
}

int cpuhp_callbacks(unsigned cpu, CpuhpState target) {
  const CpuhpState begin = per_cpu(cpu).cpuhp.state.load(std::memory_order_relaxed);
  const int ret = cpuhp_invoke_callback_range(cpu, target);
  if (ret != 0 && cpuhp_invoke_callback_range(cpu, begin) != 0)
    panic("cpuhp: a step fails on the way back");
  return ret;
}

int cpuhp_kick_ap(unsigned cpu, CpuhpState target) {
  CpuhpCpuState& st = per_cpu(cpu).cpuhp;
  st.target = target;
  // Release: the thread that sees the request sees the target; pairs with cpuhp_should_run().
  arch::smp_store_release(st.should_run, true);
  wake_up_process(*st.thread);
  st.done.wait();
  return st.result;
}

void cpuhp_setup_state_nocalls(CpuhpState state, const char* name, CpuhpCallback startup,
                               CpuhpCallback teardown) {
  cpus_write_lock();
  cpuhp_step(state) = {name, startup, teardown};
  cpus_write_unlock();
}

void cpuhp_threads_init() { smpboot_register_percpu_thread(kCpuhpThreads); }

}  // namespace standstill::kernel
