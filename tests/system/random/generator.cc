// The frame of a random program: blocks, sequences, choice of items, registers and values.
// SPDX-License-Identifier: Apache-2.0
#include "generator.h"

#include <cstdio>

#include "freedoms.h"

namespace standstill::random {
namespace {

constexpr unsigned kSp = 2;
constexpr unsigned kTp = 4;
constexpr unsigned kDeepest = 3;

std::uint64_t ignored_tvals() {
  std::uint64_t bits = 0;
  for (const TvalRule& rule : kTvalIgnored) bits |= std::uint64_t{1} << rule.cause;
  return bits;
}

}  // namespace

std::string Generator::hex(std::uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
  return text;
}

unsigned Generator::writable(const Place& place) {
  for (;;)
    if (const unsigned reg = any(); (place.reserved >> reg & 1) == 0) return reg;
}

unsigned Generator::temporary(const Place& place) {
  for (;;)
    if (const unsigned reg = writable(place); reg != 0) return reg;
}

unsigned Generator::writable_prime(const Place& place) {
  for (;;)
    if (const unsigned reg = 8 + random_.below(8); (place.reserved >> reg & 1) == 0) return reg;
}

/// A number from one of the places where arithmetic goes wrong, or any.
std::uint64_t Generator::value() {
  static constexpr std::uint64_t kCorners[] = {0,
                                               1,
                                               2,
                                               7,
                                               8,
                                               31,
                                               32,
                                               63,
                                               64,
                                               0x7F,
                                               0x80,
                                               0xFF,
                                               0x7FFF,
                                               0x8000,
                                               0xFFFF,
                                               0x7FFFFFFF,
                                               0x80000000,
                                               0xFFFFFFFF,
                                               0x100000000,
                                               0x7FFFFFFFFFFFFFFF,
                                               0x8000000000000000,
                                               0xFFFFFFFF80000000,
                                               0xFFFFFFFF7FFFFFFF,
                                               0x5555555555555555,
                                               0xAAAAAAAAAAAAAAAA};
  const std::uint64_t sign = random_.chance(30) ? kAllBits : 0;
  switch (random_.below(6)) {
    case 0:
    case 1:
      return random_.pick(kCorners) ^ sign;
    case 2:
      return random_.below(256) ^ sign;
    case 3:
      return (random_.next() & 0xFFFFFFFF) ^ sign;
    case 4:
      return (std::uint64_t{1} << random_.below(64)) - random_.below(2);
    default:
      return random_.next();
  }
}

std::string Generator::program() {
  prologue();
  for (block_ = 0; block_ < request_.blocks; ++block_) block(block_);
  structure("  la t0, finish_program\n  jr t0\n");
  return out_;
}

void Generator::prologue() {
  structure("  .equ tval_ignored, " + hex(ignored_tvals()) + "\n.macro each_csr\n");
  for (const CsrRule& rule : kCsrRules) {
    if (!rule.in_signature) continue;
    structure(std::string("  csrr a2, ") + rule.name + "\n");
    if (rule.compared != kAllBits)
      structure("  li a3, " + hex(rule.compared) + "\n  and a2, a2, a3\n");
    structure("  li a3, 'C'\n  call mix\n  addi s0, s0, 1\n");
  }
  structure(".endm\n  .include \"runtime.s\"\nprogram:\n  .option norvc\n");
}

void Generator::block(unsigned number) {
  const bool detail = number == request_.detail_block;
  plain_items_ = 0;
  base_ = 8 + random_.below(8);
  structure("# block " + std::to_string(number) + "\nblock_" + std::to_string(number) +
            ":\n  .option norvc\n  csrw mie, zero\n  csrw mip, zero\n  li t0, " +
            hex(kCsrRules[0].written) + "\n  csrc mstatus, t0\n  li t0, " + std::to_string(number) +
            "\n  sd t0, block_number(tp)\n  li t0, " + (detail ? "1" : "0") +
            "\n  sd t0, in_detail(tp)\n");
  for (const char* field : {"return_pc", "inner_pc", "trap_hash", "trap_count"})
    structure(std::string("  sd zero, ") + field + "(tp)\n");
  structure("  csrr t0, minstret\n  sd t0, block_start(tp)\n");
  for (unsigned reg = 1; reg < 32; ++reg)
    if (reg != kTp && reg != kSp && reg != base_)
      structure("  li " + x(reg) + ", " + hex(value()) + "\n");
  structure("  la " + x(base_) + ", scratch + 2048\n  la sp, scratch + 1024\n");
  Place place;
  place.reserved = 1u << kSp | 1u << kTp | 1u << base_;
  sequence(place, request_.items);
  structure("  .option norvc\n  sd ra, 8(tp)\n  call finish_block\n");
  if (detail) detail_items_ = plain_items_;
}

void Generator::sequence(const Place& place, unsigned items) {
  const unsigned label = new_label();
  for (unsigned index = 0; index < items; ++index) {
    structure("q" + std::to_string(label) + "_" + std::to_string(index) + ":\n");
    item(place, label, index, items);
  }
  structure("q" + std::to_string(label) + "_" + std::to_string(items) + ":\n");
}

/// A piece of code without a sequence inside: the unit that is dropped in the search for the first
/// one that goes wrong.
void Generator::plain(const std::string& text) {
  const unsigned index = plain_items_++;
  const std::string form = random_.chance(50) ? "  .option rvc\n" : "  .option norvc\n";
  if (block_ == request_.detail_block) {
    if (index >= request_.cut_after) return;
    last_kept_ = text;
  }
  out_ += form + text;
}

void Generator::item(const Place& place, unsigned sequence, unsigned index, unsigned items) {
  const unsigned reach = items - index < 6 ? items - index : 6;
  const std::string target =
      "q" + std::to_string(sequence) + "_" + std::to_string(index + 1 + random_.below(reach));
  const unsigned choice = random_.below(1000);
  if (choice < 330) return plain(arithmetic(place));
  if (choice < 390) return plain(load_constant(place));
  if (choice < 500) return plain(compressed(place));
  if (choice < 600) return plain(memory(place));
  if (choice < 640) return plain(compressed_memory(place));
  if (choice < 680) return plain(amo(place));
  if (choice < 700) return plain(reservation(place));
  if (choice < 710) return plain(fence());
  if (choice < 720) return plain(patch(place));
  if (choice < 800) return plain(branch(place, target));
  if (choice < 840) return plain(jump(place, target));
  if (choice < 900) return plain(csr(place));
  if (choice < 910) return plain(interrupts(place));
  if (choice < 930) return plain(trap(place));
  if (place.depth >= kDeepest) return plain(arithmetic(place));
  if (choice < 960) return loop(place);
  if (choice < 970) return function(place);
  if (place.mode == Mode::Machine) return excursion(place);
  if (place.mode == Mode::Supervisor) return inner_excursion(place);
  return plain(compressed(place));
}

}  // namespace standstill::random
