# Accesses that the interrupt fabric refuses or ignores, one row a time: what the guest is told, and
# what it did.
# SPDX-License-Identifier: Apache-2.0
#
# For three harts. Hart 0 makes every access of misuse_rows.inc. For each row five lines: cause and
# tval of the trap (0 and 0 if none came), 1 if any register or wire of the fabric has changed, ADDR
# of the bus-error unit, after its interrupt has been seen and answered, and what is in the
# destination register, of ones before.
#include "console.inc"
#include "misuse_state.inc"
  .equ BUS_ERROR_BIT, 27
  .option norelax           # gp is not set
  .option norvc             # an access has four bytes
  .section .text.init, "ax"
  .globl _start
_start:
  csrr t0, mhartid
  bnez t0, witness
  la t0, handler
  csrw mtvec, t0
  call prepare
  call snapshot
  mv s9, s6
  la s8, table
1:
  ld s1, 0(s8)
  beqz s1, finish
  ld t1, 8(s8)
  ld a1, 16(s8)
  li s2, 0
  li s3, 0
  li a0, -1
  jalr t1
  mv s4, a0
  li t0, BUS_ERROR
  ld s5, 0(t0)              # behind the access in any case
  beqz s5, 3f
  li t0, 1 << BUS_ERROR_BIT
2:
  csrr t1, mip
  and t1, t1, t0
  beqz t1, 2b
  li t1, BUS_ERROR
  li t2, 1
  sw t2, 8(t1)
  li t0, 1 << BUS_ERROR_BIT
4:
  csrr t1, mip
  and t1, t1, t0
  bnez t1, 4b
3:
  call snapshot
  mv a0, s2
  call print_hex
  mv a0, s3
  call print_hex
  sub a0, s6, s9
  snez a0, a0
  mv s9, s6
  call print_hex
  mv a0, s5
  call print_hex
  mv a0, s4
  call print_hex
  addi s8, s8, 24
  j 1b

  .balign 4
handler:
  csrr s2, mcause
  csrr s3, mtval
  csrr t0, mepc
  addi t0, t0, 4
  csrw mepc, t0
  mret

# At s1: loads to a0, stores of a1.
  .irp access, lb, lh, lw, ld
access_\access:
  \access a0, 0(s1)
  ret
  .endr
  .irp access, sb, sh, sw, sd
access_\access:
  \access a1, 0(s1)
  ret
  .endr
access_amoadd_w:
  amoadd.w a0, a1, (s1)
  ret
access_lr_w:
  lr.w a0, (s1)
  ret

#define ROW(name, address, access, value, answer) .dword address, access_##access, value;
  .balign 8
table:
#include "misuse_rows.inc"
  .dword 0
