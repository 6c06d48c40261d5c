// A bare-metal RISC-V program as it is loaded: segments, entry, symbols.
// SPDX-License-Identifier: Apache-2.0
//
// Source: System V ABI, "Object Files"; RISC-V ELF psABI 1.0, chapter 8.
#ifndef STANDSTILL_TESTBENCH_ELF_IMAGE_H
#define STANDSTILL_TESTBENCH_ELF_IMAGE_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/types.h"

namespace standstill::testbench {

/// Bytes to be put into DRAM before reset. What a segment has beyond its bytes stays zero, as all
/// of DRAM is at reset.
struct ElfSegment {
  Addr address = 0;                 ///< physical
  std::vector<std::uint8_t> bytes;  ///< file contents
  std::uint64_t size = 0;           ///< bytes in memory, >= bytes.size()
};

/// A function, object or label.
struct ElfSymbol {
  Addr address = 0;
  std::uint64_t size = 0;  ///< bytes; 0 where the program does not say
  std::string name;
  bool function = false;
};

/// Where an address lies: `name` + `offset`; an empty name means nothing is known.
struct SymbolPlace {
  const char* name = "";
  std::uint64_t offset = 0;
};

struct ElfImage {
  std::vector<ElfSegment> segments;  ///< ascending by address, without overlap, all inside DRAM
  Addr entry = 0;                    ///< where every hart starts; inside DRAM
  std::vector<ElfSymbol> symbols;    ///< ascending by address, then by name
  std::optional<Addr> tohost;        ///< address of the symbol `tohost`, if there is one
  /// The compiler by its own words, "GNU C++20 12.2.0"; empty where the program does not say.
  std::string compiler;
  /// The whole file, for who needs more of it.
  std::shared_ptr<const std::vector<std::uint8_t>> file;

  /// SHA-256 of what is loaded: the entry, and of each segment address, size and bytes. Debugging
  /// information, symbols and the file's name do not count.
  std::string sha256() const;

  /// The last symbol at or below `address` that could contain it.
  SymbolPlace symbolize(Addr address) const;
  /// The same as text: `name`, `name+0x1c`, or the bare address in hexadecimal; C++ names without
  /// their parameters and template arguments.
  std::string symbol_text(Addr address) const;
};

/// Reads and validates a program. DRAM is `[kDramBase, kDramBase + dram_size)`.
/// Throws UsageError for whatever is not a 64-bit little-endian RISC-V executable inside DRAM.
ElfImage load_elf(const std::string& path, std::uint64_t dram_size);

/// The same from bytes in memory; `place` stands for the path in messages.
ElfImage parse_elf(std::vector<std::uint8_t> file, const std::string& place,
                   std::uint64_t dram_size);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_ELF_IMAGE_H
