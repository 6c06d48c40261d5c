// The loop of a per-CPU thread: look, run, or sleep.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's smpboot_thread_fn() (behaviour, not text).
#include "kernel/smpboot.h"

#include "kernel/kthread.h"
#include "kernel/sched.h"

namespace standstill::kernel {
namespace {

void smpboot_thread_fn(void* data) {
  const auto& thread = *static_cast<const SmpbootThread*>(data);
  for (;;) {
    set_current_state(TaskState::Sleeping);
    preempt_disable();
    if (!thread.should_run()) {
      preempt_enable_no_resched();
      schedule();
    } else {
      arch::write_once(current()->state, TaskState::Running);
      preempt_enable();
      thread.run();
    }
  }
}

}  // namespace

Task& smpboot_create_thread(const SmpbootThread& thread) {
  void* const data = const_cast<SmpbootThread*>(&thread);
  return kthread_create(smpboot_thread_fn, data, thread.name, *thread.sched_class);
}

}  // namespace standstill::kernel
