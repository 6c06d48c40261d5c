// Names of the table's rows and columns, and which column a message is.
// SPDX-License-Identifier: Apache-2.0
#include "coherence/l1_table.h"

namespace standstill::coherence {

static_assert(readable(L1State::S) && readable(L1State::SM_D) && !readable(L1State::IM_D));
static_assert(writable(L1State::E) && writable(L1State::M) && !writable(L1State::SM_D));

L1Event l1_event_of(const Message& message, L1State state) {
  switch (message.type) {
    case MessageType::SnpShared:
      return L1Event::SnpShared;
    case MessageType::SnpUnique:
      return L1Event::SnpUnique;
    case MessageType::SnpOnce:
      return L1Event::SnpOnce;
    case MessageType::CompData:
      return message.state == Grant::Shared ? L1Event::DataShared : L1Event::DataUnique;
    default:
      return victim(state) ? L1Event::CompWriteBack : L1Event::CompUnique;
  }
}

const char* name_of(L1State state) {
  constexpr const char* kNames[kL1States] = {"I",    "S",    "E",    "M",    "IS_D",
                                             "IM_D", "SM_D", "MI_A", "EI_A", "II_A"};
  return kNames[static_cast<unsigned>(state)];
}

const char* name_of(L1Event event) {
  constexpr const char* kNames[kL1Events] = {
      "Load",    "Store",      "Replace",    "SnpShared",  "SnpUnique",
      "SnpOnce", "DataShared", "DataUnique", "CompUnique", "CompWriteBack"};
  return kNames[static_cast<unsigned>(event)];
}

}  // namespace standstill::coherence
