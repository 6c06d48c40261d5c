// Phase markers: RISC-V HINT instructions by which the guest tells the observer what it does.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged specification, "HINT Instructions": `slti x0, rs1, imm` and
// `sltiu x0, rs1, imm` are designated for custom use. They are no-ops on QEMU and on silicon and
// take one issue cycle in the model.
//
//   slti  x0, rs1, phase   a marker: `phase` (1..2047) happened to the object whose address or
//                          number is in rs1. For the rendezvous phases it is the address of the
//                          multi_stop_data (or of the cpu_stop_work for single-CPU stops).
//   sltiu x0, rs1, 1       sets the operand of this hart's next marker to rs1 (else it is 0).
#ifndef STANDSTILL_PLATFORM_MARKERS_H
#define STANDSTILL_PLATFORM_MARKERS_H

#include <cstdint>

#include "standstill/interrupts.h"

namespace standstill::platform {

/// Phases a marker can announce. `object` is rs1 of the marker, `operand` the preceding operand.
enum class Marker : std::uint16_t {
  None = 0,
  // One rendezvous. object = address of the multi_stop_data; for stop_one_cpu() that of its
  // cpu_stop_work; for stop_cpus() and try_stop_cpus() that of a word on the caller's stack that
  // stands for the request. Work nobody waits for (stop_one_cpu_nowait) has Queued and Stopper but
  // no Call.
  Call = 1,           ///< stop_machine() and friends entered; operand = RendezvousKind | cpus << 8
  Return = 2,         ///< about to return to the caller; operand = return value
  Done = 3,           ///< the initiator saw the completion
  Queued = 4,         ///< work is on a stopper's list; operand = target hart
  Doorbell = 5,       ///< right before the IPI store; operand = target hart | doorbell_code()
                      ///< (object: 0 if unknown)
  DoorbellMany = 15,  ///< right before one store that rings several harts: object = mask of harts
                      ///< 64g to 64g+63, operand = g | doorbell_code(); or kAllButOne for g, and
                      ///< then all harts but `object`
  Stopper = 6,        ///< the stopper thread runs and has taken the work
  Prepare = 7,        ///< right after its own ack of PREPARE
  IrqOffAck = 8,      ///< right after its own ack of DISABLE_IRQ
  RunBegin = 9,       ///< fn is about to be called
  RunEnd = 10,        ///< fn has returned
  RunAck = 11,        ///< right after its own ack of RUN
  Exit = 12,          ///< saw EXIT for the first time
  Leave = 13,         ///< leaves multi_cpu_stop(), interrupts restored
  SetState = 14,      ///< the last acker publishes a new state; operand = the state
  // Scheduling. object = address of the task.
  TaskName = 32,      ///< operand = the first eight bytes of its name, little endian
  TaskNameMore = 34,  ///< operand = the next eight bytes, where a name has more than eight
  Switch = 33,        ///< the hart runs this task from now on
  // Locks. object = address of the lock.
  LockWait = 48,      ///< found the lock taken and begins to wait
  LockAcquired = 49,  ///< holds the lock
  LockReleased = 50,  ///< about to release it
  // Program phases. object = any number.
  RegionBegin = 64,  ///< a region the user wants to measure begins; object = its number
  RegionEnd = 65,
  Sample = 66,  ///< the guest has measured something: object = sample_object(), operand = value
};

/// Which interface began the rendezvous (operand of Marker::Call, low byte).
enum class RendezvousKind : std::uint8_t {
  StopMachine = 1,  ///< stop_machine(), stop_machine_cpuslocked()
  StopCpus = 2,     ///< stop_cpus(), try_stop_cpus(): no lock-step
  StopOneCpu = 3,   ///< no lock-step
  StopTwoCpus = 4,
  StopCore = 5,
  FromInactiveCpu = 6,  ///< stop_machine_from_inactive_cpu()
};

/// For the operand of a doorbell's marker: which interrupt the doorbell makes pending, by its code.
/// A marker without it is that of a machine software interrupt.
constexpr std::uint64_t doorbell_code(Interrupt interrupt) {
  return static_cast<std::uint64_t>(interrupt) << 16;
}
/// Group of Marker::DoorbellMany that stands for every hart but one.
inline constexpr std::uint64_t kAllButOne = 0xFFFF;

/// Immediate of the `sltiu` form that sets the operand of the next marker.
inline constexpr unsigned kOperandImmediate = 1;

}  // namespace standstill::platform

#endif  // STANDSTILL_PLATFORM_MARKERS_H
