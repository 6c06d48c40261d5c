// Items of random programs that trap, or work on CSRs.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged specification 20191213, chapter 9; privileged specification 1.12,
// chapters 2 to 4.
#include "freedoms.h"
#include "generator.h"
#include "isa/decode.h"

namespace standstill::random {
namespace {

/// Where nothing is, on either machine: 1 KiB and more apart from everything.
constexpr std::uint64_t kNowhere[] = {0x07000000, 0x100000000, 0x1000000000};

bool is(const CsrRule& rule, const char* name) { return std::string(rule.name) == name; }

}  // namespace

/// Bits that the model's decoder does not take for an instruction. QEMU must agree.
std::string Generator::illegal_word() {
  static constexpr std::uint32_t kOpcodes[] = {0x03, 0x0F, 0x13, 0x1B, 0x23, 0x2F, 0x33,
                                               0x3B, 0x63, 0x67, 0x73, 0x07, 0x27, 0x53,
                                               0x0B, 0x2B, 0x5B, 0x6B, 0x77};
  for (;;) {
    if (random_.chance(30)) {
      const auto half = static_cast<std::uint32_t>(random_.next() & 0xFFFF);
      if ((half & 3) == 3 || isa::decode(half).op != isa::Op::Illegal) continue;
      return "  .option rvc\n  .half " + hex(half) + "\n";
    }
    const auto rest = static_cast<std::uint32_t>(random_.next()) & ~0x7Fu;
    const std::uint32_t word = rest | random_.pick(kOpcodes);
    if (isa::decode(word).op == isa::Op::Illegal) return "  .word " + hex(word) + "\n";
  }
}

/// A load, store or fetch where nothing is.
std::string Generator::fault(const Place& place) {
  static constexpr const char* kAccesses[] = {"lb", "lhu", "lw", "lwu", "ld",
                                              "sb", "sh",  "sw", "sd"};
  const unsigned t = temporary(place);
  const std::string nowhere = hex(random_.pick(kNowhere) + 8 * random_.below(16));
  if (random_.chance(40)) {
    const std::string label = "g" + std::to_string(new_label());
    return "  la " + x(t) + ", " + label + "\n  sd " + x(t) + ", resume_pc(tp)\n  li " + x(t) +
           ", " + nowhere + "\n  jalr " + x(writable(place)) + ", 0(" + x(t) + ")\n" + label +
           ":\n";
  }
  const std::string op = random_.pick(kAccesses);
  const std::string data = op[0] == 'l' ? x(writable(place)) : x(any());
  return "  li " + x(t) + ", " + nowhere + "\n  " + op + " " + data + ", " +
         std::to_string(8 * random_.between(0, 7)) + "(" + x(t) + ")\n";
}

/// Several interrupts at once, so that their order shows.
std::string Generator::interrupts(const Place& place) {
  const std::string t = x(temporary(place));
  const std::string wanted = hex(random_.next() & 0x222);
  const std::string raised = hex(random_.next() & 0x222);
  const std::string load = "  li " + t + ", ";
  if (place.mode == Mode::User) return arithmetic(place);
  if (place.mode == Mode::Supervisor)
    return load + wanted + "\n  csrw sie, " + t + "\n  csrwi sip, 2\n  csrsi sstatus, 2\n";
  return load + raised + "\n  csrw mip, " + t + "\n" + load + wanted + "\n  csrw mie, " + t +
         "\n  csrsi mstatus, 8\n" + (random_.chance(50) ? "  csrci mstatus, 8\n" : "");
}

std::string Generator::trap(const Place& place) {
  const bool lower = place.mode != Mode::Machine;
  switch (random_.below(lower ? 9 : 7)) {
    case 0:
      return "  ecall\n";
    case 1:
      return "  ebreak\n";
    case 2:
      return "  .option rvc\n  c.ebreak\n";
    case 3:
    case 4:
      return illegal_word();
    case 5:
      return fault(place);
    case 6:
      return lower ? std::string("  mret\n") : return_to_machine(place);
    case 7:
      if (place.wfi_traps) return "  wfi\n";
      [[fallthrough]];
    default:
      if (place.mode == Mode::User && random_.chance(50)) return "  sret\n";
      return "  sfence.vma " + x(any()) + ", " + x(any()) + "\n";
  }
}

/// mtvec and stvec: direct or vectored, or a reserved mode, which leaves the register as it is.
std::string Generator::trap_vector(const Place& place) {
  const bool machine = place.mode == Mode::Machine && random_.chance(50);
  const std::string t = x(temporary(place));
  return "  la " + t + ", " + (machine ? "m_vector" : "s_vector") + "\n  addi " + t + ", " + t +
         ", " + std::to_string(random_.below(4)) + "\n  csrrw " + x(writable(place)) + ", " +
         (machine ? "mtvec" : "stvec") + ", " + t + "\n";
}

/// The instruction with a 5-bit immediate.
std::string Generator::csr_immediate(const Place& place) {
  static constexpr const char* kOps[] = {"csrrwi", "csrrsi", "csrrci"};
  const CsrRule& rule = random_.pick(kCsrRules);
  const std::string rd = x(writable(place));
  const std::uint64_t imm = random_.below(32) & rule.written;
  std::string op = random_.pick(kOps);
  if (rule.written == 0) op = "csrrsi";
  std::string text = "  " + op + " " + rd + ", " + rule.name + ", " + std::to_string(imm) + "\n";
  if (rule.compared == 0) text += "  li " + rd + ", 0\n";
  return text;
}

std::string Generator::csr(const Place& place) {
  static constexpr const char* kOps[] = {"csrrw", "csrrs", "csrrc"};
  static constexpr const char* kAbsent[] = {"0x5c0", "0x8ff", "0xbc0", "0x7c3", "0xfc0", "0x3a1"};
  if (random_.chance(10)) return trap_vector(place);
  if (random_.chance(20)) return csr_immediate(place);
  const unsigned t = temporary(place);
  const std::string rd = x(writable(place));
  if (random_.chance(4)) return "  csrrs " + rd + ", " + random_.pick(kAbsent) + ", zero\n";
  const CsrRule& rule = random_.pick(kCsrRules);
  std::string op = random_.pick(kOps);
  std::uint64_t bits = value();
  if (random_.chance(50)) bits &= random_.next();
  bits &= rule.written;
  if (is(rule, "mstatus") && (op != "csrrw" || (bits & kMppBits) == 0x1000)) bits &= ~kMppBits;
  const bool reads = rule.written == 0 || random_.chance(25);
  std::string text = "  li " + x(t) + ", " + hex(bits) + "\n  " + (reads ? "csrrs" : op) + " " +
                     rd + ", " + rule.name + ", " + (reads ? "zero" : x(t)) + "\n";
  // What the rule does not compare must leave no trace; a trap changes rd no more than the mask.
  if (rule.compared == 0)
    text += "  li " + rd + ", 0\n";
  else if (rule.compared != kAllBits)
    text += "  andi " + rd + ", " + rd + ", " + std::to_string(rule.compared & 0x7FF) + "\n";
  return text;
}

}  // namespace standstill::random
