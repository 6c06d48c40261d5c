// The host side of the kernel: memory, markers, and the end of a run as an exception.
// SPDX-License-Identifier: Apache-2.0
#include "host/kernel_host.h"

#include <mutex>

#include "arch/csr.h"
#include "arch/layout.h"
#include "kernel/ipi.h"
#include "kernel/panic.h"
#include "kernel/smpboot.h"
#include "lib/machine.h"

extern "C" {
alignas(4096) std::byte __arena_start[17 * STANDSTILL_ARENA_SIZE];
void context_switch(standstill::kernel::Context*, standstill::kernel::Context*) {
  using namespace standstill;
  if (!host::on_switch) return;
  // As the task that comes: it drops the lock of the run queue and lets itself be interrupted.
  kernel::this_rq().lock.arch_unlock();
  kernel::preempt_enable_no_resched();
  arch::irqs_on = true;
  host::on_switch();
  arch::irqs_on = false;
  kernel::preempt_disable();
  kernel::this_rq().lock.arch_lock();
}
void task_entry() {}
extern const char trap_entry[1] = {};
extern const char trap_entry_end[1] = {};
}

namespace standstill {
namespace {

std::mutex log_mutex;
std::vector<host::LoggedMarker> log;

}  // namespace

std::function<void()> host::on_switch;

void arch::log_marker(platform::Marker phase, const volatile void* object, std::uint64_t operand) {
  const std::lock_guard guard(log_mutex);
  log.push_back({phase, this_hart->cpu, object, operand});
}

void kernel::finish_fail(ExitCode, Text reason) { throw host::KernelEnded(std::string(reason)); }

bool kernel::is_ending() { return false; }

void kernel::panic(const char* reason) { throw host::KernelEnded(reason); }

void host::make_machine(unsigned harts) {
  static bool initialised = false;
  kernel::cpu_present_mask = kernel::cpu_online_mask = kernel::cpu_active_mask = {};
  kernel::machine() = {};
  kernel::machine().harts = harts;
  kernel::machine().mswi = kMswi;
  kernel::ipi_init(drivers::DoorbellKind::Mswi);
  arch::time_now = 0;
  for (unsigned cpu = 0; cpu < harts; ++cpu) {
    // The first task of a hart is named before the hart knows who it is.
    arch::this_hart = &kernel::per_cpu(cpu).local;
    kernel::percpu_init(cpu);
    become_hart(cpu);
    kernel::sched_init(kernel::this_rq(), kernel::this_cpu().idle);
    if (!initialised) kernel::smpboot_select_simple(true), kernel::cpu_stop_init();
    initialised = true;
    kernel::smpboot_create_threads(cpu);
    kernel::stop_machine_unpark(cpu);
    kernel::cpu_present_mask.set(cpu);
    kernel::cpu_active_mask.set(cpu);
    kernel::cpu_online_mask.set(cpu);
  }
  become_hart(0);
  arch::irqs_on = true;
  arch::device_stores.clear();
  const std::lock_guard guard(log_mutex);
  log.clear();
}

void host::become_hart(unsigned cpu) {
  arch::this_hart = &kernel::per_cpu(cpu).local;
  arch::pending = &arch::mips[cpu];
}

std::vector<host::LoggedMarker> host::markers() {
  const std::lock_guard guard(log_mutex);
  return log;
}

std::vector<unsigned> host::take_doorbells() {
  std::vector<unsigned> harts;
  for (const auto& [address, value] : arch::device_stores)
    if (address >= kMswi && address < kMswi + 0x4000 && value == 1)
      harts.push_back(static_cast<unsigned>((address - kMswi) / 4));
  arch::device_stores.clear();
  return harts;
}

}  // namespace standstill
