// A piece of work in a process of its own: SystemC starts once a process, and what goes wrong there
// ends nothing here.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_CHILD_H
#define STANDSTILL_TESTBENCH_PROGRAM_CHILD_H

#include <sys/types.h>
#include <unistd.h>

#include <functional>
#include <string>

namespace standstill::testbench {

struct ChildEnd {
  int exit_code = 4;  ///< as a shell has it: 128 + number where a signal has ended it
  std::string words;  ///< what it wrote to where it was listened to
};

/// Runs `work`, whose value is the exit code, and waits. Its stdout goes nowhere, but for what is
/// listened to. An interrupt that catch_interrupts() has noted is given on to it, once. Throws
/// UsageError if no process can be had.
/// @param listen_to STDERR_FILENO, or STDOUT_FILENO; then its stderr is ours
ChildEnd in_child(const std::function<int()>& work, int listen_to = STDERR_FILENO);

/// A child at work.
struct StartedChild {
  pid_t process = -1;
  int words = -1;  ///< where its stderr can be read; the caller closes it
};

/// Begins `work` as in_child() does and goes on. Throws UsageError if no process can be had.
/// @param if_orphaned the signal that it gets should this process die before it
/// @param listen_to as of in_child()
StartedChild start_child(const std::function<int()>& work, int if_orphaned,
                         int listen_to = STDERR_FILENO);

/// Waits for it to end; its exit code as a shell has it.
int wait_for(pid_t process);

/// What `work` gives; for a UsageError the message on stderr and 2, for any other exception 4.
int guarded(const std::function<int()>& work) noexcept;

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_CHILD_H
