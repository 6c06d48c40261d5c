# Message passing: hart 0 stores data, then a flag; hart 1 sees the flag and counts stale data.
# SPDX-License-Identifier: Apache-2.0
#
# RISC-V unprivileged specification, RVWMO; the litmus test MP. Two rows of rounds: the first with
# no fence between the two stores, the second with one. The loads are in order in both.
#include "../elf/console.inc"
  .option norelax           # gp is not set
  .equ ROUNDS, 100

# Sends the numbers up to `last`.
  .macro send last, order:vararg
  li s4, \last
1:
  addi s3, s3, 1
  sd s3, 0(s0)
  \order
  sd s3, 0(s1)
2:
  ld t0, 0(s2)              # until hart 1 has seen it
  bne t0, s3, 2b
  bne s3, s4, 1b
  .endm

# Receives them and prints how often the data were older than the flag.
  .macro receive last
  li s4, \last
  li s5, 0
1:
  addi s3, s3, 1
2:
  ld t0, 0(s1)
  bne t0, s3, 2b
  fence r, r
  ld t0, 0(s0)
  sltu t0, t0, s3
  add s5, s5, t0
  fence r, w
  sd s3, 0(s2)
  bne s3, s4, 1b
  mv a0, s5
  call print_hex
  .endm

  .section .text.init, "ax"
  .globl _start
_start:
  la s0, data
  la s1, flag
  la s2, seen
  li s3, 0
  csrr t0, mhartid
  bnez t0, second
  send ROUNDS, nop
  send 2 * ROUNDS, fence w, w
  j sleep
second:
  receive ROUNDS
  receive 2 * ROUNDS
  j finish
  .data
  .balign 64
data: .dword 0
  .balign 64
flag: .dword 0
  .balign 64
seen: .dword 0
