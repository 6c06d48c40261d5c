// The intrusive list.
// SPDX-License-Identifier: Apache-2.0
#include "lib/list.h"

#include <gmock/gmock.h>

namespace standstill::kernel {
namespace {

struct Item : ListNode {
  explicit Item(int number_) : number(number_) {}
  int number;
};

std::vector<int> numbers(List<Item>& list) {
  std::vector<int> result;
  for (Item* item = list.first(); item != nullptr; item = list.after(*item))
    result.push_back(item->number);
  return result;
}

TEST(List, IsFirstInFirstOut) {
  List<Item> list;
  Item one(1), two(2);
  EXPECT_TRUE(list.empty());
  list.push_back(one);
  list.push_back(two);
  EXPECT_EQ(list.pop_front(), &one);
  EXPECT_EQ(list.pop_front(), &two);
  EXPECT_EQ(list.pop_front(), nullptr);
}

TEST(List, InsertsInFrontAndAtTheEnd) {
  List<Item> list;
  Item one(1), two(2), three(3);
  list.push_back(two);
  list.insert_before(&two, one);
  list.insert_before(nullptr, three);
  EXPECT_THAT(numbers(list), testing::ElementsAre(1, 2, 3));
}

TEST(List, RemovesFromTheMiddleAndUnlinks) {
  List<Item> list;
  Item one(1), two(2), three(3);
  for (Item* item : {&one, &two, &three}) list.push_back(*item);
  list.remove(two);
  EXPECT_FALSE(two.linked);
  EXPECT_TRUE(one.linked);
  EXPECT_THAT(numbers(list), testing::ElementsAre(1, 3));
}

}  // namespace
}  // namespace standstill::kernel
