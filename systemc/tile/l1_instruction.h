// The first-level instruction cache: not coherent, and holding its lines decoded.
// SPDX-License-Identifier: Apache-2.0
//
// A line is a snapshot: stores of any hart, this one included, do not reach it before `fence.i`
// (RISC-V unprivileged specification, Zifencei).
#ifndef STANDSTILL_TILE_L1_INSTRUCTION_H
#define STANDSTILL_TILE_L1_INSTRUCTION_H

#include <array>
#include <memory>
#include <vector>

#include "cache/tag_array.h"
#include "common/config.h"
#include "common/line.h"
#include "isa/decode.h"

namespace standstill::tile {

/// A line of instructions; slot n is the instruction that begins at byte 2n.
struct InstructionLine {
  std::array<std::uint8_t, kLineBytes> bytes{};
  std::uint32_t decoded = 0;  ///< bit n: slot n is decoded
  std::array<isa::Decoded, kLineBytes / 2> slots{};

  std::uint16_t halfword(unsigned slot) const {
    return static_cast<std::uint16_t>(bytes[2 * slot] | bytes[2 * slot + 1] << 8);
  }
  /// True when the instruction at `slot` is four bytes of which two are in the next line.
  bool straddles(unsigned slot) const {
    return slot == kLineBytes / 2 - 1 && (halfword(slot) & 3) == 3;
  }
  /// The instruction at `slot`, decoded on first use. Not for one that straddles.
  const isa::Decoded& at(unsigned slot) {
    if ((decoded >> slot & 1) == 0) decode(slot);
    return slots[slot];
  }

 private:
  void decode(unsigned slot) {
    std::uint32_t bits = halfword(slot);
    if (slot + 1 < kLineBytes / 2) bits |= std::uint32_t{halfword(slot + 1)} << 16;
    slots[slot] = isa::decode(bits);
    decoded |= std::uint32_t{1} << slot;
  }
};

class L1Instruction {
 public:
  explicit L1Instruction(const L1Config& config)
      : tags_(config.size, config.ways), lines_(tags_.frames()) {}

  /// The line, made most recently used; null if it is not here.
  InstructionLine* lookup(Addr line) {
    const unsigned frame = tags_.find(line);
    if (frame == cache::TagArray::kNone) return nullptr;
    tags_.touch(frame);
    return lines_[frame].get();
  }

  /// Puts a line in the place of the least recently used one of its set.
  InstructionLine* fill(Addr line, const Line& data) {
    const unsigned frame = tags_.candidate(line, 0);
    tags_.place(frame, line);
    tags_.touch(frame);
    if (!lines_[frame]) lines_[frame] = std::make_unique<InstructionLine>();
    lines_[frame]->bytes = data.bytes;
    lines_[frame]->decoded = 0;
    return lines_[frame].get();
  }

  /// fence.i: forgets everything.
  void clear() { tags_.clear(); }
  std::uint64_t version() const { return tags_.version(); }

 private:
  cache::TagArray tags_;
  std::vector<std::unique_ptr<InstructionLine>> lines_;
};

}  // namespace standstill::tile

#endif  // STANDSTILL_TILE_L1_INSTRUCTION_H
