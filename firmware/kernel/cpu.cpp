// The lock over the set of online CPUs.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/cpu.c (behaviour and names, not text).
#include "kernel/cpu.h"

#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "kernel/percpu_rwsem.h"

namespace standstill::kernel {
namespace {

constinit PercpuRwsem cpu_hotplug_lock(&PerCpu::hotplug_readers);

}  // namespace

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
