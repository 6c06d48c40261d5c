// What is particular to a hart: its per-CPU pointer, a switch of tasks, an LR/SC loop.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V psABI (tp is free for the kernel); unprivileged specification, "Eventual success
// of store-conditional instructions" (constrained LR/SC loops).
#ifndef STANDSTILL_FIRMWARE_ARCH_HART_H
#define STANDSTILL_FIRMWARE_ARCH_HART_H

#include <atomic>
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

/// Fills the registers that an interrupt handler must save, waits until `word` is no longer
/// `value`, and says whether all have kept what they held. For a test of the handler that writes
/// the word.
inline bool registers_survive(const std::atomic<std::uint64_t>& word, std::uint64_t value) {
  std::uint64_t sum;
  asm volatile(
      "li t1, 1\n\tli t2, 2\n\tli t3, 4\n\tli t4, 8\n\tli t5, 16\n\tli t6, 32\n\t"
      "li a0, 64\n\tli a1, 128\n\tli a2, 256\n\tli a3, 512\n\tli a4, 1024\n\t"
      "li a5, 0x800\n\tli a6, 0x1000\n\tli a7, 0x2000\n\tli ra, 0x4000\n\t"
      "1: ld t0, (%1)\n\tbeq t0, %2, 1b\n\t"
      "add %0, t1, t2\n\tadd %0, %0, t3\n\tadd %0, %0, t4\n\tadd %0, %0, t5\n\t"
      "add %0, %0, t6\n\tadd %0, %0, a0\n\tadd %0, %0, a1\n\tadd %0, %0, a2\n\t"
      "add %0, %0, a3\n\tadd %0, %0, a4\n\tadd %0, %0, a5\n\tadd %0, %0, a6\n\t"
      "add %0, %0, a7\n\tadd %0, %0, ra"
      : "=&r"(sum)
      : "r"(&word), "r"(value)
      : "memory", "ra", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a0", "a1", "a2", "a3", "a4",
        "a5", "a6", "a7");
  return sum == 0x7FFF;
}

}  // namespace standstill::arch

#endif  // STANDSTILL_FIRMWARE_ARCH_HART_H
