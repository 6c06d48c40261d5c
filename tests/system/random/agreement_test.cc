// Random programs leave the same registers, CSRs, traps and memory here and on QEMU.
// SPDX-License-Identifier: Apache-2.0
//
// STANDSTILL_RANDOM_SEED and STANDSTILL_RANDOM_PROGRAMS choose other seeds and more of them.
#include <gtest/gtest.h>

#include <cstdlib>

#include "bench.h"
#include "freedoms.h"
#include "process.h"

namespace standstill::random {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 0);
}

TEST(RandomPrograms, AgreeWithQemu) {
  constexpr std::uint64_t kInstructions = 200'000;
  const std::uint64_t first = from_environment("STANDSTILL_RANDOM_SEED", 1);
  const std::uint64_t programs = from_environment("STANDSTILL_RANDOM_PROGRAMS", 20);
  Bench bench;
  std::uint64_t executed = 0;
  for (std::uint64_t seed = first; seed < first + programs; ++seed) {
    ProgramRequest request;
    request.seed = seed;
    const Bench::Signatures signatures = bench.run(request);
    const auto difference = first_difference(signatures.qemu, signatures.model);
    ASSERT_FALSE(difference) << bench.explain(request, difference->block);
    const auto other = first_difference(signatures.model, signatures.other);
    ASSERT_FALSE(other) << "seed " << seed << ", other machine: " << other->what << ": "
                        << other->expected << " against " << other->actual;
    ASSERT_NE(executed_of(signatures.model), 0u) << "seed " << seed << " did not come to its end";
    executed += executed_of(signatures.model);
  }
  RecordProperty("instructions", std::to_string(executed));
  if (programs >= 20) {
    EXPECT_GE(executed, kInstructions);
  }
}

TEST(RandomPrograms, AreTheSameForTheSameSeed) {
  ProgramRequest request;
  request.blocks = 4;
  const std::string text = Generator(request).program();
  EXPECT_EQ(Generator(request).program(), text);
  request.seed = 2;
  EXPECT_NE(Generator(request).program(), text);
}

// A machine whose sraiw is an srliw: the comparison must see it and name the instruction.
TEST(RandomPrograms, ShowAWrongInstruction) {
  const auto swap = [](std::string text) {
    for (std::size_t at; (at = text.find(" sraiw ")) != std::string::npos;)
      text.replace(at, 7, " srliw ");
    return text;
  };
  Bench bench(swap);
  ProgramRequest request;
  const Bench::Signatures signatures = bench.run(request);
  const auto difference = first_difference(signatures.qemu, signatures.model);
  ASSERT_TRUE(difference);
  const std::string words = bench.explain(request, difference->block);
  EXPECT_NE(words.find("sraiw"), std::string::npos) << words;
  EXPECT_NE(words.find("seed 1, block"), std::string::npos) << words;
}

// The list in docs/conformance.md is the one in force.
TEST(Freedoms, AreInTheDocumentation) {
  const std::string page = system::read_text(STANDSTILL_CONFORMANCE_PAGE);
  for (const CsrRule& rule : kCsrRules)
    EXPECT_NE(page.find("`" + std::string(rule.name) + "`"), std::string::npos) << rule.name;
  for (const Freedom& freedom : kNotGenerated)
    EXPECT_NE(page.find("| " + std::string(freedom.what) + " |"), std::string::npos)
        << freedom.what;
  for (const CsrRule& rule : kCsrRules)
    EXPECT_TRUE(rule.compared == kAllBits || *rule.reason != 0) << rule.name << " gives no reason";
}

TEST(Signature, NamesTheFirstDamagedBlock) {
  const std::string good = "B0 1 2 3 4 5 \nB1 1 2 3 4 5 \nN100 \n";
  EXPECT_FALSE(first_difference(good, "B0 1 2 3 4 5 \nB1 1 2 3 4 5 \nN200 \n"));
  const auto damaged = first_difference(good, "B0 1 2 3 4 5 \nB1 1 2 3 5 5 \nN100 \n");
  ASSERT_TRUE(damaged);
  EXPECT_EQ(damaged->block, 1u);
  EXPECT_EQ(damaged->actual, "B1 1 2 3 5 5 ");
}

TEST(Signature, SeesThatOneIsShorter) {
  EXPECT_TRUE(first_difference("B0 1 \nB1 1 \n", "B0 1 \n"));
  EXPECT_TRUE(first_difference("B0 1 \n", "B0 1 \nB1 1 \n"));
  EXPECT_TRUE(first_difference("B0 1 \n", ""));
}

TEST(Signature, NamesRegistersCsrsAndMemory) {
  EXPECT_EQ(first_difference("B0 \nR1f 1 \n", "B0 \nR1f 2 \n")->what, "register x31");
  EXPECT_EQ(first_difference("C0 1 \n", "C0 2 \n")->what, "CSR mstatus");
  EXPECT_EQ(first_difference("M40 1 \n", "M40 2 \n")->what, "memory at 0x40");
}

TEST(Signature, CountsWhatWasExecuted) {
  EXPECT_EQ(executed_of("B0 1 \nN1f \n"), 31u);
  EXPECT_EQ(executed_of("B0 1 \n"), 0u);
}

}  // namespace
}  // namespace standstill::random
