// The per-CPU areas: a block of memory the image does not fill.
// SPDX-License-Identifier: Apache-2.0
//
// Source: boot/link.ld places the block, arch/layout.h gives its stride to boot/entry.S.
#include "kernel/percpu.h"

#include <new>

#include "kernel/kthread.h"

namespace standstill::kernel {
namespace {

static_assert(sizeof(PerCpu) <= STANDSTILL_PERCPU_SIZE, "arch/layout.h leaves room for PerCpu");
static_assert(STANDSTILL_PERCPU_SIZE % kCacheLine == 0);
static_assert(STANDSTILL_PERCPU_SIZE / kCacheLine % 2 == 1, "areas spread over a cache's sets");

[[gnu::section(".bss.percpu_areas")]] alignas(kCacheLine) std::byte
    percpu_areas[kNrCpus * STANDSTILL_PERCPU_SIZE];

}  // namespace

PerCpu& per_cpu(unsigned cpu) {
  return *std::launder(reinterpret_cast<PerCpu*>(percpu_areas + cpu * STANDSTILL_PERCPU_SIZE));
}

PerCpu& percpu_init(unsigned cpu) {
  PerCpu& area = *new (percpu_areas + cpu * STANDSTILL_PERCPU_SIZE) PerCpu;
  area.local.cpu = cpu;
  area.rq.cpu = cpu;
  task_set_stack(area.idle, boot_stack(cpu));
  task_set_name(area.idle, "swapper", cpu);
  return area;
}

}  // namespace standstill::kernel
