// What the interrupt fabric refuses or ignores, as a guest sees it: the answer, and nothing else.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged specification 1.12, 3.1.15 (access faults, misaligned accesses) and
// 3.7.1; the data sheets in rtl/. The accesses are those of misuse.S.
#include <gtest/gtest.h>

#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "process.h"

namespace standstill::system {
namespace {

struct Answer {
  std::uint64_t cause;       ///< of the trap, where stores are not posted; 0: none
  bool on_the_bus = false;   ///< refused where a posted store has been answered already
  bool gives_value = false;  ///< the load is accepted
};

constexpr Answer kLoadMisaligned{4}, kLoadFault{5}, kStoreMisaligned{6}, kStoreFault{7};
constexpr Answer kLoadRefused{5, true}, kStoreRefused{7, true};
constexpr Answer kReads{0, false, true}, kIgnored{0};

struct Row {
  const char* name;
  std::uint64_t addr;
  std::int64_t value;
  Answer answer;
};

constexpr Row kRows[] = {
#define ROW(name, address, access, value, answer) {#name, address, value, k##answer},
#include "misuse_rows.inc"
#undef ROW
};

/// What the guest prints of a row, in this order.
struct Seen {
  std::uint64_t cause, tval, changed, bus_error, loaded;
};
constexpr std::size_t kSeen = 5;

/// What it printed of all rows; empty if it did not end well.
std::vector<Seen> play(bool posted) {
  const std::vector<std::uint64_t> numbers =
      numbers_of_model(std::string(STANDSTILL_TEST_ELFS) + "/test_misuse.elf", 3, posted);
  std::vector<Seen> rows;
  for (std::size_t i = 0; i + kSeen <= numbers.size(); i += kSeen)
    rows.push_back({numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3], numbers[i + 4]});
  return rows;
}

class Misuse : public testing::TestWithParam<std::size_t> {
 protected:
  static const Row& row() { return kRows[GetParam()]; }
  /// A trapped load leaves its destination as it was.
  static std::uint64_t loaded() {
    return row().answer.gives_value ? static_cast<std::uint64_t>(row().value) : ~std::uint64_t{0};
  }
};

TEST_P(Misuse, IsAnsweredAndDoesNothingElse) {
  static const std::vector<Seen> all = play(false);
  ASSERT_EQ(all.size(), std::size(kRows));
  const Seen& seen = all[GetParam()];
  EXPECT_EQ(seen.cause, row().answer.cause);
  EXPECT_EQ(seen.tval, row().answer.cause != 0 ? row().addr : 0);
  EXPECT_EQ(seen.changed, 0u) << "the fabric has changed";
  EXPECT_EQ(seen.bus_error, 0u) << "the bus-error unit has been told";
  EXPECT_EQ(seen.loaded, loaded());
}

/// A posted store has been answered before it is refused: an interrupt takes the trap's place.
TEST_P(Misuse, PostedIsReportedLateAndDoesNothingElse) {
  static const std::vector<Seen> all = play(true);
  ASSERT_EQ(all.size(), std::size(kRows));
  const Seen& seen = all[GetParam()];
  const bool late = row().answer.on_the_bus && row().answer.cause == kStoreFault.cause;
  const bool traps = row().answer.cause != 0 && !late;
  EXPECT_EQ(seen.cause, traps ? row().answer.cause : 0);
  EXPECT_EQ(seen.tval, traps ? row().addr : 0);
  EXPECT_EQ(seen.changed, 0u) << "the fabric has changed";
  EXPECT_EQ(seen.bus_error, late ? row().addr : 0);
  EXPECT_EQ(seen.loaded, loaded());
}

INSTANTIATE_TEST_SUITE_P(Fabric, Misuse, testing::Range(std::size_t{0}, std::size(kRows)),
                         [](const auto& one) { return std::string(kRows[one.param].name); });

}  // namespace
}  // namespace standstill::system
