# Sleeps three times until the timer wakes it.
# SPDX-License-Identifier: Apache-2.0
#include "console.inc"
  .option norelax           # gp is not set
  .section .text.init, "ax"
  .globl _start
_start:
  la t0, handler
  csrw mtvec, t0
  li s0, 3
  call set_timer
  li t0, 0x80
  csrw mie, t0
  csrsi mstatus, 8
1:
  wfi
  bnez s0, 1b
  csrci mstatus, 8
  la a0, done
  call print
  j finish

set_timer:
  li t0, MTIME
  ld t1, 0(t0)
  addi t1, t1, 50
  li t0, MTIMECMP
  sd t1, 0(t0)
  ret

  .balign 4
handler:
  csrr a0, mcause
  mv s1, ra
  call print_hex
  addi s0, s0, -1
  beqz s0, 2f
  call set_timer
  j 3f
2:
  li t0, 0x80               # the last one stays pending, so that it ends a sleep yet to come,
  csrc mstatus, t0          # but is not taken again: mret leaves interrupts disabled
3:
  mv ra, s1
  mret
  .section .rodata
done: .asciz "three times\n"
