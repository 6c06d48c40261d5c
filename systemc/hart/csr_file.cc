// Reads and writes of the CSRs.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged specification 1.12, chapters 2 (numbers), 3 (machine), 4 (supervisor).
#include "hart/csr_file.h"

#include <cstring>

#include "hart/csr_bits.h"
#include "standstill/csr.h"

namespace standstill::hart {
namespace {

namespace csr = platform::csr;

constexpr std::uint64_t kExternalSupervisor = interrupt_bit(Interrupt::SupervisorExternal);

constexpr std::uint64_t insert(std::uint64_t old, std::uint64_t value, std::uint64_t mask) {
  return (old & ~mask) | (value & mask);
}

constexpr bool is_between(std::uint16_t number, std::uint16_t first, std::uint16_t last) {
  return number >= first && number <= last;
}

/// CSRs that exist, read zero and ignore writes.
constexpr bool is_zero(std::uint16_t number) {
  switch (number) {
    case csr::satp:
    case csr::senvcfg:
    case csr::menvcfg:
    case csr::mvendorid:
    case csr::marchid:
    case csr::mimpid:
    case csr::mconfigptr:
      return true;
    default:
      break;
  }
  if (is_between(number, csr::pmpcfg0, csr::pmpcfg15)) return number % 2 == 0;  // RV64: even only
  return is_between(number, csr::pmpaddr0, csr::pmpaddr63) ||
         is_between(number, csr::mhpmcounter3, csr::mhpmcounter31) ||
         is_between(number, csr::mhpmevent3, csr::mhpmevent31);
}

/// A trap vector with a reserved mode (2, 3) leaves the register as it is.
constexpr std::uint64_t legal_tvec(std::uint64_t old, std::uint64_t value) {
  return (value & 2) != 0 ? old : value;
}

}  // namespace

void CsrFile::reset(std::uint32_t hart_id) {
  state_ = CsrState{};
  state_.hart_id = hart_id;
  state_.mstatus = kUxl64 | kSxl64;
  state_.nmie = !rnmi_.present || rnmi_.nmie_reset;
}

bool operator==(const CsrFile& a, const CsrFile& b) {
  return std::memcmp(&a.state_, &b.state_, sizeof(CsrState)) == 0;
}

CsrResult CsrFile::access(std::uint16_t number, CsrOp op, std::uint64_t operand, bool writes,
                          const Counters& counters) {
  const CsrResult old = read(number, counters);
  const bool is_read_only = (number >> 10 & 3) == 3;
  if (!old.legal || (writes && is_read_only)) return {false, 0};
  if (!writes) return old;
  // A read-modify-write of mip sees only the SEIP bit software wrote, not the wire (3.1.9).
  std::uint64_t base = old.value;
  if (number == csr::mip) base = insert(base, state_.pending, kExternalSupervisor);
  switch (op) {
    case CsrOp::Write:
      store(number, operand, counters);
      break;
    case CsrOp::Set:
      store(number, base | operand, counters);
      break;
    case CsrOp::Clear:
      store(number, base & ~operand, counters);
      break;
  }
  return old;
}

CsrResult CsrFile::read(std::uint16_t number, const Counters& counters) const {
  const unsigned needed = number >> 8 & 3;
  if (needed > static_cast<unsigned>(state_.privilege)) return {false, 0};
  const bool is_trapped_satp = number == csr::satp && state_.privilege == Privilege::Supervisor &&
                               (state_.mstatus & kTvm) != 0;
  if (is_trapped_satp) return {false, 0};
  const std::optional<std::uint64_t> value = value_of(number, counters);
  return {value.has_value(), value.value_or(0)};
}

std::uint64_t CsrFile::running(unsigned bit, std::uint64_t count, std::uint64_t offset) const {
  return (state_.mcountinhibit >> bit & 1) != 0 ? offset : count + offset;
}

/// The unprivileged views, which mcounteren and scounteren open to the lower modes.
std::optional<std::uint64_t> CsrFile::counter_of(std::uint16_t number,
                                                 const Counters& counters) const {
  const unsigned bit = number & 31;
  const bool in_machine = state_.privilege == Privilege::Machine;
  if (!in_machine && (state_.mcounteren >> bit & 1) == 0) return std::nullopt;
  if (state_.privilege == Privilege::User && (state_.scounteren >> bit & 1) == 0)
    return std::nullopt;
  switch (bit) {
    case kCycleCounter:
      return running(bit, counters.cycle, state_.cycle_offset);
    case kTimeCounter:
      return counters.time;
    case kInstretCounter:
      return running(bit, counters.instret, state_.instret_offset);
    default:
      return 0;
  }
}

std::optional<std::uint64_t> CsrFile::value_of(std::uint16_t number,
                                               const Counters& counters) const {
  const CsrState& s = state_;
  switch (number) {
    case csr::mstatus:
      return s.mstatus;
    case csr::misa:
      return kMisa;
    case csr::medeleg:
      return s.medeleg;
    case csr::mideleg:
      return s.mideleg;
    case csr::mie:
      return s.mie;
    case csr::mtvec:
      return s.mtvec;
    case csr::mcounteren:
      return s.mcounteren;
    case csr::mcountinhibit:
      return s.mcountinhibit;
    case csr::mscratch:
      return s.mscratch;
    case csr::mepc:
      return s.mepc;
    case csr::mcause:
      return s.mcause;
    case csr::mtval:
      return s.mtval;
    case csr::mip:
      return mip();
    case csr::mhartid:
      return s.hart_id;
    case csr::mcycle:
      return running(kCycleCounter, counters.cycle, s.cycle_offset);
    case csr::minstret:
      return running(kInstretCounter, counters.instret, s.instret_offset);
    case csr::sstatus:
      return s.mstatus & kSstatusVisible;
    case csr::sie:
      return s.mie & s.mideleg;
    case csr::stvec:
      return s.stvec;
    case csr::scounteren:
      return s.scounteren;
    case csr::sscratch:
      return s.sscratch;
    case csr::sepc:
      return s.sepc;
    case csr::scause:
      return s.scause;
    case csr::stval:
      return s.stval;
    case csr::sip:
      return mip() & s.mideleg;
    default:
      break;
  }
  if (is_between(number, csr::cycle, csr::hpmcounter31)) return counter_of(number, counters);
  if (is_between(number, csr::mnscratch, csr::mnstatus)) return rnmi_value_of(number);
  if (is_zero(number)) return 0;
  return std::nullopt;
}

void CsrFile::store(std::uint16_t number, std::uint64_t value, const Counters& counters) {
  CsrState& s = state_;
  const std::uint64_t delegated_ssip = s.mideleg & interrupt_bit(Interrupt::SupervisorSoftware);
  switch (number) {
    case csr::mstatus:
      store_mstatus(value, kMstatusWritable);
      break;
    case csr::sstatus:
      store_mstatus(value, kSstatusWritable);
      break;
    case csr::medeleg:
      s.medeleg = value & kDelegableExceptions;
      break;
    case csr::mideleg:
      s.mideleg = value & kSupervisorInterrupts;
      break;
    case csr::mie:
      s.mie = value & kAllInterrupts;
      break;
    case csr::sie:
      s.mie = insert(s.mie, value, s.mideleg);
      break;
    case csr::mip:
      s.pending = value & kMipWritable;
      break;
    case csr::sip:
      s.pending = insert(s.pending, value, delegated_ssip);
      break;
    case csr::mtvec:
      s.mtvec = legal_tvec(s.mtvec, value);
      break;
    case csr::stvec:
      s.stvec = legal_tvec(s.stvec, value);
      break;
    case csr::mcounteren:
      s.mcounteren = static_cast<std::uint32_t>(value);
      break;
    case csr::scounteren:
      s.scounteren = static_cast<std::uint32_t>(value);
      break;
    case csr::mcountinhibit:
      store_mcountinhibit(static_cast<std::uint32_t>(value), counters);
      break;
    case csr::mscratch:
      s.mscratch = value;
      break;
    case csr::sscratch:
      s.sscratch = value;
      break;
    case csr::mepc:
      s.mepc = value & ~std::uint64_t{1};
      break;
    case csr::sepc:
      s.sepc = value & ~std::uint64_t{1};
      break;
    case csr::mcause:
      s.mcause = value;
      break;
    case csr::scause:
      s.scause = value;
      break;
    case csr::mtval:
      s.mtval = value;
      break;
    case csr::stval:
      s.stval = value;
      break;
    case csr::mcycle:
      s.cycle_offset = value - running(kCycleCounter, counters.cycle + 1, 0);
      break;
    case csr::minstret:
      s.instret_offset = value - running(kInstretCounter, counters.instret + 1, 0);
      break;
    default:
      if (is_between(number, csr::mnscratch, csr::mnstatus)) store_rnmi(number, value);
      break;
  }
  update_ready();
}

void CsrFile::store_mstatus(std::uint64_t value, std::uint64_t mask) {
  constexpr std::uint64_t kReservedMode = 2;
  if ((value >> kMppShift & 3) == kReservedMode) mask &= ~kMpp;
  state_.mstatus = insert(state_.mstatus, value, mask);
}

void CsrFile::store_mcountinhibit(std::uint32_t value, const Counters& counters) {
  const auto toggle = [&](unsigned bit, std::uint64_t next_count, std::uint64_t& offset) {
    const bool was_stopped = (state_.mcountinhibit >> bit & 1) != 0;
    const bool is_stopped = (value >> bit & 1) != 0;
    if (is_stopped && !was_stopped) offset += next_count;
    if (!is_stopped && was_stopped) offset -= next_count;
  };
  toggle(kCycleCounter, counters.cycle + 1, state_.cycle_offset);
  toggle(kInstretCounter, counters.instret + 1, state_.instret_offset);
  state_.mcountinhibit = value & kInhibitable;
}

}  // namespace standstill::hart
