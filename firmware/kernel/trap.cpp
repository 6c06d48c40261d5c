// What a trap means: an interrupt to serve, or the end.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged specification 3.1.15 (mcause). Entered from boot/trap.S with
// interrupts off, on the stack of the interrupted task.
#include "kernel/trap.h"

#include "arch/csr.h"
#include "kernel/ipi.h"
#include "kernel/panic.h"
#include "kernel/percpu.h"
#include "kernel/softirq.h"
#include "kernel/tick.h"
#include "kernel/watchdog.h"

namespace standstill::kernel {
namespace {

constinit BreakpointHandler breakpoint_handler = nullptr;
constinit ExternalHandler external_handler = nullptr;

[[noreturn]] void unexpected_trap(const char* what, std::uint64_t cause, std::uint64_t pc) {
  Line line;
  line.add("panic on hart ");
  line.add(smp_processor_id());
  line.add(what);
  line.add(hex(cause));
  line.add(" mepc ");
  line.add(hex(pc));
  line.add(" mtval ");
  line.add(hex(arch::read_mtval()));
  if (current() != nullptr) {
    line.add(" task ");
    line.add(current()->name);
  }
  finish_fail(ExitCode::Panic, line.text());
}

}  // namespace

void set_breakpoint_handler(BreakpointHandler handler) { breakpoint_handler = handler; }
void set_external_handler(ExternalHandler handler) { external_handler = handler; }

/// `frame` is what boot/trap.S has saved, where it goes on (mepc) at kFrameMepc.
extern "C" void trap_handler(std::uint64_t cause, std::uint64_t pc, std::uint64_t* frame) {
  constexpr unsigned kFrameMepc = 16;
  if (cause == arch::kCauseBreakpoint && breakpoint_handler != nullptr &&
      breakpoint_handler(pc, frame[kFrameMepc]))
    return;
  if (cause == arch::kCauseSoftware)
    ipi_clear();
  else if (cause == arch::kCauseTimer)
    tick_interrupt();
  else if (cause == arch::kCauseWatchdog)
    watchdog_interrupt();
  else if (cause == arch::kCauseExternal && external_handler != nullptr)
    external_handler();
  else if (!ipi_interrupt(cause))
    unexpected_trap(": trap, mcause ", cause, pc);
  irq_exit();
  preempt_schedule_irq();
}

extern "C" void nmi_handler(std::uint64_t pc) { watchdog_nmi(pc); }

extern "C" [[noreturn]] void nmi_exception_handler(std::uint64_t cause, std::uint64_t pc) {
  unexpected_trap(": trap inside an NMI, mcause ", cause, pc);
}

}  // namespace standstill::kernel
