// The console keeps the order of cycles, not that of calls.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/machine/ordered_console.h"

#include <gtest/gtest.h>

#include <string>

namespace standstill::testbench {
namespace {

struct Text final : ConsoleSink {
  void put(char letter, Cycle) override { text += letter; }
  std::string text;
};

TEST(OrderedConsole, GivesOutByCycleThenByWriter) {
  Text text;
  OrderedConsole console(text, 3);
  console.port(2).put('c', 10);
  console.port(1).put('b', 10);
  console.port(0).put('d', 11);
  console.port(1).put('a', 9);
  console.flush_before(12);
  EXPECT_EQ(text.text, "abcd");
}

TEST(OrderedConsole, KeepsWhatIsNotDue) {
  Text text;
  OrderedConsole console(text, 1);
  console.port(0).put('b', 20);
  console.port(0).put('a', 10);
  console.flush_before(20);
  EXPECT_EQ(text.text, "a");
  console.flush_before(21);
  EXPECT_EQ(text.text, "ab");
}

TEST(OrderedConsole, OneWritersCharactersOfACycleKeepTheirOrder) {
  Text text;
  OrderedConsole console(text, 1);
  for (const char letter : std::string("hello")) console.port(0).put(letter, 5);
  console.flush_before(6);
  EXPECT_EQ(text.text, "hello");
}

}  // namespace
}  // namespace standstill::testbench
