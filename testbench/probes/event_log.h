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
  /// Cheap to call often: the work is done when enough has gathered.
  void flush_before(Cycle cycle);
  /// The same, and does it now.
  void drain_before(Cycle cycle) { drain(cycle); }
  /// The last cycle of the run. Events after it are dropped, whether recorded yet or not. To be
  /// told before flush_before() passes it.
  void set_end(Cycle cycle) { end_ = cycle; }
  /// Gives out the rest and closes the file.
  void close();

  /// Empty, or what went wrong with the file (disk full). The log goes on without it.
  const std::string& error() const { return error_; }
  /// Events given out so far.
  std::uint64_t events() const { return events_; }

 private:
  /// An event and when it came; the latter orders events of one source in one cycle.
  struct Waiting {
    Event event;
    std::uint64_t arrival;
  };
  using Queue = std::vector<Waiting>;

  static bool before(const Waiting& a, const Waiting& b);
  static Queue take_before(Queue& queue, Cycle cycle);
  void drain(Cycle cycle);
  void merge(const Queue& marks, const Queue& memory);
  bool opens_window(const Queue& marks) const;
  void track_window(const Event& event);
  void give_out(const Event& event);
  void write_text();
  void fail(const char* action);

  AddressMap map_;
  LogLevel level_;
  std::string path_;
  std::FILE* file_ = nullptr;
  std::string text_;  ///< lines not yet written
  std::string error_;
  std::vector<std::string> source_names_;
  std::vector<EventConsumer*> consumers_;
  Queue marks_;   ///< kept apart from memory events because they open and close the window
  Queue memory_;  ///< waiting memory events
  std::vector<std::uint64_t> open_;  ///< objects of the rendezvous between Call and Return
  Cycle end_ = kNever;
  std::uint64_t arrivals_ = 0;
  std::size_t drain_at_;  ///< number of waiting events that makes a drain worth while
  std::uint64_t events_ = 0;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROBES_EVENT_LOG_H
