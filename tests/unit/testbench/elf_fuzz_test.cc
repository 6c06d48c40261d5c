// Mutated files: the loader refuses or takes them, and never leaves its bounds.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "elf_builder.h"
#include "testbench/elf/image.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

constexpr std::uint64_t kDram = 1 << 20;

std::vector<std::uint8_t> whole_program() {
  ElfBuilder builder;
  builder.segment(0x80000000, std::vector<std::uint8_t>(200, 0x13), 4096);
  builder.segment(0x80002000, std::vector<std::uint8_t>(50, 7), 100);
  builder.symbols = {{"start", 0x80000000, 16, STT_FUNC}, {"tohost", 0x80002000, 8, STT_OBJECT}};
  return builder.build();
}

/// Changes a few bytes, mostly to the values that hurt.
void mutate(std::vector<std::uint8_t>& file, std::mt19937& random) {
  constexpr std::uint8_t kEvil[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
  const auto changes = static_cast<unsigned>(1 + random() % 6);
  for (unsigned i = 0; i < changes; ++i) {
    const std::size_t at = random() % file.size();
    file[at] = random() % 4 == 0 ? static_cast<std::uint8_t>(random()) : kEvil[random() % 5];
  }
  if (random() % 8 == 0) file.resize(random() % (file.size() + 1));
}

void expect_sound(const ElfImage& image) {
  for (const ElfSegment& segment : image.segments) {
    ASSERT_GE(segment.address, 0x80000000u);
    ASSERT_LE(segment.address + segment.size, 0x80000000u + kDram);
    ASSERT_LE(segment.bytes.size(), segment.size);
  }
  for (Addr address = 0x80000000; address < 0x80000100; address += 16) image.symbol_text(address);
}

TEST(ElfFuzz, SurvivesFortyThousandMutations) {
  const std::vector<std::uint8_t> whole = whole_program();
  std::mt19937 random(1);
  unsigned accepted = 0;
  unsigned refused = 0;
  for (unsigned round = 0; round < 40'000; ++round) {
    std::vector<std::uint8_t> file = whole;
    mutate(file, random);
    try {
      expect_sound(parse_elf(std::move(file), "fuzz", kDram));
      ++accepted;
    } catch (const UsageError&) {
      ++refused;
    }
  }
  EXPECT_GT(accepted, 1000u) << "mutations reach the symbol table only in files that are taken";
  EXPECT_GT(refused, 1000u);
}

}  // namespace
}  // namespace standstill::testbench
