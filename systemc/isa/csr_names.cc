// Finds CSR names and numbers in a table of single registers and one of numbered families.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see csr_names.h.
#include "isa/csr_names.h"

#include <cstdio>

#include "standstill/csr.h"

namespace standstill::isa {
namespace {

namespace csr = platform::csr;

struct Single {
  std::uint16_t number;
  const char* name;
};
constexpr Single kSingles[] = {
#define STANDSTILL_CSR_ROW(number, name) {number, #name},
    STANDSTILL_CSR_LIST(STANDSTILL_CSR_ROW)
#undef STANDSTILL_CSR_ROW
};

/// Registers `prefix` + index, for the numbers first..last that are multiples of `step` apart.
struct Family {
  std::uint16_t first;
  std::uint16_t last;
  std::uint16_t first_index;
  std::uint16_t step;
  const char* prefix;
};
constexpr Family kFamilies[] = {
    {csr::hpmcounter3, csr::hpmcounter31, 3, 1, "hpmcounter"},
    {csr::mhpmcounter3, csr::mhpmcounter31, 3, 1, "mhpmcounter"},
    {csr::mhpmevent3, csr::mhpmevent31, 3, 1, "mhpmevent"},
    {csr::pmpcfg0, csr::pmpcfg15, 0, 2, "pmpcfg"},  // RV64: even ones only
    {csr::pmpaddr0, csr::pmpaddr63, 0, 1, "pmpaddr"},
};

}  // namespace

std::string csr_name(std::uint16_t number) {
  for (const Single& row : kSingles)
    if (row.number == number) return row.name;
  for (const Family& row : kFamilies)
    if (number >= row.first && number <= row.last && (number - row.first) % row.step == 0)
      return row.prefix + std::to_string(number - row.first + row.first_index);
  char text[16];
  std::snprintf(text, sizeof text, "0x%x", static_cast<unsigned>(number));
  return text;
}

std::optional<std::uint16_t> csr_number(std::string_view name) {
  for (const Single& row : kSingles)
    if (row.name == name) return row.number;
  for (const Family& row : kFamilies)
    for (unsigned number = row.first; number <= row.last; number += row.step)
      if (csr_name(static_cast<std::uint16_t>(number)) == name)
        return static_cast<std::uint16_t>(number);
  return std::nullopt;
}

}  // namespace standstill::isa
