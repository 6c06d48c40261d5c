// Serves lines from guest memory in order of time.
// SPDX-License-Identifier: Apache-2.0
#include "memory/dram.h"

#include <stdexcept>

namespace standstill::memory {

Dram::Dram(const DramConfig& config, GuestMemory& memory, SourceId source)
    : latency_(std::max<Cycle>(config.latency, 1)),
      line_cycles_(std::max<Cycle>(config.line_cycles, 1)),
      memory_(memory),
      source_(source) {}

bool Dram::later(const Entry& a, const Entry& b) {
  if (a.cycle != b.cycle) return a.cycle > b.cycle;
  if (a.port != b.port) return a.port > b.port;
  return a.order > b.order;
}

void Dram::receive(unsigned port, const Message& message) {
  if (message.cycle <= stepped_) throw std::logic_error("dram: message from the past");
  std::uint32_t slot = 0;
  if (free_slots_.empty()) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.push_back(message);
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
    slots_[slot] = message;
  }
  queue_.push_back({message.cycle, port, ++received_, slot});
  std::push_heap(queue_.begin(), queue_.end(), later);
}

Cycle Dram::next_event() const {
  return queue_.empty() ? kNever : std::max(queue_.front().cycle, channel_free_);
}

void Dram::step(Cycle now, std::vector<Answer>& out) {
  stepped_ = now;
  for (Cycle next = next_event(); next <= now && next != kNever; next = next_event()) {
    std::pop_heap(queue_.begin(), queue_.end(), later);
    const Entry entry = queue_.back();
    queue_.pop_back();
    channel_free_ = next + line_cycles_;
    serve(entry, next, out);
    free_slots_.push_back(entry.slot);
  }
}

const Line* Dram::arriving(Addr line) const {
  const Entry* last = nullptr;
  for (const Entry& entry : queue_) {
    const Message& message = slots_[entry.slot];
    if (message.type != MessageType::MemWrite || line_of(message.addr) != line) continue;
    if (last == nullptr || later(entry, *last)) last = &entry;
  }
  return last == nullptr ? nullptr : &slots_[last->slot].line;
}

void Dram::serve(const Entry& entry, Cycle now, std::vector<Answer>& out) {
  const Message& request = slots_[entry.slot];
  if (request.type == MessageType::MemWrite) {
    memory_.write(request.addr, request.line.bytes.data(), kLineBytes);
    return;
  }
  Message data;
  data.type = MessageType::MemData;
  data.source = data.destination = request.source;
  data.requester = request.requester;
  data.addr = request.addr;
  data.cycle = now + latency_;
  data.id = make_event_id(source_, ++ids_);
  data.transaction = request.transaction;
  data.cause = request.id;
  memory_.read(request.addr, data.line.bytes.data(), kLineBytes);
  out.push_back({entry.port, data});
}

}  // namespace standstill::memory
