// Interrupts, trap entry and trap return.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged specification 1.12, sections 3.1.6 (status stack), 3.1.8 (delegation),
// 3.1.9 (interrupt priority), 3.3.2 (returns), 3.3.3 (wfi); Smrnmi 1.0.
#include "hart/csr_bits.h"
#include "hart/csr_file.h"

namespace standstill::hart {
namespace {

/// A vectored table has one entry of four bytes for each interrupt; exceptions go to its base.
constexpr std::uint64_t handler(std::uint64_t tvec, TrapCause cause) {
  const bool is_vectored = (tvec & 1) != 0;
  return (tvec & ~std::uint64_t{3}) + (is_vectored && cause.is_interrupt() ? 4 * cause.code() : 0);
}

/// Moves the bit `from` of `status` to the bit `to`.
constexpr std::uint64_t copy_bit(std::uint64_t status, std::uint64_t from, std::uint64_t to) {
  return (status & from) != 0 ? status | to : status & ~to;
}

}  // namespace

void CsrFile::set_wire(Interrupt interrupt, bool level) {
  const std::uint64_t bit = interrupt_bit(interrupt);
  if (platform::interrupt_row(static_cast<unsigned>(interrupt)).edge) {
    if (level) state_.pending |= bit;
  } else {
    state_.wires = level ? state_.wires | bit : state_.wires & ~bit;
  }
  update_ready();
}

std::uint64_t CsrFile::ready_interrupts() const {
  const CsrState& s = state_;
  const std::uint64_t enabled = mip() & s.mie;
  if (enabled == 0 || !s.nmie) return 0;
  const bool to_machine = s.privilege != Privilege::Machine || (s.mstatus & kMie) != 0;
  const std::uint64_t machine = enabled & ~s.mideleg;
  if (to_machine && machine != 0) return machine;
  const bool to_supervisor = s.privilege == Privilege::User ||
                             (s.privilege == Privilege::Supervisor && (s.mstatus & kSie) != 0);
  return to_supervisor ? enabled & s.mideleg : 0;
}

std::optional<Interrupt> CsrFile::pending_interrupt() const {
  const std::uint64_t ready = ready_interrupts();
  for (const platform::InterruptRow& row : platform::kInterrupts)
    if ((ready >> row.code & 1) != 0) return static_cast<Interrupt>(row.code);
  return std::nullopt;
}

bool CsrFile::interrupts_enabled() const {
  switch (state_.privilege) {
    case Privilege::Machine:
      return (state_.mstatus & kMie) != 0;
    case Privilege::Supervisor:
      return (state_.mstatus & kSie) != 0;
    case Privilege::User:
      return true;
  }
  return true;
}

TrapEntry CsrFile::take_trap(TrapCause cause, std::uint64_t epc, std::uint64_t tval) {
  if (cause.is_nmi()) return take_nmi(cause, epc);
  CsrState& s = state_;
  // An exception in an NMI's handler goes elsewhere, and is the same otherwise (Smrnmi 8.5).
  const bool in_nmi = s.privilege == Privilege::Machine && !s.nmie;
  const std::uint64_t delegated = cause.is_interrupt() ? s.mideleg : s.medeleg;
  const bool to_supervisor =
      s.privilege != Privilege::Machine && (delegated >> cause.code() & 1) != 0;
  const auto mode = static_cast<std::uint64_t>(s.privilege);
  if (to_supervisor) {
    s.sepc = epc;
    s.scause = cause.value();
    s.stval = tval;
    s.mstatus = copy_bit(s.mstatus, kSie, kSpie) & ~(kSie | kSpp);
    s.mstatus |= mode != 0 ? kSpp : 0;
    s.privilege = Privilege::Supervisor;
  } else {
    s.mepc = epc;
    s.mcause = cause.value();
    s.mtval = tval;
    s.mstatus = copy_bit(s.mstatus, kMie, kMpie) & ~(kMie | kMpp);
    s.mstatus |= mode << kMppShift;
    s.privilege = Privilege::Machine;
  }
  update_ready();
  const std::uint64_t tvec = to_supervisor ? s.stvec : s.mtvec;
  return {in_nmi ? rnmi_.exception_vector : handler(tvec, cause), s.privilege};
}

TrapReturn CsrFile::mret() {
  CsrState& s = state_;
  if (s.privilege != Privilege::Machine) return {false, 0};
  s.privilege = static_cast<Privilege>(s.mstatus >> kMppShift & 3);
  s.mstatus = copy_bit(s.mstatus, kMpie, kMie);
  s.mstatus = (s.mstatus | kMpie) & ~kMpp;
  if (s.privilege != Privilege::Machine) s.mstatus &= ~kMprv;
  update_ready();
  return {true, s.mepc};
}

TrapReturn CsrFile::sret() {
  CsrState& s = state_;
  const bool is_trapped = s.privilege == Privilege::Supervisor && (s.mstatus & kTsr) != 0;
  if (s.privilege == Privilege::User || is_trapped) return {false, 0};
  s.privilege = (s.mstatus & kSpp) != 0 ? Privilege::Supervisor : Privilege::User;
  s.mstatus = copy_bit(s.mstatus, kSpie, kSie);
  s.mstatus = (s.mstatus | kSpie) & ~(kSpp | kMprv);
  update_ready();
  return {true, s.sepc};
}

bool CsrFile::wfi_is_legal() const {
  return state_.privilege == Privilege::Machine ||
         (state_.privilege == Privilege::Supervisor && (state_.mstatus & kTw) == 0);
}

bool CsrFile::wrs_nto_is_legal() const {
  return state_.privilege == Privilege::Machine || (state_.mstatus & kTw) == 0;
}

bool CsrFile::sfence_vma_is_legal() const {
  return state_.privilege == Privilege::Machine ||
         (state_.privilege == Privilege::Supervisor && (state_.mstatus & kTvm) == 0);
}

const char* describe(TrapCause cause) {
  if (cause.is_interrupt()) {
    for (const platform::InterruptRow& row : platform::kInterrupts)
      if (row.code == cause.code()) return row.words;
    return "unknown interrupt";
  }
  switch (static_cast<Exception>(cause.code())) {
    case Exception::InstructionMisaligned:
      return "misaligned instruction address";
    case Exception::InstructionAccessFault:
      return "instruction access fault";
    case Exception::IllegalInstruction:
      return "illegal instruction";
    case Exception::Breakpoint:
      return "breakpoint";
    case Exception::LoadMisaligned:
      return "misaligned load";
    case Exception::LoadAccessFault:
      return "load access fault";
    case Exception::StoreMisaligned:
      return "misaligned store or atomic";
    case Exception::StoreAccessFault:
      return "store or atomic access fault";
    case Exception::EcallFromUser:
      return "environment call from U";
    case Exception::EcallFromSupervisor:
      return "environment call from S";
    case Exception::EcallFromMachine:
      return "environment call from M";
  }
  return "unknown exception";
}

const char* describe(Privilege privilege) {
  switch (privilege) {
    case Privilege::User:
      return "U";
    case Privilege::Supervisor:
      return "S";
    case Privilege::Machine:
      return "M";
  }
  return "?";
}

}  // namespace standstill::hart
