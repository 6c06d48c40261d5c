// stop_api: what its parts share, which is a record of how fn ran, and a worker on every hart.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's include/linux/stop_machine.h (behaviour).
#ifndef STANDSTILL_FIRMWARE_SCENARIOS_STOP_API_H
#define STANDSTILL_FIRMWARE_SCENARIOS_STOP_API_H

#include "kernel/check.h"
#include "kernel/percpu.h"
#include "kernel/stop_machine.h"
#include "kernel/stop_version.h"
#include "lib/machine.h"
#include "scenarios/load.h"

namespace standstill::scenarios::stop_api {

using kernel::CpuMask;

/// How a stopped function ran; plain words, which only the call's own ordering makes visible.
struct Note {
  int value = 0;  ///< what it shall return
  unsigned runs = 0;
  unsigned order = 0;  ///< which of all notes it was, from 1
  unsigned cpu = ~0u;
  unsigned preempt_count = 0;
  bool irqs_off = false;
  bool on_stopper = false;
  bool told = false;  ///< the stopper says that it runs take_note(), and for whom
};

/// Fills in the Note it is given.
int take_note(void* note);

/// Holds the stopper of a hart until told to let go.
struct Hold {
  kernel::CpuStopWork work;
  std::atomic<bool> entered{false};
  std::atomic<bool> release{false};
};
/// Queues it on `cpu` and returns once the stopper is held.
void hold_stopper(unsigned cpu, Hold& hold);
void release_stopper(Hold& hold);

using Job = void (*)(unsigned cpu);
/// Lets the worker of `cpu` run job(cpu).
void start_job(unsigned cpu, Job job);
/// Sleeps until it has finished.
void finish_job(unsigned cpu);
/// Runs it on every hart at once.
void run_everywhere(Job job);

/// What a hart did on behalf of others, in a line of its own.
struct alignas(64) HartSlot {
  volatile std::uint64_t word;      ///< written by fn, the same on every hart outside of it
  volatile std::uint64_t progress;  ///< of its worker
  volatile unsigned fn_runs;
  volatile bool in_section;  ///< the worker has preemption off, or holds a lock
};
HartSlot& slot(unsigned cpu);

/// Forgets how often fn ran on each hart.
void clear_runs();

/// Job: makes progress in sections with preemption off, and in each looks whether it sees the words
/// of all harts alike, until stop_watching().
void watch_words(unsigned cpu);
void stop_watching();

/// The parts of the scenario.
void check_early();
void check_single_calls();
void check_stop_cpus();
void check_stop_two_cpus();
void check_stop_machine();
void check_inactive();
void check_races(const Arguments& arguments);

}  // namespace standstill::scenarios::stop_api

#endif  // STANDSTILL_FIRMWARE_SCENARIOS_STOP_API_H
