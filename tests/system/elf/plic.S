# What a guest may do to the PLIC and should not: claims of nothing, completions of other things.
# SPDX-License-Identifier: Apache-2.0
#
# For this machine alone: QEMU's PLIC forgets a level that still stands. One hart, interrupts off;
# the real-time clock's alarm holds its line. A number a step is printed, as plic_test.cc says.
#include "console.inc"
  .equ PRIORITY, 0xc000000  // platform/standstill/memory_map.h, devices.h
  .equ PENDING, 0xc001000
  .equ ENABLE, 0xc002000
  .equ THRESHOLD, 0xc200000
  .equ CLAIM, 0xc200004     // context 0
  .equ OTHER_CLAIM, 0xc201004
  .equ RTC, 0x101000
  .equ ALARM_LOW, 0x08
  .equ IRQ_ENABLED, 0x10
  .equ CLEAR_INTERRUPT, 0x1c
  .equ SOURCE, 11
  .option norelax           # gp is not set
  .section .text.init, "ax"

  .macro show address
  li s1, \address
  lwu a0, 0(s1)
  jal print_hex
  .endm

# A load behind it: the store has been answered, and gateways have had their edges.
  .macro set address, value
  li s1, \address
  li s2, \value
  sw s2, 0(s1)
  li s1, PENDING
  lw s2, 0(s1)
  lw s2, 0(s1)
  .endm

  .globl _start
_start:
  csrr t0, mhartid
  bnez t0, sleep
  set PRIORITY + 4 * SOURCE, 1
  set ENABLE, 1 << SOURCE
  set THRESHOLD, 7
  show CLAIM                // of nothing
  set RTC + IRQ_ENABLED, 1
  set RTC + ALARM_LOW, 0    // has passed
  show PENDING
  show OTHER_CLAIM          // which enables nothing
  show CLAIM                // whatever the threshold says
  show PENDING              // in service
  show CLAIM                // and nobody else's
  set OTHER_CLAIM, SOURCE   // completed where it is not enabled
  show PENDING
  set CLAIM, SOURCE - 1     // another number
  show PENDING
  set CLAIM, SOURCE + 32    // a number that there is not
  show PENDING
  set CLAIM, SOURCE         // the line still stands
  show PENDING
  set CLAIM, SOURCE         // a second time
  show PENDING
  show CLAIM
  set RTC + CLEAR_INTERRUPT, 1
  set CLAIM, SOURCE
  show PENDING              // the line has fallen
  set CLAIM, SOURCE         // a second time
  show PENDING
  show CLAIM
  j finish
