// Resumable non-maskable interrupts: their registers, entry and return.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged architecture, Smrnmi 1.0.
#include "hart/csr_bits.h"
#include "hart/csr_file.h"
#include "standstill/csr.h"

namespace standstill::hart {

namespace csr = platform::csr;

std::optional<std::uint64_t> CsrFile::rnmi_value_of(std::uint16_t number) const {
  if (!rnmi_.present) return std::nullopt;
  switch (number) {
    case csr::mnscratch:
      return state_.mnscratch;
    case csr::mnepc:
      return state_.mnepc;
    case csr::mncause:
      return state_.mncause;
    case csr::mnstatus:
      return static_cast<std::uint64_t>(state_.mnpp) << csr::kMnstatusMnppShift |
             (state_.nmie ? csr::kMnstatusNmie : 0);
    default:
      return std::nullopt;
  }
}

/// NMIE can be set but not cleared: what cannot be masked is not masked by software (Smrnmi 8.3).
void CsrFile::store_rnmi(std::uint16_t number, std::uint64_t value) {
  const std::uint64_t mode = value >> csr::kMnstatusMnppShift & 3;
  switch (number) {
    case csr::mnscratch:
      state_.mnscratch = value;
      break;
    case csr::mnepc:
      state_.mnepc = value & ~std::uint64_t{1};
      break;
    case csr::mncause:
      state_.mncause = value;
      break;
    case csr::mnstatus:
      if ((value & csr::kMnstatusNmie) != 0) state_.nmie = true;
      if (mode != 2) state_.mnpp = static_cast<Privilege>(mode);
      break;
    default:
      break;
  }
}

void CsrFile::set_nmi(bool level) {
  state_.nmi = level && rnmi_.present;
  update_ready();
}

TrapEntry CsrFile::take_nmi(TrapCause cause, std::uint64_t epc) {
  CsrState& s = state_;
  s.mnepc = epc;
  s.mncause = cause.value();
  s.mnpp = s.privilege;
  s.nmie = false;
  s.privilege = Privilege::Machine;
  update_ready();
  return {rnmi_.interrupt_vector, s.privilege};
}

TrapReturn CsrFile::mnret() {
  CsrState& s = state_;
  if (!rnmi_.present || s.privilege != Privilege::Machine) return {false, 0};
  s.privilege = s.mnpp;
  s.nmie = true;
  if (s.privilege != Privilege::Machine) s.mstatus &= ~kMprv;
  update_ready();
  return {true, s.mnepc};
}

}  // namespace standstill::hart
