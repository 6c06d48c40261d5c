// The mock home's transactions.
// SPDX-License-Identifier: Apache-2.0
#include "support/mock_home.h"

#include <algorithm>

#include "coherence/atomic.h"

namespace standstill {
namespace {

std::uint64_t perform_atomic(Line& line, const Message& request) {
  const unsigned offset = offset_in_line(request.addr);
  const std::uint64_t old = line.read(offset, request.size);
  line.write(offset, request.size,
             coherence::apply(request.atomic, request.size, old, request.value),
             request.transaction);
  return old;
}

}  // namespace

void MockHome::serve_until(Cycle cycle, std::vector<Message>& out) {
  out_ = &out;
  while (!events_.empty() && events_.begin()->first.cycle <= cycle) {
    const Cycle now = events_.begin()->first.cycle;
    const Work work = events_.begin()->second;
    events_.erase(events_.begin());
    const std::size_t sent = out.size();
    serve(work, now);
    for (std::size_t i = sent; i < out.size(); ++i) cycle = std::min(cycle, out[i].cycle);
  }
  out_ = nullptr;
}

void MockHome::send(Message message, Cycle cycle) {
  message.source = kNode;
  message.id = make_event_id(kNode, ++ids_);
  // One message a cycle reaches the tile, so that no order among equals has to be thought of.
  while (!taken_.insert(cycle).second) ++cycle;
  message.cycle = last_sent_ = cycle;
  out_->push_back(message);
}

Message MockHome::reply_to(const Message& request, MessageType type) const {
  Message reply;
  reply.type = type;
  reply.destination = request.requester;
  reply.requester = request.requester;
  reply.addr = request.addr;
  reply.transaction = request.transaction;
  reply.cause = request.id;
  reply.served_by = served_by;
  return reply;
}

void MockHome::serve(const Work& work, Cycle now) {
  if (work.is_foreign) {
    Entry& entry = lines_[line_of(work.foreign.addr)];
    if (entry.busy)
      entry.waiting.push_back(work);
    else
      begin(entry, work, now);
    return;
  }
  const Message& message = work.message;
  received.push_back(message);
  Entry& entry = lines_[line_of(message.addr)];
  switch (message.type) {
    case MessageType::ReadNoSnp:
    case MessageType::WriteNoSnp:
      return answer_device(message, now);
    case MessageType::SnpResp:
    case MessageType::SnpRespData:
      return answer_snoop(message, now);
    case MessageType::CompAck:
      return free(entry, now);
    default:
      if (entry.busy)
        entry.waiting.push_back(work);
      else
        begin(entry, work, now);
  }
}

void MockHome::answer_device(const Message& request, Cycle now) {
  Message reply = reply_to(request, MessageType::Comp);
  reply.served_by = ServedBy::Device;
  const auto found = device.find(request.addr);
  reply.error = found == device.end();
  if (!reply.error && request.type == MessageType::WriteNoSnp) found->second = request.value;
  if (!reply.error && request.type == MessageType::ReadNoSnp) reply.value = found->second;
  send(reply, now + device_latency_);
}

bool MockHome::needs_snoop(const Entry& entry, const Work& work, MessageType& type) const {
  if (work.is_foreign ? work.foreign.fetch : work.message.type == MessageType::ReadOnce) {
    type = MessageType::SnpOnce;
    return entry.state == State::Owned;
  }
  if (work.is_foreign && !work.foreign.write) {
    type = MessageType::SnpShared;
    return entry.state == State::Owned;
  }
  type = MessageType::SnpUnique;
  const bool takes = work.is_foreign || work.message.type == MessageType::Atomic;
  return takes && entry.state != State::None;
}

void MockHome::begin(Entry& entry, const Work& work, Cycle now) {
  entry.busy = true;
  entry.current = work;
  Message snoop;
  if (!needs_snoop(entry, work, snoop.type)) return finish(entry, now);
  snoop.addr = line_of(work.is_foreign ? work.foreign.addr : work.message.addr);
  send(snoop, now + latency_);
  entry.snooped = last_sent_;
}

void MockHome::answer_snoop(const Message& message, Cycle now) {
  Entry& entry = lines_[line_of(message.addr)];
  answers.push_back({message, entry.snooped});
  if (message.type == MessageType::SnpRespData) entry.data = message.line;
  entry.state = message.state == Grant::Invalid  ? State::None
                : message.state == Grant::Shared ? State::Shared
                                                 : State::Owned;
  finish(entry, now);
}

void MockHome::finish(Entry& entry, Cycle now) {
  const Work work = entry.current;
  if (work.is_foreign) {
    const Foreign& foreign = work.foreign;
    if (!foreign.fetch) entry.foreign = !foreign.write;
    if (foreign.write)
      entry.data.write(offset_in_line(foreign.addr), 8, foreign.value,
                       make_store_id(7, foreign.cycle));
    return free(entry, now);
  }
  const Message& request = work.message;
  Message reply = reply_to(request, MessageType::CompData);
  reply.line = entry.data;
  bool acknowledged = true;
  switch (request.type) {
    case MessageType::ReadShared:
      reply.state = entry.foreign ? Grant::Shared : Grant::Unique;
      entry.state = entry.foreign ? State::Shared : State::Owned;
      break;
    case MessageType::CleanUnique:
      if (entry.state == State::Shared) reply.type = MessageType::Comp;
      [[fallthrough]];
    case MessageType::ReadUnique:
      reply.state = Grant::Unique;
      entry.state = State::Owned;
      entry.foreign = false;
      break;
    case MessageType::WriteBackFull:
      if (entry.state == State::Owned) entry.data = request.line;
      [[fallthrough]];
    case MessageType::Evict:
      reply.type = MessageType::Comp;
      entry.state = State::None;
      acknowledged = false;
      break;
    case MessageType::Atomic:
      reply.value = perform_atomic(entry.data, request);
      acknowledged = false;
      break;
    default:
      acknowledged = false;
  }
  send(reply, now + latency_);
  if (!acknowledged) free(entry, now);
}

void MockHome::free(Entry& entry, Cycle now) {
  entry.busy = false;
  if (entry.waiting.empty()) return;
  const Work next = entry.waiting.front();
  entry.waiting.pop_front();
  begin(entry, next, now);
}

}  // namespace standstill
