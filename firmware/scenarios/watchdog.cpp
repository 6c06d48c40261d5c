// watchdog: the hard-lockup detector speaks when a hart is missing, and only then.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's rule for multi_cpu_stop() (touch_nmi_watchdog() after Prepare only); RISC-V
// Smrnmi: an NMI may come anywhere and leaves no trace in what it interrupts.
#include "kernel/watchdog.h"

#include "arch/hart.h"
#include "kernel/check.h"
#include "kernel/completion.h"
#include "kernel/cpu.h"
#include "kernel/kthread.h"
#include "kernel/percpu.h"
#include "kernel/rcu.h"
#include "kernel/stop_machine.h"
#include "lib/machine.h"
#include "scenarios/load.h"

namespace standstill::scenarios {
namespace {

namespace device = platform::watchdog;
using kernel::lockup_detector;
using kernel::lockup_record;
using kernel::OnLockup;

/// In timeouts; far longer than any wait here.
constexpr std::uint64_t kPatience = 1000;

constinit bool with_mask = false;
constinit kernel::Completion hold;
constinit kernel::Completion held;
constinit std::atomic<bool> is_held{false};

std::uint64_t reg(std::uint64_t address) {
  return kernel::machine().watchdog + (address - device::block(0));
}
std::uint32_t read(std::uint64_t address) { return arch::mmio_read<std::uint32_t>(reg(address)); }
void set_limits(unsigned cpu, std::uint64_t timeout, std::uint64_t pretimeout) {
  arch::mmio_write<std::uint64_t>(reg(device::block(cpu)), pretimeout << 32 | timeout);
}
std::uint64_t value(const std::atomic<std::uint64_t>& counter) {
  return counter.load(std::memory_order_relaxed);
}
std::uint64_t nmis(unsigned cpu) { return value(lockup_record(cpu).nmis); }
std::uint64_t lockups(unsigned cpu) { return value(lockup_record(cpu).lockups); }
std::uint64_t all_of(std::uint64_t (*counter)(unsigned)) {
  std::uint64_t sum = 0;
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) sum += counter(cpu);
  return sum;
}

/// Waits `timeouts` times the timeout of the watchdog.
void let_pass(std::uint64_t timeouts) {
  const std::uint64_t end = arch::read_time() + timeouts * lockup_detector.timeout;
  while (arch::read_time() < end) arch::cpu_relax();
}

template <typename Condition>
bool wait_until(Condition condition) {
  const std::uint64_t end = arch::read_time() + kPatience * lockup_detector.timeout;
  while (!condition() && arch::read_time() < end) arch::cpu_relax();
  return condition();
}

void check_armed() {
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) {
    const std::uint32_t timeout = lockup_detector.timeout;
    STANDSTILL_CHECK(read(device::timeout(cpu)) == timeout, "each hart's watchdog is armed", cpu);
    STANDSTILL_CHECK(read(device::pretimeout(cpu)) == timeout / 2, "its interrupt comes halfway");
    STANDSTILL_CHECK((read(device::status(cpu)) & device::kStatusRunning) != 0, "it counts");
  }
}

/// Harts that idle, that compute, that take interrupts: none is locked up, nor is there an NMI.
void check_normal_load() {
  const std::uint64_t seen = all_of(nmis);
  const std::uint64_t interrupts = value(lockup_record(1).interrupts);
  let_pass(3);
  STANDSTILL_CHECK(all_of(nmis) == seen, "no NMI while all take interrupts", all_of(nmis));
  STANDSTILL_CHECK(value(lockup_record(1).interrupts) >= interrupts + 4,
                   "the pre-timeout interrupt pets, also on a hart that idles");
}

/// A value that depends on every step and on every register the loop keeps.
std::uint64_t churn(std::uint64_t steps) {
  std::uint64_t a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8;
  for (; steps != 0; --steps) {
    a = a * 0x9E3779B97F4A7C15ull + h, b ^= a >> 7, c += b, d = d * 31 + c;
    e ^= d << 3, f += e, g = g * 17 ^ f, h += g;
  }
  return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h;
}
constexpr std::uint64_t kChurnSteps = 2000;

/// On the last hart: interrupts off until its own NMI has reported it, registers full all the
/// while.
void be_held(void*) {
  const unsigned cpu = kernel::smp_processor_id();
  const std::uint64_t expected = churn(kChurnSteps);
  hold.wait();
  const std::uint64_t before = lockups(cpu);
  const arch::IrqFlags flags = arch::local_irq_save();
  arch::smp_store_release(is_held, true);
  bool same = true;
  const bool reported = wait_until([&] {
    same = same && churn(kChurnSteps) == expected;
    return lockups(cpu) != before;
  });
  STANDSTILL_CHECK(reported, "the NMI finds the hart that holds interrupts off");
  STANDSTILL_CHECK(same, "an NMI changes no register of who is interrupted");
  STANDSTILL_CHECK(arch::irqs_disabled(), "interrupts are as off after the NMI as before");
  const auto& word = lockup_record(cpu).nmis;
  STANDSTILL_CHECK(arch::registers_survive(word, value(word)), "an NMI saves what it uses");
  STANDSTILL_CHECK(arch::registers_survive(word, value(word)), "and so does the next");
  STANDSTILL_CHECK(lockups(cpu) == before + 1, "one report for one lockup", lockups(cpu));
  arch::local_irq_restore(flags);
  held.complete();
}

int count_run(void* data) {
  ++*static_cast<std::uint64_t*>(data);
  return 5;
}

/// The rule itself: one hart is missing in Prepare. It is reported, and nobody else; then it comes.
void check_missing_in_prepare() {
  const unsigned last = kernel::machine().harts - 1;
  const std::uint64_t before = all_of(lockups);
  const std::uint64_t others = all_of(nmis) - nmis(last);
  hold.complete();
  STANDSTILL_CHECK(wait_until([] { return arch::smp_load_acquire(is_held); }), "a hart is held");
  std::uint64_t runs = 0;
  STANDSTILL_CHECK(kernel::stop_machine(count_run, &runs, nullptr) == 5,
                   "the rendezvous ends once the hart comes");
  STANDSTILL_CHECK(runs == 1, "its fn ran once");
  held.wait();
  STANDSTILL_CHECK(lockups(last) == 1, "the missing hart is reported once", lockups(last));
  STANDSTILL_CHECK(all_of(lockups) == before + 1, "no hart that waits in Prepare is reported");
  STANDSTILL_CHECK(with_mask || all_of(nmis) - nmis(last) == others,
                   "harts that wait in Prepare take interrupts, and no NMI");
}

/// fn of a rendezvous that takes `timeouts` timeouts.
struct LongFn {
  std::uint64_t timeouts;
  std::uint64_t nmis_before = 0;
  std::uint64_t nmis_after = 0;
};

int outlast(void* data) {
  auto& fn = *static_cast<LongFn*>(data);
  fn.nmis_before = all_of(nmis);
  let_pass(fn.timeouts);
  fn.nmis_after = all_of(nmis);
  return 0;
}

/// After Prepare the waiters touch the watchdog, and fn has all the time it wants.
void check_long_fn() {
  const std::uint64_t reported = all_of(lockups);
  LongFn fn{3};
  kernel::stop_machine(outlast, &fn, nullptr);
  const std::uint64_t came = fn.nmis_after - fn.nmis_before;
  STANDSTILL_CHECK(all_of(lockups) == reported, "a fn of three timeouts is not reported");
  if (with_mask)
    STANDSTILL_CHECK(came == 0, "no NMI comes into a masked window", came);
  else
    STANDSTILL_CHECK(came >= 2 * kernel::machine().harts,
                     "the NMI came, on every hart, and found it alive", came);
}

/// False if the other policies do not go with that way of masking: then all stays as it is.
bool select_mask(bool on) {
  if (!kernel::select_stop_machine({}, {}, {}, {}, on ? "on" : "off")) return false;
  return with_mask = on, true;
}

/// Without touches: masked, nothing comes; not masked, the one that waits is reported.
void check_withheld_touch() {
  lockup_detector.heeds_touches = false;
  LongFn fn{3};
  if (select_mask(true)) {
    const std::uint64_t reported = all_of(lockups);
    kernel::stop_machine(outlast, &fn, nullptr);
    STANDSTILL_CHECK(fn.nmis_after == fn.nmis_before, "masked, no NMI comes though none touches");
    STANDSTILL_CHECK(all_of(lockups) == reported, "masked, nobody is reported though none touches");
    check_armed();
  }
  select_mask(false);
  kernel::stop_two_cpus(0, 1, outlast, &fn);
  STANDSTILL_CHECK(lockups(1) != 0, "not masked, who waits without a touch is reported");
  STANDSTILL_CHECK(lockups(0) == 0, "who runs fn is not, for a while", lockups(0));
  lockup_detector.heeds_touches = true;
}

/// A fn that never ends is a lockup in the end, of the hart that runs it and no other.
void check_hung_fn() {
  const std::uint32_t patience = lockup_detector.fn_patience;
  lockup_detector.fn_patience = 2;
  const std::uint64_t others = all_of(lockups) - lockups(0);
  LongFn fn{5};
  kernel::stop_machine(outlast, &fn, nullptr);
  STANDSTILL_CHECK(lockups(0) == 1, "a fn that does not end is reported", lockups(0));
  STANDSTILL_CHECK(all_of(lockups) - lockups(0) == others, "who waits for it is not");
  lockup_detector.fn_patience = patience;
}

/// NMIs in WFI: the idle hart is alive, sleeps on, and still wakes when it should.
void check_nmi_in_idle() {
  const unsigned last = kernel::machine().harts - 1;
  const auto idle = [last] { return (kernel::per_cpu(last).local.rcu_eqs & 1) != 0; };
  STANDSTILL_CHECK(wait_until(idle), "the last hart idles");
  const std::uint64_t reported = all_of(lockups);
  const std::uint64_t seen = nmis(last);
  const std::uint64_t switches = kernel::cpu_rq(last).nr_switches;
  set_limits(last, 20, 0);
  STANDSTILL_CHECK(wait_until([&] { return nmis(last) >= seen + 5; }), "NMIs come to an idle hart");
  STANDSTILL_CHECK(kernel::cpu_rq(last).nr_switches == switches, "an NMI switches no tasks");
  arch::mmio_write<std::uint64_t>(
      reg(device::block(last)),
      std::uint64_t{lockup_detector.timeout / 2} << 32 | lockup_detector.timeout);
  STANDSTILL_CHECK(all_of(lockups) == reported, "an idle hart is never locked up");
  std::uint64_t runs = 0;
  STANDSTILL_CHECK(kernel::stop_one_cpu(last, count_run, &runs) == 5 && runs == 1,
                   "a hart that slept under NMIs wakes for work");
}

/// NMIs as fast as they come, through entries and exits of traps, LR/SC loops and full registers.
void check_storm() {
  lockup_detector.on_lockup = OnLockup::Ignore;
  const std::uint64_t expected = churn(kChurnSteps / 20);
  volatile std::uint64_t word = 0;
  std::uint64_t turns = 0;
  bool same = true;
  const unsigned cpu = kernel::smp_processor_id();
  const std::uint64_t seen = nmis(cpu);
  set_limits(cpu, 3, 0);
  const bool hit = wait_until([&] {
    arch::mmio_write<std::uint32_t>(kernel::machine().mswi + 4 * std::uint64_t{cpu}, 1);
    arch::lrsc_increment(&word);
    same = same && churn(kChurnSteps / 20) == expected;
    ++turns;
    return value(lockup_record(cpu).in_trap) != 0 && nmis(cpu) >= seen + 50;
  });
  arch::mmio_write<std::uint64_t>(
      reg(device::block(cpu)),
      std::uint64_t{lockup_detector.timeout / 2} << 32 | lockup_detector.timeout);
  STANDSTILL_CHECK(hit, "NMIs came by the dozen, and into a trap's entry or exit",
                   nmis(cpu) - seen);
  STANDSTILL_CHECK(same, "no register is lost in the storm");
  STANDSTILL_CHECK(word == turns, "no LR/SC increment is lost or doubled", std::uint64_t{word});
  STANDSTILL_CHECK(!arch::irqs_disabled() && kernel::preempt_count() == 0, "all is on after it");
  lockup_detector.on_lockup = OnLockup::Report;
}

/// A CPU that is away has no watchdog; one that is back has.
void check_offline() {
  const unsigned last = kernel::machine().harts - 1;
  STANDSTILL_CHECK(kernel::cpu_down(last) == 0, "the last hart goes offline");
  STANDSTILL_CHECK((read(device::status(last)) & device::kStatusRunning) == 0,
                   "the watchdog of an offline hart stands");
  const std::uint64_t seen = nmis(last);
  let_pass(3);
  STANDSTILL_CHECK(nmis(last) == seen, "no NMI comes to an offline hart");
  STANDSTILL_CHECK(kernel::cpu_up(last) == 0, "it comes back");
}

void start_hart(const Arguments&) {
  const bool last = kernel::smp_processor_id() + 1 == kernel::machine().harts;
  if (last) kernel::kthread_run(be_held, nullptr, "held");
}

void run(const Arguments& arguments) {
  with_mask = arguments.word("nmimask") == "on";
  check_armed();
  check_normal_load();
  check_missing_in_prepare();
  check_long_fn();
  if (select_mask(!with_mask)) check_long_fn();
  check_withheld_touch();
  check_hung_fn();
  check_nmi_in_idle();
  check_storm();
  check_offline();
  check_armed();
  kernel::printk("PASS: watchdog: ", all_of(lockups), " lockups found by ", all_of(nmis), " NMIs, ",
                 kernel::checks_passed(), " checks on ", kernel::machine().harts, " harts");
}

}  // namespace

constinit const Scenario kWatchdog = {
    .name = "watchdog",
    .prepare = nullptr,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
