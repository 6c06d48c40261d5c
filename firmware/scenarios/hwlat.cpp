// hwlat: threads that hog their harts with interrupts off and look for time that nobody can
// explain. SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's hwlat tracer (Documentation/trace/hwlat_detector.rst): in each `window` a thread
// turns interrupts off for `width` and reads the time in pairs, back to back. No software can come
// between two readings, so a gap above `threshold` is the machine's: `inner` between the two of a
// pair, `outer` from one pair to the next. The model puts such gaps in by hart.stall.
#include "kernel/check.h"
#include "kernel/kthread.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "scenarios/load.h"

namespace standstill::scenarios {
namespace {

enum class Mode : std::uint64_t { PerCpu, RoundRobin };
enum class Expect : std::uint64_t { Any, None, Some };

/// What the threads are to do; times in ticks of the time base.
struct Plan {
  std::uint64_t windows;
  std::uint64_t window;
  std::uint64_t width;
  std::uint64_t threshold;
  Mode mode;
};

/// What a hart has found, in ticks; a line of its own.
struct alignas(64) Found {
  std::uint64_t windows;
  std::uint64_t pairs;
  std::uint64_t count;  ///< gaps above the threshold
  std::uint64_t inner;  ///< the widest
  std::uint64_t outer;
  std::uint64_t first;  ///< when the first above the threshold ended, 0 for none
};

[[gnu::section(".bss.percpu")]] Found all_found[kernel::kNrCpus];
constinit Plan plan{};
constinit kernel::Countdown threads;

std::uint64_t ticks_of(std::uint64_t microseconds) {
  const std::uint64_t ticks = kernel::machine().timebase * microseconds / 1'000'000;
  return ticks != 0 ? ticks : 1;
}

std::uint64_t microseconds_of(std::uint64_t ticks) {
  return ticks * 1'000'000 / kernel::machine().timebase;
}

std::uint64_t larger(std::uint64_t a, std::uint64_t b) { return a > b ? a : b; }

/// One window's sampling. Interrupts are off.
Found sample() {
  Found found{};
  const std::uint64_t start = arch::read_time();
  std::uint64_t last = start;
  std::uint64_t second = start;
  bool forward = true;
  do {
    const std::uint64_t first = arch::read_time();
    second = arch::read_time();
    forward = forward && first >= last && second >= first;
    const std::uint64_t inner = second - first;
    const std::uint64_t outer = first - last;
    last = second;
    found.inner = larger(found.inner, inner);
    found.outer = larger(found.outer, outer);
    found.count += (inner > plan.threshold) + (outer > plan.threshold);
    if (found.count != 0 && found.first == 0) found.first = second;
    ++found.pairs;
  } while (second - start < plan.width);
  STANDSTILL_CHECK(forward, "time never goes back");
  STANDSTILL_CHECK(second - start >= plan.width, "a window is sampled to its end");
  return found;
}

void add(Found& sum, const Found& found) {
  ++sum.windows;
  sum.pairs += found.pairs;
  sum.count += found.count;
  sum.inner = larger(sum.inner, found.inner);
  sum.outer = larger(sum.outer, found.outer);
  if (sum.first == 0) sum.first = found.first;
}

/// Hogs this hart for one window's width.
void hog() {
  const unsigned cpu = kernel::smp_processor_id();
  const std::uint64_t switches = kernel::this_rq().nr_switches;
  const arch::IrqFlags flags = arch::local_irq_save();
  const std::uint64_t switches_before = kernel::this_rq().nr_switches;
  const Found found = sample();
  STANDSTILL_CHECK(arch::irqs_disabled(), "interrupts stay off while it samples");
  STANDSTILL_CHECK(kernel::this_rq().nr_switches == switches_before,
                   "no task comes between two samples");
  arch::local_irq_restore(flags);
  STANDSTILL_CHECK(kernel::smp_processor_id() == cpu, "the thread stays on its hart");
  STANDSTILL_CHECK(kernel::this_rq().nr_switches >= switches, "switches are counted up");
  STANDSTILL_CHECK(!arch::irqs_disabled(), "interrupts are on again between windows");
  STANDSTILL_CHECK((found.count != 0) == (larger(found.inner, found.outer) > plan.threshold),
                   "a gap is counted exactly if one is above the threshold");
  add(all_found[cpu], found);
}

void hwlat_thread(void*) {
  const unsigned cpu = kernel::smp_processor_id();
  for (std::uint64_t window = 0; window < plan.windows; ++window) {
    const std::uint64_t begin = arch::read_time();
    const bool mine = plan.mode == Mode::PerCpu || window % kernel::machine().harts == cpu;
    if (mine) hog();
    while (arch::read_time() - begin < plan.window) {
      spin_passes(64);
      kernel::cond_resched();
    }
  }
  threads.arrive();
}

void prepare(const Arguments& arguments) {
  plan = {arguments.get("rounds"), ticks_of(arguments.get("window")),
          ticks_of(arguments.get("width")), ticks_of(arguments.get("threshold")),
          static_cast<Mode>(arguments.get("mode"))};
  if (plan.width > plan.window)
    kernel::fail("hwlat: width=", arguments.get("width"),
                 " must not exceed window=", arguments.get("window"));
  threads.expect(kernel::machine().harts);
}

void start_hart(const Arguments& arguments) {
  start_load(arguments);
  all_found[kernel::smp_processor_id()] = {};
  kernel::kthread_run(hwlat_thread, nullptr, "hwlatd");
}

/// The widest gap of a hart, in microseconds.
std::uint64_t widest(unsigned cpu) {
  return microseconds_of(larger(all_found[cpu].inner, all_found[cpu].outer));
}

void report(unsigned cpu) {
  const Found& found = all_found[cpu];
  kernel::printk("hwlat: hart ", cpu, ": ", found.count, " above ", microseconds_of(plan.threshold),
                 " us, inner/outer ", microseconds_of(found.inner), "/",
                 microseconds_of(found.outer), " us, first at ", microseconds_of(found.first),
                 " us");
}

void check_hart(unsigned cpu, const Arguments& arguments) {
  const Found& found = all_found[cpu];
  const auto expect = static_cast<Expect>(arguments.get("expect"));
  const unsigned harts = kernel::machine().harts;
  const bool per_cpu = plan.mode == Mode::PerCpu;
  const std::uint64_t windows =
      per_cpu ? plan.windows : plan.windows / harts + (plan.windows % harts > cpu);
  STANDSTILL_CHECK(found.windows == windows, "every hart samples its windows", "hart ", cpu);
  STANDSTILL_CHECK(windows == 0 || found.pairs > windows, "a window holds several samples");
  STANDSTILL_CHECK((found.first != 0) == (found.count != 0), "the first gap is remembered");
  STANDSTILL_CHECK(expect != Expect::None || found.count == 0, "no stall is found", found.count,
                   " on hart ", cpu, ", widest ", widest(cpu), " us");
  STANDSTILL_CHECK(expect != Expect::Some || windows == 0 || found.count != 0, "a stall is found",
                   "not on hart ", cpu, ", widest ", widest(cpu), " us");
  STANDSTILL_CHECK(expect != Expect::Some || windows == 0 || widest(cpu) >= arguments.get("least"),
                   "the stall is found in its whole width", widest(cpu), " us on hart ", cpu);
  STANDSTILL_CHECK(expect != Expect::Some || widest(cpu) <= arguments.get("most"),
                   "no gap is wider than what was put in", widest(cpu), " us on hart ", cpu);
}

void run(const Arguments& arguments) {
  threads.completion.wait();
  const unsigned harts = kernel::machine().harts;
  std::uint64_t count = 0;
  std::uint64_t most = 0;
  for (unsigned cpu = 0; cpu < harts; ++cpu) {
    if (all_found[cpu].count != 0) report(cpu);
    check_hart(cpu, arguments);
    count += all_found[cpu].count;
    most = larger(most, widest(cpu));
  }
  kernel::printk("PASS: hwlat: ", count, " above ", microseconds_of(plan.threshold),
                 " us, the widest ", most, " us, on ", harts, " harts");
}

}  // namespace

constinit const Scenario kHwlat = {
    .name = "hwlat",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
