// stop_api: the calls that give work to several stoppers without stopping the machine.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's stop_cpus(), try_stop_cpus() and stop_two_cpus() (behaviour).
#include "scenarios/stop_api.h"

namespace standstill::scenarios::stop_api {
namespace {

/// A fn that waits in each CPU until all have entered it.
struct Meeting {
  unsigned expected;
  unsigned speaker;  ///< whose fn returns a value
  std::atomic<unsigned> entered{0};
};

int meet(void* data) {
  auto& meeting = *static_cast<Meeting*>(data);
  const unsigned cpu = kernel::smp_processor_id();
  slot(cpu).fn_runs = slot(cpu).fn_runs + 1;
  STANDSTILL_CHECK(runs_on_stopper(), "fn of stop_cpus runs on a stopper");
  STANDSTILL_CHECK(kernel::preempt_count() == 1, "fn of stop_cpus runs with preemption off");
  STANDSTILL_CHECK(!arch::irqs_disabled(), "fn of stop_cpus runs with interrupts on");
  meeting.entered.fetch_add(1, std::memory_order_relaxed);
  while (meeting.entered.load(std::memory_order_relaxed) < meeting.expected) arch::cpu_relax();
  return cpu == meeting.speaker ? 40 : 0;
}

void check_mask(const CpuMask& cpus, unsigned speaker) {
  clear_runs();
  Meeting meeting{.expected = cpus.weight(), .speaker = speaker};
  const bool spoken = speaker < kernel::machine().harts && cpus.test(speaker);
  const int ret = kernel::stop_cpus(cpus, meet, &meeting);
  STANDSTILL_CHECK(ret == (spoken ? 40 : 0), "stop_cpus returns 0 or a nonzero value of fn", ret);
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu)
    STANDSTILL_CHECK(slot(cpu).fn_runs == (cpus.test(cpu) ? 1u : 0u),
                     "stop_cpus runs fn once on each CPU of the mask", cpu);
}

/// A CPU that takes no work does not keep the others, nor the caller, waiting.
void check_some_disabled(unsigned cpu) {
  std::atomic<bool>& enabled = kernel::per_cpu(cpu).stopper.enabled;
  const unsigned others = kernel::machine().harts - 1;
  arch::write_once(enabled, false);
  Note note;
  STANDSTILL_CHECK(kernel::stop_cpus(kernel::cpumask_of(cpu), take_note, &note) == -kernel::kEnoent,
                   "stop_cpus says -ENOENT if nobody takes the work");
  STANDSTILL_CHECK(note.runs == 0, "and fn runs nowhere");
  clear_runs();
  Meeting meeting{.expected = others, .speaker = 0};
  const int ret = kernel::stop_cpus(kernel::cpu_online_mask, meet, &meeting);
  STANDSTILL_CHECK(ret == (others != 0 ? 40 : -kernel::kEnoent),
                   "stop_cpus does without a disabled stopper", ret);
  STANDSTILL_CHECK(slot(cpu).fn_runs == 0, "which runs nothing");
  arch::write_once(enabled, true);
}

int try_inside(void* data) {
  *static_cast<int*>(data) =
      kernel::try_stop_cpus(kernel::cpumask_of(kernel::smp_processor_id()), take_note, nullptr);
  return 0;
}

void check_try() {
  const bool exists = kernel::stop_version().try_stop_cpus;
  Note note{.value = 6};
  const CpuMask here = kernel::cpumask_of(0);
  int ret = kernel::try_stop_cpus(here, take_note, &note);
  STANDSTILL_CHECK(ret == (exists ? 6 : -kernel::kEnosys),
                   "try_stop_cpus is stop_cpus if no other is under way, or not there", ret);
  STANDSTILL_CHECK(note.runs == (exists ? 1u : 0u), "try_stop_cpus runs fn where it exists");
  kernel::stop_cpus(here, try_inside, &ret);
  STANDSTILL_CHECK(ret == (exists ? -kernel::kEagain : -kernel::kEnosys),
                   "try_stop_cpus says -EAGAIN while another is under way", ret);
}

/// Two CPUs stand still while fn runs on the first; a third goes on.
struct Two {
  unsigned runner;
  unsigned other;
  unsigned third;
  Note note;
};

int run_beside(void* data) {
  auto& two = *static_cast<Two*>(data);
  take_note(&two.note);
  const std::uint64_t before = slot(two.other).progress;
  STANDSTILL_CHECK(!slot(two.other).in_section, "no CPU of two is stopped where it holds a lock");
  spin_passes(300);
  STANDSTILL_CHECK(slot(two.other).progress == before, "both CPUs stand still while fn runs");
  const std::uint64_t moves = slot(two.third).progress;
  while (two.third != 0 && slot(two.third).progress == moves) arch::cpu_relax();
  return static_cast<int>(two.runner) + 1;
}

void check_pair(unsigned cpu1, unsigned cpu2) {
  const unsigned harts = kernel::machine().harts;
  // Hart 0 asks and has no worker that moves, so it is no third.
  unsigned third = harts - 1;
  while (third == cpu1 || third == cpu2) --third;
  if (harts < 3) third = 0;
  Two two{.runner = cpu1, .other = cpu2, .third = third, .note = {}};
  const int ret = kernel::stop_two_cpus(cpu1, cpu2, run_beside, &two);
  STANDSTILL_CHECK(ret == static_cast<int>(cpu1) + 1, "stop_two_cpus returns the value of fn", ret);
  STANDSTILL_CHECK(two.note.runs == 1, "stop_two_cpus runs fn once", two.note.runs);
  STANDSTILL_CHECK(two.note.cpu == cpu1, "fn runs on the CPU named first, also if it is the higher",
                   two.note.cpu);
  STANDSTILL_CHECK(two.note.irqs_off, "fn of stop_two_cpus runs with interrupts off");
  STANDSTILL_CHECK(two.note.on_stopper && two.note.preempt_count == 1,
                   "fn of stop_two_cpus runs on a stopper with preemption off");
  STANDSTILL_CHECK(!arch::irqs_disabled() && kernel::preempt_count() == 0,
                   "stop_two_cpus leaves interrupts and preemption on");
}

void check_pair_refused(unsigned cpu) {
  std::atomic<bool>& enabled = kernel::per_cpu(cpu).stopper.enabled;
  Note note;
  arch::write_once(enabled, false);
  STANDSTILL_CHECK(kernel::stop_two_cpus(0, cpu, take_note, &note) == -kernel::kEnoent,
                   "stop_two_cpus says -ENOENT if the second takes no work");
  STANDSTILL_CHECK(kernel::stop_two_cpus(cpu, 0, take_note, &note) == -kernel::kEnoent,
                   "stop_two_cpus says -ENOENT if the first takes no work");
  arch::write_once(enabled, true);
  STANDSTILL_CHECK(kernel::per_cpu(0).stopper.works.empty(), "and then gives work to neither");
  STANDSTILL_CHECK(
      kernel::stop_two_cpus(0, kernel::machine().harts, take_note, &note) == -kernel::kEnoent,
      "stop_two_cpus says -ENOENT of a CPU that is not there");
  STANDSTILL_CHECK(note.runs == 0, "fn does not run if one of two is missing");
}

}  // namespace

void check_stop_cpus() {
  const unsigned last = kernel::machine().harts - 1;
  check_mask(kernel::cpu_online_mask, last);
  check_mask(kernel::cpumask_of(last), last);
  check_mask(kernel::cpumask_of(last), last + 1);
  CpuMask even;
  for (unsigned cpu = 0; cpu <= last; cpu += 2) even.set(cpu);
  check_mask(even, 0);
  check_some_disabled(last);
  check_try();
}

void check_stop_two_cpus() {
  const unsigned last = kernel::machine().harts - 1;
  if (last == 0) return;
  for (unsigned cpu = 1; cpu <= last; ++cpu) start_job(cpu, watch_words);
  check_pair(0, 1);
  check_pair(1, 0);
  check_pair(last, 0);
  if (last > 1) check_pair(1, last);
  if (last > 1) check_pair(last, 1);
  stop_watching();
  check_pair_refused(last);
}

}  // namespace standstill::scenarios::stop_api
