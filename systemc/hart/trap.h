// Privilege modes, exceptions, interrupts: the vocabulary of traps.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged specification 1.12, table 1.1 (modes), table 3.6 (mcause); Smrnmi 1.0.
#ifndef STANDSTILL_HART_TRAP_H
#define STANDSTILL_HART_TRAP_H

#include <cstdint>

#include "standstill/devices.h"

namespace standstill::hart {

/// Privilege mode, in its encoding in mstatus.MPP.
enum class Privilege : std::uint8_t { User = 0, Supervisor = 1, Machine = 3 };

/// Synchronous causes, as mcause counts them.
enum class Exception : std::uint8_t {
  InstructionMisaligned = 0,
  InstructionAccessFault = 1,
  IllegalInstruction = 2,
  Breakpoint = 3,
  LoadMisaligned = 4,
  LoadAccessFault = 5,
  StoreMisaligned = 6,   ///< also of atomics
  StoreAccessFault = 7,  ///< also of atomics
  EcallFromUser = 8,
  EcallFromSupervisor = 9,
  EcallFromMachine = 11,
};

/// Interrupts, as mcause counts them and as they lie in mip and mie.
using platform::Interrupt;

/// Non-maskable interrupts, as mncause counts them.
enum class Nmi : std::uint8_t { Watchdog = platform::watchdog::kNmi };

/// The bit of an interrupt in mip, mie and mideleg.
constexpr std::uint64_t interrupt_bit(Interrupt interrupt) {
  return std::uint64_t{1} << static_cast<unsigned>(interrupt);
}

/// Why a trap is taken: one exception, one interrupt or one non-maskable interrupt.
class TrapCause {
 public:
  constexpr TrapCause(Exception exception)  // NOLINT: a cause is either of the two
      : code_(static_cast<std::uint8_t>(exception)) {}
  constexpr TrapCause(Interrupt interrupt)  // NOLINT
      : code_(static_cast<std::uint8_t>(interrupt)), is_interrupt_(true) {}

  constexpr TrapCause(Nmi nmi)  // NOLINT
      : code_(static_cast<std::uint8_t>(nmi)), is_interrupt_(true), is_nmi_(true) {}

  constexpr bool is_interrupt() const { return is_interrupt_; }
  constexpr bool is_nmi() const { return is_nmi_; }
  constexpr unsigned code() const { return code_; }
  /// The content of mcause, scause or mncause: bit 63 marks an interrupt.
  constexpr std::uint64_t value() const {
    return std::uint64_t{is_interrupt_} << 63 | std::uint64_t{code_};
  }
  friend constexpr bool operator==(TrapCause a, TrapCause b) { return a.value() == b.value(); }
  friend constexpr bool operator!=(TrapCause a, TrapCause b) { return !(a == b); }

 private:
  std::uint8_t code_;
  bool is_interrupt_ = false;  ///< also of an NMI
  bool is_nmi_ = false;
};

/// The exception an ecall raises in `privilege`.
constexpr Exception ecall_cause(Privilege privilege) {
  return static_cast<Exception>(static_cast<unsigned>(Exception::EcallFromUser) +
                                static_cast<unsigned>(privilege));
}

/// Where a trap goes.
struct TrapEntry {
  std::uint64_t pc;     ///< first instruction of the handler
  Privilege privilege;  ///< the mode it runs in
};

/// Outcome of mret, sret or mnret: `legal` false means it raises an illegal-instruction exception.
struct TrapReturn {
  bool legal;
  std::uint64_t pc;
};

/// Word of an interrupt or exception cause for people, for instance "machine software interrupt".
const char* describe(TrapCause cause);

/// "M", "S" or "U".
const char* describe(Privilege privilege);

}  // namespace standstill::hart

#endif  // STANDSTILL_HART_TRAP_H
