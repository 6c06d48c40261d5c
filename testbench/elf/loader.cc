// Reads ELF files with libelf, and believes nothing they say.
// SPDX-License-Identifier: Apache-2.0
//
// Source: System V ABI, "Object Files"; RISC-V ELF psABI 1.0, chapter 8.
#include <fmt/format.h>
#include <gelf.h>
#include <libelf.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "standstill/memory_map.h"
#include "testbench/elf/compiler.h"
#include "testbench/elf/image.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

using platform::kDramBase;

struct EndElf {
  void operator()(Elf* elf) const { elf_end(elf); }
};
struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using ElfHandle = std::unique_ptr<Elf, EndElf>;

/// One file being read: what all the checks need to say where they are.
struct Reader {
  const std::vector<std::uint8_t>& file;
  const std::string& place;
  std::uint64_t dram_size;

  [[noreturn]] void refuse(const std::string& what) const { throw UsageError(place + ": " + what); }

  std::string dram_range() const {
    return fmt::format("{:#x} to {:#x}", kDramBase, kDramBase + dram_size - 1);
  }
  /// What to do about an address that is not in DRAM.
  std::string advice(Addr address) const {
    if (address < kDramBase)
      return fmt::format(
          "; link it at {:#x}: -Wl,-Ttext={:#x} -Wl,-n -Wl,--build-id=none, or a linker script",
          kDramBase, kDramBase);
    return "; link it lower or set a larger dram.size";
  }
  bool in_dram(Addr address, std::uint64_t size) const {
    return address >= kDramBase && size <= dram_size && address - kDramBase <= dram_size - size;
  }
};

std::uint16_t half_at(const std::vector<std::uint8_t>& file, std::size_t offset) {
  return static_cast<std::uint16_t>(file[offset] | file[offset + 1] << 8);
}

[[noreturn]] void refuse_empty(const Reader& reader) {
  reader.refuse("no loadable segment: there is nothing to run");
}

void check_identity(const Reader& reader) {
  const auto& file = reader.file;
  if (file.empty()) reader.refuse("the file is empty: it must be a RISC-V ELF executable");
  if (file.size() < SELFMAG || std::memcmp(file.data(), ELFMAG, SELFMAG) != 0)
    reader.refuse("not an ELF file: it must begin with 7f 45 4c 46");
  if (file.size() < EI_NIDENT) reader.refuse("truncated inside the ELF identification");
  if (file[EI_CLASS] != ELFCLASS64)
    reader.refuse(fmt::format("{} program (EI_CLASS = {}): it must be 64-bit (2)",
                              file[EI_CLASS] == ELFCLASS32 ? "a 32-bit" : "not a 64-bit",
                              file[EI_CLASS]));
  if (file[EI_DATA] != ELFDATA2LSB)
    reader.refuse(fmt::format("{} program (EI_DATA = {}): it must be little-endian (1)",
                              file[EI_DATA] == ELFDATA2MSB ? "a big-endian" : "not a little-endian",
                              file[EI_DATA]));
  if (file.size() < sizeof(Elf64_Ehdr))
    reader.refuse(fmt::format("truncated: {} bytes, the ELF header alone has {}", file.size(),
                              sizeof(Elf64_Ehdr)));
}

void check_header(const Reader& reader) {
  const unsigned machine = half_at(reader.file, offsetof(Elf64_Ehdr, e_machine));
  if (machine != EM_RISCV)
    reader.refuse(fmt::format("not a RISC-V program (e_machine = {}): it must be 243", machine));
  const unsigned type = half_at(reader.file, offsetof(Elf64_Ehdr, e_type));
  if (type != ET_EXEC)
    reader.refuse(
        fmt::format("not a linked executable (e_type = {}): it must be ET_EXEC (2); link it "
                    "statically, without -pie",
                    type));
}

/// A table of the file that begins at `offset` must end inside it.
void check_table(const Reader& reader, const char* name, std::uint64_t offset,
                 std::uint64_t bytes) {
  const std::uint64_t size = reader.file.size();
  if (offset <= size && bytes <= size - offset) return;
  reader.refuse(
      fmt::format("truncated: the {} headers need {} bytes from file offset {}, the file "
                  "has {} bytes",
                  name, bytes, offset, size));
}

/// Without section headers a cut file would run, but without its symbols: it could never end by
/// `tohost`.
void check_tables(const Reader& reader) {
  Elf64_Ehdr header;
  std::memcpy(&header, reader.file.data(), sizeof header);
  if (header.e_phnum == 0) refuse_empty(reader);
  check_table(reader, "program", header.e_phoff,
              std::uint64_t{header.e_phnum} * sizeof(Elf64_Phdr));
  if (header.e_shoff != 0)
    check_table(reader, "section", header.e_shoff,
                std::uint64_t{header.e_shnum} * sizeof(Elf64_Shdr));
}

/// The program headers in place in the file; libelf hands them out as well, but checks them less.
std::vector<GElf_Phdr> program_headers(const Reader& reader, Elf* elf) {
  std::size_t count = 0;
  if (elf_getphdrnum(elf, &count) != 0)
    reader.refuse(fmt::format("damaged program headers: {}", elf_errmsg(-1)));
  std::vector<GElf_Phdr> headers;
  headers.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    GElf_Phdr header;
    if (!gelf_getphdr(elf, static_cast<int>(i), &header))
      reader.refuse(fmt::format("truncated: program header {} is not in the file", i));
    if (header.p_type == PT_LOAD && header.p_memsz > 0) headers.push_back(header);
  }
  return headers;
}

ElfSegment read_segment(const Reader& reader, const GElf_Phdr& header) {
  const std::string name = fmt::format("segment at {:#x}", header.p_paddr);
  if (!reader.in_dram(header.p_paddr, header.p_memsz))
    reader.refuse(fmt::format(
        "{} of {} bytes lies outside DRAM: it must lie in {} (dram.size = {}){}", name,
        header.p_memsz, reader.dram_range(), reader.dram_size, reader.advice(header.p_paddr)));
  if (header.p_filesz > header.p_memsz)
    reader.refuse(fmt::format("{} has {} bytes in the file and only {} in memory", name,
                              header.p_filesz, header.p_memsz));
  if (header.p_offset > reader.file.size() ||
      header.p_filesz > reader.file.size() - header.p_offset)
    reader.refuse(
        fmt::format("truncated: {} needs {} bytes from file offset {}, the file has {} bytes", name,
                    header.p_filesz, header.p_offset, reader.file.size()));
  const auto begin = reader.file.begin() + static_cast<std::ptrdiff_t>(header.p_offset);
  ElfSegment segment;
  segment.address = header.p_paddr;
  segment.bytes.assign(begin, begin + static_cast<std::ptrdiff_t>(header.p_filesz));
  segment.size = header.p_memsz;
  return segment;
}

/// Segments ascending. Overlap is refused before any byte is copied, so a file that names the same
/// bytes a thousand times cannot fill the host's memory.
std::vector<ElfSegment> read_segments(const Reader& reader, Elf* elf) {
  std::vector<GElf_Phdr> headers = program_headers(reader, elf);
  if (headers.empty()) refuse_empty(reader);
  std::stable_sort(headers.begin(), headers.end(),
                   [](const GElf_Phdr& a, const GElf_Phdr& b) { return a.p_paddr < b.p_paddr; });
  for (std::size_t i = 1; i < headers.size(); ++i)
    if (headers[i].p_paddr - headers[i - 1].p_paddr < headers[i - 1].p_memsz)
      reader.refuse(fmt::format("segments at {:#x} and {:#x} overlap", headers[i - 1].p_paddr,
                                headers[i].p_paddr));
  std::vector<ElfSegment> segments;
  segments.reserve(headers.size());
  for (const GElf_Phdr& header : headers) segments.push_back(read_segment(reader, header));
  return segments;
}

bool is_named_place(const GElf_Sym& symbol, const char* name) {
  const auto type = GELF_ST_TYPE(symbol.st_info);
  if (type != STT_NOTYPE && type != STT_FUNC && type != STT_OBJECT) return false;
  // "$x" and ".L" are marks of the assembler.
  return symbol.st_shndx != SHN_UNDEF && *name != '\0' && *name != '$' && *name != '.';
}

void read_symbol_section(Elf* elf, Elf_Scn* section, const GElf_Shdr& header,
                         std::vector<ElfSymbol>& symbols) {
  Elf_Data* data = elf_getdata(section, nullptr);
  if (!data || header.sh_entsize == 0) return;
  const std::size_t count = data->d_size / sizeof(Elf64_Sym);
  for (std::size_t i = 0; i < count; ++i) {
    GElf_Sym symbol;
    if (!gelf_getsym(data, static_cast<int>(i), &symbol)) return;
    const char* name = elf_strptr(elf, header.sh_link, symbol.st_name);
    if (!name || !is_named_place(symbol, name)) continue;
    symbols.push_back(
        {symbol.st_value, symbol.st_size, name, GELF_ST_TYPE(symbol.st_info) == STT_FUNC});
  }
}

/// Symbols are a comfort: a damaged table loses names, never the run.
std::vector<ElfSymbol> read_symbols(Elf* elf) {
  std::vector<ElfSymbol> symbols;
  Elf_Scn* section = nullptr;
  while ((section = elf_nextscn(elf, section))) {
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) && header.sh_type == SHT_SYMTAB)
      read_symbol_section(elf, section, header, symbols);
  }
  std::stable_sort(symbols.begin(), symbols.end(), [](const ElfSymbol& a, const ElfSymbol& b) {
    if (a.address != b.address) return a.address < b.address;
    // Of several at one address the walk of symbolize() meets the last first: the function.
    if (a.function != b.function) return b.function;
    return a.name < b.name;
  });
  return symbols;
}

void check_entry(const Reader& reader, Addr entry) {
  if (!reader.in_dram(entry, 4))
    reader.refuse(fmt::format("entry {:#x} lies outside DRAM: it must lie in {} (dram.size = {})",
                              entry, reader.dram_range(), reader.dram_size));
  if (entry % 2 != 0)
    reader.refuse(fmt::format("entry {:#x} is odd: instructions begin at even addresses", entry));
}

void find_tohost(const Reader& reader, ElfImage& image) {
  for (const ElfSymbol& symbol : image.symbols)
    if (symbol.name == "tohost") image.tohost = symbol.address;
  if (image.tohost && (*image.tohost % 8 != 0 || !reader.in_dram(*image.tohost, 8)))
    reader.refuse(fmt::format("tohost at {:#x} is not legal: it must be 8-byte aligned in {}",
                              *image.tohost, reader.dram_range()));
}

}  // namespace

ElfImage parse_elf(std::vector<std::uint8_t> file, const std::string& place,
                   std::uint64_t dram_size) {
  const Reader reader{file, place, dram_size};
  check_identity(reader);
  check_header(reader);
  check_tables(reader);
  elf_version(EV_CURRENT);
  // libelf keeps pointers into the bytes, and may swap them in place: hence a vector of our own.
  const ElfHandle elf(elf_memory(reinterpret_cast<char*>(file.data()), file.size()));
  GElf_Ehdr header;
  if (!elf || elf_kind(elf.get()) != ELF_K_ELF || !gelf_getehdr(elf.get(), &header))
    reader.refuse(fmt::format("damaged ELF header: {}", elf_errmsg(-1)));
  ElfImage image;
  image.segments = read_segments(reader, elf.get());
  image.entry = header.e_entry;
  check_entry(reader, image.entry);
  image.symbols = read_symbols(elf.get());
  image.compiler = read_compiler(elf.get());
  find_tohost(reader, image);
  image.file = std::make_shared<const std::vector<std::uint8_t>>(file);
  return image;
}

ElfImage load_elf(const std::string& path, std::uint64_t dram_size) {
  const std::unique_ptr<std::FILE, CloseFile> stream(std::fopen(path.c_str(), "rb"));
  std::vector<std::uint8_t> file;
  std::uint8_t block[65536];
  while (stream) {
    const std::size_t got = std::fread(block, 1, sizeof block, stream.get());
    file.insert(file.end(), block, block + got);
    if (got < sizeof block) break;
  }
  if (!stream || std::ferror(stream.get()))
    throw UsageError(fmt::format("{}: cannot read the ELF file: {}", path, std::strerror(errno)));
  return parse_elf(std::move(file), path, dram_size);
}

}  // namespace standstill::testbench
