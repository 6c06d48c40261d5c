// An event sink that keeps everything, and can say it as text.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SUPPORT_RECORDING_SINK_H
#define STANDSTILL_TESTS_SUPPORT_RECORDING_SINK_H

#include <string>
#include <vector>

#include "common/event_log.h"

namespace standstill {

class RecordingSink final : public EventSink {
 public:
  void record(const Event& event) override { events.push_back(event); }

  /// From now on nobody wants events of this kind.
  void ignore(EventKind kind) { wanted_ &= ~(std::uint64_t{1} << static_cast<unsigned>(kind)); }

  std::vector<Event> of(EventKind kind) const {
    std::vector<Event> found;
    for (const Event& event : events)
      if (event.kind == kind) found.push_back(event);
    return found;
  }

  std::string text() const {
    std::string all;
    for (const Event& e : events) {
      for (std::uint64_t field :
           {e.cycle, std::uint64_t{e.source}, e.id, e.cause, e.a, e.b, e.c, e.d})
        all += std::to_string(field) + ' ';
      all += std::string(info(e.kind).name) + '\n';
    }
    return all;
  }

  std::vector<Event> events;
};

}  // namespace standstill

#endif  // STANDSTILL_TESTS_SUPPORT_RECORDING_SINK_H
