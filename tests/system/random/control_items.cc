// Items of random programs that move the pc: branches, jumps, loops, functions, lower modes.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged specification 20191213, section 2.5; privileged 1.12, section 3.3.2.
#include "generator.h"

namespace standstill::random {
namespace {

/// Instructions by which an excursion ends, by the number runtime.s knows them by, and the bit of
/// medeleg that each needs clear to reach M from S.
constexpr const char* kWaysOut[] = {"  ecall\n", "  ebreak\n", "  .word 0xffffffff\n"};
constexpr unsigned kWayBits[] = {9, 3, 2};

constexpr unsigned kRa = 1;

}  // namespace

std::string Generator::branch(const Place& place, const std::string& target) {
  static constexpr const char* kBranches[] = {"beq", "bne", "blt", "bge", "bltu", "bgeu"};
  const std::string jump = ", " + target + "\n";
  if (random_.chance(20))  // short enough, it becomes c.beqz or c.bnez
    return std::string("  ") + (random_.chance(50) ? "beqz x" : "bnez x") +
           std::to_string(8 + random_.below(8)) + jump;
  const std::string a = x(any());
  const std::string b = random_.chance(15) ? a : x(any());
  // Half of the time operands that are close, so that signs and equality decide.
  const unsigned close = temporary(place);
  const std::string prepare =
      random_.chance(50)
          ? ""
          : "  addi " + x(close) + ", " + a + ", " + std::to_string(random_.between(-1, 1)) + "\n";
  return prepare + "  " + random_.pick(kBranches) + " " + a + ", " +
         (prepare.empty() ? b : x(close)) + jump;
}

std::string Generator::jump(const Place& place, const std::string& target) {
  const std::string link = x(writable(place));
  const unsigned pointer = temporary(place);
  const std::string load = "  la " + x(pointer) + ", " + target + "\n";
  const int distance = random_.between(-1024, 1023);
  switch (random_.below(6)) {
    case 0:
      return "  jal " + link + ", " + target + "\n";
    case 1:
      return "  j " + target + "\n";
    case 2:
      return load + "  .option rvc\n  c.jr " + x(pointer) + "\n";
    case 3:
      if ((place.reserved >> kRa & 1) != 0) break;
      return load + "  .option rvc\n  c.jalr " + x(pointer) + "\n";
    case 4:  // the lowest bit of the sum is dropped
      return load + "  ori " + x(pointer) + ", " + x(pointer) + ", 1\n  jalr " + link + ", 0(" +
             x(pointer) + ")\n";
    default:
      break;
  }
  return load + "  addi " + x(pointer) + ", " + x(pointer) + ", " + std::to_string(-distance) +
         "\n  jalr " + link + ", " + std::to_string(distance) + "(" + x(pointer) + ")\n";
}

void Generator::loop(const Place& place) {
  Place inside = place;
  const unsigned counter = temporary(place);
  inside.reserved |= 1u << counter;
  ++inside.depth;
  const std::string label = "l" + std::to_string(new_label());
  structure("  li " + x(counter) + ", " + std::to_string(random_.between(2, 6)) + "\n" + label +
            ":\n");
  sequence(inside, 2 + random_.below(7));
  structure("  addi " + x(counter) + ", " + x(counter) + ", -1\n  bnez " + x(counter) + ", " +
            label + "\n");
}

/// A call forth to code behind a jump, and the way back.
void Generator::function(const Place& place) {
  Place inside = place;
  const unsigned link = random_.chance(70) ? 1 : 5;
  if ((place.reserved >> link & 1) != 0) return plain(arithmetic(place));
  inside.reserved |= 1u << link;
  ++inside.depth;
  const std::string label = std::to_string(new_label());
  structure("  jal " + x(link) + ", f" + label + "\n  j e" + label + "\nf" + label + ":\n");
  sequence(inside, 2 + random_.below(5));
  structure("  jalr x0, 0(" + x(link) + ")\ne" + label + ":\n");
}

/// From M to `mode`, at the label b<label>.
void Generator::enter_lower(const Place& place, Mode mode, bool by_sret, unsigned label) {
  const std::string t = x(temporary(place));
  const std::string start = "b" + std::to_string(label);
  const std::string from = by_sret ? "sepc" : "mepc";
  const std::string status = by_sret ? "sstatus" : "mstatus";
  const bool supervisor = mode == Mode::Supervisor;
  structure("  li " + t + ", 0x20000\n  csrc mstatus, " + t + "\n");
  structure("  li " + t + ", " + (by_sret ? "0x100" : "0x1800") + "\n  csrc " + status + ", " + t +
            "\n");
  if (supervisor)
    structure("  li " + t + ", " + (by_sret ? "0x100" : "0x800") + "\n  csrs " + status + ", " + t +
              "\n");
  structure("  la " + t + ", " + start + "\n  csrw " + from + ", " + t + "\n" +
            (by_sret ? "  sret\n" : "  mret\n") + start + ":\n");
}

/// From M to S or U and back. The way out is one whose exception S does not keep for itself.
void Generator::excursion(const Place& place) {
  const unsigned label = new_label();
  const unsigned way = random_.below(3);
  const bool supervisor = random_.chance(60);
  const unsigned leave = supervisor ? way : random_.below(3);
  const bool wfi_traps = random_.chance(50);
  const std::string t = x(temporary(place));
  const std::string out = "o" + std::to_string(label);
  const std::uint64_t delegated =
      random_.next() & 0xB3FF & ~(std::uint64_t{1} << kWayBits[way]) & ~std::uint64_t{0xF000};
  structure("  .option norvc\n  la " + t + ", " + out + "\n  sd " + t + ", return_pc(tp)\n  li " +
            t + ", " + std::to_string(way) + "\n  sd " + t + ", way_out(tp)\n  li " + t + ", " +
            hex(delegated) + "\n  csrw medeleg, " + t + "\n  li " + t + ", " +
            hex(random_.next() & 0x222) + "\n  csrw mideleg, " + t + "\n");
  structure("  li " + t + ", 0x200000\n  " + (wfi_traps ? "csrs" : "csrc") + " mstatus, " + t +
            "\n");
  // Where sret is illegal, M must be asked: it lets the S handler's own pass (runtime.s).
  constexpr std::uint64_t kIllegal = 1u << 2;
  if ((delegated & kIllegal) != 0)
    structure("  li " + t + ", 0x400000\n  csrc mstatus, " + t + "\n");
  if (random_.chance(40))  // taken below, as soon as M is left
    structure("  csrci mstatus, 8\n  li " + t + ", " + hex(random_.next() & 0x222) +
              "\n  csrw mip, " + t + "\n  li " + t + ", " + hex(random_.next() & 0x222) +
              "\n  csrw mie, " + t + "\n");
  Place inside = place;
  inside.mode = supervisor ? Mode::Supervisor : Mode::User;
  inside.wfi_traps = wfi_traps || !supervisor;
  ++inside.depth;
  enter_lower(place, inside.mode, random_.chance(30), label);
  sequence(inside, 4 + random_.below(12));
  structure("  .option norvc\n" + out + ":\n" + kWaysOut[leave] + "  sd zero, return_pc(tp)\n");
}

/// From S to U and back. Whichever handler meets the instruction at the end sends back to S.
void Generator::inner_excursion(const Place& place) {
  const unsigned label = new_label();
  const std::string t = x(temporary(place));
  const std::string start = "b" + std::to_string(label);
  const std::string out = "o" + std::to_string(label);
  // sret traps in S where TSR is set: then the sequence runs in S, which must be the same.
  structure("  .option norvc\n  la " + t + ", " + out + "\n  sd " + t + ", inner_pc(tp)\n  li " +
            t + ", 0x100\n  csrc sstatus, " + t + "\n  la " + t + ", " + start + "\n  csrw sepc, " +
            t + "\n  sret\n" + start + ":\n");
  Place inside = place;
  inside.mode = Mode::User;
  inside.wfi_traps = place.wfi_traps;
  ++inside.depth;
  sequence(inside, 3 + random_.below(6));
  structure("  .option norvc\n" + out + ":\n" + kWaysOut[random_.below(3)] +
            "  sd zero, inner_pc(tp)\n");
}

/// An mret that stays in M.
std::string Generator::return_to_machine(const Place& place) {
  const std::string t = x(temporary(place));
  const std::string label = "m" + std::to_string(new_label());
  return "  li " + t + ", 0x1800\n  csrs mstatus, " + t + "\n  la " + t + ", " + label +
         "\n  csrw mepc, " + t + "\n  mret\n" + label + ":\n";
}

}  // namespace standstill::random
