// The per-CPU areas: a block of memory the image does not fill.
// SPDX-License-Identifier: Apache-2.0
//
// Source: boot/link.ld places the block, arch/layout.h gives its stride to boot/entry.S.
#include "kernel/percpu.h"

#include <new>

#include "kernel/kthread.h"

namespace standstill::kernel {
namespace {

static_assert(sizeof(PerCpu) == STANDSTILL_PERCPU_SIZE, "arch/layout.h and PerCpu agree");
static_assert(sizeof(PerCpu) / kCacheLine % 2 == 1, "areas spread over the sets of a cache");

[[gnu::section(".bss.percpu_areas")]] alignas(kCacheLine) std::byte
    percpu_areas[kNrCpus * sizeof(PerCpu)];

}  // namespace

PerCpu& per_cpu(unsigned cpu) {
  return *std::launder(reinterpret_cast<PerCpu*>(percpu_areas + cpu * sizeof(PerCpu)));
}

PerCpu& percpu_init(unsigned cpu) {
  PerCpu& area = *new (percpu_areas + cpu * sizeof(PerCpu)) PerCpu;
  area.local.cpu = cpu;
  area.rq.cpu = cpu;
  area.idle.cpu = cpu;
  task_set_stack(area.idle, boot_stack(cpu));
  task_set_name(area.idle, "swapper", cpu);
  return area;
}

}  // namespace standstill::kernel
