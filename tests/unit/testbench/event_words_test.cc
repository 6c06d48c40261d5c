// Events as sentences.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/event_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testbench/probes/event_text.h"

namespace standstill::testbench {
namespace {

std::string words(const Event& event) {
  AddressMap map;
  map.harts = 2;
  map.homes = 1;
  return event_words(event, source_names(map), [](Addr) { return std::string("name"); });
}

TEST(EventWords, PutNamesInForAddressesOfTheProgram) {
  EXPECT_EQ(words({5, 1, EventKind::Trap, 0, 0, std::uint64_t{1} << 63 | 3, 0x80000010, 0}),
            "hart1 takes trap 0x8000000000000003, away from name");
  EXPECT_EQ(words({5, 0, EventKind::DeviceBegin, 0, 0, 0x2000004, 1, 4}),
            "hart0 sends an access to the device at 0x2000004");
  EXPECT_EQ(words({5, 0, EventKind::Load, 0, 0, 0x80000040, 0x80000000, 0}),
            "hart0 sees another hart's store to name for the first time, and loads 0x80000000");
}

TEST(EventWords, HaveTheWordsOfTheLog) {
  EXPECT_EQ(words({5, 0, EventKind::Marker, 0, 0, 7, 0x80000040, 0}),
            "hart0 marks prepare of name");
  EXPECT_EQ(words({5, 6, EventKind::Wire, 0, 0, 1, 3, 1}),
            "fabric sets the interrupt wire to bit 3 of mip of hart1 to 1");
}

TEST(EventWords, ThereIsASentenceForEachKind) {
  for (unsigned kind = 0; kind < kEventKinds; ++kind) {
    const std::string text = words({5, 0, static_cast<EventKind>(kind), 0, 0, 1, 1, 1});
    EXPECT_THAT(text, testing::StartsWith("hart0 "));
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("%")));
  }
}

}  // namespace
}  // namespace standstill::testbench
