// Puts events into their order and writes them.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/event_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <tuple>

#include "standstill/markers.h"
#include "testbench/probes/event_text.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

using platform::Marker;

constexpr std::size_t kLeastDrain = 8192;       ///< events
constexpr std::size_t kTextBlock = 256 * 1024;  ///< bytes

constexpr EventKind kMemoryKinds[] = {EventKind::Load,      EventKind::Store,  EventKind::Miss,
                                      EventKind::Fill,      EventKind::Waited, EventKind::Snoop,
                                      EventKind::HomeBegin, EventKind::HomeEnd};

constexpr std::uint64_t bit_of(EventKind kind) {
  return std::uint64_t{1} << static_cast<unsigned>(kind);
}

constexpr std::uint64_t memory_kinds() {
  std::uint64_t bits = 0;
  for (const EventKind kind : kMemoryKinds) bits |= bit_of(kind);
  return bits;
}

bool is_marker(const Event& event, Marker marker) {
  return event.kind == EventKind::Marker && event.a == static_cast<std::uint64_t>(marker);
}

}  // namespace

bool is_memory_event(EventKind kind) { return (memory_kinds() & bit_of(kind)) != 0; }

EventLog::EventLog(AddressMap map, LogLevel level, const std::string& path)
    : map_(map),
      level_(level),
      path_(path),
      source_names_(source_names(map)),
      drain_at_(kLeastDrain) {
  if (level == LogLevel::Marks) wanted_ &= ~memory_kinds();
  // A load names the store it saw, and that number says whose it is and when it issued: the stores
  // themselves would be most of the log.
  if (level == LogLevel::Rendezvous) wanted_ &= ~bit_of(EventKind::Store);
  if (path.empty()) return;
  file_ = std::fopen(path.c_str(), "wb");
  if (!file_)
    throw UsageError(fmt::format("{}: cannot write the event log: {}", path, std::strerror(errno)));
}

EventLog::~EventLog() {
  if (file_) std::fclose(file_);
}

void EventLog::record(const Event& event) {
  if (event.cycle > end_) return;
  if (!is_memory_event(event.kind)) {
    marks_.push_back({event, arrivals_++});
  } else if (level_ != LogLevel::Marks) {
    memory_.push_back({event, arrivals_++});
  }
}

void EventLog::flush_before(Cycle cycle) {
  if (marks_.size() + memory_.size() < drain_at_) return;
  drain(cycle);
  // What must still wait is not to be sifted again at every call.
  drain_at_ = std::max(kLeastDrain, 2 * (marks_.size() + memory_.size()));
}

void EventLog::close() {
  drain(kNever);
  write_text();
  if (file_ && std::fclose(file_) != 0) fail("close");
  file_ = nullptr;
}

bool EventLog::before(const Waiting& a, const Waiting& b) {
  return std::tie(a.event.cycle, a.event.source, a.arrival) <
         std::tie(b.event.cycle, b.event.source, b.arrival);
}

EventLog::Queue EventLog::take_before(Queue& queue, Cycle cycle) {
  const auto later = std::stable_partition(queue.begin(), queue.end(),
                                           [&](const Waiting& w) { return w.event.cycle < cycle; });
  Queue taken(queue.begin(), later);
  queue.erase(queue.begin(), later);
  return taken;
}

void EventLog::drain(Cycle cycle) {
  Queue marks = take_before(marks_, cycle);
  Queue memory = take_before(memory_, cycle);
  std::sort(marks.begin(), marks.end(), before);
  // Outside a rendezvous most of the work is to throw memory events away: do that unsorted.
  if (level_ == LogLevel::Rendezvous && open_.empty() && !opens_window(marks)) memory.clear();
  std::sort(memory.begin(), memory.end(), before);
  merge(marks, memory);
}

bool EventLog::opens_window(const Queue& marks) const {
  return std::any_of(marks.begin(), marks.end(),
                     [](const Waiting& w) { return is_marker(w.event, Marker::Call); });
}

void EventLog::merge(const Queue& marks, const Queue& memory) {
  auto mark = marks.begin();
  auto access = memory.begin();
  while (mark != marks.end() || access != memory.end()) {
    if (access == memory.end() || (mark != marks.end() && before(*mark, *access))) {
      give_out(mark->event);
      track_window(mark->event);
      ++mark;
    } else {
      if (level_ == LogLevel::All || !open_.empty()) give_out(access->event);
      ++access;
    }
  }
}

void EventLog::track_window(const Event& event) {
  if (is_marker(event, Marker::Call)) open_.push_back(event.b);
  if (!is_marker(event, Marker::Return)) return;
  const auto object = std::find(open_.begin(), open_.end(), event.b);
  if (object != open_.end()) open_.erase(object);
}

void EventLog::give_out(const Event& event) {
  if (event.cycle > end_) return;
  ++events_;
  for (EventConsumer* consumer : consumers_) consumer->consume(event);
  if (!file_) return;
  append_event(text_, source_names_, event);
  if (text_.size() >= kTextBlock) write_text();
}

void EventLog::write_text() {
  if (file_ && std::fwrite(text_.data(), 1, text_.size(), file_) != text_.size()) fail("write");
  text_.clear();
}

void EventLog::fail(const char* action) {
  if (error_.empty())
    error_ = fmt::format("{}: cannot {} the event log: {}", path_, action, std::strerror(errno));
  if (file_) std::fclose(file_);
  file_ = nullptr;
}

}  // namespace standstill::testbench
