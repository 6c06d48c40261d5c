# trace_caller: where patched text comes to by `jal t0, trace_caller`, and goes back.
# SPDX-License-Identifier: Apache-2.0
#
# Source: Linux's ftrace_caller on RISC-V (behaviour, not text); RISC-V psABI (caller-saved
# registers). Keeps every register but t1.

  .macro each_kept op
  \op ra, 0(sp)
  \op t0, 8(sp)
  \op t2, 16(sp)
  \op a0, 24(sp)
  \op a1, 32(sp)
  \op a2, 40(sp)
  \op a3, 48(sp)
  \op a4, 56(sp)
  \op a5, 64(sp)
  \op a6, 72(sp)
  \op a7, 80(sp)
  \op t3, 88(sp)
  \op t4, 96(sp)
  \op t5, 104(sp)
  \op t6, 112(sp)
  .endm

  .section .text
  .balign 4
  .globl trace_caller
trace_caller:
  addi sp, sp, -128
  each_kept sd
  mv a0, t0
  call trace_handler
  each_kept ld
  addi sp, sp, 128
  jr t0

# Four slots of four words for users/kprobe.cpp.
  .balign 16
  .globl kprobe_slots
kprobe_slots:
  .fill 16, 4, 0
