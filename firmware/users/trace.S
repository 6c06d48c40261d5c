# trace_caller: where patched text comes to by `jal t0, trace_caller`, and goes back.
# SPDX-License-Identifier: Apache-2.0
#
# Source: Linux's ftrace_caller on RISC-V (behaviour, not text). Keeps every register.

#include "arch/caller_saved.inc"

  .section .text
  .balign 4
  .globl trace_caller
trace_caller:
  addi sp, sp, -128
  each_caller_saved sd
  mv a0, t0
  call trace_handler
  each_caller_saved ld
  addi sp, sp, 128
  jr t0

# Four slots of four words for users/kprobe.cpp.
  .balign 16
  .globl kprobe_slots
kprobe_slots:
  .fill 16, 4, 0
