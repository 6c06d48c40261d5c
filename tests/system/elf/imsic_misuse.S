# What a guest may do to its interrupt file and should not: claims of nothing, no registers.
# SPDX-License-Identifier: Apache-2.0
#
# One hart, interrupts off. After each step two numbers are printed, as imsic_misuse_test.cc says:
# what the access gave, all ones if it was an illegal instruction, and eip0.
#include "console.inc"
#define MISELECT 0x350      // platform/standstill/csr.h
#define MIREG 0x351
#define MTOPEI 0x35C
  .equ EIDELIVERY, 0x70     // AIA 1.0, 3.8
  .equ EITHRESHOLD, 0x72
  .equ EIP0, 0x80
  .equ EIE0, 0xc0
  .equ PAGE, 0x24000000     // platform/standstill/memory_map.h
  .equ IDENTITY, 7
  .option norelax           # gp is not set
  .option norvc             # an access has four bytes
  .section .text.init, "ax"

# Through mireg: `access` is csrrw, csrrs or csrrc.
  .macro step access, register, value
  li s1, \register
  li s2, \value
  li a0, -1
  csrw MISELECT, s1
  \access a0, MIREG, s2
  call show
  .endm

  .macro claim
  li a0, -1
  csrrw a0, MTOPEI, zero
  call show
  .endm

# Pending before anything else is done: the CSR access waits for the load's answer.
  .macro message identity
  li s1, PAGE
  li s2, \identity
  sw s2, 0(s1)
  lw a0, 0(s1)
  call show
  .endm

  .globl _start
_start:
  csrr t0, mhartid
  bnez t0, sleep
  la t0, handler
  csrw mtvec, t0
  claim                     // of nothing
  message IDENTITY
  claim                     // not enabled
  step csrrw, EIE0, 1 << IDENTITY
  step csrrw, EITHRESHOLD, IDENTITY
  claim                     // behind the threshold
  step csrrw, EITHRESHOLD, IDENTITY + 1
  csrr a0, MTOPEI           // does not claim
  call show
  message IDENTITY          // a second time
  claim
  claim                     // a second time
  step csrrw, EIDELIVERY, 2 // no value of it
  step csrrs, EIDELIVERY, 0
  step csrrs, EIP0, 1       // no identity
  step csrrs, EIE0, 1
  step csrrs, EIE0, 0
  step csrrw, 0x71, -1      // reserved
  step csrrw, 0x82, -1      // identities 64 and up
  step csrrw, 0x30, -1
  step csrrs, 0x71, 0
  step csrrs, 0x82, 0
  step csrrs, 0x30, 0
  step csrrw, 0x81, -1      // odd
  step csrrw, 0xc1, -1
  step csrrw, 0x31, -1
  step csrrw, 0x2f, -1      // below all
  step csrrw, 0x40, -1      // between
  step csrrw, 0x6f, -1
  li s2, 0x1ff
  csrw MISELECT, s2
  csrr a0, MISELECT         // eight bits of it
  call show
  j finish

# Prints a0, then eip0.
show:
  mv s10, ra
  call print_hex
  li s1, EIP0
  csrw MISELECT, s1
  csrr a0, MIREG
  call print_hex
  jr s10

  .balign 4
handler:
  csrr t0, mepc
  addi t0, t0, 4
  csrw mepc, t0
  mret
