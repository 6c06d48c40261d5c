// The loader of modules: what it makes of a good object, and that no broken one makes it stumble.
// SPDX-License-Identifier: Apache-2.0
#include <elf.h>
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "kernel/errno.h"
#include "users/module_elf.h"
#include "users/module_reloc.h"

namespace standstill::users {
namespace {

using Bytes = std::vector<std::byte>;

/// An object of one text, one data and one zeroed section, with the relocations a test adds.
struct Object {
  struct Relocation {
    unsigned section;  ///< 1: text, 2: data
    std::uint64_t offset, type, symbol;
    std::int64_t addend;
  };
  std::vector<std::uint32_t> text = {0, 0, 0, 0, 0, 0, 0, 0};
  std::uint64_t data[2] = {0, 0};
  std::vector<Relocation> relocations;
  Elf64_Ehdr header{};
  std::vector<Elf64_Shdr> sections;
  std::vector<Elf64_Sym> symbols;
  std::string names;

  enum Symbol : std::uint64_t { kNone, kText, kData, kZeroed, kExported, kInit, kLabel, kSymbols };

  Object() {
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_type = ET_REL;
    header.e_machine = EM_RISCV;
    header.e_shentsize = sizeof(Elf64_Shdr);
    names = std::string("\0far\0init_module\0", 17);
    symbols = {{},
               {0, ELF64_ST_INFO(STB_LOCAL, STT_SECTION), 0, 1, 0, 0},
               {0, ELF64_ST_INFO(STB_LOCAL, STT_SECTION), 0, 2, 0, 0},
               {0, ELF64_ST_INFO(STB_LOCAL, STT_SECTION), 0, 3, 0, 0},
               {1, ELF64_ST_INFO(STB_GLOBAL, STT_NOTYPE), 0, SHN_UNDEF, 0, 0},
               {5, ELF64_ST_INFO(STB_GLOBAL, STT_FUNC), 0, 1, 8, 0},
               {0, ELF64_ST_INFO(STB_LOCAL, STT_NOTYPE), 0, 1, 16, 0}};
  }

  /// The object's bytes. Sections: null, text, data, zeroed, symbols, names, then a table each of
  /// relocations of text and data.
  Bytes bytes() {
    Bytes out(sizeof(Elf64_Ehdr));
    const auto put = [&](const void* from, std::size_t size) {
      const std::size_t at = out.size();
      out.resize(at + size);
      if (size != 0) std::memcpy(out.data() + at, from, size);
      return at;
    };
    std::vector<Elf64_Rela> tables[2];
    for (const Relocation& r : relocations)
      tables[r.section - 1].push_back({r.offset, ELF64_R_INFO(r.symbol, r.type), r.addend});
    const auto section = [](Elf64_Word type, Elf64_Xword flags, std::size_t at, std::size_t size,
                            Elf64_Word link = 0, Elf64_Word info = 0, std::size_t entry = 0) {
      return Elf64_Shdr{0, type, flags, 0, at, size, link, info, 8, entry};
    };
    const std::size_t code = text.size() * 4;
    sections = {Elf64_Shdr{},
                section(SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, put(text.data(), code), code),
                section(SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, put(data, sizeof data), sizeof data),
                section(SHT_NOBITS, SHF_ALLOC | SHF_WRITE, 0, 64),
                section(SHT_SYMTAB, 0, put(symbols.data(), symbols.size() * sizeof(Elf64_Sym)),
                        symbols.size() * sizeof(Elf64_Sym), 5, 1, sizeof(Elf64_Sym)),
                section(SHT_STRTAB, 0, put(names.data(), names.size()), names.size())};
    for (unsigned i = 0; i < 2; ++i) {
      const std::size_t size = tables[i].size() * sizeof(Elf64_Rela);
      sections.push_back(section(SHT_RELA, SHF_INFO_LINK, put(tables[i].data(), size), size, 4,
                                 i + 1, sizeof(Elf64_Rela)));
    }
    header.e_shnum = static_cast<Elf64_Half>(sections.size());
    out.resize((out.size() + 7) / 8 * 8);
    header.e_shoff = out.size();
    put(sections.data(), sections.size() * sizeof(Elf64_Shdr));
    std::memcpy(out.data(), &header, sizeof header);
    return out;
  }
};

/// Memory for a module, and beside it what it may refer to.
class Loading : public testing::Test {
 protected:
  int load(const Bytes& image, std::size_t size = kMemory) {
    // Of exactly the size, so that the address sanitizer sees a step beyond either of them.
    image_ = std::make_unique<std::byte[]>(image.size());
    if (!image.empty()) std::memcpy(image_.get(), image.data(), image.size());
    memory_.reset(static_cast<std::byte*>(std::aligned_alloc(64, (size + 63) / 64 * 64)));
    std::memset(memory_.get(), 0xCC, size);
    exports[0].address = far != 0 ? far : base() + 0x12344;
    return load_object({image_.get(), image.size()}, {memory_.get(), size}, exports, layout);
  }
  int load(Object& object, std::size_t size = kMemory) { return load(object.bytes(), size); }
  std::uint64_t base() const { return reinterpret_cast<std::uint64_t>(memory_.get()); }
  template <typename T>
  T at(std::size_t offset) const {
    T value;
    std::memcpy(&value, memory_.get() + offset, sizeof value);
    return value;
  }
  std::string complaint() const { return layout.complaint; }

  static constexpr std::size_t kMemory = 256;
  static constexpr std::size_t kTextAt = 0, kDataAt = 32, kZeroedAt = 48;
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };
  std::unique_ptr<std::byte[]> image_;
  std::unique_ptr<std::byte, Free> memory_;
  std::uint64_t far = 0;  ///< address of the exported symbol; 0: near the module
  KernelSymbol exports[1] = {{"far", 0}};
  ModuleLayout layout;
};

std::int64_t jal_offset(std::uint32_t insn) {
  const auto bit = [&](unsigned n) { return std::int64_t{insn >> n & 1}; };
  std::int64_t offset = -(bit(31) << 20);
  for (unsigned i = 0; i < 10; ++i) offset += bit(21 + i) << (1 + i);
  offset += bit(20) << 11;
  for (unsigned i = 0; i < 8; ++i) offset += bit(12 + i) << (12 + i);
  return offset;
}

std::int64_t pair_offset(std::uint32_t high, std::uint32_t low) {
  return std::int64_t{static_cast<std::int32_t>(high & 0xFFFFF000)} +
         (static_cast<std::int32_t>(low) >> 20);
}

TEST_F(Loading, PlacesSectionsAndFindsInit) {
  Object object;
  object.text[0] = 0x1234567;
  object.data[1] = 99;
  ASSERT_EQ(load(object), 0) << complaint();
  EXPECT_EQ(at<std::uint32_t>(kTextAt), 0x1234567u);
  EXPECT_EQ(at<std::uint64_t>(kDataAt + 8), 99u);
  EXPECT_EQ(at<std::uint64_t>(kZeroedAt + 56), 0u) << "zeroed, whatever stood there";
  EXPECT_EQ(at<std::uint8_t>(kZeroedAt + 64), 0xCCu) << "not touched";
  EXPECT_EQ(layout.size, kZeroedAt + 64);
  EXPECT_EQ(layout.init, base() + 8);
  EXPECT_EQ(layout.exit, 0u);
}

TEST_F(Loading, WritesPointersAndPairs) {
  Object object;
  object.text = {0x00000517, 0x00050513, 0x00000097, 0x000080E7,
                 0x00000517, 0x00A53023, 0x6F,       0x63};
  object.relocations = {{2, 0, R_RISCV_64, Object::kZeroed, 24},
                        {2, 8, R_RISCV_64, Object::kExported, 0},
                        {1, 0, R_RISCV_PCREL_HI20, Object::kData, 8},
                        {1, 0, R_RISCV_RELAX, 0, 0},
                        {1, 4, R_RISCV_PCREL_LO12_I, Object::kText, 0},
                        {1, 8, R_RISCV_CALL_PLT, Object::kExported, 0},
                        {1, 16, R_RISCV_PCREL_HI20, Object::kExported, 0x7F8},
                        {1, 20, R_RISCV_PCREL_LO12_S, Object::kLabel, 0},
                        {1, 24, R_RISCV_JAL, Object::kInit, 0},
                        {1, 28, R_RISCV_BRANCH, Object::kText, 4}};
  ASSERT_EQ(load(object), 0) << complaint();
  EXPECT_EQ(at<std::uint64_t>(kDataAt), base() + kZeroedAt + 24);
  EXPECT_EQ(at<std::uint64_t>(kDataAt + 8), exports[0].address);
  EXPECT_EQ(pair_offset(at<std::uint32_t>(0), at<std::uint32_t>(4)), std::int64_t{kDataAt + 8});
  EXPECT_EQ(at<std::uint32_t>(0) & 0xFFF, 0x517u) << "the rest of the instruction stays";
  EXPECT_EQ(pair_offset(at<std::uint32_t>(8), at<std::uint32_t>(12)), 0x12344 - 8);
  const std::uint32_t store = at<std::uint32_t>(20);
  const std::uint32_t low = (store & 0xFE000000) | (store >> 7 & 31) << 20;
  EXPECT_EQ(pair_offset(at<std::uint32_t>(16), low), 0x12344 + 0x7F8 - 16);
  EXPECT_EQ(jal_offset(at<std::uint32_t>(24)), 8 - 24);
  EXPECT_EQ(at<std::uint32_t>(28), 0xFE0004E3u) << "beq x0, x0, .-24";
}

TEST_F(Loading, WritesCompressedJumps) {
  Object object;
  object.text[0] = 0xA001'C101;  // c.beqz a0, . ; c.j .
  object.relocations = {{1, 0, R_RISCV_RVC_BRANCH, Object::kInit, 0},
                        {1, 2, R_RISCV_RVC_JUMP, Object::kText, 0}};
  ASSERT_EQ(load(object), 0) << complaint();
  EXPECT_EQ(at<std::uint16_t>(0), 0xC501u) << "c.beqz a0, .+8";
  EXPECT_EQ(at<std::uint16_t>(2), 0xBFFDu) << "c.j .-2";
}

TEST_F(Loading, SaysWhatIsOutOfReach) {
  const struct {
    std::uint64_t type, distance;
    bool reaches;
  } kCases[] = {{R_RISCV_JAL, 0xFFFFE, true},
                {R_RISCV_JAL, 0x100000, false},
                {R_RISCV_BRANCH, 0xFFE, true},
                {R_RISCV_BRANCH, 0x1000, false},
                {R_RISCV_RVC_BRANCH, 0xFE, true},
                {R_RISCV_RVC_BRANCH, 0x100, false},
                {R_RISCV_RVC_JUMP, 0x7FE, true},
                {R_RISCV_RVC_JUMP, 0x800, false},
                {R_RISCV_CALL, 0x7FFFF7FE, true},
                {R_RISCV_CALL, 0x7FFFF800, false},
                {R_RISCV_PCREL_HI20, 0x7FFFF7FF, true},
                {R_RISCV_PCREL_HI20, 0x7FFFF800, false},
                {R_RISCV_JAL, std::uint64_t(-0x100000), true},
                {R_RISCV_JAL, std::uint64_t(-0x100002), false},
                {R_RISCV_CALL, std::uint64_t(-0x80000800ll), true},
                {R_RISCV_CALL, std::uint64_t(-0x80000802ll), false}};
  for (const auto& each : kCases) {
    Object object;
    object.relocations = {
        {1, 0, each.type, Object::kText, static_cast<std::int64_t>(each.distance)}};
    EXPECT_EQ(load(object), each.reaches ? 0 : -kernel::kEnoexec)
        << each.type << " " << each.distance;
    EXPECT_EQ(complaint(), each.reaches ? "" : "a relocation does not reach its symbol");
  }
  far = 0x4000'0000'0000'0000;
  Object object;
  object.relocations = {{1, 0, R_RISCV_CALL, Object::kExported, 0}};
  EXPECT_EQ(load(object), -kernel::kEnoexec);
}

TEST_F(Loading, NamesTheUnknownSymbol) {
  Object object;
  object.relocations = {{1, 0, R_RISCV_CALL, Object::kExported, 0}};
  exports[0].name = "near";
  EXPECT_EQ(load(object), -kernel::kEnoent);
  EXPECT_EQ(complaint(), "unknown symbol");
  EXPECT_STREQ(layout.symbol, "far");
}

TEST_F(Loading, NeedsItsMemory) {
  Object object;
  EXPECT_EQ(load(object, 112), 0);
  EXPECT_EQ(load(object, 111), -kernel::kEnomem);
  EXPECT_EQ(load(object, 0), -kernel::kEnomem);
}

struct Broken {
  const char* complaint;
  void (*breaks)(Object&, Bytes&);
};

template <typename T>
T& in(Bytes& bytes, std::size_t offset) {
  return *reinterpret_cast<T*>(bytes.data() + offset);
}
Elf64_Shdr& header_of(Bytes& bytes, unsigned section) {
  return in<Elf64_Shdr>(bytes, in<Elf64_Ehdr>(bytes, 0).e_shoff + section * sizeof(Elf64_Shdr));
}

const Broken kBroken[] = {
    {"it is shorter than an ELF header", [](Object&, Bytes& b) { b.resize(63); }},
    {"it is no little-endian ELF64 file", [](Object&, Bytes& b) { b[0] = std::byte{0}; }},
    {"it is no little-endian ELF64 file",
     [](Object&, Bytes& b) { b[EI_CLASS] = std::byte{ELFCLASS32}; }},
    {"it is no little-endian ELF64 file",
     [](Object&, Bytes& b) { b[EI_DATA] = std::byte{ELFDATA2MSB}; }},
    {"it is no relocatable object",
     [](Object&, Bytes& b) { in<Elf64_Ehdr>(b, 0).e_type = ET_EXEC; }},
    {"it is not for RISC-V", [](Object&, Bytes& b) { in<Elf64_Ehdr>(b, 0).e_machine = EM_X86_64; }},
    {"its section headers are of no kind that is known",
     [](Object&, Bytes& b) { in<Elf64_Ehdr>(b, 0).e_shentsize = 63; }},
    {"its section headers are of no kind that is known",
     [](Object&, Bytes& b) { in<Elf64_Ehdr>(b, 0).e_shnum = 65; }},
    {"its section headers lie beyond its end",
     [](Object&, Bytes& b) { in<Elf64_Ehdr>(b, 0).e_shoff = ~0ull - 100; }},
    {"its section headers lie beyond its end", [](Object&, Bytes& b) { b.pop_back(); }},
    {"a section lies beyond its end",
     [](Object&, Bytes& b) { header_of(b, 1).sh_offset = ~0ull - 8; }},
    {"a section has a strange alignment",
     [](Object&, Bytes& b) { header_of(b, 1).sh_addralign = 3; }},
    {"a section has a strange alignment",
     [](Object&, Bytes& b) { header_of(b, 1).sh_addralign = 1ull << 63; }},
    {"it has no symbol table", [](Object&, Bytes& b) { header_of(b, 4).sh_type = SHT_NOTE; }},
    {"its symbol table is broken", [](Object&, Bytes& b) { header_of(b, 4).sh_entsize = 1; }},
    {"its symbol table is broken", [](Object&, Bytes& b) { header_of(b, 4).sh_link = 99; }},
    {"its symbol table is broken", [](Object&, Bytes& b) { header_of(b, 4).sh_size = 1ull << 40; }},
    {"its names lie beyond its end",
     [](Object&, Bytes& b) { header_of(b, 5).sh_offset = 1u << 30; }},
    {"a symbol has no name", [](Object&, Bytes& b) { header_of(b, 5).sh_size = 1; }},
    {"a table of relocations is broken", [](Object&, Bytes& b) { header_of(b, 6).sh_entsize = 8; }},
    {"a table of relocations is broken",
     [](Object&, Bytes& b) { header_of(b, 6).sh_offset = ~0ull; }},
    {"a symbol lies in no loaded section",
     [](Object& o, Bytes& b) { o.symbols[1].st_shndx = 4, b = o.bytes(); }},
    {"a symbol lies in no loaded section",
     [](Object& o, Bytes& b) { o.symbols[1].st_shndx = SHN_COMMON, b = o.bytes(); }},
    {"a symbol lies in no loaded section",
     [](Object& o, Bytes& b) { o.symbols[1].st_value = 33, b = o.bytes(); }},
    {"a relocation names no symbol",
     [](Object& o, Bytes& b) { o.relocations[0].symbol = Object::kSymbols, b = o.bytes(); }},
    {"a relocation lies in no section",
     [](Object& o, Bytes& b) { o.relocations[0].offset = 32, b = o.bytes(); }},
    {"a relocation reaches over the end of its section",
     [](Object& o, Bytes& b) { o.relocations[0].offset = 28, b = o.bytes(); }},
    {"a relocation reaches over the end of its section",
     [](Object& o, Bytes& b) {
       o.relocations[0] = {1, 31, R_RISCV_JAL, 1, 0}, b = o.bytes();
     }},
    {"a relocation is of a type that is not known",
     [](Object& o, Bytes& b) { o.relocations[0].type = R_RISCV_TLS_GD_HI20, b = o.bytes(); }},
    {"a jump to an odd address",
     [](Object& o, Bytes& b) {
       o.relocations[0] = {1, 0, R_RISCV_JAL, 1, 7}, b = o.bytes();
     }},
    {"a lower part has no upper part",
     [](Object& o, Bytes& b) {
       o.relocations[0] = {1, 0, R_RISCV_PCREL_LO12_I, 1, 0}, b = o.bytes();
     }},
};

TEST_F(Loading, RefusesWhatIsBrokenInWords) {
  for (const Broken& broken : kBroken) {
    Object object;
    object.relocations = {{1, 0, R_RISCV_CALL, Object::kText, 8}};
    Bytes bytes = object.bytes();
    ASSERT_EQ(load(bytes), 0);
    broken.breaks(object, bytes);
    EXPECT_EQ(load(bytes), -kernel::kEnoexec) << broken.complaint;
    EXPECT_EQ(complaint(), broken.complaint);
  }
}

TEST_F(Loading, NoPrefixAndNoFlippedBitMakesItStumble) {
  Object object;
  object.relocations = {{1, 0, R_RISCV_CALL, Object::kExported, 0},
                        {1, 16, R_RISCV_PCREL_HI20, Object::kData, 0},
                        {1, 20, R_RISCV_PCREL_LO12_I, Object::kLabel, 0},
                        {2, 0, R_RISCV_64, Object::kInit, 0}};
  const Bytes whole = object.bytes();
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(load(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))), 0);
  unsigned refused = 0;
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    Bytes flipped = whole;
    flipped[bit / 8] ^= std::byte{1} << (bit % 8);
    refused += load(flipped) != 0;
  }
  EXPECT_GT(refused, 100u);
  std::mt19937_64 random(1);
  for (int i = 0; i < 20000; ++i) {
    Bytes garbled = whole;
    for (unsigned n = 1 + static_cast<unsigned>(random() % 6); n > 0; --n)
      garbled[random() % garbled.size()] = static_cast<std::byte>(random());
    load(garbled);
  }
}

}  // namespace
}  // namespace standstill::users
