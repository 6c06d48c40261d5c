// The event log: takes events as modules make them, gives them on in one fixed order.
// SPDX-License-Identifier: Apache-2.0
//
// The order is (cycle, source, order of arrival within the source) and so does not depend on how
// the host scheduled the modules. docs/results.md describes the file.
#ifndef STANDSTILL_TESTBENCH_PROBES_EVENT_LOG_H
#define STANDSTILL_TESTBENCH_PROBES_EVENT_LOG_H

#include <cstdio>
#include <string>
#include <vector>

#include "common/address_map.h"
#include "common/event_log.h"

namespace standstill::testbench {

/// How much of the memory traffic the log holds. Loads, stores, misses, fills, snoops and the home
/// nodes' events are memory events; everything else is in the log at every level.
enum class LogLevel : std::uint8_t {
  Marks,       ///< none of it
  Rendezvous,  ///< what lies between a Call marker and its Return marker
  All,         ///< all of it
};

/// True for the kinds that the level decides about.
bool is_memory_event(EventKind kind);

/// Sees events in log order. Memory events reach it by the level, all others always.
class EventConsumer {
 public:
  virtual ~EventConsumer() = default;
  virtual void consume(const Event& event) = 0;
};

/// Name of a source as it stands in the log: hart0, home1, devices, noc, memory, fabric, machine.
std::string source_name(const AddressMap& map, SourceId source);
/// An event number as `source:count`, or `-` for none.
std::string event_id_text(const AddressMap& map, EventId id);
/// One line of the log, without its end.
std::string event_text(const AddressMap& map, const Event& event);

class EventLog final : public EventSink {
 public:
  /// @param path file to write; empty: none
  EventLog(AddressMap map, LogLevel level, const std::string& path);
  ~EventLog() override;
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  /// `consumer` sees each event from now on; it must outlive the log's last flush.
  void add_consumer(EventConsumer& consumer) { consumers_.push_back(&consumer); }

  void record(const Event& event) override;

  /// Nothing will be recorded any more for a cycle before `cycle`: events before it can go out.
  void flush_before(Cycle cycle);
  /// The last cycle of the run. Events after it are dropped, whether recorded yet or not.
  void set_end(Cycle cycle) { end_ = cycle; }
  /// Gives out the rest and closes the file.
  void close();

  /// Empty, or what went wrong with the file (disk full). The log goes on without it.
  const std::string& error() const { return error_; }
  /// Lines given out so far.
  std::uint64_t lines() const { return lines_; }

 private:
  void give_out(const Event& event);
  void track_rendezvous(const Event& event);
  void write_text(bool all);
  void fail(const std::string& what);

  AddressMap map_;
  LogLevel level_;
  std::string path_;
  std::FILE* file_ = nullptr;
  std::string text_;  ///< lines not yet written
  std::string error_;
  std::vector<std::string> source_names_;
  std::vector<EventConsumer*> consumers_;
  std::vector<Event> marks_;         ///< waiting; kept apart because they open and close the window
  std::vector<Event> memory_;        ///< waiting memory events
  std::vector<std::uint64_t> open_;  ///< objects of the rendezvous between Call and Return
  Cycle end_ = kNever;
  std::uint64_t lines_ = 0;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROBES_EVENT_LOG_H
