# Four harts count to 4000 together by LR and SC, and to 4000 by AMO; the last one prints both.
# SPDX-License-Identifier: Apache-2.0
#include "console.inc"
  .option norelax           # gp is not set
  .section .text.init, "ax"
  .globl _start
_start:
  la s0, counters
  li s1, 1000
1:
  lr.d t0, (s0)
  addi t0, t0, 1
  sc.d t1, t0, (s0)
  bnez t1, 1b
  addi t2, s0, 8
  li t0, 1
  amoadd.d zero, t0, (t2)
  addi s1, s1, -1
  bnez s1, 1b
  addi t2, s0, 16
  li t0, 1
  amoadd.w.aqrl t0, t0, (t2)
  li t1, 3
  bne t0, t1, sleep
  ld a0, 0(s0)
  call print_hex
  ld a0, 8(s0)
  call print_hex
  j finish
  .data
  .balign 64
counters: .dword 0, 0, 0
