// The relocations that code of ours has, as a table.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see users/module_reloc.h.
#include "users/module_reloc.h"

#include <elf.h>

namespace standstill::users {
namespace {

/// Bits of a value where the immediate of an instruction has them.
constexpr std::uint32_t bits(std::uint64_t value, unsigned high, unsigned low, unsigned to) {
  return static_cast<std::uint32_t>((value >> low & ((1ull << (high - low + 1)) - 1)) << to);
}

constexpr std::uint32_t i_type(std::uint64_t v) { return bits(v, 11, 0, 20); }
constexpr std::uint32_t s_type(std::uint64_t v) { return bits(v, 11, 5, 25) | bits(v, 4, 0, 7); }
constexpr std::uint32_t b_type(std::uint64_t v) {
  return bits(v, 12, 12, 31) | bits(v, 10, 5, 25) | bits(v, 4, 1, 8) | bits(v, 11, 11, 7);
}
constexpr std::uint32_t j_type(std::uint64_t v) {
  return bits(v, 20, 20, 31) | bits(v, 10, 1, 21) | bits(v, 11, 11, 20) | bits(v, 19, 12, 12);
}
/// The upper part, rounded, as the lower one is signed.
constexpr std::uint32_t u_type(std::uint64_t v) { return bits(v + 0x800, 31, 12, 12); }
constexpr std::uint32_t cb_type(std::uint64_t v) {
  return bits(v, 8, 8, 12) | bits(v, 4, 3, 10) | bits(v, 7, 6, 5) | bits(v, 2, 1, 3) |
         bits(v, 5, 5, 2);
}
constexpr std::uint32_t cj_type(std::uint64_t v) {
  return bits(v, 11, 11, 12) | bits(v, 4, 4, 11) | bits(v, 9, 8, 9) | bits(v, 10, 10, 8) |
         bits(v, 6, 6, 7) | bits(v, 7, 7, 6) | bits(v, 3, 1, 3) | bits(v, 5, 5, 2);
}

/// How one type of relocation is written.
struct Kind {
  std::uint32_t type;
  unsigned size;       ///< bytes of the field
  unsigned reach;      ///< the value fits into so many bits, signed; 64: any does
  bool relative;       ///< to the place
  std::uint64_t keep;  ///< bits of the field that stay
  std::uint32_t (*encode)(std::uint64_t);
};

constexpr Kind kKinds[] = {
    {R_RISCV_64, 8, 64, false, 0, nullptr},
    {R_RISCV_32, 4, 32, false, 0, nullptr},
    {R_RISCV_BRANCH, 4, 13, true, 0x01FFF07F, b_type},
    {R_RISCV_JAL, 4, 21, true, 0x00000FFF, j_type},
    {R_RISCV_PCREL_HI20, 4, 32, true, 0x00000FFF, u_type},
    {R_RISCV_PCREL_LO12_I, 4, 64, false, 0x000FFFFF, i_type},
    {R_RISCV_PCREL_LO12_S, 4, 64, false, 0x01FFF07F, s_type},
    {R_RISCV_RVC_BRANCH, 2, 9, true, 0xE383, cb_type},
    {R_RISCV_RVC_JUMP, 2, 12, true, 0xE003, cj_type},
};

const Kind* find_kind(std::uint32_t type) {
  for (const Kind& kind : kKinds)
    if (kind.type == type) return &kind;
  return nullptr;
}

/// Whether `value` is a signed number of `width` bits; of 32 only as far as auipc and a signed
/// lower part together reach.
bool fits(std::uint64_t value, unsigned width) {
  if (width == 64) return true;
  const auto number = static_cast<std::int64_t>(value) + (width == 32 ? 0x800 : 0);
  const std::int64_t limit = std::int64_t{1} << (width - 1);
  return number >= -limit && number < limit;
}

void write_field(const Kind& kind, std::uint64_t place, std::uint64_t value) {
  auto* const field = reinterpret_cast<unsigned char*>(place);
  std::uint64_t old = 0;
  for (unsigned i = 0; i < kind.size; ++i) old |= std::uint64_t{field[i]} << (8 * i);
  const std::uint64_t now =
      (old & kind.keep) | (kind.encode == nullptr ? value : kind.encode(value));
  for (unsigned i = 0; i < kind.size; ++i) field[i] = static_cast<unsigned char>(now >> (8 * i));
}

}  // namespace

const char* relocate_field(std::uint32_t type, std::uint64_t place, std::uint64_t room,
                           std::uint64_t value) {
  const Kind* const kind = find_kind(type);
  if (kind == nullptr) return "a relocation is of a type that is not known";
  if (kind->size > room) return "a relocation reaches over the end of its section";
  const std::uint64_t result = kind->relative ? value - place : value;
  if (!fits(result, kind->reach)) return "a relocation does not reach its symbol";
  if (kind->relative && type != R_RISCV_PCREL_HI20 && result % 2 != 0)
    return "a jump to an odd address";
  write_field(*kind, place, result);
  return nullptr;
}

}  // namespace standstill::users
