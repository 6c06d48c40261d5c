# Four harts say hello, one after the other, each under a lock.
# SPDX-License-Identifier: Apache-2.0
#include "console.inc"
  .option norelax           # gp is not set
  .section .text.init, "ax"
  .globl _start
_start:
  csrr s0, mhartid
  la s1, turn
1:                          # each in its turn, so that the text is the same everywhere
  lw t0, 0(s1)
  bne t0, s0, 1b
  la s2, lock
2:
  li t0, 1
  amoswap.w.aq t0, t0, (s2)
  bnez t0, 2b
  la a0, text
  call print
  mv a0, s0
  call print_hex
  amoswap.w.rl zero, zero, (s2)
  li t0, 1
  amoadd.w t0, t0, (s1)
  li t1, 3
  bne t0, t1, sleep
  j finish
  .section .rodata
text: .asciz "hello from hart "
  .data
  .balign 64
turn: .word 0
  .balign 64
lock: .word 0
