// Items of random programs that touch memory: the scratch area, and their own code.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged specification 20191213, chapters 2.6, 2.7, 3, 8 and 16.
#include "generator.h"

namespace standstill::random {
namespace {

constexpr unsigned kSp = 2;

struct Access {
  const char* op;
  unsigned size;
};

/// Bits 26:25 of an atomic as the assembler writes them.
constexpr const char* kOrders[] = {"", ".aq", ".rl", ".aqrl"};

}  // namespace

/// Makes `reg` an address in the scratch area, a multiple of `size`: a fixed one, or one that
/// depends on a register.
std::string Generator::address_into(unsigned reg, unsigned size) {
  const int step = static_cast<int>(size);
  if (random_.chance(50)) {
    const int offset = random_.between(-2048 / step, 2040 / step) * step;
    return "  addi " + x(reg) + ", " + x(base_) + ", " + std::to_string(offset) + "\n";
  }
  return "  andi " + x(reg) + ", " + x(any()) + ", " + std::to_string(2047 / step * step) +
         "\n  add " + x(reg) + ", " + x(reg) + ", " + x(base_) + "\n";
}

std::string Generator::memory(const Place& place) {
  static constexpr Access kLoads[] = {{"lb", 1},  {"lh", 2},  {"lw", 4}, {"ld", 8},
                                      {"lbu", 1}, {"lhu", 2}, {"lwu", 4}};
  static constexpr Access kStores[] = {{"sb", 1}, {"sh", 2}, {"sw", 4}, {"sd", 8}};
  const bool load = random_.chance(55);
  const Access access = load ? random_.pick(kLoads) : random_.pick(kStores);
  const int step = static_cast<int>(access.size);
  const std::string data = load ? x(writable(place)) : x(any());
  if (random_.chance(60)) {
    const bool by_sp = random_.chance(30);
    const int low = by_sp ? -1024 : -2048;
    const int offset = random_.between(low / step, 2040 / step) * step;
    return std::string("  ") + access.op + " " + data + ", " + std::to_string(offset) + "(" +
           x(by_sp ? kSp : base_) + ")\n";
  }
  const unsigned pointer = temporary(place);
  // The pointer may lie up to 2047 away from where the access goes, and any bit pattern off it.
  const int distance = random_.between(-2048 / step, 2047 / step) * step;
  std::string text = address_into(pointer, access.size);
  text += "  addi " + x(pointer) + ", " + x(pointer) + ", " + std::to_string(-(distance / 2)) +
          "\n  " + access.op + " " + data + ", " + std::to_string(distance / 2) + "(" + x(pointer) +
          ")\n";
  return text;
}

std::string Generator::compressed_memory(const Place& place) {
  const std::string option = "  .option rvc\n  ";
  const std::string prime = "x" + std::to_string(8 + random_.below(8));
  const std::string near_w = std::to_string(4 * random_.below(32)) + "(" + x(base_) + ")\n";
  const std::string near_d = std::to_string(8 * random_.below(32)) + "(" + x(base_) + ")\n";
  const std::string sp_w = std::to_string(4 * random_.below(64)) + "(sp)\n";
  const std::string sp_d = std::to_string(8 * random_.below(64)) + "(sp)\n";
  const int move = 16 * random_.between(1, 31) * (random_.chance(50) ? 1 : -1);
  switch (random_.below(9)) {
    case 0:
      return option + "c.lw " + x(writable_prime(place)) + ", " + near_w;
    case 1:
      return option + "c.ld " + x(writable_prime(place)) + ", " + near_d;
    case 2:
      return option + "c.sw " + prime + ", " + near_w;
    case 3:
      return option + "c.sd " + prime + ", " + near_d;
    case 4:
      return option + "c.lwsp " + x(temporary(place)) + ", " + sp_w;
    case 5:
      return option + "c.ldsp " + x(temporary(place)) + ", " + sp_d;
    case 6:
      return option + "c.swsp " + x(any()) + ", " + sp_w;
    case 7:
      return option + "c.sdsp " + x(any()) + ", " + sp_d;
    default:
      return option + "c.addi16sp sp, " + std::to_string(move) + "\n  c.sdsp " + x(any()) + ", " +
             sp_d + "  c.addi16sp sp, " + std::to_string(-move) + "\n";
  }
}

std::string Generator::amo(const Place& place) {
  static constexpr const char* kOps[] = {"amoswap", "amoadd", "amoxor",  "amoand", "amoor",
                                         "amomin",  "amomax", "amominu", "amomaxu"};
  const bool wide = random_.chance(50);
  const unsigned pointer = temporary(place);
  std::string text = address_into(pointer, wide ? 8 : 4);
  const char* op = random_.pick(kOps);
  const char* order = random_.pick(kOrders);
  const std::string rd = x(writable(place));
  return text + "  " + op + (wide ? ".d" : ".w") + order + " " + rd + ", " + x(any()) + ", (" +
         x(pointer) + ")\n";
}

/// LR and SC as a constrained loop, which must succeed in the end; or an SC without a reservation,
/// which must fail.
std::string Generator::reservation(const Place& place) {
  const bool wide = random_.chance(50);
  const std::string size = wide ? ".d" : ".w";
  const std::string order = random_.pick(kOrders);
  const unsigned pointer = temporary(place);
  Place inside = place;
  inside.reserved |= 1u << pointer;
  const std::string text = address_into(pointer, wide ? 8 : 4);
  const std::string at = ", (" + x(pointer) + ")\n";
  const unsigned done = temporary(inside);
  if (random_.chance(25))
    return text + "  sc" + size + order + " " + x(done) + ", " + x(any()) + at;
  inside.reserved |= 1u << done;
  const unsigned old = temporary(inside);
  inside.reserved |= 1u << old;
  const unsigned fresh = temporary(inside);
  unsigned operand = any();
  while (operand == done || operand == old || operand == fresh) operand = any();
  static constexpr const char* kOps[] = {"add", "sub", "xor", "or", "and", "sllw", "sltu"};
  const char* op = random_.pick(kOps);
  const std::string loop = "r" + std::to_string(new_label());
  return text + loop + ":\n  lr" + size + order + " " + x(old) + at + "  " + op + " " + x(fresh) +
         ", " + x(old) + ", " + x(operand) + "\n  sc" + size + order + " " + x(done) + ", " +
         x(fresh) + at + "  bnez " + x(done) + ", " + loop + "\n";
}

std::string Generator::fence() {
  static constexpr const char* kFences[] = {
      "fence",       "fence rw, rw", "fence r, r",       "fence w, w",
      "fence r, rw", "fence rw, w",  "fence iorw, iorw", "fence w, r",
      "fence.tso",   "fence.i",      ".word 0x0100000f"};  // the last: pause
  return std::string("  ") + random_.pick(kFences) + "\n";
}

/// An instruction that is exchanged for another, and back the next time, each before it runs.
std::string Generator::patch(const Place& place) {
  Place inside = place;
  const unsigned at = temporary(inside);
  inside.reserved |= 1u << at;
  const unsigned word = temporary(inside);
  inside.reserved |= 1u << word;
  const unsigned change = temporary(inside);
  const std::string rd = x(temporary(place));
  const std::string label = "p" + std::to_string(new_label());
  const std::string first = std::to_string(random_.between(-2048, 2047));
  const std::string second = std::to_string(random_.between(-2048, 2047));
  return "  .option rvc\n  .balign 4\n  .option norvc\n  la " + x(at) + ", " + label + "\n  lw " +
         x(change) + ", 4(" + x(at) + ")\n  lw " + x(word) + ", 0(" + x(at) + ")\n  sw " +
         x(change) + ", 0(" + x(at) + ")\n  sw " + x(word) + ", 4(" + x(at) + ")\n  fence.i\n" +
         label + ":\n  addi " + rd + ", " + x(any()) + ", " + first + "\n  xori " + rd + ", " +
         x(any()) + ", " + second + "\n";
}

}  // namespace standstill::random
