# Four harts under their watchdogs: interrupts and NMIs into loops, sleeps and each other's traffic.
# SPDX-License-Identifier: Apache-2.0
#
# For this machine only, with the default vectors. Even harts spin, odd ones sleep; harts 2 and 3
# take the pre-timeout interrupt, too, and answer it without a pet, so that the NMI follows. Each
# hart prints nothing and ends after so many NMIs; the last one ends the run.
#define MNSCRATCH 0x740     // platform/standstill/csr.h
#define MNRET .word 0x70200073
#define WATCHDOG 0x2400000  // platform/standstill/devices.h, namespace watchdog
#define NMIS 8
  .option norelax           # gp is not set
  .section .text.init, "ax"
  .globl _start
_start:
  j main

  .org 0x100                # hart.rnmi_interrupt_vector; the programs use s registers only
  addi s0, s0, 1
  sw zero, 8(s1)            # a pet
  lw zero, 12(s1)           # the wire is down before the answer is here
  MNRET

  .org 0x180
on_interrupt:
  addi s2, s2, 1
  li t0, 1
  sw t0, 12(s1)             # the interrupt's answer, and no pet
  lw zero, 12(s1)
  mret

main:
  csrr s3, mhartid
  la t0, on_interrupt
  csrw mtvec, t0
  li t0, 1 << 24
  csrw mie, t0
  andi t0, s3, 2
  slli t0, t0, 2
  csrw mstatus, t0          # MIE in harts 2 and 3
  li s0, 0
  li s2, 0
  slli s1, s3, 4
  li t0, WATCHDOG
  add s1, s1, t0
  addi t0, s3, 2            # TIMEOUT 2 + hart, PRETIMEOUT 1, in one store
  li t1, 1 << 32
  or t0, t0, t1
  sd t0, 0(s1)
  li s4, NMIS
  li s5, 0
  andi t0, s3, 1
  bnez t0, 2f
1:
  addi s5, s5, 1
  bltu s0, s4, 1b
  j 3f
2:
  wfi
  bltu s0, s4, 2b
3:
  sw zero, 0(s1)            # off
  andi t0, s3, 2
  beqz t0, 4f
  beqz s2, fail             # the interrupt has come to those who take it
  j 5f
4:
  bnez s2, fail
5:
  la t0, done
  li t1, 1
  amoadd.w t1, t1, (t0)
  li t2, 3
  beq t1, t2, finish
6:
  wfi
  j 6b
fail:
  li t0, 0x100000
  li t1, 0x13333            # not passed, code 1
  sw t1, 0(t0)
  j 6b
  .data
  .balign 64
done: .word 0
#include "console.inc"
