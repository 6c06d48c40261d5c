// What was written as text is read back as it was; what is no event is refused by name.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/event_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/cause.h"
#include "common/message.h"
#include "standstill/markers.h"
#include "testbench/probes/event_text.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

const AddressMap kMap{2, 1, 1 << 20};

std::string text_of(const Event& event) {
  std::string text;
  append_event(text, source_names(kMap), event);
  text.pop_back();
  return text;
}

TEST(EventReader, ReadsBackEveryKindOfEventAndNumber) {
  const EventReader reader(kMap);
  const EventId ids[] = {0, make_event_id(1, 77), make_store_id(0, 123456),
                         make_edge_id(kMap.fabric_source(), 1, 3, 5)};
  for (unsigned kind = 0; kind < kEventKinds; ++kind)
    for (const EventId id : ids) {
      const EventInfo& names = info(static_cast<EventKind>(kind));
      const Event event{9,
                        1,
                        static_cast<EventKind>(kind),
                        id,
                        ids[2],
                        1,
                        names.b ? 2u : 0u,
                        names.c ? 1u : 0u,
                        names.d ? 3u : 0u};
      Event expected = event;
      if (!names.a) expected.a = 0;
      EXPECT_EQ(text_of(reader.parse(text_of(event))), text_of(expected));
      const Event read = reader.parse(text_of(event));
      EXPECT_EQ(read.id, id);
      EXPECT_EQ(read.b, expected.b) << names.name;
      EXPECT_EQ(read.c, expected.c) << names.name;
      EXPECT_EQ(read.d, expected.d) << names.name;
    }
}

std::string refusal(const std::string& line) {
  try {
    EventReader(kMap).parse(line);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(EventReader, SaysWhatIsWrong) {
  EXPECT_EQ(refusal("x\thart0\twake\t-\t-\tpc=0x0"), "cycle 'x': it must be a number below 2^64");
  EXPECT_EQ(refusal("1\thart7\twake\t-\t-\tpc=0x0"),
            "source 'hart7': it must be a hart, home or other source of this machine");
  EXPECT_EQ(refusal("1\thart0\tsnore\t-\t-\tpc=0x0"),
            "kind 'snore': it must be a kind of event that this version knows");
  EXPECT_EQ(refusal("1\thart0\twake\t-\t-\tcycles=0"), "argument 'cycles=0': it must be pc#");
  EXPECT_EQ(refusal("1\thart0\twaited\t-\t-\tfor=godot\tcycles=0"),
            "for 'godot': it must be a number or one of its words");
  EXPECT_EQ(refusal("1\thart0\twake\thart1:"), "number '': it must be a number below 2^64");
}

}  // namespace
}  // namespace standstill::testbench
