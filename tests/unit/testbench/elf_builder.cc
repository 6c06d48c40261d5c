// Lays header, tables and contents out one behind the other.
// SPDX-License-Identifier: Apache-2.0
#include "elf_builder.h"

#include <cstring>

namespace standstill::testbench {
namespace {

template <typename T>
void append(std::vector<std::uint8_t>& file, const T& value) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(&value);
  file.insert(file.end(), bytes, bytes + sizeof value);
}

void append_symbols(std::vector<std::uint8_t>& file, Elf64_Ehdr& header,
                    const std::vector<TestSymbol>& symbols) {
  std::string names(1, '\0');
  std::vector<Elf64_Sym> table(1);
  for (const TestSymbol& symbol : symbols) {
    Elf64_Sym entry{};
    entry.st_name = static_cast<Elf64_Word>(names.size());
    entry.st_info = ELF64_ST_INFO(STB_GLOBAL, symbol.type);
    entry.st_shndx = SHN_ABS;
    entry.st_value = symbol.address;
    entry.st_size = symbol.size;
    table.push_back(entry);
    names += symbol.name + '\0';
  }
  Elf64_Shdr sections[3]{};
  sections[1].sh_type = SHT_SYMTAB;
  sections[1].sh_offset = file.size();
  sections[1].sh_size = table.size() * sizeof(Elf64_Sym);
  sections[1].sh_entsize = sizeof(Elf64_Sym);
  sections[1].sh_link = 2;
  for (const Elf64_Sym& entry : table) append(file, entry);
  sections[2].sh_type = SHT_STRTAB;
  sections[2].sh_offset = file.size();
  sections[2].sh_size = names.size();
  file.insert(file.end(), names.begin(), names.end());
  while (file.size() % 8 != 0) file.push_back(0);
  header.e_shoff = file.size();
  header.e_shnum = 3;
  header.e_shentsize = sizeof(Elf64_Shdr);
  for (const Elf64_Shdr& section : sections) append(file, section);
}

}  // namespace

ElfBuilder::ElfBuilder() {
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_type = ET_EXEC;
  header.e_machine = EM_RISCV;
  header.e_version = EV_CURRENT;
  header.e_entry = 0x80000000;
  header.e_phoff = sizeof(Elf64_Ehdr);
  header.e_ehsize = sizeof(Elf64_Ehdr);
  header.e_phentsize = sizeof(Elf64_Phdr);
}

void ElfBuilder::segment(std::uint64_t address, const std::vector<std::uint8_t>& bytes,
                         std::uint64_t size) {
  Elf64_Phdr header_of_it{};
  header_of_it.p_type = PT_LOAD;
  header_of_it.p_vaddr = address;
  header_of_it.p_paddr = address;
  header_of_it.p_filesz = bytes.size();
  header_of_it.p_memsz = size;
  segments.push_back(header_of_it);
  contents.push_back(bytes);
}

std::vector<std::uint8_t> ElfBuilder::build() const {
  Elf64_Ehdr final_header = header;
  final_header.e_phnum = static_cast<Elf64_Half>(segments.size());
  std::vector<std::uint8_t> file(sizeof(Elf64_Ehdr) + segments.size() * sizeof(Elf64_Phdr));
  for (std::size_t i = 0; i < segments.size(); ++i) {
    Elf64_Phdr placed = segments[i];
    placed.p_offset = file.size();
    std::memcpy(file.data() + sizeof(Elf64_Ehdr) + i * sizeof(Elf64_Phdr), &placed, sizeof placed);
    file.insert(file.end(), contents[i].begin(), contents[i].end());
  }
  while (file.size() % 8 != 0) file.push_back(0);
  if (!symbols.empty()) append_symbols(file, final_header, symbols);
  std::memcpy(file.data(), &final_header, sizeof final_header);
  return file;
}

}  // namespace standstill::testbench
