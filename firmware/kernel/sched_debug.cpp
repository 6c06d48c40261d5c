// The listing of all tasks, as ps shows them.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own; columns by the names of procps. What runs may change while it is printed.
#include "kernel/console.h"
#include "kernel/sched_core.h"

namespace standstill::kernel {
namespace {

/// Ends the column that began at `begin` at least one space later.
void pad(Line& line, std::size_t begin, std::size_t width) {
  do line.add(' ');
  while (line.text().size() < begin + width);
}

template <typename Item>
void column(Line& line, std::size_t width, const Item& item) {
  const std::size_t begin = line.text().size();
  line.add(item);
  pad(line, begin, width);
}

const char* name_of(SchedPolicy policy) {
  switch (policy) {
    case SchedPolicy::Normal:
      return "NORMAL";
    case SchedPolicy::Fifo:
      return "FIFO";
    case SchedPolicy::Rr:
      return "RR";
    case SchedPolicy::Batch:
      return "BATCH";
    case SchedPolicy::Idle:
      return "IDLE";
    case SchedPolicy::Deadline:
      return "DEADLINE";
  }
  return "?";
}

const char* name_of(const Task& task) {
  switch (task.state.load(std::memory_order_relaxed)) {
    case TaskState::Running:
      return cpu_rq(task_cpu(task)).curr == &task ? "R+" : "R";
    case TaskState::Sleeping:
      return "S";
    case TaskState::Parked:
      return "P";
    case TaskState::Dead:
      return "X";
  }
  return "?";
}

void show_task(const Task& task) {
  Line line;
  column(line, 5, task_cpu(task));
  column(line, 9, task.sched_class->name);
  column(line, 9, name_of(task.policy));
  column(line, 5, unsigned{task.rt_priority});
  column(line, 5, int{task.prio});
  column(line, 4, int{task.nice});
  column(line, 6, name_of(task));
  column(line, 5, task.nr_cpus_allowed);
  line.add(task.name);
  console_write(line.text());
}

}  // namespace

void show_tasks() {
  console_write("CPU  CLASS    POLICY   RTPR PRI  NI  STATE CPUS NAME");
  for (unsigned cpu = cpu_present_mask.first(); cpu < kNrCpus;
       cpu = cpu_present_mask.next(cpu + 1)) {
    const PerCpu& area = per_cpu(cpu);
    show_task(area.idle);
    for (unsigned i = 0; i < area.thread_count; ++i) show_task(area.threads[i]);
  }
}

}  // namespace standstill::kernel
