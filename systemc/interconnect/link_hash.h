// Holds every message of every link by one hash a link, logged now and then.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_INTERCONNECT_LINK_HASH_H
#define STANDSTILL_INTERCONNECT_LINK_HASH_H

#include <vector>

#include "common/event_log.h"
#include "common/message.h"

namespace standstill::interconnect {

/// One hash for each receiver's port over (cycle of arrival, message), in order of arrival.
class LinkHash {
 public:
  static constexpr std::uint64_t kLogEvery = 4096;  ///< messages of a link

  LinkHash(unsigned ports, SourceId source, EventSink& events);

  /// Counts a message; `now` is when its arrival was decided.
  void add(const Message& message, Cycle now);
  /// Logs each link that carried anything.
  void finish(Cycle end);

 private:
  struct Link {
    std::uint64_t hash = 0;
    std::uint64_t messages = 0;
  };
  void log(unsigned port, Cycle now);

  SourceId source_;
  EventSink& events_;
  std::vector<Link> links_;
};

}  // namespace standstill::interconnect

#endif  // STANDSTILL_INTERCONNECT_LINK_HASH_H
