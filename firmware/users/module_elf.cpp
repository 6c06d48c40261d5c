// Loading a relocatable object.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see users/module_elf.h. Every offset of the image is checked before it is used: an image
// is not trusted to be whole.
#include "users/module_elf.h"

#include <elf.h>

#include <string_view>

#include "kernel/errno.h"
#include "users/module_reloc.h"

namespace standstill::users {
namespace {

/// Copies of structures out of an image that need not be aligned.
class Image {
 public:
  explicit Image(std::span<const std::byte> bytes) : bytes_(bytes) {}

  bool holds(std::uint64_t offset, std::uint64_t size) const {
    return offset <= bytes_.size() && size <= bytes_.size() - offset;
  }
  template <typename T>
  bool read(std::uint64_t offset, T& out) const {
    if (!holds(offset, sizeof(T))) return false;
    for (std::size_t i = 0; i < sizeof(T); ++i)
      reinterpret_cast<std::byte*>(&out)[i] = bytes_[offset + i];
    return true;
  }
  /// The string at `offset`, or null if it does not end inside the image.
  const char* string(std::uint64_t offset) const {
    for (std::uint64_t end = offset; end < bytes_.size(); ++end)
      if (bytes_[end] == std::byte{0}) return reinterpret_cast<const char*>(&bytes_[offset]);
    return nullptr;
  }
  const std::byte* at(std::uint64_t offset) const { return bytes_.data() + offset; }

 private:
  std::span<const std::byte> bytes_;
};

class Loader {
 public:
  Loader(std::span<const std::byte> image, std::span<std::byte> memory,
         std::span<const KernelSymbol> exports, ModuleLayout& layout)
      : image_(image), memory_(memory), exports_(exports), layout_(layout) {}

  int load() {
    int error = read_header();
    if (error == 0) error = place_sections();
    if (error == 0) error = find_symbol_table();
    for (unsigned i = 0; error == 0 && i < count_; ++i)
      if (sections_[i].sh_type == SHT_RELA) error = relocate_section(sections_[i]);
    return error == 0 ? find_entries() : error;
  }

 private:
  int refuse(const char* complaint, int error = kernel::kEnoexec) {
    layout_.complaint = complaint;
    return -error;
  }

  int read_header();
  int place_sections();
  int find_symbol_table();
  int relocate_section(const Elf64_Shdr& relocations);
  int symbol(std::uint64_t index, Elf64_Sym& out, const char*& name);
  int resolve(std::uint64_t index, std::uint64_t& value);
  int relocate(const Elf64_Shdr& relocations, const Elf64_Rela& relocation, std::uint64_t place,
               std::uint64_t room);
  int apply(std::uint32_t type, std::uint64_t place, std::uint64_t room, std::uint64_t value) {
    const char* const complaint = relocate_field(type, place, room, value);
    return complaint == nullptr ? 0 : refuse(complaint);
  }
  int high_part(const Elf64_Shdr& relocations, std::uint64_t place, std::uint64_t& value);
  int find_entries();

  Image image_;
  std::span<std::byte> memory_;
  std::span<const KernelSymbol> exports_;
  ModuleLayout& layout_;
  Elf64_Shdr sections_[kMaxSections];
  std::uint64_t base_[kMaxSections] = {};  ///< where the section lies now, 0 if it is not loaded
  unsigned count_ = 0;
  const Elf64_Shdr* symbols_ = nullptr;
  const Elf64_Shdr* strings_ = nullptr;
};

int Loader::read_header() {
  Elf64_Ehdr header;
  if (!image_.read(0, header)) return refuse("it is shorter than an ELF header");
  if (std::string_view(reinterpret_cast<const char*>(header.e_ident), 4) != "\177ELF" ||
      header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB)
    return refuse("it is no little-endian ELF64 file");
  if (header.e_type != ET_REL) return refuse("it is no relocatable object");
  if (header.e_machine != EM_RISCV) return refuse("it is not for RISC-V");
  if (header.e_shentsize != sizeof(Elf64_Shdr) || header.e_shnum == 0 ||
      header.e_shnum > kMaxSections)
    return refuse("its section headers are of no kind that is known");
  count_ = header.e_shnum;
  for (unsigned i = 0; i < count_; ++i)
    if (header.e_shoff > ~0ull - i * sizeof(Elf64_Shdr) ||
        !image_.read(header.e_shoff + i * sizeof(Elf64_Shdr), sections_[i]))
      return refuse("its section headers lie beyond its end");
  return 0;
}

int Loader::place_sections() {
  std::size_t used = 0;
  for (unsigned i = 0; i < count_; ++i) {
    const Elf64_Shdr& section = sections_[i];
    if ((section.sh_flags & SHF_ALLOC) == 0) continue;
    const bool zeroed = section.sh_type == SHT_NOBITS;
    if (!zeroed && !image_.holds(section.sh_offset, section.sh_size))
      return refuse("a section lies beyond its end");
    const std::uint64_t align = section.sh_addralign == 0 ? 1 : section.sh_addralign;
    if (align > 64 || (align & (align - 1)) != 0)
      return refuse("a section has a strange alignment");
    const std::size_t start = (used + align - 1) & ~(align - 1);
    if (start > memory_.size() || section.sh_size > memory_.size() - start)
      return refuse("it is larger than the memory for it", kernel::kEnomem);
    base_[i] = reinterpret_cast<std::uint64_t>(memory_.data() + start);
    for (std::size_t k = 0; k < section.sh_size; ++k)
      memory_[start + k] = zeroed ? std::byte{0} : image_.at(section.sh_offset)[k];
    used = start + section.sh_size;
  }
  layout_.size = used;
  return 0;
}

int Loader::find_symbol_table() {
  for (unsigned i = 0; i < count_; ++i)
    if (sections_[i].sh_type == SHT_SYMTAB) symbols_ = &sections_[i];
  if (symbols_ == nullptr) return refuse("it has no symbol table");
  if (symbols_->sh_entsize != sizeof(Elf64_Sym) || symbols_->sh_link >= count_ ||
      !image_.holds(symbols_->sh_offset, symbols_->sh_size))
    return refuse("its symbol table is broken");
  strings_ = &sections_[symbols_->sh_link];
  if (!image_.holds(strings_->sh_offset, strings_->sh_size))
    return refuse("its names lie beyond its end");
  return 0;
}

int Loader::symbol(std::uint64_t index, Elf64_Sym& out, const char*& name) {
  if (index >= symbols_->sh_size / sizeof(Elf64_Sym) ||
      !image_.read(symbols_->sh_offset + index * sizeof(Elf64_Sym), out))
    return refuse("a relocation names no symbol");
  name =
      out.st_name < strings_->sh_size ? image_.string(strings_->sh_offset + out.st_name) : nullptr;
  return name == nullptr ? refuse("a symbol has no name") : 0;
}

int Loader::resolve(std::uint64_t index, std::uint64_t& value) {
  Elf64_Sym entry;
  const char* name = nullptr;
  if (const int error = symbol(index, entry, name)) return error;
  if (entry.st_shndx == SHN_ABS) {
    value = entry.st_value;
    return 0;
  }
  if (entry.st_shndx != SHN_UNDEF) {
    if (entry.st_shndx >= count_ || base_[entry.st_shndx] == 0 ||
        entry.st_value > sections_[entry.st_shndx].sh_size)
      return refuse("a symbol lies in no loaded section");
    value = base_[entry.st_shndx] + entry.st_value;
    return 0;
  }
  for (const KernelSymbol& known : exports_)
    if (std::string_view(known.name) == name) {
      value = known.address;
      return 0;
    }
  layout_.symbol = name;
  return refuse("unknown symbol", kernel::kEnoent);
}

int Loader::relocate_section(const Elf64_Shdr& relocations) {
  if (relocations.sh_info >= count_ || base_[relocations.sh_info] == 0) return 0;  // not loaded
  const Elf64_Shdr& target = sections_[relocations.sh_info];
  if (relocations.sh_entsize != sizeof(Elf64_Rela) ||
      !image_.holds(relocations.sh_offset, relocations.sh_size))
    return refuse("a table of relocations is broken");
  for (std::uint64_t i = 0; i < relocations.sh_size / sizeof(Elf64_Rela); ++i) {
    Elf64_Rela relocation;
    image_.read(relocations.sh_offset + i * sizeof(Elf64_Rela), relocation);
    if (relocation.r_offset >= target.sh_size) return refuse("a relocation lies in no section");
    const int error =
        relocate(relocations, relocation, base_[relocations.sh_info] + relocation.r_offset,
                 target.sh_size - relocation.r_offset);
    if (error != 0) return error;
  }
  return 0;
}

int Loader::relocate(const Elf64_Shdr& relocations, const Elf64_Rela& relocation,
                     std::uint64_t place, std::uint64_t room) {
  const auto type = static_cast<std::uint32_t>(ELF64_R_TYPE(relocation.r_info));
  if (type == R_RISCV_NONE || type == R_RISCV_RELAX) return 0;
  std::uint64_t value = 0;
  if (const int error = resolve(ELF64_R_SYM(relocation.r_info), value)) return error;
  const bool low = type == R_RISCV_PCREL_LO12_I || type == R_RISCV_PCREL_LO12_S;
  if (low) {
    if (const int error = high_part(relocations, value, value)) return error;
    return apply(type, place, room, value);
  }
  value += static_cast<std::uint64_t>(relocation.r_addend);
  if (type != R_RISCV_CALL && type != R_RISCV_CALL_PLT) return apply(type, place, room, value);
  // auipc and jalr, both relative to the auipc.
  if (room < 8) return refuse("a relocation reaches over the end of its section");
  if (const int error = apply(R_RISCV_PCREL_HI20, place, room, value)) return error;
  return apply(R_RISCV_PCREL_LO12_I, place + 4, room - 4, value - place);
}

/// The distance whose upper part the relocation at `place`, an auipc, has put there.
int Loader::high_part(const Elf64_Shdr& relocations, std::uint64_t place, std::uint64_t& value) {
  for (std::uint64_t i = 0; i < relocations.sh_size / sizeof(Elf64_Rela); ++i) {
    Elf64_Rela other;
    image_.read(relocations.sh_offset + i * sizeof(Elf64_Rela), other);
    if (ELF64_R_TYPE(other.r_info) != R_RISCV_PCREL_HI20 ||
        base_[relocations.sh_info] + other.r_offset != place)
      continue;
    if (const int error = resolve(ELF64_R_SYM(other.r_info), value)) return error;
    value += static_cast<std::uint64_t>(other.r_addend) - place;
    return 0;
  }
  return refuse("a lower part has no upper part");
}

int Loader::find_entries() {
  for (std::uint64_t i = 0; i < symbols_->sh_size / sizeof(Elf64_Sym); ++i) {
    Elf64_Sym entry;
    const char* name = nullptr;
    if (const int error = symbol(i, entry, name)) return error;
    if (ELF64_ST_BIND(entry.st_info) != STB_GLOBAL || entry.st_shndx == SHN_UNDEF) continue;
    std::uint64_t* const out = std::string_view(name) == "init_module"      ? &layout_.init
                               : std::string_view(name) == "cleanup_module" ? &layout_.exit
                                                                            : nullptr;
    if (out == nullptr) continue;
    if (const int error = resolve(i, *out)) return error;
  }
  return 0;
}

}  // namespace

int load_object(std::span<const std::byte> image, std::span<std::byte> memory,
                std::span<const KernelSymbol> exports, ModuleLayout& layout) {
  layout = {};
  return Loader(image, memory, exports, layout).load();
}

}  // namespace standstill::users
