// Looks for the compiler's own words in an ELF file.
// SPDX-License-Identifier: Apache-2.0
//
// Source: System V ABI, "Special Sections" (.comment); DWARF 5, section 3.1.1 (DW_AT_producer).
#include "testbench/elf/compiler.h"

#include <gelf.h>
#include <libelf.h>

#include <initializer_list>
#include <string_view>

namespace standstill::testbench {
namespace {

constexpr std::size_t kLongest = 100;  ///< bytes; what is longer is no compiler's name

/// The section's bytes; empty if there is none of that name.
std::string_view section_bytes(Elf* elf, std::string_view wanted) {
  std::size_t names = 0;
  if (elf_getshdrstrndx(elf, &names) != 0) return {};
  Elf_Scn* section = nullptr;
  while ((section = elf_nextscn(elf, section))) {
    GElf_Shdr header;
    if (!gelf_getshdr(section, &header) || header.sh_type != SHT_PROGBITS) continue;
    const char* name = elf_strptr(elf, names, header.sh_name);
    if (!name || name != wanted) continue;
    const Elf_Data* data = elf_rawdata(section, nullptr);
    if (data && data->d_buf) return {static_cast<const char*>(data->d_buf), data->d_size};
  }
  return {};
}

/// `text` without the options that may follow, if it is one a person can read.
std::string name_of_compiler(std::string_view text) {
  const std::string_view name = text.substr(0, text.find(" -"));
  if (name.size() > kLongest) return "";
  for (const char c : name)
    if (c < ' ' || c > '~') return "";
  return std::string(name);
}

/// The first string of a table that begins with one of `beginnings` and has a name to it.
std::string first_name(std::string_view table, std::initializer_list<std::string_view> beginnings) {
  while (!table.empty()) {
    const std::string_view text = table.substr(0, table.find('\0'));
    table.remove_prefix(text.size() < table.size() ? text.size() + 1 : table.size());
    for (const std::string_view beginning : beginnings)
      if (!text.empty() && text.substr(0, beginning.size()) == beginning)
        if (std::string name = name_of_compiler(text); !name.empty()) return name;
  }
  return "";
}

}  // namespace

std::string read_compiler(Elf* elf) {
  std::string name = first_name(section_bytes(elf, ".comment"), {""});
  if (name.empty())
    name =
        first_name(section_bytes(elf, ".debug_str"), {"GNU C", "clang version", "rustc version"});
  return name;
}

}  // namespace standstill::testbench
