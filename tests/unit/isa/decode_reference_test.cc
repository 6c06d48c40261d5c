// decode() and disassemble() against encodings made by another assembler, and the fields one by
// one. SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>

#include "isa/csr_names.h"
#include "isa/decode.h"
#include "isa/disassemble.h"

namespace standstill::isa {
namespace {

constexpr std::uint64_t kPc = 0x8000'0000;

struct Reference {
  std::uint32_t bits;
  const char* text;
};

constexpr Reference kWords[] = {
#include "unit/isa/reference_words.inc"
};
constexpr Reference kCompressedWords[] = {
#include "unit/isa/reference_compressed.inc"
};

TEST(DecodeReference, WordsReadAsTheyWereWritten) {
  for (const Reference& row : kWords) {
    const Decoded d = decode(row.bits);
    EXPECT_EQ(disassemble(d, kPc), row.text) << std::hex << row.bits;
    EXPECT_EQ(d.length, 4);
  }
}

TEST(DecodeReference, CompressedWordsReadAsTheirEquivalent) {
  for (const Reference& row : kCompressedWords) {
    const Decoded d = decode(row.bits);
    EXPECT_EQ(disassemble(d, kPc), row.text) << std::hex << row.bits;
    EXPECT_EQ(d.length, 2);
  }
}

TEST(DecodeReference, EveryInstructionIsAmongTheWords) {
  bool seen[kInstructionCount + 1] = {};
  for (const Reference& row : kWords) seen[static_cast<std::size_t>(decode(row.bits).op)] = true;
  for (const Instruction& row : kInstructions)
    EXPECT_TRUE(seen[static_cast<std::size_t>(row.op)]) << row.mnemonic;
}

TEST(Decode, ReportsTheRegistersReadAndWritten) {
  const auto bit = [](unsigned reg) { return 1u << reg; };
  const struct {
    std::uint32_t bits;
    unsigned rd;
    std::uint32_t sources;
  } rows[] = {
      {0x00b50533, 10, bit(10) | bit(11)},  // add a0,a0,a1
      {0x00000533, 10, 0},                  // add a0,zero,zero
      {0xff853503, 10, bit(10)},            // ld a0,-8(a0)
      {0x00b53423, 0, bit(10) | bit(11)},   // sd a1,8(a0)
      {0x00b50863, 0, bit(10) | bit(11)},   // beq a0,a1,.+16
      {0x12345537, 10, 0},                  // lui a0,0x12345
      {0x010000ef, 1, 0},                   // jal ra,.+16
      {0x000500e7, 1, bit(10)},             // jalr ra,0(a0)
      {0x30059573, 10, bit(11)},            // csrrw a0,mstatus,a1
      {0x30045573, 10, 0},                  // csrrwi a0,mstatus,8
      {0x1005252f, 10, bit(10)},            // lr.w a0,(a0)
      {0x00b6252f, 10, bit(11) | bit(12)},  // amoadd.w a0,a1,(a2)
      {0x00552013, 0, bit(10)},             // slti zero,a0,5
      {0x0ff0000f, 0, 0},                   // fence
      {0x00000073, 0, 0},                   // ecall
      {0x12b50073, 0, bit(10) | bit(11)},   // sfence.vma a0,a1
  };
  for (const auto& row : rows) {
    const Decoded d = decode(row.bits);
    EXPECT_EQ(d.rd, row.rd) << std::hex << row.bits;
    EXPECT_EQ(d.sources, row.sources) << std::hex << row.bits;
  }
}

TEST(Decode, GivesCsrNumberAndImmediate) {
  const Decoded reg = decode(0xf14595f3);  // csrrw a1,mhartid,a1
  EXPECT_EQ(reg.imm, 0xf14);
  const Decoded imm = decode(0x300fd073);  // csrrwi zero,mstatus,31
  EXPECT_EQ(imm.imm, 0x300);
  EXPECT_EQ(imm.rs1, 31);
  EXPECT_EQ(imm.cls, InstrClass::Csr);
}

TEST(Decode, FlagsSayWhatTheExecutorNeeds) {
  EXPECT_TRUE(decode(0x00052503).has(kMemSigned));   // lw
  EXPECT_FALSE(decode(0x00056503).has(kMemSigned));  // lwu
  EXPECT_TRUE(decode(0x06b6252f).has(kAcquire));     // amoadd.w.aqrl
  EXPECT_TRUE(decode(0x06b6252f).has(kRelease));
  EXPECT_EQ(decode(0x04b6252f).flags & (kAcquire | kRelease), kAcquire);
  EXPECT_EQ(decode(0x02b6252f).flags & (kAcquire | kRelease), kRelease);
  EXPECT_TRUE(decode(0x00150513).has(kImmediate));   // addi
  EXPECT_FALSE(decode(0x00b50533).has(kImmediate));  // add
  EXPECT_EQ(decode(0x00053503).mem_size, 8);
  EXPECT_EQ(decode(0x00b51023).mem_size, 2);
}

TEST(Decode, MarksCallsAndReturnsForTheReturnStack) {
  const auto jalr = [](std::uint32_t rd, std::uint32_t rs1) {
    return decode(rs1 << 15 | rd << 7 | 0x67).flags & (kPushReturn | kPopReturn);
  };
  // Unprivileged specification, table 2.1.
  EXPECT_EQ(jalr(0, 10), 0);
  EXPECT_EQ(jalr(0, 1), kPopReturn);
  EXPECT_EQ(jalr(0, 5), kPopReturn);
  EXPECT_EQ(jalr(1, 10), kPushReturn);
  EXPECT_EQ(jalr(5, 1), kPushReturn | kPopReturn);
  EXPECT_EQ(jalr(1, 1), kPushReturn);
  EXPECT_EQ(decode(0x000000ef).flags & kPushReturn, kPushReturn);  // jal ra
  EXPECT_EQ(decode(0x0000006f).flags & kPushReturn, 0);            // jal zero
  EXPECT_EQ(decode(0x8082).flags & kPopReturn, kPopReturn);        // c.jr ra
  EXPECT_EQ(decode(0x9502).flags & kPushReturn, kPushReturn);      // c.jalr a0
}

TEST(Decode, ReservedCompressedEncodingsAreIllegal) {
  for (const std::uint32_t bits : {
           0x0000u,  // all zero
           0x2001u,  // c.addiw zero
           0x6101u,  // c.addi16sp with 0
           0x6081u,  // c.lui with 0
           0x4002u,  // c.lwsp zero
           0x6002u,  // c.ldsp zero
           0x8002u,  // c.jr zero
           0x9c41u,  // reserved arithmetic
           0x2000u,  // c.fld: no floating point
           0xa002u,  // c.fsdsp
           0x8000u,  // reserved quadrant 0
       })
    EXPECT_EQ(decode(bits).op, Op::Illegal) << std::hex << bits;
}

TEST(Decode, CompressedHintsDoNothing) {
  for (const std::uint32_t bits : {0x0085u, 0x0001u, 0x4005u, 0x6005u, 0x0002u, 0x8001u, 0x802au}) {
    const Decoded d = decode(bits);
    EXPECT_EQ(d.cls, InstrClass::Alu) << std::hex << bits;
  }
  EXPECT_EQ(decode(0x4005).rd, 0);  // c.li zero,1
  EXPECT_EQ(decode(0x6005).rd, 0);  // c.lui zero,1
  EXPECT_EQ(decode(0x802a).rd, 0);  // c.mv zero,a0
}

TEST(CsrNames, AreUniqueAndGoBothWays) {
  int named = 0;
  for (unsigned number = 0; number < 4096; ++number) {
    const std::string name = csr_name(static_cast<std::uint16_t>(number));
    if (name.compare(0, 2, "0x") == 0) continue;
    EXPECT_EQ(csr_number(name), number) << name;
    ++named;
  }
  EXPECT_EQ(named, 42 + 29 * 3 + 8 + 64);
  EXPECT_EQ(csr_name(0x300), "mstatus");
  EXPECT_EQ(csr_name(0xC1F), "hpmcounter31");
  EXPECT_EQ(csr_name(0x3A1), "0x3a1");
  EXPECT_EQ(csr_number("pmpaddr63"), 0x3EF);
  EXPECT_FALSE(csr_number("frm").has_value());
}

TEST(Disassemble, IllegalShowsItsBits) {
  EXPECT_EQ(disassemble(decode(0xffffffff), kPc), "illegal 0xffffffff");
  EXPECT_EQ(disassemble(decode(0), kPc), "illegal 0x0");
}

}  // namespace
}  // namespace standstill::isa
