// What is particular to a hart: its per-CPU pointer, a switch of tasks, an LR/SC loop.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V psABI (tp is free for the kernel); unprivileged specification, "Eventual success
// of store-conditional instructions" (constrained LR/SC loops).
#ifndef STANDSTILL_FIRMWARE_ARCH_HART_H
#define STANDSTILL_FIRMWARE_ARCH_HART_H

#include <atomic>
#include <cstddef>
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

/// The per-CPU data of this hart, in a register for the whole program.
// NOLINTNEXTLINE(hicpp-no-assembler,misc-definitions-in-headers)
register kernel::CpuLocal* tp asm("tp");

/// Only for who cannot be preempted: else the task may be on another hart when the result is used.
inline kernel::CpuLocal& cpu_local() { return *tp; }

/// From here on the hart stays the same: the compiler forgets what tp was. No instruction.
inline void tp_is_stable() { asm volatile("" : "+r"(tp)::"memory"); }

/// Linux's this_cpu_read(): the word `offset` bytes into the per-CPU data, in one instruction, so
/// that it is of the hart that executes it. GCC would load off a copy of tp that may be old.
template <typename T, std::size_t offset>
inline T this_cpu_read() {
  T value;
  if constexpr (sizeof(T) == 1)
    asm volatile("lbu %0, %1(tp)" : "=r"(value) : "i"(offset) : "memory");
  else if constexpr (sizeof(T) == 4)
    asm volatile("lw %0, %1(tp)" : "=r"(value) : "i"(offset) : "memory");
  else
    asm volatile("ld %0, %1(tp)" : "=r"(value) : "i"(offset) : "memory");
  return value;
}

/// Adds to a word of 4 bytes. A task may be moved between the load and the store if the word of the
/// other hart is the same then, as the preemption count is.
template <std::size_t offset, int by>
inline void this_cpu_add() {
  std::uint32_t value;
  asm volatile("lw %0, %1(tp)\n\taddiw %0, %0, %2\n\tsw %0, %1(tp)"
               : "=&r"(value)
               : "i"(offset), "i"(by)
               : "memory");
}

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
