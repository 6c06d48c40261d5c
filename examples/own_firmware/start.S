/* Where every hart begins: a stack of its own, then C.
   SPDX-License-Identifier: Apache-2.0 */
  .section .text.start, "ax"
  .globl _start
_start:                      /* a0 = hart */
  .option push
  .option norelax
  la gp, __global_pointer$
  .option pop
  slli t0, a0, 12            /* 4 KiB of stack each */
  la sp, stacks + 0x1000
  add sp, sp, t0
  la t0, doorbell
  csrw mtvec, t0
  csrsi mie, 8               /* MSIE; mstatus.MIE is still clear */
  li t0, 4
  bgeu a0, t0, 1f            /* a hart that the program does not know */
  call boot
1:
  wfi
  j 1b

  .bss
  .balign 16
stacks:
  .skip 4 * 0x1000
