// Serves the links in order of time.
// SPDX-License-Identifier: Apache-2.0
#include "interconnect/network.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace standstill::interconnect {

void Agenda::set(unsigned link, Cycle cycle) {
  if (due_[link] == cycle) return;
  due_[link] = cycle;
  if (cycle != kNever) {
    heap_.push_back({cycle, link});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
  drop_stale();
}

unsigned Agenda::pop() {
  const unsigned link = heap_.front().link;
  due_[link] = kNever;
  drop_stale();
  return link;
}

void Agenda::drop_stale() {
  while (!heap_.empty() && due_[heap_.front().link] != heap_.front().cycle) {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    heap_.pop_back();
  }
}

Network::Network(const InterconnectConfig& config, Topology topology, SourceId source,
                 EventSink& events)
    : topology_(std::move(topology)),
      hop_latency_(std::max<Cycle>(config.hop_latency, 1)),
      line_flits_(1 + (kLineBytes + config.link_bytes - 1) / config.link_bytes),
      senders_(topology_.nodes()),
      links_(topology_.links(), Link(topology_.links())),
      senders_due_(topology_.nodes()),
      links_due_(topology_.links()),
      hash_(topology_.links(), source, events) {}

void Network::inject(const Message& message) {
  if (message.cycle <= stepped_) throw std::logic_error("interconnect: message from the past");
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

Cycle Network::next_event() const { return std::min(senders_due_.next(), links_due_.next()); }

void Network::step(Cycle now, std::vector<Message>& out) {
  stepped_ = now;
  for (Cycle next = next_event(); next <= now && next != kNever; next = next_event()) {
    while (senders_due_.next() == next) send(senders_due_.pop(), next);
    while (links_due_.next() == next) grant(links_due_.pop(), next, out);
  }
}

const Line* Network::arriving(Addr line) const {
  const auto match = [&](Slot slot) -> const Line* {
    const Message& message = slots_[slot];
    const bool found = message.type == MessageType::SnpRespData && line_of(message.addr) == line;
    return found ? &message.line : nullptr;
  };
  for (const Sender& sender : senders_)
    for (const Slot slot : sender.queues[static_cast<unsigned>(Channel::Dat)])
      if (const Line* found = match(slot)) return found;
  for (const Link& link : links_)
    for (const Arrival& arrival : link.queue)
      if (const Line* found = match(arrival.slot)) return found;
  return nullptr;
}

void Network::send(unsigned node, Cycle now) {
  Sender& sender = senders_[node];
  const unsigned channel = sender.arbiter.pick([&](unsigned input) {
    const auto& queue = sender.queues[input];
    return !queue.empty() && slots_[queue.front()].cycle <= now;
  });
  const Slot slot = sender.queues[channel].front();
  sender.queues[channel].pop_front();
  sender.arbiter.serve(channel);
  sender.free = now + flits_of(slots_[slot].type);
  plan_sender(node);
  join(topology_.next_link(topology_.router_of(node), slots_[slot].destination), {now, slot, node});
}

/// What comes over a link is known a hop ahead; what a node sends, at once: so nearly the last.
void Network::join(unsigned link, const Arrival& arrival) {
  auto& queue = links_[link].queue;
  auto place = queue.end();
  while (place != queue.begin() && (place - 1)->cycle > arrival.cycle) --place;
  queue.insert(place, arrival);
  plan_link(link);
}

/// Takes out whoever is served next of those that came first.
Network::Arrival Network::take(Link& link) {
  auto first = link.queue.begin();
  for (auto other = first + 1;
       other != link.queue.end() && other->cycle == link.queue.front().cycle; ++other) {
    if (link.arbiter.rank(other->input) < link.arbiter.rank(first->input)) first = other;
  }
  const Arrival arrival = *first;
  link.queue.erase(first);
  return arrival;
}

void Network::grant(unsigned index, Cycle now, std::vector<Message>& out) {
  Link& link = links_[index];
  const Arrival arrival = take(link);
  Message& message = slots_[arrival.slot];
  const Cycle flits = flits_of(message.type);
  link.arbiter.serve(arrival.input);
  link.free = now + flits;
  message.cycle = now + hop_latency_ + flits - 1;
  hash_.add(index, message, now);
  plan_link(index);
  if (index < topology_.nodes()) {
    out.push_back(message);
    free_slots_.push_back(arrival.slot);
  } else {
    join(topology_.next_link(topology_.end_of(index), message.destination),
         {now + hop_latency_, arrival.slot, index});
  }
}

void Network::plan_sender(unsigned node) {
  const Sender& sender = senders_[node];
  Cycle first = kNever;
  for (const auto& queue : sender.queues) {
    if (!queue.empty()) first = std::min(first, slots_[queue.front()].cycle);
  }
  senders_due_.set(node, first == kNever ? kNever : std::max(first, sender.free));
}

void Network::plan_link(unsigned index) {
  const Link& link = links_[index];
  links_due_.set(index,
                 link.queue.empty() ? kNever : std::max(link.queue.front().cycle, link.free));
}

std::unique_ptr<Interconnect> make_interconnect(const InterconnectConfig& config, unsigned harts,
                                                unsigned homes, SourceId source,
                                                EventSink& events) {
  return std::make_unique<Network>(config, Topology(config, harts, homes), source, events);
}

}  // namespace standstill::interconnect
