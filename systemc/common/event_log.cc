// Names of the event kinds and of their arguments.
// SPDX-License-Identifier: Apache-2.0
#include "common/event_log.h"

namespace standstill {

const EventInfo& info(EventKind kind) {
  static constexpr EventInfo kInfo[kEventKinds] = {
      {"marker", "phase", "object#", "operand#", "pc#"},
      {"interrupts", "enabled", "pc#", nullptr},
      {"trap", "cause#", "epc#", "tval#", "pc#"},
      {"trap_return", "pc#", "privilege", nullptr},
      {"pending", "bit", "level", nullptr},
      {"sleep", "pc#", "for", nullptr},
      {"wake", "pc#", nullptr, nullptr},
      {"load", "addr#", "value#", "looked", "pc#"},
      {"store", "addr#", "value#", "size"},
      {"miss", "line#", "type", "for"},
      {"fill", "line#", "served_by", "cycles"},
      {"waited", "for", "cycles", "pc#"},
      {"snoop", "line#", "type", "reply"},
      {"device_begin", "addr#", "value#", "access#"},
      {"device_end", "addr#", "value#", "error"},
      {"home_begin", "line#", "type", "requester"},
      {"home_end", "line#", nullptr, nullptr},
      {"bus_request", "addr#", "value#", "access#"},
      {"bus_response", "addr#", "value#", "response"},
      {"wire", "hart", "bit", "level"},
      {"mtime", "mtime", nullptr, nullptr},
      {"retire_hash", "hash#", "retired", nullptr},
      {"link_hash", "hash#", "messages", "port"},
      {"error", "addr#", "hart", nullptr},
      {"csr_begin", "csr#", "operand#", "op"},
      {"csr_end", "csr#", "value#", "illegal"},
      {"csr_access", "hart", "value#", "illegal"},
      {"line", "source", "level", "changed"},
      {"end", "code", nullptr, nullptr},
  };
  return kInfo[static_cast<unsigned>(kind)];
}

}  // namespace standstill
