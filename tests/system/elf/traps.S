# Takes each exception once, in M, S and U mode, and prints cause, pc within the program and tval.
# SPDX-License-Identifier: Apache-2.0
#include "console.inc"
  .option norelax           # gp is not set
  .section .text.init, "ax"
  .globl _start
_start:
  la t0, handler
  csrw mtvec, t0
  li t0, -1
  csrw pmpaddr0, t0
  li t0, 0x1f
  csrw pmpcfg0, t0
  la s0, _start
  li s11, 0x07000000        # nothing is here
  ecall
  .word 0xffffffff
  .half 0
  ld a1, 8(s11)
  sw a1, 12(s11)
  csrr a1, 0x5c0
  csrw mhartid, a1
  la s10, after_fetch
  jr s11
after_fetch:
  li t0, 0x1800
  csrc mstatus, t0
  li t0, 0x0800
  csrs mstatus, t0
  la t0, supervisor
  csrw mepc, t0
  mret
supervisor:
  ecall
  csrr a1, mstatus
  mret
  lb a1, 1(s11)
  la t0, user
  csrw sepc, t0
  li t0, 0x100
  csrc sstatus, t0
  sret
user:
  ecall
  csrr a1, sstatus
  sret
  wfi
  sb a1, 2(s11)
  li s9, 1                  # the next one is the last
  ecall

  .balign 4
handler:
  csrr s1, mcause
  csrr s2, mepc
  csrr s3, mtval
  mv a0, s1
  call print_hex
  sub a0, s2, s0
  li t0, 1
  bne s1, t0, 1f
  mv a0, s2                 # the pc of a fetch that cannot be is not in the program
1:
  call print_hex
  mv a0, s3
  call print_hex
  bnez s9, finish
  li t0, 1
  beq s1, t0, 3f
  lhu t0, 0(s2)
  andi t0, t0, 3
  addi s2, s2, 2
  li t1, 3
  bne t0, t1, 2f
  addi s2, s2, 2
2:
  csrw mepc, s2
  mret
3:
  csrw mepc, s10
  mret
