// stop_api: the calls that give work to one stopper.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's stop_one_cpu() and stop_one_cpu_nowait() (behaviour).
#include "kernel/warn.h"
#include "scenarios/stop_api.h"

namespace standstill::scenarios::stop_api {
namespace {

struct Unawaited {
  kernel::CpuStopWork work;
  Note note;
};

bool queue(unsigned cpu, Unawaited& unawaited) {
  return kernel::stop_one_cpu_nowait(cpu, take_note, &unawaited.note, unawaited.work);
}

/// Returns once the stopper of `cpu` has run all it was given before.
void flush(unsigned cpu) {
  Note last;
  kernel::stop_one_cpu(cpu, take_note, &last);
}

void check_awaited(unsigned cpu) {
  const unsigned here = kernel::smp_processor_id();
  for (const int value : {7, 0, -5}) {
    Note note{.value = value};
    const int ret = kernel::stop_one_cpu(cpu, take_note, &note);
    STANDSTILL_CHECK(ret == value, "stop_one_cpu returns the value of fn", ret);
    STANDSTILL_CHECK(note.runs == 1, "stop_one_cpu returns after fn has run once", note.runs);
    STANDSTILL_CHECK(note.cpu == cpu, "fn runs on the CPU asked for", note.cpu);
    STANDSTILL_CHECK(note.on_stopper, "fn runs on the stopper of its CPU");
    STANDSTILL_CHECK(note.preempt_count == 1, "fn runs with preemption off", note.preempt_count);
    STANDSTILL_CHECK(!note.irqs_off, "fn of stop_one_cpu runs with interrupts on");
    STANDSTILL_CHECK(note.told, "the stopper says what it runs and who asked for it");
    STANDSTILL_CHECK(kernel::preempt_count() == 0, "stop_one_cpu leaves preemption on");
    STANDSTILL_CHECK(!arch::irqs_disabled(), "stop_one_cpu leaves interrupts on");
    STANDSTILL_CHECK(kernel::smp_processor_id() == here, "the caller is where it was");
  }
}

void check_absent() {
  Unawaited unawaited;
  const unsigned absent = kernel::machine().harts;
  STANDSTILL_CHECK(kernel::stop_one_cpu(absent, take_note, &unawaited.note) == -kernel::kEnoent,
                   "stop_one_cpu says -ENOENT of a CPU that is not there");
  STANDSTILL_CHECK(!queue(absent, unawaited), "a CPU that is not there takes no work");
  STANDSTILL_CHECK(unawaited.note.runs == 0, "fn does not run for a CPU that is not there");
}

void check_disabled(unsigned cpu) {
  std::atomic<bool>& enabled = kernel::per_cpu(cpu).stopper.enabled;
  Unawaited unawaited;
  arch::write_once(enabled, false);
  STANDSTILL_CHECK(kernel::stop_one_cpu(cpu, take_note, &unawaited.note) == -kernel::kEnoent,
                   "stop_one_cpu says -ENOENT of a disabled stopper");
  STANDSTILL_CHECK(!queue(cpu, unawaited), "a disabled stopper takes no work");
  STANDSTILL_CHECK(unawaited.note.runs == 0, "fn does not run on a disabled stopper");
  arch::write_once(enabled, true);
  STANDSTILL_CHECK(queue(cpu, unawaited), "a stopper that is enabled again takes work");
  flush(cpu);
  STANDSTILL_CHECK(unawaited.note.runs == 1, "and runs it", unawaited.note.runs);
}

/// On the caller's own CPU nothing happens before it can be preempted, and then at once.
void check_nowait_here() {
  const unsigned here = kernel::smp_processor_id();
  Unawaited first, second, third;
  kernel::preempt_disable();
  STANDSTILL_CHECK(queue(here, first), "the own stopper takes work with preemption off");
  queue(here, second);
  queue(here, third);
  STANDSTILL_CHECK(kernel::preempt_count() == 1, "queueing leaves preemption as it was");
  spin_passes(200);
  STANDSTILL_CHECK(first.note.runs == 0, "no stopper runs where preemption is off");
  kernel::preempt_enable();
  STANDSTILL_CHECK(first.note.runs == 1 && second.note.runs == 1 && third.note.runs == 1,
                   "the stopper preempts as soon as it can");
  STANDSTILL_CHECK(first.note.order < second.note.order && second.note.order < third.note.order,
                   "two works on one CPU run in the order they came");
  STANDSTILL_CHECK(first.note.on_stopper && first.note.preempt_count == 1 && !first.note.irqs_off,
                   "fn that nobody waits for runs like any other");
}

void check_nowait_irqs_off() {
  Unawaited unawaited;
  const arch::IrqFlags flags = arch::local_irq_save();
  STANDSTILL_CHECK(queue(kernel::smp_processor_id(), unawaited),
                   "the own stopper takes work with interrupts off");
  STANDSTILL_CHECK(arch::irqs_disabled(), "queueing leaves interrupts as they were");
  spin_passes(200);
  STANDSTILL_CHECK(unawaited.note.runs == 0, "no stopper runs where interrupts are off");
  arch::local_irq_restore(flags);
  kernel::cond_resched();
  STANDSTILL_CHECK(unawaited.note.runs == 1, "the stopper runs when the caller gives way");
}

void check_nowait_there(unsigned cpu) {
  Hold hold;
  Unawaited first, second;
  hold_stopper(cpu, hold);
  const kernel::CpuStopper& stopper = kernel::per_cpu(cpu).stopper;
  STANDSTILL_CHECK(stopper.fn != nullptr && stopper.caller != nullptr,
                   "from elsewhere, too, is seen what a stopper runs");
  STANDSTILL_CHECK(queue(cpu, first) && queue(cpu, second), "a busy stopper takes more work");
  STANDSTILL_CHECK(first.note.runs == 0 && second.note.runs == 0, "and its giver does not wait");
  release_stopper(hold);
  flush(cpu);
  STANDSTILL_CHECK(first.note.runs == 1 && second.note.runs == 1, "a busy stopper gets to all");
  STANDSTILL_CHECK(first.note.order < second.note.order, "in the order they came");
  STANDSTILL_CHECK(first.note.cpu == cpu && second.note.cpu == cpu, "on its own CPU");
}

/// Its buffer is free once fn has begun: it may even be queued again from there.
struct Again {
  kernel::CpuStopWork work;
  unsigned runs = 0;
  kernel::Completion finished;
};

int run_again(void* data) {
  auto& again = *static_cast<Again*>(data);
  if (++again.runs == 3) {
    again.finished.complete();
  } else {
    const unsigned cpu = kernel::smp_processor_id();
    STANDSTILL_CHECK(kernel::stop_one_cpu_nowait(cpu, run_again, data, again.work),
                     "a stopper takes work from the fn it runs");
  }
  return 0;
}

void check_buffer_is_free(unsigned cpu) {
  Again again;
  STANDSTILL_CHECK(kernel::stop_one_cpu_nowait(cpu, run_again, &again, again.work),
                   "a stopper takes work whose buffer will be used again");
  again.finished.wait();
  STANDSTILL_CHECK(again.runs == 3, "a buffer is free once fn has begun", again.runs);
  flush(cpu);
}

int leak(void*) {
  kernel::preempt_disable();
  return 3;
}

void check_leak(unsigned cpu) {
  const std::uint64_t before = kernel::warnings();
  STANDSTILL_CHECK(kernel::stop_one_cpu(cpu, leak, nullptr) == 3,
                   "fn that leaks a preempt count is run to its end");
  Note after;
  kernel::stop_one_cpu(cpu, take_note, &after);
  STANDSTILL_CHECK(kernel::warnings() == before + 1, "a leaked preempt count is warned of");
  STANDSTILL_CHECK(after.preempt_count == 1, "and put right", after.preempt_count);
}

int identify(void* data) {
  const kernel::PerCpu& area = kernel::this_cpu();
  const kernel::Task& self = *kernel::current();
  STANDSTILL_CHECK(&self == area.stopper.thread, "the stopper is its CPU's own");
  STANDSTILL_CHECK(self.sched_class == &kernel::stop_sched_class, "the stopper is of class stop");
  STANDSTILL_CHECK(self.cpu == area.local.cpu, "a stopper never leaves its CPU");
  STANDSTILL_CHECK(area.rq.curr == &self, "nothing runs in the place of a stopper");
  *static_cast<const kernel::Task**>(data) = &self;
  return 0;
}

void check_identity(unsigned cpu) {
  const kernel::Task* first = nullptr;
  const kernel::Task* second = nullptr;
  kernel::stop_one_cpu(cpu, identify, &first);
  kernel::stop_one_cpu(cpu, identify, &second);
  STANDSTILL_CHECK(first != nullptr && first == second, "a CPU has one stopper");
}

}  // namespace

void check_single_calls() {
  const unsigned last = kernel::machine().harts - 1;
  for (const unsigned cpu : {0u, last}) {
    check_awaited(cpu);
    check_disabled(cpu);
    check_buffer_is_free(cpu);
    check_leak(cpu);
    check_identity(cpu);
  }
  check_absent();
  check_nowait_here();
  check_nowait_irqs_off();
  if (last != 0) check_nowait_there(last);
}

}  // namespace standstill::scenarios::stop_api
