// The points of a specification.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sweep/points.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "testbench/sweep/draw.h"

namespace standstill::testbench {
namespace {

using testing::ElementsAre;

std::vector<SweepPoint> points(const std::string& text) {
  return points_of(parse_spec(text, "s.toml"));
}

TEST(Points, WithoutAxesThereIsOne) { EXPECT_THAT(points(""), ElementsAre(SweepPoint{})); }

TEST(Points, TheLastAxisOfAGridIsTheFastest) {
  EXPECT_THAT(points("[grid]\nharts = [1, 2]\narg.seed = [7, 8]\n"),
              ElementsAre(SweepPoint{"1", "7"}, SweepPoint{"1", "8"}, SweepPoint{"2", "7"},
                          SweepPoint{"2", "8"}));
}

TEST(Points, ListDrawsAndGridMultiply) {
  const auto all = points(
      "[[list]]\nharts = 1\n[[list]]\nharts = 2\n[random]\ncount = 2\nseed = 1\n"
      "arg.seed = { from = 0, to = 1000000000 }\n[grid]\narg.load = [\"a\", \"b\"]\n");
  ASSERT_EQ(all.size(), 8u);
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_EQ(all[i][0], i < 4 ? "1" : "2");
    EXPECT_EQ(all[i][1], all[i % 4 / 2 * 2][1]) << "every combination has the same draws";
    EXPECT_EQ(all[i][2], i % 2 == 0 ? "a" : "b");
  }
  EXPECT_NE(all[0][1], all[2][1]);
}

TEST(Points, ExclusionsMatchByAllTheirKeys) {
  EXPECT_THAT(points("[grid]\nharts = [1, 2, 4]\narg.seed = [7, 8]\n"
                     "[[exclude]]\nharts = [1, 4]\narg.seed = 8\n[[exclude]]\nharts = 2\n"),
              ElementsAre(SweepPoint{"1", "7"}, SweepPoint{"4", "7"}));
}

/// Published by nobody: what this program has drawn ever since. A change of any of these makes
/// every random sweep another one.
TEST(Draw, IsTheSameOnEveryHost) {
  EXPECT_THAT((std::vector<std::uint64_t>{draw(1, 0, "harts", 1000), draw(1, 1, "harts", 1000),
                                          draw(2, 0, "harts", 1000), draw(1, 0, "hart", 1000)}),
              ElementsAre(887, 360, 754, 115));
}

TEST(Draw, AnotherAxisMovesNothing) {
  const auto one = points("[random]\ncount = 5\nseed = 3\narg.a = { from = 0, to = 99 }\n");
  const auto two =
      points("[random]\ncount = 5\nseed = 3\narg.b = [1, 2]\narg.a = { from = 0, to = 99 }\n");
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(one[i][0], two[i][1]);
}

TEST(Draw, IsEven) {
  unsigned counts[8] = {};
  for (std::uint64_t sample = 0; sample < 8000; ++sample) ++counts[draw(7, sample, "arg.seed", 8)];
  // Six standard deviations of a count that is 1000 on the average.
  for (const unsigned count : counts) EXPECT_NEAR(count, 1000, 180);
  std::set<std::uint64_t> large;
  for (std::uint64_t sample = 0; sample < 1000; ++sample)
    large.insert(draw(7, sample, "arg.seed", 0xFFFFFFFFFFFFFFFF));
  EXPECT_EQ(large.size(), 1000u);
}

TEST(ValueSet, EndsAtTheLastThatIsNotAbove) {
  EXPECT_EQ(ValueSet::steps(1, 10, 4).size(), 3u);
  EXPECT_EQ(ValueSet::steps(1, 10, 4).at(2), "9");
  EXPECT_EQ(ValueSet::steps(5, 5, 1).size(), 1u);
  EXPECT_EQ(ValueSet::multiples(3, 24, 2).size(), 4u);
  EXPECT_EQ(ValueSet::multiples(1, 0x7FFFFFFFFFFFFFFF, 2).size(), 63u) << "no overflow";
  EXPECT_TRUE(ValueSet::steps(1, 10, 4).contains("5"));
  EXPECT_FALSE(ValueSet::steps(1, 10, 4).contains("6"));
}

}  // namespace
}  // namespace standstill::testbench
