// The ELF loader: what it takes, and what it refuses in which words.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>

#include "elf_builder.h"
#include "message_of.h"
#include "testbench/elf/image.h"

namespace standstill::testbench {
namespace {

constexpr std::uint64_t kDram = 16 << 20;

ElfBuilder small_program() {
  ElfBuilder builder;
  builder.segment(0x80001000, {5, 6}, 2);
  builder.segment(0x80000000, {1, 2, 3, 4}, 64);
  return builder;
}

std::string refusal(std::vector<std::uint8_t> file) {
  return message_of([&] { parse_elf(std::move(file), "p.elf", kDram); });
}

TEST(Elf, GivesSegmentsInOrderAndTheEntry) {
  const ElfImage image = parse_elf(small_program().build(), "p.elf", kDram);
  ASSERT_EQ(image.segments.size(), 2u);
  EXPECT_EQ(image.segments[0].address, 0x80000000u);
  EXPECT_EQ(image.segments[0].bytes, (std::vector<std::uint8_t>{1, 2, 3, 4}));
  EXPECT_EQ(image.segments[0].size, 64u);
  EXPECT_EQ(image.segments[1].address, 0x80001000u);
  EXPECT_EQ(image.entry, 0x80000000u);
  EXPECT_FALSE(image.tohost);
}

TEST(Elf, NamesAddresses) {
  ElfBuilder builder = small_program();
  builder.symbols = {{"late", 0x80000100, 8, STT_FUNC},     {"start", 0x80000000, 16, STT_FUNC},
                     {"alias", 0x80000000, 0, STT_NOTYPE},  {"label", 0x80000200, 0, STT_NOTYPE},
                     {"$xrv64", 0x80000000, 0, STT_NOTYPE}, {"tohost", 0x80001000, 8, STT_OBJECT}};
  const ElfImage image = parse_elf(builder.build(), "p.elf", kDram);
  EXPECT_EQ(image.symbols.size(), 5u) << "marks of the assembler are no names";
  EXPECT_EQ(image.symbol_text(0x80000000), "start");
  EXPECT_EQ(image.symbol_text(0x8000000c), "start+0xc");
  EXPECT_EQ(image.symbol_text(0x80000104), "late+0x4");
  EXPECT_EQ(image.symbol_text(0x80000210), "label+0x10");
  EXPECT_EQ(image.symbol_text(0x7fffffff), "0x7fffffff");
  EXPECT_EQ(image.symbol_text(0x90000000), "0x90000000");
  ASSERT_TRUE(image.tohost);
  EXPECT_EQ(*image.tohost, 0x80001000u);
}

TEST(Elf, ReadsCxxNames) {
  ElfBuilder builder = small_program();
  builder.symbols = {{"_ZN10standstill12_GLOBAL__N_16irqoffEPv", 0x80000000, 16, STT_FUNC}};
  const ElfImage image = parse_elf(builder.build(), "p.elf", kDram);
  EXPECT_EQ(image.symbol_text(0x80000002), "standstill::irqoff+0x2");
  // int note<(Hook)5>(unsigned int)
  builder.symbols = {{"_Z4noteIL4Hook5EEij", 0x80000000, 16, STT_FUNC}};
  EXPECT_EQ(parse_elf(builder.build(), "p.elf", kDram).symbol_text(0x80000000), "note");
}

TEST(ElfBad, SaysWhyAFileCannotBeRead) {
  EXPECT_EQ(message_of([] { load_elf("/nonexistent.elf", kDram); }),
            "/nonexistent.elf: cannot read the ELF file: No such file or directory");
  EXPECT_EQ(message_of([] { load_elf("/", kDram); }),
            "/: cannot read the ELF file: Is a directory");
}

TEST(ElfBad, RefusesWhatIsNoElf) {
  EXPECT_EQ(refusal({}), "p.elf: the file is empty: it must be a RISC-V ELF executable");
  EXPECT_EQ(refusal({'#', '!', '/', 'b'}),
            "p.elf: not an ELF file: it must begin with 7f 45 4c 46");
  EXPECT_EQ(refusal({0x7f, 'E', 'L', 'F', 2}), "p.elf: truncated inside the ELF identification");
}

TEST(ElfBad, RefusesOtherMachines) {
  ElfBuilder narrow = small_program();
  narrow.header.e_ident[EI_CLASS] = ELFCLASS32;
  EXPECT_EQ(refusal(narrow.build()),
            "p.elf: a 32-bit program (EI_CLASS = 1): it must be 64-bit (2)");
  ElfBuilder big = small_program();
  big.header.e_ident[EI_DATA] = ELFDATA2MSB;
  EXPECT_EQ(refusal(big.build()),
            "p.elf: a big-endian program (EI_DATA = 2): it must be little-endian (1)");
  ElfBuilder other = small_program();
  other.header.e_machine = EM_X86_64;
  EXPECT_EQ(refusal(other.build()), "p.elf: not a RISC-V program (e_machine = 62): it must be 243");
  ElfBuilder pie = small_program();
  pie.header.e_type = ET_DYN;
  EXPECT_EQ(refusal(pie.build()),
            "p.elf: not a linked executable (e_type = 3): it must be ET_EXEC (2); link it "
            "statically, without -pie");
}

TEST(ElfBad, RefusesEveryTruncation) {
  const std::vector<std::uint8_t> whole = small_program().build();
  for (std::size_t length = 0; length + 8 < whole.size(); ++length) {
    const std::vector<std::uint8_t> part(whole.begin(), whole.begin() + length);
    EXPECT_NE(refusal(part), "(none)") << length << " of " << whole.size() << " bytes";
  }
  EXPECT_EQ(refusal({whole.begin(), whole.begin() + 40}),
            "p.elf: truncated: 40 bytes, the ELF header alone has 64");
  EXPECT_EQ(refusal({whole.begin(), whole.begin() + 180}),
            "p.elf: truncated: segment at 0x80000000 needs 4 bytes from file offset 178, the file "
            "has 180 bytes");
  EXPECT_EQ(refusal({whole.begin(), whole.begin() + 100}),
            "p.elf: truncated: the program headers need 112 bytes from file offset 64, the file "
            "has 100 bytes");
}

TEST(ElfBad, RefusesAFileCutBehindItsSegmentsSinceTohostMayBeLost) {
  ElfBuilder builder = small_program();
  builder.symbols = {{"tohost", 0x80000008, 8, STT_OBJECT}};
  std::vector<std::uint8_t> file = builder.build();
  EXPECT_EQ(parse_elf(file, "p.elf", kDram).tohost, 0x80000008u);
  file.resize(file.size() - 1);
  EXPECT_THAT(refusal(file), testing::StartsWith("p.elf: truncated: the section headers need 192 "
                                                 "bytes from file offset "));
}

TEST(ElfBad, RefusesPlacesOutsideDram) {
  ElfBuilder low = small_program();
  low.segment(0x10000000, {1}, 1);
  EXPECT_EQ(refusal(low.build()),
            "p.elf: segment at 0x10000000 of 1 bytes lies outside DRAM: it must lie in 0x80000000 "
            "to 0x80ffffff (dram.size = 16777216); link it at 0x80000000: -Wl,-Ttext=0x80000000 "
            "-Wl,-n -Wl,--build-id=none, or a linker script");
  ElfBuilder over = small_program();
  over.segment(0x80fffff0, {1}, 17);
  EXPECT_THAT(refusal(over.build()),
              testing::AllOf(testing::HasSubstr("of 17 bytes lies outside DRAM"),
                             testing::EndsWith("; link it lower or set a larger dram.size")));
  ElfBuilder wraps = small_program();
  wraps.segment(0xfffffffffffffff0, {1}, 0x20);
  EXPECT_THAT(refusal(wraps.build()), testing::HasSubstr("lies outside DRAM"));
  ElfBuilder entry = small_program();
  entry.header.e_entry = 0x1000;
  EXPECT_EQ(refusal(entry.build()),
            "p.elf: entry 0x1000 lies outside DRAM: it must lie in 0x80000000 to 0x80ffffff "
            "(dram.size = 16777216)");
  entry.header.e_entry = 0x80000001;
  EXPECT_EQ(refusal(entry.build()),
            "p.elf: entry 0x80000001 is odd: instructions begin at even addresses");
}

TEST(ElfBad, RefusesSegmentsThatContradictThemselves) {
  ElfBuilder overlap = small_program();
  overlap.segment(0x80000020, {1}, 1);
  EXPECT_EQ(refusal(overlap.build()), "p.elf: segments at 0x80000000 and 0x80000020 overlap");
  ElfBuilder larger;
  larger.segment(0x80000000, {1, 2, 3, 4}, 2);
  EXPECT_EQ(refusal(larger.build()),
            "p.elf: segment at 0x80000000 has 4 bytes in the file and only 2 in memory");
  EXPECT_EQ(refusal(ElfBuilder().build()), "p.elf: no loadable segment: there is nothing to run");
}

TEST(ElfBad, RefusesATohostThatNoStoreCouldHit) {
  ElfBuilder builder = small_program();
  builder.symbols = {{"tohost", 0x80000004, 8, STT_OBJECT}};
  EXPECT_EQ(refusal(builder.build()),
            "p.elf: tohost at 0x80000004 is not legal: it must be 8-byte aligned in 0x80000000 to "
            "0x80ffffff");
}

}  // namespace
}  // namespace standstill::testbench
