// One relocation of a RISC-V object written into the field it is about.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ELF psABI, chapter "Relocations"; unprivileged specification, "Base Instruction
// Formats" and "Compressed Instruction Formats".
#ifndef STANDSTILL_FIRMWARE_USERS_MODULE_RELOC_H
#define STANDSTILL_FIRMWARE_USERS_MODULE_RELOC_H

#include <cstdint>

namespace standstill::users {

/// Writes `value`, an address, or for the lower part of a pair the distance, into the field of
/// relocation `type` at `place`, behind which the section has `room` bytes. Returns null, or in
/// words why not: the type is not known, the field is too long, the value does not fit.
const char* relocate_field(std::uint32_t type, std::uint64_t place, std::uint64_t room,
                           std::uint64_t value);

}  // namespace standstill::users

#endif  // STANDSTILL_FIRMWARE_USERS_MODULE_RELOC_H
