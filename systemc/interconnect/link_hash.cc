// Hashes messages as they arrive.
// SPDX-License-Identifier: Apache-2.0
#include "interconnect/link_hash.h"

#include <cstring>

#include "common/hash.h"

namespace standstill::interconnect {

LinkHash::LinkHash(unsigned ports, SourceId source, EventSink& events)
    : source_(source), events_(events), links_(ports) {}

void LinkHash::add(const Message& message, Cycle now) {
  if (!events_.wants(EventKind::LinkHash)) return;
  Link& link = links_[message.destination];
  std::uint64_t hash = mix(link.hash, message.cycle);
  hash = mix(hash, static_cast<std::uint64_t>(message.type) |
                       static_cast<std::uint64_t>(message.state) << 8 |
                       std::uint64_t{message.source} << 32);
  hash = mix(hash, message.addr);
  hash = mix(hash, message.value);
  if (carries_line(message.type)) {
    for (unsigned offset = 0; offset < kLineBytes; offset += 8) {
      hash = mix(hash, message.line.read(offset, 8));
    }
  }
  link.hash = hash;
  if (++link.messages % kLogEvery == 0) log(message.destination, now);
}

void LinkHash::finish(Cycle end) {
  for (unsigned port = 0; port < links_.size(); ++port) {
    if (links_[port].messages != 0) log(port, end);
  }
}

void LinkHash::log(unsigned port, Cycle now) {
  if (!events_.wants(EventKind::LinkHash)) return;
  const Link& link = links_[port];
  events_.record({now, source_, EventKind::LinkHash, 0, 0, link.hash, link.messages, port});
}

}  // namespace standstill::interconnect
