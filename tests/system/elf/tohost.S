# Prints and ends through the mailbox `tohost`, as programs written for Spike do.
# SPDX-License-Identifier: Apache-2.0
  .option norelax           # gp is not set
  .section .text.init, "ax"
  .globl _start
_start:
  la s0, tohost
  la s1, text
  li s2, 0x0101
  slli s2, s2, 48
1:
  lbu t0, 0(s1)
  beqz t0, 2f
  or t0, t0, s2
  sd t0, 0(s0)
  sd zero, 0(s0)
  addi s1, s1, 1
  j 1b
2:
  li t0, 3 << 1 | 1         # ends with the code 3
  sd t0, 0(s0)
3:
  j 3b
  .section .rodata
text: .asciz "by tohost\n"
  .section .tohost, "aw"
  .balign 64
  .globl tohost
tohost: .dword 0
