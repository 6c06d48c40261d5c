# Where every hart begins: hart id in a0, device tree in a1, machine mode.
# SPDX-License-Identifier: Apache-2.0
#
# Source: RISC-V privileged specification 3.4 (reset), 3.7 (PMP); QEMU's virt board with -bios none.
#
#   hart 0      clears .bss, then runs kernel_main(dtb)
#   the others  sleep until their parent in the boot tree rings, then run secondary_main(hart)
#
# A hart touches its own stack and its own per-CPU area, nothing of a hart that is not there.
#include "arch/layout.h"

  .section .text.entry, "ax"
  .globl _start
_start:
  .option push
  .option norelax  # what follows must not move
  j boot

# Where a hart with Smrnmi goes on a non-maskable interrupt, and on an exception of the handler:
# kRnmiInterruptVector and kRnmiExceptionVector of platform/standstill/memory_map.h.
  .org 0x100
  .globl rnmi_vectors
rnmi_vectors:
  j nmi_entry
  .org 0x140
  j nmi_exception
  .org 0x180
  .option pop

boot:
  csrw mie, zero
  csrci mstatus, 8

  # Out of reset mnstatus.NMIE is clear, and no interrupt comes. Without Smrnmi this traps to the
  # next label.
  la t0, 0f
  csrw mtvec, t0
  csrsi 0x744, 8
  .balign 4
0:
  # Open the PMP for all modes. Where there is none the write traps to the next label.
  la t0, 1f
  csrw mtvec, t0
  li t0, -1
  csrw pmpaddr0, t0
  li t0, 0x1f
  csrw pmpcfg0, t0
  .balign 4
1:
  la t0, trap_entry
  csrw mtvec, t0
  .option push
  .option norelax
  la gp, __global_pointer$
  .option pop

  li t0, STANDSTILL_MAX_HARTS
  bgeu a0, t0, park

  li t0, STANDSTILL_ARENA_SIZE
  mul t0, t0, a0
  la sp, __arena_start
  add sp, sp, t0
  li t0, STANDSTILL_STACK_SIZE
  add sp, sp, t0
  li t0, STANDSTILL_PERCPU_SIZE
  mul t0, t0, a0
  la tp, __percpu_start
  add tp, tp, t0
  bnez a0, secondary

  la t0, __bss_start
  la t1, __bss_end
  j 3f
2:
  sd zero, 0(t0)
  addi t0, t0, 8
3:
  bltu t0, t1, 2b
  mv a0, a1
  tail kernel_main

# Sleeps until the doorbell rings. wfi may end for no reason, so look at mip each time.
secondary:
  li t0, 8
  csrw mie, t0
4:
  wfi
  csrr t0, mip
  andi t0, t0, 8
  beqz t0, 4b
  csrw mie, zero
  fence irw, rw  # pairs with the fence in ring() of kernel/ipi.cpp
  tail secondary_main

# A hart beyond the pools: it takes no part.
park:
  wfi
  j park

# The arenas, one a hart, up to as many as there are: the last thing the kernel uses. The symbol's
# size is that of one, so that whoever loads the ELF knows how much memory a machine must have.
  .section .bss.arena, "aw", @nobits
  .balign 4096
  .globl __arena_start
  .type __arena_start, @object
  .size __arena_start, STANDSTILL_ARENA_SIZE
__arena_start:
