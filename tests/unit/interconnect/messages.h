// Messages for the tests of the interconnect.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_UNIT_INTERCONNECT_MESSAGES_H
#define STANDSTILL_TESTS_UNIT_INTERCONNECT_MESSAGES_H

#include "common/message.h"

namespace standstill::interconnect {

using M = MessageType;

/// At its sender's port at `cycle`; `value` tells it from others.
inline Message make(M type, NodeId from, NodeId to, Cycle cycle, std::uint64_t value = 0) {
  Message message;
  message.type = type;
  message.source = from;
  message.destination = to;
  message.cycle = cycle;
  message.value = value;
  return message;
}

}  // namespace standstill::interconnect

#endif  // STANDSTILL_TESTS_UNIT_INTERCONNECT_MESSAGES_H
