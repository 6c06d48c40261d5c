// Holds every message of every link by one hash a link, logged now and then.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_INTERCONNECT_LINK_HASH_H
#define STANDSTILL_INTERCONNECT_LINK_HASH_H

#include <vector>

#include "common/event_log.h"
#include "common/message.h"

namespace standstill::interconnect {

/// One hash for each link over (cycle at which the last flit is at its end, message), in order.
class LinkHash {
 public:
  static constexpr std::uint64_t kLogEvery = 4096;  ///< messages of a link

  LinkHash(unsigned links, SourceId source, EventSink& events);

  /// Counts a message that `link` carries; `now` is when that was decided.
  void add(unsigned link, const Message& message, Cycle now);
  /// Logs each link that carried anything.
  void finish(Cycle end);

 private:
  struct Account {
    std::uint64_t hash = 0;
    std::uint64_t messages = 0;
  };
  void log(unsigned link, Cycle now);

  SourceId source_;
  EventSink& events_;
  std::vector<Account> accounts_;
};

}  // namespace standstill::interconnect

#endif  // STANDSTILL_INTERCONNECT_LINK_HASH_H
