# Accesses that the interrupt fabric refuses, one row a time: what the guest is told, and what it did.
# SPDX-License-Identifier: Apache-2.0
#
# For three harts. Hart 0 makes every access of the table; stores write all ones. For each row four
# lines: cause and tval of the trap (0 and 0 if none came), 1 if any register or wire of the fabric
# has changed, and ADDR of the bus-error unit, after its interrupt has been seen and answered.
#include "console.inc"
  .equ SSWI, 0x2f00000      // platform/standstill/memory_map.h, devices.h
  .equ WATCHDOG, 0x2400000
  .equ BUS_ERROR, 0x2420000
  .equ PLIC, 0xc000000
  .equ ENABLE, 0xc002000
  .equ THRESHOLD, 0xc200000
  .equ HARTS, 3
  .equ BUS_ERROR_BIT, 27
  .equ LB, 0
  .equ LH, 1
  .equ LW, 2
  .equ LD, 3
  .equ SB, 4
  .equ SH, 5
  .equ SW, 6
  .equ SD, 7
  .equ AMOADD_W, 8
  .equ LR_W, 9
  .option norelax           # gp is not set
  .option norvc             # an access has four bytes
  .section .text.init, "ax"
  .globl _start
_start:
  csrr t0, mhartid
  bnez t0, sleep
  la t0, handler
  csrw mtvec, t0
  call snapshot
  mv s9, a0
  la s8, table
1:
  ld s1, 0(s8)              # the address
  ld t1, 8(s8)              # the entry of `accesses`
  li t0, -1
  beq t1, t0, finish
  li s2, 0
  li s3, 0
  slli t1, t1, 3
  la t0, accesses
  add t1, t1, t0
  li a1, -1
  jalr t1
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
  sub s4, a0, s9
  snez s4, s4
  mv a0, s2
  call print_hex
  mv a0, s3
  call print_hex
  mv a0, s4
  call print_hex
  mv a0, s5
  call print_hex
  addi s8, s8, 16
  j 1b

# a0 = a sum over what the fabric holds. Clobbers t0..t6.
snapshot:
  csrr a0, mip
  li t6, HARTS
  li t0, 0
1:
  li t1, MSWI
  slli t2, t0, 2
  add t1, t1, t2
  lw t2, 0(t1)
  jal t5, mix
  li t1, MTIMECMP
  slli t2, t0, 3
  add t1, t1, t2
  ld t2, 0(t1)
  jal t5, mix
  li t1, WATCHDOG
  slli t2, t0, 4
  add t1, t1, t2
  ld t2, 0(t1)
  jal t5, mix
  ld t2, 8(t1)
  jal t5, mix
  li t1, BUS_ERROR
  slli t2, t0, 4
  add t1, t1, t2
  ld t2, 0(t1)
  jal t5, mix
  lw t2, 8(t1)
  jal t5, mix
  li t1, ENABLE
  slli t2, t0, 8            # two contexts a hart
  add t1, t1, t2
  lw t2, 0(t1)
  jal t5, mix
  lw t2, 128(t1)
  jal t5, mix
  li t1, THRESHOLD
  slli t2, t0, 13
  add t1, t1, t2
  lw t2, 0(t1)
  jal t5, mix
  addi t0, t0, 1
  bne t0, t6, 1b
  li t1, PLIC
  li t0, 32
2:
  lw t2, 0(t1)              # priorities
  jal t5, mix
  addi t1, t1, 4
  addi t0, t0, -1
  bnez t0, 2b
  li t1, MTIME
  lw t2, 4(t1)              # its upper half stands still
  jal t5, mix
  ret

# a0 = a0 mixed with t2. Returns by t5.
mix:
  slli t4, a0, 7
  srli a0, a0, 57
  or a0, a0, t4
  xor a0, a0, t2
  addi a0, a0, 1
  jr t5

  .balign 4
handler:
  csrr s2, mcause
  csrr s3, mtval
  csrr t0, mepc
  addi t0, t0, 4
  csrw mepc, t0
  mret

# Two instructions each.
  .balign 8
accesses:
  lb a0, 0(s1)
  ret
  lh a0, 0(s1)
  ret
  lw a0, 0(s1)
  ret
  ld a0, 0(s1)
  ret
  sb a1, 0(s1)
  ret
  sh a1, 0(s1)
  ret
  sw a1, 0(s1)
  ret
  sd a1, 0(s1)
  ret
  amoadd.w a0, a1, (s1)
  ret
  lr.w a0, (s1)
  ret

# In the order of the rows in misuse_test.cc.
  .balign 8
table:
  .dword MSWI, LB
  .dword MSWI, LH
  .dword MSWI + 4, SB
  .dword MSWI + 4, SH
  .dword MTIMECMP, SB
  .dword MTIME, LH
  .dword SSWI, SB
  .dword WATCHDOG, SH
  .dword MSWI + 2, LW
  .dword MSWI + 2, SW
  .dword MTIMECMP + 4, SD
  .dword MTIMECMP + 4, LD
  .dword MSWI + 4 * HARTS, SW
  .dword MSWI + 4 * HARTS, LW
  .dword MSWI + 8, SD
  .dword MSWI + 8, LD
  .dword MSWI + 0x3ffc, SW
  .dword MTIMECMP + 8 * HARTS, SD
  .dword MTIMECMP + 8 * HARTS, LW
  .dword MSWI + 0xc000, SW
  .dword SSWI + 4 * HARTS, SW
  .dword SSWI + 8, SD
  .dword WATCHDOG + 16 * HARTS, SW
  .dword WATCHDOG + 16 * HARTS + 8, LD
  .dword BUS_ERROR + 16 * HARTS + 8, SW
  .dword BUS_ERROR, SD
  .dword BUS_ERROR + 12, LW
  .dword BUS_ERROR + 8, LD
  .dword PLIC + 4, SB
  .dword PLIC + 8, SD
  .dword PLIC + 8, LD
  .dword PLIC + 128, SW
  .dword PLIC + 0x1000, SW
  .dword PLIC + 0x1004, LW
  .dword ENABLE + 4, SW
  .dword ENABLE + 256 * HARTS, SW
  .dword THRESHOLD, SD
  .dword THRESHOLD + 8, LW
  .dword THRESHOLD + 0x2000 * HARTS, SW
  .dword THRESHOLD + 0x2000 * HARTS + 4, LW
  .dword MSWI, AMOADD_W
  .dword MSWI, LR_W
  .dword 0, -1
