// Hashes messages as links carry them.
// SPDX-License-Identifier: Apache-2.0
#include "interconnect/link_hash.h"

#include <cstring>

#include "common/hash.h"

namespace standstill::interconnect {

LinkHash::LinkHash(unsigned links, SourceId source, EventSink& events)
    : source_(source), events_(events), accounts_(links) {}

void LinkHash::add(unsigned link, const Message& message, Cycle now) {
  if (!events_.wants(EventKind::LinkHash)) return;
  Account& account = accounts_[link];
  std::uint64_t hash = mix(account.hash, message.cycle);
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
  account.hash = hash;
  if (++account.messages % kLogEvery == 0) log(link, now);
}

void LinkHash::finish(Cycle end) {
  for (unsigned link = 0; link < accounts_.size(); ++link) {
    if (accounts_[link].messages != 0) log(link, end);
  }
}

void LinkHash::log(unsigned link, Cycle now) {
  if (!events_.wants(EventKind::LinkHash)) return;
  const Account& account = accounts_[link];
  events_.record({now, source_, EventKind::LinkHash, 0, 0, account.hash, account.messages, link});
}

}  // namespace standstill::interconnect
