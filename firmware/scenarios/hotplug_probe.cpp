// The wanderers, the bound threads and the callbacks of the hotplug scenarios.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own.
#include "scenarios/hotplug_probe.h"

#include "kernel/check.h"
#include "kernel/cpu.h"
#include "kernel/cpuhp.h"
#include "kernel/errno.h"
#include "kernel/kthread.h"
#include "kernel/percpu.h"
#include "kernel/smpboot.h"
#include "lib/machine.h"

namespace standstill::scenarios {
namespace {

using kernel::CpuhpState;

// Wanderers.

constexpr unsigned kMostWanderers = 4;

struct alignas(64) Wanderer {
  kernel::Task* task = nullptr;
  std::atomic<std::uint64_t> steps{0};
};
constinit Wanderer wandering[kMostWanderers];
constinit std::atomic<bool> wander_on{false};
constinit kernel::Countdown wanderers_to_end;

void wander(void* data) {
  auto& mine = *static_cast<Wanderer*>(data);
  while (wander_on.load(std::memory_order_relaxed)) {
    arch::write_once(mine.steps, mine.steps.load(std::memory_order_relaxed) + 1);
    for (unsigned i = 0; i < 64; ++i) asm volatile("" : "+r"(i));
  }
  wanderers_to_end.arrive();
}

void start_wanderers() {
  arch::write_once(wander_on, true);
  wanderers_to_end.expect(wanderers());
  for (unsigned i = 0; i < wanderers(); ++i) {
    Wanderer& mine = wandering[i];
    mine.task = &kernel::kthread_create_on_cpu(wander, &mine, "wander", i);
    STANDSTILL_CHECK(kernel::sched_setaffinity(*mine.task, kernel::cpu_present_mask) == 0,
                     "a task may be let run anywhere");
    kernel::wake_up_process(*mine.task);
  }
}

// Bound threads.

constinit kernel::Task* bound[kernel::kNrCpus] = {};
/// Of all bound threads together: how often one was set up or unparked, and parked.
constinit std::atomic<unsigned> unparks{0};
constinit std::atomic<unsigned> parks{0};

void check_bound_thread_is_at_home(unsigned cpu) {
  STANDSTILL_CHECK(kernel::current() == bound[cpu] && kernel::smp_processor_id() == cpu,
                   "park and unpark are called by the thread, on its CPU");
}

void unpark(unsigned cpu) {
  check_bound_thread_is_at_home(cpu);
  unparks.fetch_add(1, std::memory_order_relaxed);
}

void park(unsigned cpu) {
  check_bound_thread_is_at_home(cpu);
  parks.fetch_add(1, std::memory_order_relaxed);
}

constexpr kernel::SmpHotplugThread kBoundThreads = {
    .store = [](unsigned cpu) -> kernel::Task*& { return bound[cpu]; },
    .thread_should_run = [](unsigned) { return false; },
    .thread_fn = [](unsigned) {},
    .create = nullptr,
    .setup = unpark,
    .cleanup = nullptr,
    .park = park,
    .unpark = unpark,
    .selfparking = false,
    .thread_comm = "bound/%u",
};

// Notes.

enum class Hook : std::uint8_t {
  PrepareUp,
  StartingUp,
  OnlineUp,
  OnlineDown,
  StartingDown,
  PrepareDown,
  None,
};

struct Note {
  Hook hook;
  unsigned cpu;   ///< for which
  unsigned here;  ///< on which
  bool irqs_off;
};
constexpr unsigned kMostNotes = 16;
constinit Note notes[kMostNotes] = {};
constinit std::atomic<unsigned> note_count{0};
constinit Hook failing = Hook::None;
constexpr int kFailure = -kernel::kEnomem;

template <Hook hook>
int note(unsigned cpu) {
  const unsigned index = note_count.fetch_add(1, std::memory_order_relaxed);
  if (index < kMostNotes)
    notes[index] = {hook, cpu, kernel::smp_processor_id(), arch::irqs_disabled()};
  return hook == failing ? kFailure : 0;
}

/// Whether the notes are `expected`, made for `cpu`.
bool notes_are(const Hook* expected, unsigned count, unsigned cpu) {
  if (note_count.load(std::memory_order_relaxed) != count) return false;
  for (unsigned i = 0; i < count; ++i)
    if (notes[i].hook != expected[i] || notes[i].cpu != cpu) return false;
  return true;
}

template <std::size_t N>
bool notes_are(const Hook (&expected)[N], unsigned cpu) {
  return notes_are(expected, N, cpu);
}

void set_callbacks(bool on) {
  using enum CpuhpState;
  const auto if_on = [on](kernel::CpuhpCallback callback) { return on ? callback : nullptr; };
  kernel::cpuhp_setup_state_nocalls(PrepareDyn, "test:prepare", if_on(note<Hook::PrepareUp>),
                                    if_on(note<Hook::PrepareDown>));
  kernel::cpuhp_setup_state_nocalls(ApStartingDyn, "test:starting", if_on(note<Hook::StartingUp>),
                                    if_on(note<Hook::StartingDown>));
  kernel::cpuhp_setup_state_nocalls(ApOnlineDyn, "test:online", if_on(note<Hook::OnlineUp>),
                                    if_on(note<Hook::OnlineDown>));
}

/// Where each callback ran: PREPARE elsewhere, STARTING on the CPU with interrupts off, the rest
/// on the CPU with interrupts on.
void check_places(unsigned cpu) {
  for (unsigned i = 0; i < note_count.load(std::memory_order_relaxed); ++i) {
    const Note& entry = notes[i];
    const bool prepare = entry.hook == Hook::PrepareUp || entry.hook == Hook::PrepareDown;
    const bool starting = entry.hook == Hook::StartingUp || entry.hook == Hook::StartingDown;
    STANDSTILL_CHECK(prepare ? entry.here != cpu : entry.here == cpu,
                     "a step is taken on the CPU its section says");
    STANDSTILL_CHECK(entry.irqs_off == starting, "only STARTING and DYING have interrupts off");
  }
}

}  // namespace

unsigned wanderers() {
  return kernel::machine().harts < kMostWanderers ? kernel::machine().harts : kMostWanderers;
}

kernel::Task& wanderer(unsigned index) { return *wandering[index].task; }

void wait_for_progress() {
  for (unsigned i = 0; i < wanderers(); ++i) {
    const std::uint64_t before = wandering[i].steps.load(std::memory_order_relaxed);
    while (wandering[i].steps.load(std::memory_order_relaxed) == before) kernel::sched_yield();
  }
}

void send_wanderer_to(unsigned cpu) {
  kernel::Task& task = wanderer(cpu % wanderers());
  STANDSTILL_CHECK(kernel::sched_setaffinity(task, kernel::cpumask_of(cpu)) == 0,
                   "a task can be sent to a CPU that is up");
  STANDSTILL_CHECK(kernel::task_cpu(task) == cpu, "a task that was sent has arrived");
  STANDSTILL_CHECK(kernel::sched_setaffinity(task, kernel::cpu_present_mask) == 0,
                   "it may be let go again");
}

kernel::Task* bound_thread(unsigned cpu) { return bound[cpu]; }

unsigned bound_threads_parked() { return parks.load(std::memory_order_relaxed); }

void wait_for_bound_threads() {
  const unsigned up = kernel::num_online_cpus();
  while (unparks.load(std::memory_order_relaxed) - parks.load(std::memory_order_relaxed) != up)
    kernel::sched_yield();
}

void clear_notes() { arch::write_once(note_count, 0); }

bool no_notes() { return note_count.load(std::memory_order_relaxed) == 0; }

void check_notes_of_down(unsigned cpu) {
  STANDSTILL_CHECK(notes_are({Hook::OnlineDown, Hook::StartingDown, Hook::PrepareDown}, cpu),
                   "the steps down are taken in order, each once");
  check_places(cpu);
}

void check_notes_of_up(unsigned cpu) {
  STANDSTILL_CHECK(notes_are({Hook::PrepareUp, Hook::StartingUp, Hook::OnlineUp}, cpu),
                   "the steps up are taken in order, each once");
  check_places(cpu);
}

void check_failing_startups(unsigned cpu) {
  clear_notes();
  failing = Hook::PrepareUp;
  STANDSTILL_CHECK(kernel::cpu_up(cpu) == kFailure,
                   "cpu_up() returns what a PREPARE step returned");
  STANDSTILL_CHECK(notes_are({Hook::PrepareUp}, cpu), "what was not reached is not undone");
  clear_notes();
  failing = Hook::OnlineUp;
  STANDSTILL_CHECK(kernel::cpu_up(cpu) == kFailure,
                   "cpu_up() returns what an ONLINE step returned");
  STANDSTILL_CHECK(notes_are({Hook::PrepareUp, Hook::StartingUp, Hook::OnlineUp, Hook::StartingDown,
                              Hook::PrepareDown},
                             cpu),
                   "the steps up are undone in the opposite order, but for the one that failed");
  failing = Hook::None;
  STANDSTILL_CHECK(!kernel::cpu_online(cpu), "a CPU whose way up failed is down");
}

void check_failing_teardowns(unsigned cpu) {
  clear_notes();
  failing = Hook::OnlineDown;
  STANDSTILL_CHECK(kernel::cpu_down(cpu) == kFailure,
                   "cpu_down() returns what an ONLINE step returned");
  STANDSTILL_CHECK(notes_are({Hook::OnlineDown}, cpu), "the CPU goes no further down");
  STANDSTILL_CHECK(kernel::cpu_active(cpu), "a CPU whose way down failed early is active again");
  clear_notes();
  failing = Hook::PrepareDown;
  STANDSTILL_CHECK(kernel::cpu_down(cpu) == kFailure,
                   "cpu_down() returns what a PREPARE step returned");
  STANDSTILL_CHECK(notes_are({Hook::OnlineDown, Hook::StartingDown, Hook::PrepareDown,
                              Hook::StartingUp, Hook::OnlineUp},
                             cpu),
                   "the dead come back if the last step down fails");
  failing = Hook::None;
  STANDSTILL_CHECK(kernel::cpu_online(cpu) && kernel::cpu_active(cpu),
                   "a CPU whose way down failed late is up again");
}

void start_probes() {
  kernel::smpboot_register_percpu_thread(kBoundThreads);
  set_callbacks(true);
  start_wanderers();
  wait_for_bound_threads();
}

void stop_probes() {
  arch::write_once(wander_on, false);
  wanderers_to_end.completion.wait();
  set_callbacks(false);
  kernel::smpboot_unregister_percpu_thread(kBoundThreads);
  STANDSTILL_CHECK(bound_thread(0) == nullptr, "an unregistered thread is gone");
}

}  // namespace standstill::scenarios
