// Assembly programs that know nothing of this machine: the same text on it and on QEMU.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "process.h"

namespace standstill::system {
namespace {

struct Program {
  const char* name;
  unsigned harts;
  const char* shows;  ///< part of what it prints, lest two silences agree
};

void PrintTo(const Program& program, std::ostream* out) { *out << program.name; }

std::string path_of(const char* name) {
  return std::string(STANDSTILL_TEST_ELFS) + "/test_" + name + ".elf";
}

class AnyElf : public testing::TestWithParam<Program> {};

TEST_P(AnyElf, PrintsTheSameOnQemu) {
  const Program& program = GetParam();
  const std::string elf = path_of(program.name);
  const Finished model = run_on_model(elf, program.harts, false);
  const Finished other = run_on_model(elf, program.harts, true);
  const Finished qemu = run_on_qemu(elf, program.harts, "rv64");
  EXPECT_EQ(model.code, 0);
  EXPECT_EQ(other.code, 0);
  EXPECT_EQ(qemu.code, 0);
  EXPECT_EQ(model.output, plain_lines(qemu.output));
  EXPECT_EQ(model.output, other.output);
  EXPECT_NE(model.output.find(program.shows), std::string::npos) << model.output;
}

INSTANTIATE_TEST_SUITE_P(
    Elf, AnyElf,
    testing::Values(Program{"hello", 4, "hello from hart 0000000000000003\n"},
                    Program{"lrsc", 4, "0000000000000fa0\n0000000000000fa0\n"},
                    Program{"traps", 1, "0000000000000009\n"},
                    Program{"timer", 1, "8000000000000007\nthree times\n"},
                    Program{"doorbell", 2, "rang myself\nhart 1 was rung\nhart 0 was rung back\n"},
                    Program{"compressed", 1, "0000000000000011\n"}),
    [](const testing::TestParamInfo<Program>& one) { return std::string(one.param.name); });

TEST(Elf, EndsByTohost) {
  const Finished model = run_on_model(path_of("tohost"), 1, false);
  EXPECT_EQ(model.code, 3);
  EXPECT_EQ(model.output, "by tohost\n");
}

/// Each NMI: cause, STATUS, where it broke in, the exception inside, mnstatus there, STATUS after
/// the pet.
TEST(Elf, TheWatchdogBreaksIntoASpinLoopASleepAndATrapHandler) {
  const std::string nmi =
      "8000000000000019\n0000000000000002\nwhere it was\n0000000000000003\n0000000000001800\n"
      "0000000000000004\n";
  const std::string expected = "0000000000000008\n0000000000000008\n" + nmi + "0000000000000001\n" +
                               nmi + nmi + "000000000000000b\n0000000000000000\n";
  for (const bool other : {false, true}) {
    const Finished model = run_on_model(path_of("watchdog"), 1, other);
    EXPECT_EQ(model.code, 0);
    EXPECT_EQ(model.output, expected);
  }
}

TEST(Elf, EveryHartsWatchdogIsItsOwn) {
  for (const bool other : {false, true})
    EXPECT_EQ(run_on_model(path_of("watchdogs"), 4, other).code, 0);
}

TEST(Elf, HartsWorkTheirInterruptFiles) {
  for (const bool other : {false, true})
    EXPECT_EQ(run_on_model(path_of("imsic"), 4, other).code, 0);
}

}  // namespace
}  // namespace standstill::system
