# Posted stores that the fabric refuses when their hart has long gone on: the interrupt that says so.
# SPDX-License-Identifier: Apache-2.0
#
# For a machine of four harts with fabric.posted_stores. Each hart rings a hart that is not there and
# waits for the bus error interrupt; then it rings two such with interrupts off. A store that could
# not be posted, as too many are under way, traps and is made again. Codes of failure: 1
# another trap, 2 not the first address, 3 STATUS, 4 the interrupt stays, 5 not pending in mip.
#define ABSENT 0x2000010    // MSIP of hart 4
#define UNIT 0x2420000      // platform/standstill/memory_map.h; 16 bytes a hart
#define HARTS 4
#define STORE_FAULT 7
#define CODE 27             // platform/standstill/interrupts.h
  .option norelax           # gp is not set
  .section .text.init, "ax"
  .globl _start
_start:
  j main

  .balign 4
on_trap:                    # s registers only
  csrr s8, mcause
  li s9, STORE_FAULT
  bne s8, s9, 1f
  mret                      # fabric.posted_depth stores were under way: again
1:
  li s9, (1 << 63) | CODE
  li a0, 1
  bne s8, s9, fail
  ld s8, 0(s1)              # ADDR
  li a0, 2
  bne s8, s2, fail
  lw s8, 8(s1)              # STATUS
  li a0, 3
  bne s8, s3, fail
  sw s8, 8(s1)
  lw s8, 8(s1)              # the wire is down before the answer is here
  bnez s8, fail
  addi s4, s4, 1
  mret

main:
  csrr s0, mhartid
  la t0, on_trap
  csrw mtvec, t0
  slli s1, s0, 4
  li t0, UNIT
  add s1, s1, t0
  slli t0, s0, 3            # each hart its own address
  li s2, ABSENT
  add s2, s2, t0
  li s4, 0
  li t0, 1 << CODE
  csrw mie, t0
  csrsi mstatus, 8

  li s3, 1                  # PENDING
  li t0, 1
  sw t0, 0(s2)
1:
  beqz s4, 1b

  csrci mstatus, 8
  li s3, 3                  # and OVERFLOW
  sw t0, 0(s2)
  sw t0, 4(s2)
2:
  lw t1, 8(s1)
  bne t1, s3, 2b
  wfi
  csrr t1, mip
  li t2, 1 << CODE
  li a0, 5
  bne t1, t2, fail
  csrsi mstatus, 8
  nop
  csrci mstatus, 8
  li t1, 2
  li a0, 4
  bne s4, t1, fail
  csrr t1, mip
  bnez t1, fail

  la t0, done
  li t1, 1
  amoadd.w t1, t1, (t0)
  li t2, HARTS - 1
  beq t1, t2, finish
3:
  wfi
  j 3b
fail:
  slli a0, a0, 16
  li t1, 0x3333
  or t1, t1, a0
  li t0, 0x100000
  sw t1, 0(t0)
4:
  wfi
  j 4b
  .data
  .balign 64
done: .word 0
#include "console.inc"
