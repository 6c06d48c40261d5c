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
  EXPECT_EQ(nearest("x", {"a", "b"}), "a");
  EXPECT_EQ(nearest("x", {}), "");
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
