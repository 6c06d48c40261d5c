// Reads an event log back.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROBES_EVENT_READER_H
#define STANDSTILL_TESTBENCH_PROBES_EVENT_READER_H

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/address_map.h"
#include "common/event_log.h"
#include "testbench/probes/event_log.h"

namespace standstill::testbench {

/// The inverse of append_event().
class EventReader {
 public:
  explicit EventReader(const AddressMap& map);
  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;

  /// The event of one line, without its newline. Throws UsageError with what is wrong, what is
  /// allowed and the column's name; the caller knows the place.
  Event parse(std::string_view line) const;

 private:
  SourceId source(std::string_view text) const;
  EventKind kind(std::string_view text) const;
  EventId id(std::string_view text) const;
  EventId edge_id(std::string_view text) const;

  std::vector<std::string> names_;  ///< what the keys of `sources_` point into
  std::unordered_map<std::string_view, SourceId> sources_;
  std::unordered_map<std::string_view, EventKind> kinds_;
};

/// Gives each event of the log at `path` to `consumers`, in order. Throws UsageError, with file and
/// line, for what cannot be read or is no event of this machine, and where the `end` is missing.
void read_events(const std::string& path, const AddressMap& map,
                 const std::vector<EventConsumer*>& consumers);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROBES_EVENT_READER_H
