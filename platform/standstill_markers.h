/* Phase markers for your own firmware: one header to copy, for C99, C++ and assembly.
   SPDX-License-Identifier: Apache-2.0

   A marker tells Standstill where the program is. It is a RISC-V HINT instruction, of those that
   the unprivileged specification leaves to custom use ("HINT Instructions"):

       slti  x0, rs1, phase   `phase` happened to the object whose address or number is in rs1
       sltiu x0, rs1, 1       rs1 is the operand of this hart's next marker (else it is 0)

   On silicon and on QEMU both are no-ops, and in Standstill each takes one issue cycle: the marked
   program is the one to ship. Compiled for anything but RISC-V the macros do nothing.

   A marker with an operand is two instructions. Make it where interrupts are off, or a marker of
   the interrupt's handler takes the operand.

   docs/own_firmware.md begins with an example; docs/results.md says what becomes of each marker.
   The numbers are those of platform/standstill/markers.h. */
#ifndef STANDSTILL_MARKERS_H
#define STANDSTILL_MARKERS_H

/* A rendezvous: one hart calls the others together. object = the address of its data, the same for
   all harts and all moments; it may be used again once the rendezvous has returned. Leave out what
   your rendezvous does not have: its figures are then null. */
#define STANDSTILL_CALL 1   /* it begins; operand = kind | number of harts << 8 */
#define STANDSTILL_RETURN 2 /* it ends for the hart that called; operand = its result */
#define STANDSTILL_DONE 3   /* the caller has seen that all are through */
#define STANDSTILL_QUEUED 4 /* work for another hart stands ready; operand = that hart */
#define STANDSTILL_DOORBELL                                                                       \
  5                              /* right before the store that rings it; operand = that hart, or \
                                    that hart | interrupt << 16 if the ring does not set MSIP */
#define STANDSTILL_STOPPER 6     /* the hart runs for the rendezvous: it has taken its work */
#define STANDSTILL_PREPARE 7     /* it has said that it is there */
#define STANDSTILL_IRQ_OFF_ACK 8 /* it has said that its interrupts are off */
#define STANDSTILL_RUN_BEGIN 9   /* it begins what the machine was stopped for */
#define STANDSTILL_RUN_END 10    /* and has done it */
#define STANDSTILL_RUN_ACK 11    /* it has said that it is through */
#define STANDSTILL_EXIT 12       /* it has seen that all are through */
#define STANDSTILL_LEAVE 13      /* it goes back to what it did before */

/* A lock. object = its address. On critical paths the wait for it is charged to its owner. */
#define STANDSTILL_LOCK_WAIT 48     /* found it taken */
#define STANDSTILL_LOCK_ACQUIRED 49 /* owns it */
#define STANDSTILL_LOCK_RELEASED 50 /* right before the store that gives it back */

/* A region: what you want to measure on one hart. object = a number of your choice. */
#define STANDSTILL_REGION_BEGIN 64
#define STANDSTILL_REGION_END 65

/* Kind of a rendezvous, in the operand of STANDSTILL_CALL. */
#define STANDSTILL_KIND_STOP_MACHINE 1 /* in lock-step as in Linux: the order rules are checked */
#define STANDSTILL_KIND_OWN 64         /* 64 to 255: your own; "kind64" in results.json */

#ifndef __ASSEMBLER__

#ifdef __riscv
/* Marks `phase`, a constant, of `object`, a pointer or a number. The compiler moves no access to
   memory across it. */
#define STANDSTILL_MARK(phase, object) \
  __asm__ volatile("slti x0, %0, %1" : : "r"((unsigned long)(object)), "i"(phase) : "memory")
/* The same with an operand, a number. Interrupts must be off. */
#define STANDSTILL_MARK_WITH(phase, object, operand)                                         \
  __asm__ volatile("sltiu x0, %1, 1\n\tslti x0, %0, %2"                                      \
                   :                                                                         \
                   : "r"((unsigned long)(object)), "r"((unsigned long)(operand)), "i"(phase) \
                   : "memory")
#else
#define STANDSTILL_MARK(phase, object) ((void)(object))
#define STANDSTILL_MARK_WITH(phase, object, operand) ((void)(object), (void)(operand))
#endif

#endif /* __ASSEMBLER__ */

#endif /* STANDSTILL_MARKERS_H */
