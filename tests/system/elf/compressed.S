# Runs every compressed instruction and prints what came of them.
# SPDX-License-Identifier: Apache-2.0
#include "console.inc"
  .option rvc
  .option norelax           # gp is not set
  .section .text.init, "ax"
  .globl _start
_start:
  la sp, stack
  la s0, words
  c.li a0, -7
  c.lui a1, 0x1f
  c.lui a2, 0xfffe0
  c.addi a0, 31
  c.addiw a1, -32
  c.nop
  c.mv a3, a0
  c.add a3, a1
  c.slli a3, 33
  c.mv a4, a3
  c.srli a4, 5
  c.mv a5, a2
  c.srai a5, 3
  c.andi a5, -6
  c.mv s1, a5
  c.sub s1, a4
  c.xor a4, a3
  c.or a5, a1
  c.and a3, a2
  c.addw a1, a4
  c.subw a2, a5
  c.sd a1, 8(s0)
  c.sw a2, 4(s0)
  c.lw a1, 8(s0)
  c.ld a2, 0(s0)
  c.addi16sp sp, -64
  c.sdsp a3, 24(sp)
  c.swsp a4, 28(sp)
  c.ldsp s2, 24(sp)
  c.lwsp s3, 28(sp)
  c.addi4spn a0, sp, 64
  c.addi16sp sp, 64
  c.sub a0, s0
  c.li s4, 0
  c.beqz a2, 1f
  c.addi s4, 1
1:
  c.bnez a2, 2f
  c.addi s4, 2
2:
  c.j 3f
  c.addi s4, 4
3:
  la t0, 4f
  c.jr t0
  c.addi s4, 8
4:
  la t0, 5f
  c.jalr t0
  j 6f
5:
  c.addi s4, 16
  c.jr ra
6:
  .irp r, a1, a2, a3, a4, a5, s1, s2, s3, s4
  mv a0, \r
  call print_hex
  .endr
  j finish
  .data
  .balign 64
words: .dword 0x0123456789abcdef, 0xfedcba9876543210
  .zero 128
stack: .zero 16
