// Serves the links of the crossbar in order of time.
// SPDX-License-Identifier: Apache-2.0
#include "interconnect/crossbar.h"

#include <algorithm>
#include <stdexcept>

namespace standstill::interconnect {

void Agenda::set(unsigned port, Cycle cycle) {
  if (due_[port] == cycle) return;
  due_[port] = cycle;
  if (cycle != kNever) {
    heap_.push_back({cycle, port});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
  drop_stale();
}

unsigned Agenda::pop() {
  const unsigned port = heap_.front().port;
  due_[port] = kNever;
  drop_stale();
  return port;
}

void Agenda::drop_stale() {
  while (!heap_.empty() && due_[heap_.front().port] != heap_.front().cycle) {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    heap_.pop_back();
  }
}

Crossbar::Crossbar(const InterconnectConfig& config, unsigned ports, SourceId source,
                   EventSink& events)
    : hop_latency_(std::max<Cycle>(config.hop_latency, 1)),
      line_flits_(1 + (kLineBytes + config.link_bytes - 1) / config.link_bytes),
      senders_(ports),
      receivers_(ports, Receiver(ports)),
      senders_due_(ports),
      receivers_due_(ports),
      hash_(ports, source, events) {}

void Crossbar::inject(const Message& message) {
  if (message.cycle <= stepped_) throw std::logic_error("crossbar: message from the past");
  Slot slot = 0;
  if (free_slots_.empty()) {
    slot = static_cast<Slot>(slots_.size());
    slots_.push_back(message);
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
    slots_[slot] = message;
  }
  auto& queue = senders_[message.source].queues[static_cast<unsigned>(channel_of(message.type))];
  auto place = queue.end();
  while (place != queue.begin() && slots_[*(place - 1)].cycle > message.cycle) --place;
  queue.insert(place, slot);
  plan_sender(message.source);
}

Cycle Crossbar::next_event() const { return std::min(senders_due_.next(), receivers_due_.next()); }

void Crossbar::step(Cycle now, std::vector<Message>& out) {
  stepped_ = now;
  for (Cycle next = next_event(); next <= now && next != kNever; next = next_event()) {
    while (senders_due_.next() == next) send(senders_due_.pop(), next);
    while (receivers_due_.next() == next) deliver(receivers_due_.pop(), next, out);
  }
}

void Crossbar::send(unsigned port, Cycle now) {
  Sender& sender = senders_[port];
  const unsigned channel = sender.arbiter.pick([&](unsigned input) {
    const auto& queue = sender.queues[input];
    return !queue.empty() && slots_[queue.front()].cycle <= now;
  });
  const Slot slot = sender.queues[channel].front();
  sender.queues[channel].pop_front();
  sender.arbiter.serve(channel);
  sender.free = now + flits_of(slots_[slot].type);
  plan_sender(port);
  const unsigned destination = slots_[slot].destination;
  receivers_[destination].queue.push_back({now, slot});
  plan_receiver(destination);
}

void Crossbar::deliver(unsigned port, Cycle now, std::vector<Message>& out) {
  Receiver& receiver = receivers_[port];
  auto& queue = receiver.queue;
  auto first = queue.begin();
  const auto rank = [&](const Arrival& arrival) {
    return receiver.arbiter.rank(slots_[arrival.slot].source);
  };
  for (auto other = first + 1; other != queue.end() && other->cycle == queue.front().cycle;
       ++other) {
    if (rank(*other) < rank(*first)) first = other;
  }
  const Slot slot = first->slot;
  queue.erase(first);
  Message& message = slots_[slot];
  receiver.arbiter.serve(message.source);
  const Cycle flits = flits_of(message.type);
  receiver.free = now + flits;
  message.cycle = now + hop_latency_ + flits - 1;
  hash_.add(message, now);
  out.push_back(message);
  free_slots_.push_back(slot);
  plan_receiver(port);
}

void Crossbar::plan_sender(unsigned port) {
  const Sender& sender = senders_[port];
  Cycle first = kNever;
  for (const auto& queue : sender.queues) {
    if (!queue.empty()) first = std::min(first, slots_[queue.front()].cycle);
  }
  senders_due_.set(port, first == kNever ? kNever : std::max(first, sender.free));
}

void Crossbar::plan_receiver(unsigned port) {
  const Receiver& receiver = receivers_[port];
  receivers_due_.set(port, receiver.queue.empty()
                               ? kNever
                               : std::max(receiver.queue.front().cycle, receiver.free));
}

std::unique_ptr<Interconnect> make_interconnect(const InterconnectConfig& config, unsigned ports,
                                                SourceId source, EventSink& events) {
  switch (config.kind) {
    case InterconnectKind::Crossbar:
      return std::make_unique<Crossbar>(config, ports, source, events);
  }
  return nullptr;
}

}  // namespace standstill::interconnect
