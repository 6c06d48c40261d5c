// Items of random programs that work on registers only.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged specification 20191213, chapters 2, 5, 7 and 16.
#include "generator.h"

namespace standstill::random {

std::string Generator::load_constant(const Place& place) {
  const std::string rd = x(writable(place));
  switch (random_.below(4)) {
    case 0:
      return "  lui " + rd + ", " + hex(random_.below(1u << 20)) + "\n";
    case 1:
      return "  auipc " + rd + ", " + hex(random_.below(1u << 20)) + "\n";
    default:
      return "  li " + x(temporary(place)) + ", " + hex(value()) + "\n";
  }
}

std::string Generator::arithmetic(const Place& place) {
  static constexpr const char* kTwoRegisters[] = {
      "add",  "sub",  "sll",  "slt",    "sltu",  "xor",   "srl",  "sra",  "or",   "and",
      "addw", "subw", "sllw", "srlw",   "sraw",  "mul",   "mulh", "div",  "divu", "rem",
      "remu", "mulw", "divw", "mulhsu", "mulhu", "divuw", "remw", "remuw"};
  static constexpr const char* kImmediate[] = {"addi", "slti", "sltiu", "xori",
                                               "ori",  "andi", "addiw"};
  static constexpr const char* kShifts[] = {"slli", "srli", "srai"};
  static constexpr const char* kWordShifts[] = {"slliw", "srliw", "sraiw"};
  static constexpr int kLimits[] = {-2048, -1, 0, 1, 2047};
  const std::string rs1 = x(any());
  std::string text = "  ";
  switch (random_.below(5)) {
    case 0: {
      const char* op = random_.pick(kImmediate);
      const int imm = random_.chance(20) ? random_.pick(kLimits) : random_.between(-2048, 2047);
      // `slti x0` and `sltiu x0` are the machine's markers, which it logs: they change no register.
      return text + op + " " + x(writable(place)) + ", " + rs1 + ", " + std::to_string(imm) + "\n";
    }
    case 1:
      if (random_.chance(50))
        return text + random_.pick(kShifts) + " " + x(writable(place)) + ", " + rs1 + ", " +
               std::to_string(random_.below(64)) + "\n";
      return text + random_.pick(kWordShifts) + " " + x(writable(place)) + ", " + rs1 + ", " +
             std::to_string(random_.below(32)) + "\n";
    default: {
      const char* op = random_.pick(kTwoRegisters);
      return text + op + " " + x(writable(place)) + ", " + rs1 + ", " + x(any()) + "\n";
    }
  }
}

std::string Generator::compressed(const Place& place) {
  static constexpr const char* kPrime[] = {"c.sub", "c.xor", "c.or", "c.and", "c.subw", "c.addw"};
  if (random_.chance(50)) return compressed_immediate(place);
  const std::string option = "  .option rvc\n  ";
  const unsigned source = 1 + random_.below(31);
  switch (random_.below(4)) {
    case 0:
      return option + "c.mv " + x(temporary(place)) + ", " + x(source) + "\n";
    case 1:
      return option + "c.add " + x(temporary(place)) + ", " + x(source) + "\n";
    default: {
      const char* op = random_.pick(kPrime);
      return option + op + " " + x(writable_prime(place)) + ", x" +
             std::to_string(8 + random_.below(8)) + "\n";
    }
  }
}

std::string Generator::compressed_immediate(const Place& place) {
  const std::string option = "  .option rvc\n  ";
  const std::string imm6 = std::to_string(random_.between(-32, 31));
  const std::string shamt = std::to_string(1 + random_.below(63));
  int nonzero = random_.between(-32, 30);
  if (nonzero >= 0) ++nonzero;
  switch (random_.below(10)) {
    case 0:
      return option + "c.addi " + x(temporary(place)) + ", " + std::to_string(nonzero) + "\n";
    case 1:
      return option + "c.addiw " + x(temporary(place)) + ", " + imm6 + "\n";
    case 2:
      return option + "c.li " + x(temporary(place)) + ", " + imm6 + "\n";
    case 3: {
      const unsigned upper = nonzero < 0 ? (1u << 20) - static_cast<unsigned>(-nonzero)
                                         : static_cast<unsigned>(nonzero);
      return option + "c.lui " + x(temporary(place)) + ", " + hex(upper) + "\n";
    }
    case 4:
      return option + "c.srli " + x(writable_prime(place)) + ", " + shamt + "\n";
    case 5:
      return option + "c.srai " + x(writable_prime(place)) + ", " + shamt + "\n";
    case 6:
      return option + "c.andi " + x(writable_prime(place)) + ", " + imm6 + "\n";
    case 7:
      return option + "c.slli " + x(temporary(place)) + ", " + shamt + "\n";
    case 8:
      return option + "c.addi4spn " + x(writable_prime(place)) + ", sp, " +
             std::to_string(4 + 4 * random_.below(255)) + "\n";
    default:  // HINTs: c.nop with an immediate, c.li x0, c.slli x0, c.mv x0, c.add x0
      static constexpr unsigned kHints[] = {0x0001, 0x0005, 0x4015, 0x0012, 0x8012, 0x900A, 0x6011};
      return option + ".half " + hex(random_.pick(kHints)) + "\n";
  }
}

}  // namespace standstill::random
