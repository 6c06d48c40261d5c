# Harts that sleep for ever: nothing is enabled that could wake one. Hart 0 has call frame information, the
# others have none.
# SPDX-License-Identifier: Apache-2.0
  .cfi_sections .debug_frame
  .option norelax           # gp is not set
  .section .text.init, "ax"
  .globl _start
_start:
  csrw mie, zero
  bnez a0, park
  la sp, stack_top
  call outer

  .globl outer
  .type outer, @function
outer:
  .cfi_startproc
  addi sp, sp, -16
  .cfi_def_cfa_offset 16
  sd ra, 8(sp)
  .cfi_offset ra, -8
  call inner
  .cfi_endproc
  .size outer, . - outer

  .globl inner
  .type inner, @function
inner:
  .cfi_startproc
  wfi
  j inner
  .cfi_endproc
  .size inner, . - inner

  .globl park
park:
  wfi
  j park

  .section .bss
  .balign 16
  .space 256
stack_top:
