// A flag set by the signal handler.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/interrupt.h"

#include <csignal>
#include <initializer_list>

namespace standstill::testbench {
namespace {

volatile std::sig_atomic_t signal_that_came = 0;

void remember(int signal) { signal_that_came = signal; }

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = remember;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  for (const int signal : {SIGINT, SIGTERM}) sigaction(signal, &action, nullptr);
}

int interrupt_signal() { return signal_that_came; }

}  // namespace standstill::testbench
