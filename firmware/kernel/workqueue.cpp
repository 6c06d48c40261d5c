// The kworker and its list.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kernel/workqueue.c (behaviour, not text). Only the uniprocessor kernel has work
// for it, so there is one list.
#include "kernel/workqueue.h"

#include "kernel/kthread.h"
#include "kernel/sched.h"

namespace standstill::kernel {
namespace {

constinit RawSpinlock lock{LockRank::Workqueue};
constinit List<WorkStruct> works;
constinit Task* kworker = nullptr;

WorkStruct* next_work() {
  const arch::IrqFlags flags = lock.lock_irqsave();
  WorkStruct* work = works.pop_front();
  lock.unlock_irqrestore(flags);
  return work;
}

void worker_thread(void*) {
  for (;;) {
    set_current_state(TaskState::Sleeping);
    if (WorkStruct* work = next_work()) {
      set_current_state(TaskState::Running);
      work->func(*work);
    } else {
      schedule();
    }
  }
}

}  // namespace

Task& workqueue_init() {
  kworker = &kthread_run(worker_thread, nullptr, "kworker");
  return *kworker;
}

bool schedule_work(WorkStruct& work) {
  const arch::IrqFlags flags = lock.lock_irqsave();
  const bool fresh = !work.linked;
  if (fresh) works.push_back(work);
  lock.unlock_irqrestore(flags);
  if (fresh) wake_up_process(*kworker);
  return fresh;
}

}  // namespace standstill::kernel
