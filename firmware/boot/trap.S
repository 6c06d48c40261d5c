# Trap entry and return: saves what a C++ function may change, on the stack of the current task.
# SPDX-License-Identifier: Apache-2.0
#
# Source: RISC-V privileged specification 3.1.6 to 3.1.15; Smrnmi 1.0.
# The handler may switch to another task; mepc and mstatus are therefore part of the frame.

#include "arch/caller_saved.inc"

  .section .text
  .balign 4
  .globl trap_entry
trap_entry:
  addi sp, sp, -144
  each_caller_saved sd
  csrr a0, mcause
  csrr a1, mepc
  csrr t0, mstatus
  sd a1, 128(sp)
  sd t0, 136(sp)
  mv a2, sp
  call trap_handler
  ld t0, 128(sp)
  ld t1, 136(sp)
  # Give up any reservation: an LR of the handler, or of a task it switched to, must not make the
  # SC of the interrupted one succeed.
  addi t2, sp, 128
  sc.d zero, t0, (t2)
  csrw mepc, t0
  csrw mstatus, t1
  each_caller_saved ld
  addi sp, sp, 144
  mret
  .globl trap_entry_end
trap_entry_end:

# The same for a non-maskable interrupt, which may come anywhere, also in the lines above: on a stack
# of its own, whose top mnscratch (0x740) holds. No other follows before mnret, so mnepc (0x741) and
# mncause (0x742) stay in their registers, and mepc, mcause and mstatus are as they were.
  .balign 4
  .globl nmi_entry
nmi_entry:
  csrrw sp, 0x740, sp
  addi sp, sp, -144
  each_caller_saved sd
  csrr a0, 0x741
  call nmi_handler
  addi t2, sp, 128
  sc.d zero, t0, (t2)
  each_caller_saved ld
  addi sp, sp, 144
  csrrw sp, 0x740, sp
  .word 0x70200073  # mnret, which binutils 2.40 does not know

# An exception while NMIs are off: the handler above is broken, and mepc of who was interrupted lost.
  .globl nmi_exception
nmi_exception:
  csrr a0, mcause
  csrr a1, mepc
  tail nmi_exception_handler
