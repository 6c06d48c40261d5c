// Follows lines.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/machine/wave_lines.h"

#include <algorithm>

#include "standstill/markers.h"
#include "testbench/probes/rendezvous.h"

namespace standstill::testbench {
namespace {

bool is_lock_step_call(const Event& event) {
  if (event.a != static_cast<std::uint64_t>(platform::Marker::Call)) return false;
  Rendezvous called;
  called.kind = event.c & 0xFF;
  return called.is_lock_step();
}

}  // namespace

WaveLines::WaveLines(unsigned harts, const WatchedWords& words, std::optional<Addr> object)
    : fixed_(object.has_value()) {
  lines_[static_cast<unsigned>(WatchedLine::State)].offset = words.state;
  lines_[static_cast<unsigned>(WatchedLine::ThreadAck)].offset = words.thread_ack;
  for (Followed& line : lines_) line.messages.resize(harts);
  if (object) follow(*object);
}

void WaveLines::follow(Addr object) {
  for (Followed& line : lines_) {
    const Addr address = line_of(object + line.offset);
    if (address == line.address) continue;
    line.address = address;
    std::fill(line.messages.begin(), line.messages.end(), 0);
  }
}

void WaveLines::note(const Event& event) {
  switch (event.kind) {
    case EventKind::Marker:
      if (!fixed_ && is_lock_step_call(event)) follow(event.b);
      break;
    case EventKind::Miss:
    case EventKind::Snoop:
      pass(event, message_number(static_cast<MessageType>(event.b)));
      break;
    case EventKind::Fill:
      pass(event, message_number(static_cast<ServedBy>(event.b)));
      break;
    case EventKind::HomeBegin:
      open_[event.a] = {message_number(static_cast<MessageType>(event.b)),
                        static_cast<HartId>(event.c)};
      break;
    case EventKind::HomeEnd:
      open_.erase(event.a);
      break;
    default:
      break;
  }
}

void WaveLines::pass(const Event& event, unsigned message) {
  for (Followed& line : lines_)
    if (line_of(event.a) == line.address && event.source < line.messages.size())
      line.messages[event.source] = message;
}

WaveLines::Service WaveLines::service(WatchedLine which) const {
  const auto found = open_.find(of(which).address);
  return found == open_.end() ? Service{} : found->second;
}

}  // namespace standstill::testbench
