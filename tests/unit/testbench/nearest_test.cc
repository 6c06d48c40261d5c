// Edit distances and the nearest name.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/text/nearest.h"

#include <gtest/gtest.h>

namespace standstill::testbench {
namespace {

TEST(EditDistance, CountsEachKindOfSlip) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("abc", "abc"), 0u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("abc", "abxc"), 1u);
  EXPECT_EQ(edit_distance("abc", "ac"), 1u);
  EXPECT_EQ(edit_distance("abc", "axc"), 1u);
  EXPECT_EQ(edit_distance("abc", "acb"), 1u) << "a swap of neighbours is one slip";
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
}

TEST(Nearest, TakesTheFirstOfTheNearest) {
  EXPECT_EQ(nearest("helo", {"compute", "hello", "help"}), "hello");
  EXPECT_EQ(nearest("ax", {"aa", "ab"}), "aa");
  EXPECT_EQ(nearest("x", {}), "");
}

TEST(Nearest, IsNoneWhereNoneIsMeant) {
  EXPECT_EQ(nearest("x", {"a", "b"}), "") << "every letter another";
  EXPECT_EQ(nearest("", {"a"}), "");
  EXPECT_EQ(nearest("abc", {"axy"}), "") << "two slips in three letters";
  EXPECT_EQ(nearest("abcd", {"axyd"}), "axyd") << "two in four";
  EXPECT_EQ(nearest("sswi", {"rounds", "tick"}), "");
  EXPECT_EQ(nearest("barrier", {"kernel", "rounds"}), "");
}

TEST(NearestHint, IsEmptyWhereNoneIsMeant) {
  EXPECT_EQ(nearest_hint("helo", {"hello"}), "; the nearest is 'hello'");
  EXPECT_EQ(nearest_hint("helo", {"hello"}, "the nearest word is"),
            "; the nearest word is 'hello'");
  EXPECT_EQ(nearest_hint("sswi", {"rounds"}), "");
}

TEST(Split, GivesTheWordsBetween) {
  EXPECT_EQ(split("a|bc|d", '|'), (std::vector<std::string>{"a", "bc", "d"}));
  EXPECT_EQ(split("a", '|'), (std::vector<std::string>{"a"}));
  EXPECT_TRUE(split("", '|').empty());
}

TEST(JoinChoices, ReadsLikeASentence) {
  EXPECT_EQ(join_choices({"a"}), "a");
  EXPECT_EQ(join_choices({"a", "b"}), "a or b");
  EXPECT_EQ(join_choices({"a", "b", "c"}), "a, b or c");
}

}  // namespace
}  // namespace standstill::testbench
