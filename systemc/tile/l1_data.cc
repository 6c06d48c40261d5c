// Carries out the coherence table's actions on the lines of one data cache.
// SPDX-License-Identifier: Apache-2.0
#include "tile/l1_data.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

namespace standstill::tile {

using coherence::has;
using coherence::L1Action;
using coherence::L1Event;
using coherence::L1State;
using coherence::L1Transition;

L1Data::L1Data(const L1Config& config, const AddressMap& map, NodeId node, SourceId source,
               EventSink& events)
    : config_(config),
      map_(map),
      node_(node),
      source_(source),
      events_(events),
      tags_(config.size, config.ways),
      states_(tags_.frames(), L1State::I),
      lines_(tags_.frames()) {}

/// The table's row, which a protocol without defects never finds Illegal.
const L1Transition& L1Data::step_of(L1State state, L1Event event, Addr line) const {
  const L1Transition& step = coherence::l1_transition(state, event);
  if (!has(step.actions, L1Action::Illegal)) return step;
  throw std::logic_error("tile " + std::to_string(node_) + ": " + coherence::name_of(event) +
                         " in state " + coherence::name_of(state) + " of line " +
                         std::to_string(line));
}

const L1Data::Victim* L1Data::victim(Addr line) const {
  for (const Victim& v : victims_)
    if (v.line == line) return &v;
  return nullptr;
}

L1Data::Victim* L1Data::victim(Addr line) {
  return const_cast<Victim*>(std::as_const(*this).victim(line));
}

L1State L1Data::state(Addr line) const {
  if (const Victim* leaving = victim(line)) return leaving->state;
  const unsigned frame = tags_.find(line);
  return frame == kNone ? L1State::I : states_[frame];
}

const Line* L1Data::newest(Addr line) const {
  if (const unsigned frame = writable(line); frame != kNone) return &lines_[frame];
  for (const Victim& v : victims_)
    if (v.line == line && v.state == L1State::MI_A) return &v.data;
  return nullptr;
}

void L1Data::send_request(MessageType type, AccessKind kind, Addr line, EventId transaction,
                          EventId cause, Cycle now, Outbox& out, const Line* data) {
  Message message;
  message.type = type;
  message.destination = map_.home_of(line);
  message.requester = node_;
  message.addr = line;
  message.cycle = now + config_.miss_latency;
  message.transaction = transaction;
  message.cause = cause;
  if (data != nullptr) {
    message.line = *data;
    message.dirty = true;
  }
  out.send(message, now);
  if (events_.wants(EventKind::Miss))
    events_.record({now, source_, EventKind::Miss, transaction, cause, line,
                    static_cast<std::uint64_t>(type), static_cast<std::uint64_t>(kind)});
}

L1Data::Answer L1Data::request(Addr line, AccessKind kind, Cycle now, EventId cause, Outbox& out) {
  if (victim(line) != nullptr) return Answer::Blocked;
  unsigned frame = tags_.find(line);
  if (frame == kNone) {
    frame = make_room(line, now, cause, out);
    if (frame == kNone) return Answer::Blocked;
    tags_.place(frame, line);
    states_[frame] = L1State::I;
  }
  const L1Event event = kind == AccessKind::Load ? L1Event::Load : L1Event::Store;
  const L1Transition& step = coherence::l1_transition(states_[frame], event);
  states_[frame] = step.next;
  if (has(step.actions, L1Action::Wait)) return Answer::Waiting;
  const MessageType type = has(step.actions, L1Action::SendReadShared)   ? MessageType::ReadShared
                           : has(step.actions, L1Action::SendReadUnique) ? MessageType::ReadUnique
                                                                         : MessageType::CleanUnique;
  open_.push_back({line, now, out.next_id()});
  send_request(type, kind, line, open_.back().id, cause, now, out, nullptr);
  return Answer::Waiting;
}

/// A frame for `line`: an empty one of its set, else that of the least recently used line that can
/// leave now; kNone where every line of the set has a transaction open.
unsigned L1Data::make_room(Addr line, Cycle now, EventId cause, Outbox& out) {
  for (unsigned rank = 0; rank < tags_.ways(); ++rank)
    if (const unsigned frame = tags_.candidate(line, rank); tags_.empty(frame)) return frame;
  for (unsigned rank = 0; rank < tags_.ways(); ++rank) {
    const unsigned frame = tags_.candidate(line, rank);
    const L1Transition& step = coherence::l1_transition(states_[frame], L1Event::Replace);
    if (has(step.actions, L1Action::Wait)) continue;
    evict(frame, now, cause, out);
    return frame;
  }
  return kNone;
}

void L1Data::evict(unsigned frame, Cycle now, EventId cause, Outbox& out) {
  const Addr line = tags_.line(frame);
  const L1Transition& step = coherence::l1_transition(states_[frame], L1Event::Replace);
  const bool dirty = has(step.actions, L1Action::SendWriteBackFull);
  if (dirty || has(step.actions, L1Action::SendEvict)) {
    victims_.push_back({line, step.next, out.next_id(), lines_[frame]});
    send_request(dirty ? MessageType::WriteBackFull : MessageType::Evict, AccessKind::Eviction,
                 line, victims_.back().id, cause, now, out, dirty ? &lines_[frame] : nullptr);
  }
  tags_.remove(frame);
  states_[frame] = L1State::I;
}

void L1Data::snoop(const Message& snoop, Cycle now, Outbox& out) {
  const Addr line = line_of(snoop.addr);
  Victim* leaving = victim(line);
  const unsigned frame = leaving != nullptr ? kNone : tags_.find(line);
  const L1State state = leaving != nullptr ? leaving->state
                        : frame != kNone   ? states_[frame]
                                           : L1State::I;
  const L1Transition& step = coherence::l1_transition(state, coherence::l1_event_of(snoop, state));

  Message answer;
  const bool data = has(step.actions, L1Action::WithData);
  answer.type = data ? MessageType::SnpRespData : MessageType::SnpResp;
  answer.state = has(step.actions, L1Action::RespondShared) ? Grant::Shared
                 : has(step.actions, L1Action::RespondKeep) ? Grant::Unique
                                                            : Grant::Invalid;
  answer.destination = snoop.source;
  answer.requester = snoop.requester;
  answer.addr = line;
  answer.cycle = now + config_.snoop_latency;
  answer.transaction = snoop.transaction;
  answer.cause = snoop.id;
  answer.dirty = data;
  if (data) answer.line = leaving != nullptr ? leaving->data : lines_[frame];

  if (leaving != nullptr) {
    leaving->state = step.next;
  } else if (frame != kNone) {
    states_[frame] = step.next;
    if (step.next == L1State::I) tags_.remove(frame);
  }
  out.send(answer, now);
  if (events_.wants(EventKind::Snoop))
    events_.record({now, source_, EventKind::Snoop, 0, snoop.transaction, line,
                    static_cast<std::uint64_t>(snoop.type),
                    static_cast<std::uint64_t>(answer.type)});
}

L1Data::Completion L1Data::finish_victim(const Message& message) {
  const auto leaving = std::find_if(victims_.begin(), victims_.end(),
                                    [&](const Victim& v) { return v.id == message.transaction; });
  Completion done;
  done.line = message.addr;
  done.write_back = true;
  done.transaction = message.transaction;
  if (leaving != victims_.end()) victims_.erase(leaving);
  return done;
}

L1Data::Completion L1Data::complete(const Message& message, Cycle now, Outbox& out) {
  const auto open = std::find_if(open_.begin(), open_.end(),
                                 [&](const Open& o) { return o.id == message.transaction; });
  if (open == open_.end()) return finish_victim(message);

  const unsigned frame = tags_.find(open->line);
  const L1State state = states_[frame];
  const L1Transition& step = step_of(state, coherence::l1_event_of(message, state), open->line);
  states_[frame] = step.next;
  if (has(step.actions, L1Action::Install)) lines_[frame] = message.line;
  tags_.touch(frame);

  Completion done;
  done.line = open->line;
  done.served_by = message.served_by;
  done.upgrade = !has(step.actions, L1Action::Install);
  done.transaction = open->id;
  if (events_.wants(EventKind::Fill))
    events_.record({now, source_, EventKind::Fill, 0, message.transaction, open->line,
                    static_cast<std::uint64_t>(message.served_by), now - open->born});

  Message acknowledge;
  acknowledge.type = MessageType::CompAck;
  acknowledge.destination = message.source;
  acknowledge.requester = node_;
  acknowledge.addr = open->line;
  // Home is free for others only when the access that waited has been performed: so it makes
  // progress however long the fill takes.
  acknowledge.cycle = now + config_.fill_latency + 1;
  acknowledge.transaction = open->id;
  acknowledge.cause = message.id;
  out.send(acknowledge, now);
  open_.erase(open);
  return done;
}

}  // namespace standstill::tile
