# What every random program stands on: start, trap handlers of M and S mode, the signature.
# SPDX-License-Identifier: Apache-2.0
#
# Source: RISC-V privileged specification 1.12, chapter 3 (traps, returns), section 4.1.
# tp points to `area` from first to last and random code never writes it. What the handlers clobber
# they save there, so that no CSR is spent on it. The program brings the constant tval_ignored (a
# bit for each exception whose tval is not compared) and the macro `each_csr`.
  .equ m_save, 256
  .equ s_save, 304
  .equ return_pc, 352      # the instruction that leaves an excursion towards M
  .equ inner_pc, 360       # the same from U back to S
  .equ way_out, 368        # how S gets to M: 0 ecall, 1 ebreak, 2 illegal instruction
  .equ trap_hash, 376
  .equ trap_count, 384
  .equ block_start, 392    # minstret when the block began
  .equ executed, 400       # instructions of all blocks without their traps
  .equ resume_pc, 416      # where to go on after a fetch that cannot be
  .equ factor, 424         # of the hash
  .equ block_number, 432
  .equ in_detail, 440      # 1: the block prints what it otherwise hashes
  .equ trap_ring, 512      # the last 64 traps, 32 bytes each
  .equ handler_cost, 84    # instructions of a trap's handling, at most

  .option norvc
  .section .text.init, "ax"
  .globl _start
_start:
  la tp, area
  la t0, m_vector
  csrw mtvec, t0
  la t0, s_vector
  csrw stvec, t0
  li t0, -1                # all of memory is open to S and U, where there is a PMP
  csrw pmpaddr0, t0
  li t0, 0x1f
  csrw pmpcfg0, t0
  li t0, 0x02004000        # no timer interrupt
  li t1, -1
  sd t1, 0(t0)
  la t0, program
  jr t0

  .text
# Takes up a trap that came by the vector's entry t0, which saved t0 at \at; saves five registers
# more. Leaves t0 cause, t1 epc, t2 tval, t3 status with the entry in its highest byte.
.macro enter at, cause, epc, tval, status
  sd t1, \at+8(tp)
  sd t2, \at+16(tp)
  sd t3, \at+24(tp)
  sd t4, \at+32(tp)
  sd t5, \at+40(tp)
  slli t3, t0, 56
  csrr t0, \cause
  csrr t1, \epc
  bltz t0, 1f
  li t2, tval_ignored
  srl t2, t2, t0
  andi t2, t2, 1
  beqz t2, 1f
  csrw \tval, zero
1:
  csrr t2, \tval
  csrr t4, \status
  xor t3, t3, t4
  ld t4, trap_hash(tp)
  ld t5, factor(tp)
  xor t4, t4, t0
  mul t4, t4, t5
  xor t4, t4, t1
  mul t4, t4, t5
  xor t4, t4, t2
  mul t4, t4, t5
  xor t4, t4, t3
  mul t4, t4, t5
  sd t4, trap_hash(tp)
  ld t4, trap_count(tp)
  andi t5, t4, 63
  slli t5, t5, 5
  add t5, t5, tp
  addi t4, t4, 1
  sd t4, trap_count(tp)
  sd t0, trap_ring(t5)
  sd t1, trap_ring+8(t5)
  sd t2, trap_ring+16(t5)
  sd t3, trap_ring+24(t5)
.endm

.macro restore at
  ld t0, \at(tp)
  ld t1, \at+8(tp)
  ld t2, \at+16(tp)
  ld t3, \at+24(tp)
  ld t4, \at+32(tp)
  ld t5, \at+40(tp)
.endm

# Makes t1 the pc after the instruction at t1, whatever its length.
.macro step_over
  lhu t2, 0(t1)
  andi t2, t2, 3
  addi t2, t2, -3
  seqz t2, t2
  slli t2, t2, 1
  addi t1, t1, 2
  add t1, t1, t2
.endm

  .balign 64
m_vector:
  .irp n, 0,1,2,3,4,5,6,7,8,9,10,11
  j m_entry\n
  .endr
  .irp n, 0,1,2,3,4,5,6,7,8,9,10,11
m_entry\n:
  sd t0, m_save(tp)
  li t0, \n
  j m_trap
  .endr
m_trap:
  enter m_save, mcause, mepc, mtval, mstatus
  bltz t0, m_interrupt
  li t2, 1
  beq t0, t2, m_resume
  ld t2, return_pc(tp)
  beq t1, t2, m_leave
  la t3, stubs
  sub t3, t1, t3
  sltiu t3, t3, 12          # there are three stubs
  mv t1, t2
  bnez t3, m_leave
  csrr t1, mepc
  ld t2, inner_pc(tp)
  beq t1, t2, m_inner
  la t2, s_return
  beq t1, t2, m_permit
  step_over
  csrw mepc, t1
  j m_done
m_permit:                   # TSR caught the S handler: it may return after all
  li t2, 0x400000
  csrc mstatus, t2
  j m_done
m_interrupt:
  li t2, 1
  sll t2, t2, t0
  csrc mip, t2
  j m_done
m_resume:
  ld t1, resume_pc(tp)
  csrw mepc, t1
  j m_done
m_leave:
  li t2, 0x1800
  csrs mstatus, t2
  addi t1, t1, 4
  csrw mepc, t1
  j m_done
m_inner:
  li t2, 0x1000
  csrc mstatus, t2
  li t2, 0x0800
  csrs mstatus, t2
  addi t1, t1, 4
  csrw mepc, t1
m_done:
  restore m_save
  mret

  .balign 64
s_vector:
  .irp n, 0,1,2,3,4,5,6,7,8,9,10,11
  j s_entry\n
  .endr
  .irp n, 0,1,2,3,4,5,6,7,8,9,10,11
s_entry\n:
  sd t0, s_save(tp)
  li t0, \n
  j s_trap
  .endr
s_trap:
  enter s_save, scause, sepc, stval, sstatus
  bltz t0, s_interrupt
  li t2, 1
  beq t0, t2, s_resume
  ld t2, return_pc(tp)
  beq t1, t2, s_leave
  ld t2, inner_pc(tp)
  beq t1, t2, s_inner
  step_over
  csrw sepc, t1
  j s_done
s_interrupt:                # S can take back SSIP alone; the others it no longer wants
  li t2, 1
  sll t2, t2, t0
  csrc sie, t2
  csrc sip, t2
  j s_done
s_resume:
  ld t1, resume_pc(tp)
  csrw sepc, t1
  j s_done
s_inner:
  li t2, 0x100
  csrs sstatus, t2
  addi t1, t1, 4
  csrw sepc, t1
s_done:
  restore s_save
s_return:
  sret
s_leave:
  ld t0, way_out(tp)
  addi t1, t0, -1
  beqz t1, s_leave_by_ebreak
  bgtz t1, s_leave_by_illegal
  restore s_save
  j stubs
s_leave_by_ebreak:
  restore s_save
  j stubs + 4
s_leave_by_illegal:
  restore s_save
  j stubs + 8
stubs:
  ecall
  ebreak
  .word 0xffffffff

# Ends a block: x1 is saved, the rest is as the block left it.
finish_block:
  sd x2, 16(tp)
  sd x3, 24(tp)
  sd x5, 40(tp)
  csrr x5, minstret
  ld x3, block_start(tp)
  sub x5, x5, x3
  ld x3, trap_count(tp)
  li x2, handler_cost
  mul x3, x3, x2
  sub x5, x5, x3
  ld x3, executed(tp)
  add x3, x3, x5
  sd x3, executed(tp)
  .irp n, 6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  sd x\n, \n*8(tp)
  .endr
  sd zero, 0(tp)
  sd zero, 32(tp)           # tp itself is the same on every machine, and of no interest
  mv s11, ra
  ld s10, in_detail(tp)
  ld s9, factor(tp)

  ld a0, block_number(tp)
  li a1, 'B'
  call print_labelled
  li s0, 0                  # registers
  li s1, 0
1:
  slli a1, s0, 3
  add a1, a1, tp
  ld a2, 0(a1)
  li a3, 'R'
  call mix
  addi s0, s0, 1
  li a1, 32
  bne s0, a1, 1b
  call print_hash

  li s0, 0                  # CSRs
  li s1, 0
  each_csr
  call print_hash

  li s0, 0                  # traps
2:
  beqz s10, 3f
  ld a0, trap_count(tp)
  bgeu s0, a0, 3f
  andi a0, s0, 63
  slli a0, a0, 5
  add s2, a0, tp
  .irp field, 0,8,16,24
  ld a2, trap_ring+\field(s2)
  li a3, 'T'
  call mix
  .endr
  addi s0, s0, 1
  j 2b
3:
  ld s1, trap_count(tp)
  call print_hash
  ld s1, trap_hash(tp)
  call print_hash

  li s0, 0                  # memory
  li s1, 0
  la s2, scratch
4:
  add a1, s2, s0
  ld a2, 0(a1)
  li a3, 'M'
  call mix
  addi s0, s0, 8
  li a1, 4096
  bne s0, a1, 4b
  call print_hash
  li a0, '\n'
  call put
  mv ra, s11
  ret

# One value of the signature: a2, item s0 of kind a3, into the hash s1; in detail also printed.
mix:
  xor s1, s1, a2
  mul s1, s1, s9
  srli a1, s1, 29
  xor s1, s1, a1
  beqz s10, 1f
  mv s3, ra
  mv s4, a2
  li a0, '\n'
  call put
  mv a1, a3
  mv a0, s0
  call print_labelled
  mv a0, s4
  call print_hex
  mv ra, s3
1:
  ret

# Prints the hash s1; in detail on a line of its own.
print_hash:
  mv a0, s1
  beqz s10, print_hex
  mv s3, ra
  li a0, '\n'
  call put
  li a1, 'H'
  mv a0, s1
  call print_labelled
  mv ra, s3
  ret

# Prints the character a1, then a0.
print_labelled:
  mv a5, a0
  mv a6, ra
  mv a0, a1
  call put
  mv a0, a5
  mv ra, a6
# Prints a0 in hexadecimal without leading zeros, and a blank.
print_hex:
  mv a4, ra
  mv a3, a0
  li a2, 60
1:
  srl a0, a3, a2
  bnez a0, 2f
  addi a2, a2, -4
  bgtz a2, 1b
2:
  srl a0, a3, a2
  andi a0, a0, 15
  addi a0, a0, '0'
  li a1, '9'
  ble a0, a1, 3f
  addi a0, a0, 'a' - '0' - 10
3:
  call put
  addi a2, a2, -4
  bgez a2, 2b
  mv ra, a4
  li a0, ' '
# Prints the character a0.
put:
  li a7, 0x10000000
1:
  lbu a1, 5(a7)
  andi a1, a1, 0x20
  beqz a1, 1b
  sb a0, 0(a7)
  ret

# Ends the program with the count of what it executed, which is masked in the comparison.
finish_program:
  ld a0, executed(tp)
  li a1, 'N'
  call print_labelled
  li a0, '\n'
  call put
  fence
  li a0, 0x100000
  li a1, 0x5555
  sw a1, 0(a0)
1:
  j 1b

  .data
  .balign 64
area:
  .zero factor
  .dword 0x9e3779b97f4a7c15
  .zero trap_ring + 64*32 - factor - 8
  .balign 4096
scratch:
  .zero 4096
  .text
