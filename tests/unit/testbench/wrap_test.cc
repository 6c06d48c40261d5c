// Lines broken at blanks.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/text/wrap.h"

#include <gtest/gtest.h>

namespace standstill::testbench {
namespace {

TEST(Wrapped, BreaksAtTheLastBlankThatFits) {
  EXPECT_EQ(wrapped("one two three\n", 7), "one two\nthree\n");
  EXPECT_EQ(wrapped("one two three\n", 6), "one\ntwo\nthree\n");
  EXPECT_EQ(wrapped("one two three\n", 13), "one two three\n");
}

TEST(Wrapped, KeepsLinesRowsAndLongWords) {
  EXPECT_EQ(wrapped("a\n\nb\n", 1), "a\n\nb\n");
  EXPECT_EQ(wrapped("  a row of a table\n", 5), "  a row of a table\n");
  EXPECT_EQ(wrapped("longerthanthat and\n", 5), "longerthanthat\nand\n");
  EXPECT_EQ(wrapped("longerthanthat\n", 5), "longerthanthat\n");
  EXPECT_EQ(wrapped("", 5), "");
}

}  // namespace
}  // namespace standstill::testbench
