// The hard-lockup detector on the hart watchdog and its NMI.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see kernel/watchdog.h. The NMI may come anywhere, under any lock: nothing here takes one.
#include "kernel/watchdog.h"

#include <new>

#include "arch/barrier.h"
#include "arch/csr.h"
#include "drivers/hart_watchdog.h"
#include "kernel/kthread.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "lib/bootargs.h"
#include "lib/machine.h"

extern "C" const char trap_entry[];
extern "C" const char trap_entry_end[];

namespace standstill::kernel {
namespace {

constexpr std::size_t kNmiStackSize = 2048;
constexpr unsigned kPatience = 100000;

struct alignas(kCacheLine) WatchdogState {
  LockupRecord record;
  std::uint64_t touches = 0;  ///< watchdog_touches at the last look
  std::uint32_t looks = 0;    ///< how often in a row fn was found running
  bool reported = false;      ///< the lockup that goes on is known
  void* nmi_stack = nullptr;  ///< its upper end
};
/// Not part of the image: see boot/link.ld. Each CPU makes its own when it first comes online.
[[gnu::section(".bss.percpu")]] alignas(
    kCacheLine) std::byte states[kNrCpus][sizeof(WatchdogState)];

constinit CpuMask has_state;
constinit CpuMask armed;  ///< CPUs whose detector is on

WatchdogState& state_of(unsigned cpu) {
  return *std::launder(reinterpret_cast<WatchdogState*>(states[cpu]));
}
WatchdogState& mine() { return state_of(smp_processor_id()); }

void count(std::atomic<std::uint64_t>& counter) {
  arch::write_once(counter, counter.load(std::memory_order_relaxed) + 1);
}

drivers::HartWatchdog hardware() { return {machine().watchdog, smp_processor_id()}; }

/// This CPU is alive; what it does from now on counts.
void look_afresh(WatchdogState& state) {
  state.touches = cpu_local().watchdog_touches;
  state.looks = 0;
  state.reported = false;
}

/// Whether this CPU has shown a sign of life since the last look.
bool is_alive(WatchdogState& state) {
  const CpuLocal& local = cpu_local();
  const std::uint64_t touches = local.watchdog_touches;
  const bool in_fn = (touches & 1) != 0;
  const bool touched = touches != state.touches && lockup_detector.heeds_touches;
  state.looks = in_fn && touches == state.touches ? state.looks + 1 : 0;
  state.touches = touches;
  // The word alone does not tell: it is odd too while a waiter of multi_cpu_stop() sleeps.
  const bool idle = (local.rcu_eqs & 1) != 0 && current() == &this_cpu().idle;
  return touched || idle || (in_fn && state.looks < lockup_detector.fn_patience);
}

/// One hart after the other, but for none's sake for ever.
class Reporter {
 public:
  Reporter() {
    for (unsigned i = 0; i < kPatience && taken_.exchange(1, std::memory_order_relaxed) != 0; ++i)
      arch::cpu_relax();
    console_wait_for_line_end();
  }
  ~Reporter() { arch::write_once(taken_, 0); }
  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;

 private:
  static inline constinit std::atomic<std::uint32_t> taken_{0};
};

void report_lockup(std::uint64_t pc) {
  const Reporter reporter;
  Line line;
  line.add("watchdog: hard LOCKUP on hart ");
  line.add(smp_processor_id());
  line.add(" at ");
  line.add(hex(pc));
  line.add(" in ");
  line.add(current()->name);
  console_write_unlocked(line.text());
  print_stop_info_all();
}

}  // namespace

const LockupRecord& lockup_record(unsigned cpu) { return state_of(cpu).record; }

void lockup_detector_init(const Arguments& arguments) {
  lockup_detector.on = arguments.word("watchdog") == "on";
  lockup_detector.timeout =
      static_cast<std::uint32_t>(machine().timebase * arguments.get("timeout") / 1'000'000);
  lockup_detector.on_lockup =
      arguments.word("lockup") == "panic" ? OnLockup::Panic : OnLockup::Report;
}

void lockup_detector_online_cpu(unsigned cpu) {
  if (!lockup_detector.on) return;
  if (!has_state.test(cpu)) {
    auto* stack = static_cast<std::byte*>(arena_alloc(kNmiStackSize));
    (new (states[cpu]) WatchdogState)->nmi_stack = stack + kNmiStackSize;
    has_state.set(cpu);
  }
  look_afresh(mine());
  arch::set_nmi_stack(mine().nmi_stack);
  arch::set_mie(arch::kMieWatchdog);
  hardware().set_timeout(lockup_detector.timeout);
  armed.set(cpu);
}

void lockup_detector_offline_cpu(unsigned cpu) {
  if (!lockup_detector.on) return;
  armed.clear(cpu);
  hardware().set_timeout(0);
  arch::clear_mie(arch::kMieWatchdog);
}

void watchdog_pause() {
  if (armed.test(smp_processor_id())) hardware().set_timeout(0);
}

void watchdog_resume() {
  if (armed.test(smp_processor_id())) hardware().set_timeout(lockup_detector.timeout);
}

void watchdog_interrupt() {
  count(mine().record.interrupts);
  look_afresh(mine());
  hardware().pet();
}

void watchdog_nmi(std::uint64_t pc) {
  // Answered already: its wire was still up.
  if (!hardware().timed_out()) return;
  WatchdogState& state = mine();
  LockupRecord& record = state.record;
  count(record.nmis);
  arch::write_once(record.pc, pc);
  if (pc >= reinterpret_cast<std::uint64_t>(trap_entry) &&
      pc < reinterpret_cast<std::uint64_t>(trap_entry_end))
    count(record.in_trap);
  const bool alive = is_alive(state);
  if (alive) state.reported = false;
  if (!alive && !state.reported && !is_ending() && lockup_detector.on_lockup != OnLockup::Ignore) {
    state.reported = true;
    report_lockup(pc);
    count(record.lockups);
    if (lockup_detector.on_lockup == OnLockup::Panic) panic("hard lockup");
  }
  hardware().pet();
}

}  // namespace standstill::kernel
