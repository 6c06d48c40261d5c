// The decoder: finds the row of a word by opcode and funct3, then takes the operands apart.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged specification 20191213, section 2.3 (immediates), table 2.1 (return-
// address stack hints).
#include "isa/decode.h"

#include <array>
#include <cstddef>

#include "isa/compressed.h"

namespace standstill::isa {
namespace {

/// Rows by bucket: bits 6:2 (opcode) and 14:12 (funct3) of the word. Within a bucket the order of
/// instructions.def holds, so that a special case is found before the general one.
struct Buckets {
  static constexpr std::size_t kCount = 256;
  std::array<std::uint16_t, kCount + 1> first{};
  std::array<Op, kInstructionCount * 2> ops{};

  static constexpr std::uint32_t word_of(std::size_t bucket) {
    return static_cast<std::uint32_t>((bucket & 31) << 2 | (bucket >> 5) << 12 | 3);
  }
  static constexpr std::size_t of(std::uint32_t word) {
    return (word >> 2 & 31) | (word >> 12 & 7) << 5;
  }

  constexpr Buckets() {
    constexpr std::uint32_t kKey = 0x707f;
    std::uint16_t used = 0;
    for (std::size_t bucket = 0; bucket < kCount; ++bucket) {
      first[bucket] = used;
      for (const Instruction& row : kInstructions)
        if (((word_of(bucket) ^ row.match) & row.mask & kKey) == 0) ops[used++] = row.op;
    }
    first[kCount] = used;
  }
};
constexpr Buckets kBuckets;

constexpr std::int32_t signed_field(std::uint32_t word, unsigned lo) {
  return static_cast<std::int32_t>(word) >> lo;
}

std::int32_t immediate(Format format, std::uint32_t word) {
  switch (format) {
    case Format::I:
      return signed_field(word, 20);
    case Format::Shift:
      return static_cast<std::int32_t>(word >> 20 & 63);
    case Format::S:
      return (signed_field(word, 20) & ~31) | static_cast<std::int32_t>(word >> 7 & 31);
    case Format::B:
      return (signed_field(word, 19) & ~0xfff) |
             static_cast<std::int32_t>((word << 4 & 0x800) | (word >> 20 & 0x7e0) |
                                       (word >> 7 & 0x1e));
    case Format::U:
      return static_cast<std::int32_t>(word & 0xfffff000);
    case Format::J:
      return (signed_field(word, 11) & ~0xfffff) |
             static_cast<std::int32_t>((word & 0xff000) | (word >> 9 & 0x800) |
                                       (word >> 20 & 0x7fe));
    case Format::Csr:
    case Format::CsrImm:
    case Format::Fence:
      return static_cast<std::int32_t>(word >> 20);
    case Format::None:
    case Format::R:
    case Format::Atomic:
      return 0;
  }
  return 0;
}

constexpr std::uint32_t formats(Format a) { return 1u << static_cast<unsigned>(a); }
template <typename... Rest>
constexpr std::uint32_t formats(Format a, Rest... rest) {
  return formats(a) | formats(rest...);
}
constexpr std::uint32_t kWithRd = formats(Format::R, Format::I, Format::Shift, Format::U, Format::J,
                                          Format::Csr, Format::CsrImm, Format::Atomic);
constexpr std::uint32_t kWithRs1 = formats(Format::R, Format::I, Format::Shift, Format::S,
                                           Format::B, Format::Csr, Format::CsrImm, Format::Atomic);
constexpr std::uint32_t kWithRs2 = formats(Format::R, Format::S, Format::B, Format::Atomic);
constexpr std::uint32_t kWithImmediate = formats(Format::I, Format::Shift, Format::U);

/// Unprivileged specification, table 2.1: x1 and x5 are link registers.
std::uint8_t return_stack_flags(const Decoded& d) {
  const auto is_link = [](unsigned reg) { return reg == 1 || reg == 5; };
  const bool push = is_link(d.rd);
  if (d.op == Op::Jal) return push ? kPushReturn : 0;
  const bool pop = is_link(d.rs1) && d.rs1 != d.rd;
  return static_cast<std::uint8_t>((push ? kPushReturn : 0) | (pop ? kPopReturn : 0));
}

Decoded take_apart(const Instruction& row, std::uint32_t word, unsigned length) {
  const std::uint32_t format = formats(row.format);
  Decoded d;
  d.op = row.op;
  d.cls = row.cls;
  d.length = static_cast<std::uint8_t>(length);
  d.mem_size = row.mem_size;
  d.flags = row.flags;
  d.imm = immediate(row.format, word);
  if ((format & kWithRd) != 0) d.rd = word >> 7 & 31;
  if ((format & kWithRs1) != 0) d.rs1 = word >> 15 & 31;
  if ((format & kWithRs2) != 0) d.rs2 = word >> 20 & 31;
  if ((format & kWithImmediate) != 0) d.flags |= kImmediate;
  if (row.format == Format::Atomic)
    d.flags |= static_cast<std::uint8_t>((word >> 26 & 1) * kAcquire + (word >> 25 & 1) * kRelease);
  if (d.op == Op::Jal || d.op == Op::Jalr) d.flags |= return_stack_flags(d);
  const std::uint32_t read_rs1 = row.format == Format::CsrImm ? 0u : 1u << d.rs1;
  d.sources = (read_rs1 | 1u << d.rs2) & ~1u;
  return d;
}

Decoded illegal(std::uint32_t bits, unsigned length) {
  Decoded d;
  d.length = static_cast<std::uint8_t>(length);
  d.imm = static_cast<std::int32_t>(bits);
  return d;
}

}  // namespace

Decoded decode(std::uint32_t bits) {
  const bool is_compressed = (bits & 3) != 3;
  const unsigned length = is_compressed ? 2 : 4;
  const std::uint32_t own = is_compressed ? bits & 0xffff : bits;
  const std::uint32_t word = is_compressed ? expand(static_cast<std::uint16_t>(own)) : own;
  const std::size_t bucket = Buckets::of(word);
  for (std::size_t i = kBuckets.first[bucket]; i < kBuckets.first[bucket + 1]; ++i) {
    const Instruction& row = instruction(kBuckets.ops[i]);
    if ((word & row.mask) == row.match) return take_apart(row, word, length);
  }
  return illegal(own, length);
}

std::uint32_t instruction_bits(const Decoded& d) {
  if (d.op == Op::Illegal) return static_cast<std::uint32_t>(d.imm);
  const Instruction& row = instruction(d.op);
  const auto rs1 = std::uint32_t{d.rs1} << 15;
  if (row.cls == InstrClass::Csr)
    return row.match | static_cast<std::uint32_t>(d.imm) << 20 | rs1 | std::uint32_t{d.rd} << 7;
  if (row.cls == InstrClass::SfenceVma) return row.match | std::uint32_t{d.rs2} << 20 | rs1;
  return row.match;
}

}  // namespace standstill::isa
