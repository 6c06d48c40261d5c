# A hart rings itself, then wakes the other by its software interrupt and is rung back.
# SPDX-License-Identifier: Apache-2.0
#include "console.inc"
  .option norelax           # gp is not set
  .section .text.init, "ax"
  .globl _start
_start:
  csrr s0, mhartid
  la t0, handler
  csrw mtvec, t0
  la s5, ready
  li t0, 8
  csrw mie, t0
  csrs mstatus, t0
  li s1, 0
  bnez s0, second
  li t0, MSWI
  li t1, 1
  sw t1, 0(t0)
1:
  beqz s1, 1b
  la a0, alone
  call print
2:
  lw t0, 0(s5)              # until the other can be rung
  beqz t0, 2b
  li t0, MSWI
  li t1, 1
  sw t1, 4(t0)
  li t1, 2
3:
  bltu s1, t1, 3b
  la a0, back
  call print
  j finish
second:
  li t0, 1
  fence
  sw t0, 0(s5)
4:
  csrci mstatus, 8          # no ring may be lost between the look and the sleep
  bnez s1, 5f
  wfi
  csrsi mstatus, 8
  j 4b
5:
  la a0, rung
  call print
  fence
  li t0, MSWI
  li t1, 1
  sw t1, 0(t0)
  j sleep

  .balign 4
handler:
  slli t5, s0, 2
  li t6, MSWI
  add t5, t5, t6
  sw zero, 0(t5)
1:
  csrr t6, mip              # the wire falls some time after the store
  andi t6, t6, 8
  bnez t6, 1b
  addi s1, s1, 1
  mret
  .section .rodata
alone: .asciz "rang myself\n"
rung: .asciz "hart 1 was rung\n"
back: .asciz "hart 0 was rung back\n"
  .data
  .balign 64
ready: .word 0
