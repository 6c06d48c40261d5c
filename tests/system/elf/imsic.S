# Four harts that write messages to each other's interrupt files and work their own by its CSRs.
# SPDX-License-Identifier: Apache-2.0
#
# For a machine with fabric.imsic. Hart h sends identity 1 + h to hart h + 1, and again when that has
# claimed it, so that no message meets another of its kind. Even harts claim in the handler of the
# machine external interrupt, odd ones by asking mtopei until there is something; both work mireg
# meanwhile. Codes of failure: 1 a wrong identity, 2 a message lost or made twice, 3 a register that
# does not read back, 4 exceptions that should be or should not.
#define MISELECT 0x350      // platform/standstill/csr.h
#define MIREG 0x351
#define MTOPEI 0x35C
#define EIDELIVERY 0x70     // AIA 1.0, 3.8
#define EITHRESHOLD 0x72
#define EIP0 0x80
#define EIE0 0xC0
#define PAGES 0x24000000    // platform/standstill/memory_map.h
#define ROUNDS 16
#define HARTS 4
  .option norelax           # gp is not set
  .section .text.init, "ax"
  .globl _start
_start:
  j main

  .balign 4
on_trap:                    # s registers only
  csrr s10, mcause
  bgez s10, on_exception
  csrrw s10, MTOPEI, zero
  beqz s10, 1f
  bne s10, s5, wrong
  addi s2, s2, 1
  sd s2, 0(s6)              # the sender may send again
1:
  mret
on_exception:
  addi s8, s8, 1
  csrr s10, mepc
  addi s10, s10, 4
  csrw mepc, s10
  mret

main:
  csrr s3, mhartid
  la t0, on_trap
  csrw mtvec, t0
  li s2, 0                  # claimed
  li s8, 0                  # exceptions
  addi t0, s3, HARTS - 1
  andi t0, t0, HARTS - 1
  addi t0, t0, 1
  slli t1, t0, 16
  or s5, t0, t1             # what mtopei will say: the sender's identity, twice
  la s6, claimed
  slli t0, s3, 6
  add s6, s6, t0
  addi s7, s3, 1
  andi s7, s7, HARTS - 1
  la s4, claimed
  slli t0, s7, 6
  add s4, s4, t0            # what the receiver has claimed
  slli s7, s7, 12
  li t0, PAGES
  add s7, s7, t0            # its page
  slli s9, s3, 12
  add s9, s9, t0            # and its own

# A message to itself that nothing enables: it shows in eip0 and is cleared there.
  li t0, 40
  sw t0, 0(s9)
  csrwi MISELECT, 0
  li t0, EIP0
  csrw MISELECT, t0
  csrr t1, MISELECT
  li a0, 3
  bne t0, t1, fail
  li t1, 1 << 40
1:
  csrr t2, MIREG
  bne t2, t1, 1b
  csrr t2, MTOPEI
  bnez t2, fail
  csrrc t2, MIREG, t1
  bne t2, t1, fail
  csrr t2, MIREG
  bnez t2, fail

# The odd registers and what is no register are illegal; S mode has its own way to see none of it.
  li t0, EIP0 + 1
  csrw MISELECT, t0
  csrr t2, MIREG
  csrw MIREG, t2
  li a0, 4
  li t0, 2
  bne s8, t0, fail
  li s8, 0

  li t0, EITHRESHOLD
  csrw MISELECT, t0
  li t0, 9
  csrw MIREG, t0            # identities 1 to 8 count
  csrr t1, MIREG
  li a0, 3
  bne t0, t1, fail
  li t0, EIE0
  csrw MISELECT, t0
  li t0, 0x1E
  csrs MIREG, t0
  li t0, EIDELIVERY
  csrw MISELECT, t0
  csrwi MIREG, 1
  li t0, 1 << 11
  csrw mie, t0
  andi t0, s3, 1
  bnez t0, 1f
  csrsi mstatus, 8          # even harts
1:
  la t0, ready              # all are
  li t1, 1
  amoadd.w zero, t1, (t0)
  li t1, HARTS
2:
  lw t2, 0(t0)
  bne t2, t1, 2b

  li s1, 0                  # rounds
  addi s0, s3, 1            # what it sends
next:
  addi s1, s1, 1
  sw s0, 0(s7)
wait:
  csrr t0, MTOPEI           # claims nothing
  li t0, EIE0
  csrw MISELECT, t0
  li t1, 1 << 50
  csrs MIREG, t1
  csrrc t2, MIREG, t1
  and t2, t2, t1
  li a0, 3
  bne t2, t1, fail
  andi t0, s3, 1
  beqz t0, 1f
  csrrw t0, MTOPEI, zero
  beqz t0, 1f
  bne t0, s5, wrong
  addi s2, s2, 1
  sd s2, 0(s6)
1:
  ld t0, 0(s4)
  bltu t0, s1, wait
  li t1, ROUNDS
  bltu s1, t1, next
3:
  andi t0, s3, 1            # its own are all claimed, too
  beqz t0, 4f
  csrrwi t0, MTOPEI, 0
  beqz t0, 4f
  bne t0, s5, wrong
  addi s2, s2, 1
  sd s2, 0(s6)
4:
  li t1, ROUNDS
  bltu s2, t1, 3b
  csrci mstatus, 8
  li a0, 2
  bne s2, t1, fail
  csrr t0, MTOPEI
  bnez t0, fail
  li a0, 4
  bnez s8, fail

  la t0, done
  li t1, 1
  amoadd.w t1, t1, (t0)
  li t2, HARTS - 1
  beq t1, t2, finish
5:
  wfi
  j 5b
wrong:
  li a0, 1
fail:
  slli a0, a0, 16
  li t1, 0x3333
  or t1, t1, a0
  li t0, 0x100000
  sw t1, 0(t0)
6:
  wfi
  j 6b
  .data
  .balign 64
claimed:
  .zero 64 * HARTS
ready: .word 0
  .balign 64
done: .word 0
#include "console.inc"
