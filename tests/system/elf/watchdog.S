# The watchdog's NMI: breaks a spin loop with interrupts off, a sleep, and a trap handler.
# SPDX-License-Identifier: Apache-2.0
#
# For this machine only: QEMU has neither the watchdog nor Smrnmi. The vectors are the defaults of
# hart.rnmi_interrupt_vector and hart.rnmi_exception_vector.
#define MNSCRATCH 0x740     // platform/standstill/csr.h
#define MNEPC 0x741
#define MNCAUSE 0x742
#define MNSTATUS 0x744
#define MNRET .word 0x70200073
#define TIMEOUT 0x2400000   // platform/standstill/devices.h, namespace watchdog; of hart 0
#define PET 0x2400008
#define STATUS 0x240000c
  .option norvc
  .option norelax           # gp is not set
  .section .text.init, "ax"
  .globl _start
_start:
  j main

  .org 0x100                # hart.rnmi_interrupt_vector
  csrw MNSCRATCH, ra
  j on_nmi
  .org 0x140                # hart.rnmi_exception_vector
  j on_exception_in_nmi
  .org 0x180

# Prints cause, mnstatus and STATUS, and where it came from: within s1..s2. Raises an exception of
# its own, pets the watchdog, switches it off, and returns, to s3 if that is set. Counts in s0.
on_nmi:
  addi s0, s0, 1
  csrr a0, MNCAUSE
  call print_hex
  li t0, STATUS
  lwu a0, 0(t0)
  call print_hex
  csrr t0, MNEPC
  bltu t0, s1, 1f
  bgtu t0, s2, 1f
  la a0, inside
  call print
1:
  ebreak                    # to the exception vector, not to mtvec
  csrr a0, MNSTATUS         # MNPP = M, NMIE still clear
  call print_hex
  beqz s3, 2f
  csrw MNEPC, s3
2:
  li t0, PET
  li t1, STATUS
  li t2, TIMEOUT
  sw zero, 0(t0)
  lwu a0, 0(t1)             # it counts again, and the wires are down before the answer is here
  sw zero, 0(t2)
  call print_hex
  csrr ra, MNSCRATCH
  MNRET

on_exception_in_nmi:
  csrw mscratch, ra
  csrr a0, mcause
  call print_hex
  csrr t0, mepc
  addi t0, t0, 4
  csrw mepc, t0
  csrr ra, mscratch
  mret                      # leaves NMIE clear

# Never returns by itself: the NMI has to come, and mcause and mepc with it. The NMI's own exception
# has overwritten them, so this handler keeps what it found first.
  .balign 4
on_trap:
  csrr s4, mcause
  csrr s5, mepc
  la s1, 1f
  mv s2, s1
  la s3, 2f
1:
  j 1b
2:
  mv a0, s4
  call print_hex
  addi s5, s5, 4
  csrw mepc, s5
  mret

arm:
  li t0, TIMEOUT
  li t1, 3
  sw t1, 0(t0)
  ret

main:
  la t0, on_trap
  csrw mtvec, t0
  li s0, 0
  csrr a0, MNSTATUS         # out of reset NMIE is set: hart.nmie_reset
  call print_hex
  csrci MNSTATUS, 8         # no effect: what cannot be masked cannot
  csrr a0, MNSTATUS
  call print_hex
  call arm
  la s1, 1f                 # 1. a spin loop, interrupts off, that knows nothing of it
  la s2, 2f
  li s3, 0
  li s4, 0
  li t6, 1
1:
  addi s4, s4, 1
2:
  bltu s0, t6, 1b
  snez a0, s4
  call print_hex
  la s1, 4f                 # 2. a sleep with every interrupt disabled
  la s2, 4f
  csrw mie, zero
  call arm
  li t6, 2
3:
  wfi
4:
  bltu s0, t6, 3b
  call arm
  ecall                     # 3. a trap handler
  li t0, STATUS
  lwu a0, 0(t0)
  call print_hex
  j finish
  .section .rodata
inside: .asciz "where it was\n"
#include "console.inc"
