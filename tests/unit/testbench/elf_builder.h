// Makes small ELF files for tests, right ones and wrong ones.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_UNIT_TESTBENCH_ELF_BUILDER_H
#define STANDSTILL_TESTS_UNIT_TESTBENCH_ELF_BUILDER_H

#include <elf.h>

#include <cstdint>
#include <string>
#include <vector>

namespace standstill::testbench {

struct TestSymbol {
  std::string name;
  std::uint64_t address;
  std::uint64_t size;
  unsigned char type;  ///< STT_*
};

/// A file of header, program headers, one block of contents, and a symbol table. Everything in it
/// may be changed before build().
struct ElfBuilder {
  ElfBuilder();
  /// Adds a PT_LOAD segment with its own contents.
  void segment(std::uint64_t address, const std::vector<std::uint8_t>& bytes, std::uint64_t size);
  std::vector<std::uint8_t> build() const;

  Elf64_Ehdr header{};
  std::vector<Elf64_Phdr> segments;
  std::vector<std::vector<std::uint8_t>> contents;
  std::vector<TestSymbol> symbols;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTS_UNIT_TESTBENCH_ELF_BUILDER_H
