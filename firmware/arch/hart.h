// What is particular to a hart: its per-CPU pointer, a switch of tasks, an LR/SC loop.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V psABI (tp is free for the kernel); unprivileged specification, "Eventual success
// of store-conditional instructions" (constrained LR/SC loops).
#ifndef STANDSTILL_FIRMWARE_ARCH_HART_H
#define STANDSTILL_FIRMWARE_ARCH_HART_H

#include <cstdint>

namespace standstill::kernel {
struct Context;
struct CpuLocal;
}  // namespace standstill::kernel

extern "C" {
/// Saves the callee-saved registers in `from` and goes on with those of `to`.
void context_switch(standstill::kernel::Context* from, standstill::kernel::Context* to);
/// Where a new task begins: jumps to s0.
void task_entry();
}

namespace standstill::arch {

/// A register for the whole program: the words behind it are reached in one instruction, so that
/// none is split by a task's move to another hart. GCC reads it afresh after every call.
// NOLINTNEXTLINE(hicpp-no-assembler,misc-definitions-in-headers)
register kernel::CpuLocal* tp asm("tp");

/// The per-CPU data of this hart. Who can be preempted must not keep the result: the task may move.
inline kernel::CpuLocal& cpu_local() { return *tp; }

/// Adds one to `word` by a constrained LR/SC loop; returns how many passes it took.
inline std::uint64_t lrsc_increment(volatile std::uint64_t* word) {
  std::uint64_t passes = 0;
  std::uint64_t value;
  asm volatile(
      "1: addi %0, %0, 1\n\t"
      "lr.d %1, (%2)\n\t"
      "addi %1, %1, 1\n\t"
      "sc.d %1, %1, (%2)\n\t"
      "bnez %1, 1b"
      : "+r"(passes), "=&r"(value)
      : "r"(word)
      : "memory");
  return passes;
}

}  // namespace standstill::arch

#endif  // STANDSTILL_FIRMWARE_ARCH_HART_H
