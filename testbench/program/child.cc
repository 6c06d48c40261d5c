// fork, a pipe, wait.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>

#include "testbench/program/interrupt.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

constexpr int kLookEvery = 100;  ///< milliseconds between looks for an interrupt

[[noreturn]] void be_child(const std::function<int()>& work, int words, int listened_to,
                           pid_t parent, int if_orphaned) {
  // A Ctrl-C of the terminal goes to the parent alone, which gives it on once.
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, if_orphaned);
  if (getppid() != parent) _exit(128 + if_orphaned);  // it was too late for that
  const int nowhere = open("/dev/null", O_RDWR);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO}) dup2(nowhere, stream);
  dup2(words, listened_to);
  signal(SIGTTOU, SIG_IGN);  // it may write to the terminal, though no part of its foreground
  const int code = guarded(work);
  std::fflush(nullptr);
  _exit(code);
}

/// All it says until it has no more to say.
std::string listen(int words, pid_t child) {
  std::string text;
  bool told = false;
  for (;;) {
    if (!told && interrupt_signal() != 0) {
      kill(child, interrupt_signal());
      told = true;
    }
    pollfd waiting{words, POLLIN, 0};
    if (poll(&waiting, 1, kLookEvery) <= 0) continue;
    char block[4096];
    const ssize_t got = read(words, block, sizeof block);
    if (got > 0) text.append(block, static_cast<std::size_t>(got));
    if (got == 0 || (got < 0 && errno != EINTR)) return text;
  }
}

}  // namespace

int guarded(const std::function<int()>& work) noexcept {
  try {
    return work();
  } catch (const UsageError& error) {
    std::fprintf(stderr, "standstill: %s\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "standstill: the simulator went wrong; please report this: %s\n",
                 error.what());
    return 4;
  }
}

StartedChild start_child(const std::function<int()>& work, int if_orphaned, int listen_to) {
  int words[2];
  if (pipe2(words, O_CLOEXEC) != 0)
    throw UsageError(fmt::format("cannot start a run: {}", std::strerror(errno)));
  std::fflush(nullptr);  // or the child would write it too
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) be_child(work, words[1], listen_to, parent, if_orphaned);
  const int reason = errno;
  close(words[1]);
  if (child < 0) {
    close(words[0]);
    throw UsageError(fmt::format("cannot start a run: {}", std::strerror(reason)));
  }
  return {child, words[0]};
}

int wait_for(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

ChildEnd in_child(const std::function<int()>& work, int listen_to) {
  const StartedChild child = start_child(work, SIGTERM, listen_to);
  ChildEnd end;
  end.words = listen(child.words, child.process);
  close(child.words);
  end.exit_code = wait_for(child.process);
  return end;
}

}  // namespace standstill::testbench
