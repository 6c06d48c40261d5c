# context_switch(from, to): leaves one task and goes on in another, on the same hart.
# SPDX-License-Identifier: Apache-2.0
#
# Source: RISC-V psABI (callee-saved registers). The layout is kernel::Context in kernel/task.h.

  .macro each_callee_saved op, base
  \op ra, 0(\base)
  \op sp, 8(\base)
  \op s0, 16(\base)
  \op s1, 24(\base)
  \op s2, 32(\base)
  \op s3, 40(\base)
  \op s4, 48(\base)
  \op s5, 56(\base)
  \op s6, 64(\base)
  \op s7, 72(\base)
  \op s8, 80(\base)
  \op s9, 88(\base)
  \op s10, 96(\base)
  \op s11, 104(\base)
  .endm

  .section .text
  .balign 4
  .globl context_switch
context_switch:
  each_callee_saved sd, a0
  each_callee_saved ld, a1
  ret

# The first instructions of a new task: s0 = the C++ function that begins it.
  .globl task_entry
task_entry:
  jr s0
