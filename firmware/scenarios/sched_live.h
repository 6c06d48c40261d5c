// What the parts of scenario sched share: workers of hart 0, their policies, and a trace of
// letters. SPDX-License-Identifier: Apache-2.0
//
// Source: our own.
#ifndef STANDSTILL_FIRMWARE_SCENARIOS_SCHED_LIVE_H
#define STANDSTILL_FIRMWARE_SCENARIOS_SCHED_LIVE_H

#include "arch/csr.h"
#include "kernel/percpu.h"
#include "kernel/sched.h"
#include "lib/machine.h"
#include "scenarios/sched_workers.h"

namespace standstill::scenarios {

using kernel::SchedAttr;
using kernel::SchedPolicy;
using kernel::Task;

/// Who did what on hart 0, a letter each, in order.
struct Trace {
  char letters[16];
  unsigned size;
};
inline constinit Trace trace;

inline Worker& mine(unsigned index) { return worker(0, index); }

inline void note(char letter) {
  kernel::preempt_disable();
  if (trace.size < sizeof(trace.letters)) trace.letters[trace.size++] = letter;
  kernel::preempt_enable();
}

/// A job: the number of the worker goes into the trace.
inline void note_index(Worker& self) { note(static_cast<char>('0' + self.index)); }

/// Whether the trace is `expected`; begins a new one.
inline bool traced(kernel::Text expected) {
  const bool same = kernel::Text(trace.letters, trace.size) == expected;
  trace.size = 0;
  return same;
}

inline int set(Task& task, SchedPolicy policy, unsigned priority, int nice = 0) {
  return kernel::sched_setscheduler(task, {.policy = policy, .nice = nice, .priority = priority});
}

inline int set_deadline(Task& task, std::uint64_t runtime, std::uint64_t deadline,
                        std::uint64_t period) {
  return kernel::sched_setscheduler(task, {.policy = SchedPolicy::Deadline,
                                           .runtime = runtime,
                                           .deadline = deadline,
                                           .period = period});
}

inline void be_fifo(unsigned priority) { set(*kernel::current(), SchedPolicy::Fifo, priority); }

inline void be_fair() { set(*kernel::current(), SchedPolicy::Normal, 0); }

/// Spins until `condition` holds; false if it does not in a time that is long for a host too, whose
/// threads play the harts.
template <typename Condition>
bool wait_until(Condition condition) {
  const std::uint64_t begin = arch::read_time();
  const std::uint64_t patience = kernel::machine().timebase * 10;
  while (!condition()) {
    if (arch::read_time() - begin > patience) return condition();
    arch::cpu_relax();
  }
  return true;
}

/// The parts, each a group of assertions. They leave the workers fair and bound to their hart.
void check_sched_turns();
void check_sched_deadline();
void check_sched_stop_task();
void check_sched_affinity();
void check_sched_balance();

}  // namespace standstill::scenarios

#endif  // STANDSTILL_FIRMWARE_SCENARIOS_SCHED_LIVE_H
