// Names of the control and status registers.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged specification 1.12, tables 2.2 to 2.5; numbers in
// platform/standstill/csr.h.
#ifndef STANDSTILL_ISA_CSR_NAMES_H
#define STANDSTILL_ISA_CSR_NAMES_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace standstill::isa {

/// The name of a CSR of the machine, or "0x7c0" for a number it does not have.
std::string csr_name(std::uint16_t number);

/// The number of the CSR called `name`, if the machine has it.
std::optional<std::uint16_t> csr_number(std::string_view name);

}  // namespace standstill::isa

#endif  // STANDSTILL_ISA_CSR_NAMES_H
