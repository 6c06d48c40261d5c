// Writes random bare-metal programs in assembly, whose outcome is the same on every RV64IMAC hart.
// SPDX-License-Identifier: Apache-2.0
//
// A program is a row of blocks. A block sets all registers, runs a random sequence in M mode and
// calls finish_block (runtime.s), which prints a line of hashes. A sequence is a row of items:
// short pieces of straight code, branches to later items of the same sequence, and items with a
// sequence inside: loops, functions, excursions into S and U mode. So every program ends.
#ifndef STANDSTILL_TESTS_SYSTEM_RANDOM_GENERATOR_H
#define STANDSTILL_TESTS_SYSTEM_RANDOM_GENERATOR_H

#include <cstdint>
#include <string>

#include "prng.h"

namespace standstill::random {

inline constexpr unsigned kNoBlock = ~0u;

struct ProgramRequest {
  std::uint64_t seed = 1;
  unsigned blocks = 64;
  unsigned items = 56;               ///< of a block's outermost sequence
  unsigned detail_block = kNoBlock;  ///< prints all values of this block, not only hashes
  unsigned cut_after = ~0u;          ///< of the detail block only that many plain items are kept
};

class Generator {
 public:
  explicit Generator(const ProgramRequest& request) : request_(request), random_(request.seed) {}

  /// The program, to be assembled together with runtime.s, which it includes.
  std::string program();

  /// Plain items the detail block has; valid after program().
  unsigned detail_items() const { return detail_items_; }
  /// The text of plain item `index` of the detail block, as far as it was kept.
  const std::string& last_kept() const { return last_kept_; }

 private:
  enum class Mode : std::uint8_t { Machine, Supervisor, User };

  /// Where a sequence stands.
  struct Place {
    Mode mode = Mode::Machine;
    std::uint32_t reserved = 0;  ///< registers it must not write
    unsigned depth = 0;          ///< sequences around it
    bool wfi_traps = false;
  };

  // generator.cc: the frame.
  void prologue();
  void block(unsigned number);
  void sequence(const Place& place, unsigned items);
  void item(const Place& place, unsigned sequence, unsigned index, unsigned items);
  void plain(const std::string& text);
  void structure(const std::string& text) { out_ += text; }
  unsigned new_label() { return ++labels_; }

  // integer_items.cc: registers only.
  std::string load_constant(const Place& place);
  std::string arithmetic(const Place& place);
  std::string compressed(const Place& place);
  std::string compressed_immediate(const Place& place);

  // memory_items.cc: loads, stores, atomics, code that changes itself.
  std::string memory(const Place& place);
  std::string compressed_memory(const Place& place);
  std::string address_into(unsigned reg, unsigned size);
  std::string amo(const Place& place);
  std::string reservation(const Place& place);
  std::string fence();
  std::string patch(const Place& place);

  // control_items.cc: everything that moves the pc, and privilege.
  std::string branch(const Place& place, const std::string& target);
  std::string jump(const Place& place, const std::string& target);
  void loop(const Place& place);
  void function(const Place& place);
  void excursion(const Place& place);
  void inner_excursion(const Place& place);
  void enter_lower(const Place& place, Mode mode, bool by_sret, unsigned label);
  std::string trap(const Place& place);
  std::string interrupts(const Place& place);
  std::string fault(const Place& place);
  std::string illegal_word();
  std::string return_to_machine(const Place& place);
  std::string csr(const Place& place);
  std::string csr_immediate(const Place& place);
  std::string trap_vector(const Place& place);

  // Choices.
  unsigned any() { return random_.below(32); }
  unsigned writable(const Place& place);        ///< may be x0
  unsigned temporary(const Place& place);       ///< never x0
  unsigned writable_prime(const Place& place);  ///< one of x8..x15
  std::uint64_t value();
  static std::string x(unsigned reg) { return "x" + std::to_string(reg); }
  static std::string hex(std::uint64_t value);

  ProgramRequest request_;
  Prng random_;
  std::string out_;
  unsigned labels_ = 0;
  unsigned base_ = 8;  ///< x8..x15: points to the middle of the scratch area
  unsigned block_ = 0;
  unsigned plain_items_ = 0;
  unsigned detail_items_ = 0;
  std::string last_kept_;
};

}  // namespace standstill::random

#endif  // STANDSTILL_TESTS_SYSTEM_RANDOM_GENERATOR_H
