# Two harts count three things under a lock of LR and SC; hart 0 prints how many counts were lost.
# SPDX-License-Identifier: Apache-2.0
#
# Two rows of rounds: in the first the lock is given up by a plain store, in the second a fence
# makes that store a release. RISC-V unprivileged specification, appendix A, "spinlock".
#include "../elf/console.inc"
#include "meet.inc"
  .option norelax           # gp is not set
  .equ ROUNDS, 100

  .macro count offset
  ld t0, \offset(s1)
  addi t0, t0, 1
  sd t0, \offset(s1)
  .endm

  .macro rounds order:vararg
  li s2, ROUNDS
1:
  lw t0, 0(s0)
  bnez t0, 1b
  lr.w.aq t0, (s0)
  bnez t0, 1b
  li t1, 1
  sc.w t0, t1, (s0)
  bnez t0, 1b
  count 0
  count 64
  count 128
  \order
  sw zero, 0(s0)
  li t0, 200                # time for the other
2:
  addi t0, t0, -1
  bnez t0, 2b
  addi s2, s2, -1
  bnez s2, 1b
  meet
  li a0, 3 * 2 * ROUNDS
  ld t0, 0(s1)
  sub a0, a0, t0
  ld t0, 64(s1)
  sub a0, a0, t0
  ld t0, 128(s1)
  sub a0, a0, t0
  call report
  meet
  .endm

  .section .text.init, "ax"
  .globl _start
_start:
  la s0, lock
  la s1, counts
  begin_meeting
  rounds nop
  rounds fence rw, w
  csrr t0, mhartid
  bnez t0, sleep
  j finish

# Hart 0 prints a0 and sets the counts to zero.
report:
  csrr t0, mhartid
  bnez t0, 1f
  sd zero, 0(s1)
  sd zero, 64(s1)
  sd zero, 128(s1)
  mv s3, ra
  call print_hex
  mv ra, s3
1:
  ret
  .data
  .balign 64
lock: .word 0
  .balign 64
counts: .skip 3 * 64
