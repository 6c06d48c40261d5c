# What a guest may do to the barrier unit and should not: strangers, arrivals twice, members changed.
# SPDX-License-Identifier: Apache-2.0
#
# For three harts. Hart 0 does all of it, interrupts off: an arrival is a store to the register of the
# hart that arrives, whoever makes it. After each step the whole of the barrier is printed as one
# number, a digit a register, as barrier_test.cc says.
#include "console.inc"
  .equ BARRIER, 0x2510000   // platform/standstill/devices.h: barrier 1
  .equ RELEASED, BARRIER + 0x4000
  .equ MEMBERS, BARRIER + 0x8000
  .equ ARRIVED, BARRIER + 0x8200
  .equ GENERATION, BARRIER + 0x8400
  .equ MISSING, BARRIER + 0x8404
  .equ CONTROL, BARRIER + 0x8408
  .equ STATUS, BARRIER + 0x840c
  .equ RUN, 1
  .equ IRQ, 2
  .equ WIRE, 26             // in mip
  .option norelax           # gp is not set
  .section .text.init, "ax"

  .macro digit address
  li s1, \address
  lwu s2, 0(s1)
  slli a0, a0, 4
  or a0, a0, s2
  .endm

  .macro step address, value
  li s1, \address
  li s2, \value
  sw s2, 0(s1)
  call show
  .endm

  .globl _start
_start:
  csrr t0, mhartid
  bnez t0, sleep
  step MEMBERS, 0b011
  step BARRIER, 0           // without RUN
  step STATUS, 0b10
  step CONTROL, RUN | IRQ
  step BARRIER + 4 * 2, 0   // no member
  step STATUS, 0b1101       // the other flags
  step STATUS, 0b10
  step BARRIER, 0
  step BARRIER, 0           // a second time
  step MEMBERS, 0b001       // would be complete
  step CONTROL, RUN | IRQ   // which it has
  step STATUS, 0b101
  step BARRIER + 4, 0       // the last
  step RELEASED, 1
  step RELEASED, 1          // a second time
  li t0, 1 << WIRE
  csrc mip, t0
  step BARRIER + 4, 0       // takes its release back
  step BARRIER + 4, 0       // a second time, in another generation
  step CONTROL, IRQ         // forgets it
  step BARRIER, 0
  step STATUS, 0b1011
  step MEMBERS, 0
  step CONTROL, RUN | IRQ
  step BARRIER, 0           // at a barrier of nobody
  step CONTROL, 0           // nobody is abandoned
  j finish

# Prints GENERATION, MISSING, the wire, STATUS, RELEASED of harts 2 to 0, ARRIVED, MEMBERS.
show:
  mv s10, ra
  li a0, 0
  digit GENERATION
  digit MISSING
  li s1, STATUS             // behind the store, and the wire has had its time
  lwu s1, 0(s1)
  csrr s1, mip
  srli s1, s1, WIRE
  andi s1, s1, 1
  slli a0, a0, 4
  or a0, a0, s1
  digit STATUS
  slli a0, a0, 4
  .irp hart, 0, 1, 2
  li s1, RELEASED + 4 * \hart
  lwu s2, 0(s1)
  slli s2, s2, \hart
  or a0, a0, s2
  .endr
  digit ARRIVED
  digit MEMBERS
  call print_hex
  jr s10
