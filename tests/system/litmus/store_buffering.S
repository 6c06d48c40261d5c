# Store buffering: each hart stores its own word and loads the other's; may both loads be too old?
# SPDX-License-Identifier: Apache-2.0
#
# RISC-V unprivileged specification, RVWMO; the litmus test SB, heart of Dekker's algorithm. Two
# rows of rounds: the first without a fence between store and load, the second with one. Hart 0
# prints for each in how many rounds neither saw the other's store.
#include "../elf/console.inc"
#include "meet.inc"
  .option norelax           # gp is not set
  .equ ROUNDS, 50

  .macro rounds last, order:vararg
  li s6, \last
  li s7, 0
1:
  addi s5, s5, 1
  ld t0, 0(s1)              # a copy of the other's line is here
  meet
  csrr t0, cycle            # both set off at the same time
  srli t0, t0, 9
2:
  csrr t1, cycle
  srli t1, t1, 9
  beq t0, t1, 2b
  sd s5, 0(s0)
  \order
  ld t0, 0(s1)
  sltu t0, t0, s5
  sd t0, 0(s2)
  meet
  ld t0, 0(s2)
  ld t1, 0(s3)
  and t0, t0, t1
  add s7, s7, t0
  bne s5, s6, 1b
  .endm

# Hart 0 prints s7.
  .macro report
  csrr t0, mhartid
  bnez t0, 3f
  mv a0, s7
  call print_hex
3:
  .endm

  .section .text.init, "ax"
  .globl _start
_start:
  la s0, first
  la s1, second
  csrr t0, mhartid
  beqz t0, 1f
  la s0, second
  la s1, first
1:
  addi s2, s0, 64           # a hart's result follows its word
  addi s3, s1, 64
  li s5, 0
  begin_meeting
  rounds ROUNDS, nop
  report
  rounds 2 * ROUNDS, fence rw, rw
  report
  csrr t0, mhartid
  bnez t0, sleep
  j finish
  .data
  .balign 64
first: .dword 0
  .balign 64
  .dword 0
  .balign 64
second: .dword 0
  .balign 64
  .dword 0
