# All harts sleep for far longer than the limit of the test, but hart 0 has a timer, and ends the run.
# SPDX-License-Identifier: Apache-2.0
  .option norelax           # gp is not set
  .section .text.init, "ax"
  .globl _start
_start:
  csrw mie, zero
  bnez a0, park
  la t0, ring
  csrw mtvec, t0
  li t0, 0x02004000
  li t1, 10000
  sd t1, 0(t0)
  li t0, 0x80
  csrw mie, t0
  csrsi mstatus, 8
park:
  wfi
  j park

  .balign 4
ring:
  li t0, 0x100000
  li t1, 0x5555
  sw t1, 0(t0)
  j park
