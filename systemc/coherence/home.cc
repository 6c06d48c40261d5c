// How a home node takes, orders and begins transactions. How it ends them: home_answers.cc.
// SPDX-License-Identifier: Apache-2.0
#include "coherence/home.h"

#include <algorithm>
#include <string>

namespace standstill::coherence {
namespace {

constexpr unsigned kFromInterconnect = 0;
constexpr unsigned kFromMemory = 1;

}  // namespace

Home::Home(const MachineConfig& config, const AddressMap& map, unsigned bank, EventSink& events,
           const HomeTable& table)
    : tag_latency_(config.l2.tag_latency),
      data_latency_(std::max<Cycle>(config.l2.data_latency, 1)),
      node_(map.home_node(bank)),
      events_(events),
      table_(table),
      directory_(config.l2.size / kLineBytes / map.homes, config.l2.ways, map.homes, map.harts),
      inbox_(pool_) {}

void Home::receive(const Message& message) {
  if (message.cycle <= stepped_) throw ProtocolError("home: message from the past");
  inbox_.add(message, message.type == MessageType::MemData ? kFromMemory : kFromInterconnect);
}

/// What enters the pipeline next: a request that waited goes before a new message.
bool Home::replay_is_next() const {
  if (replays_.empty()) return false;
  return inbox_.next() == kNever ||
         std::max(replays_.front().ready, pipe_free_) <= std::max(inbox_.next(), pipe_free_);
}

Cycle Home::next_event() const {
  const Cycle ready = replay_is_next() ? replays_.front().ready : inbox_.next();
  return ready == kNever ? kNever : std::max(ready, pipe_free_) + tag_latency_;
}

void Home::step(Cycle now, std::vector<Message>& out) {
  out_ = &out;
  stepped_ = now;
  for (Cycle next = next_event(); next <= now && next != kNever; next = next_event()) {
    const bool replay = replay_is_next();
    now_ = next;
    pipe_free_ = next - tag_latency_ + 1;
    if (replay) {
      const std::int32_t index = replays_.front().transaction;
      replays_.pop_front();
      begin(index, at(index).trigger);
    } else {
      decide(inbox_.pop());
    }
  }
}

void Home::decide(const Message& message) {
  switch (message.type) {
    case MessageType::SnpResp:
    case MessageType::SnpRespData:
      return snoop_answered(message);
    case MessageType::MemData:
      return memory_answered(message);
    case MessageType::CompAck: {
      const std::int32_t index = busy_with(line_of(message.addr));
      if (index == Directory::kNone || at(index).stage != Stage::Ack) {
        throw ProtocolError("home: CompAck that nobody waits for");
      }
      at(index).trigger = message.id;
      return end(index);
    }
    default:
      break;
  }
  if (message.type > MessageType::Atomic) {
    throw ProtocolError(std::string("home: ") + name_of(message.type) + " is no request");
  }
  const std::int32_t other = busy_with(line_of(message.addr));
  if (other != Directory::kNone) return pool_.append(at(other).waiting, message);
  begin(new_transaction(message, home_request_of(message.type)), message.id);
}

std::int32_t Home::new_transaction(const Message& request, HomeRequest kind) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::int32_t>(transactions_.size()));
    transactions_.emplace_back();
  }
  const std::int32_t index = free_.back();
  free_.pop_back();
  at(index) = Transaction{};
  at(index).request = request;
  at(index).kind = kind;
  ++busy_;
  return index;
}

std::int32_t Home::busy_with(Addr line) const {
  const std::int32_t way = directory_.find(line);
  if (way != Directory::kNone) return directory_.at(way).transaction;
  for (std::int32_t index : without_way_) {
    if (line_of(transactions_[static_cast<std::size_t>(index)].request.addr) == line) return index;
  }
  return Directory::kNone;
}

void Home::begin(std::int32_t index, EventId trigger) {
  Transaction& transaction = at(index);
  const Addr line = line_of(transaction.request.addr);
  transaction.trigger = trigger;
  without_way_.erase(std::remove(without_way_.begin(), without_way_.end(), index),
                     without_way_.end());
  transaction.way = directory_.find(line);
  const HomeState state = directory_.state_of(transaction.way);
  const bool holder = directory_.holds(transaction.way, transaction.request.source);
  transaction.rule = table_.at(state, transaction.kind, holder);
  if (!transaction.rule.legal) {
    throw ProtocolError(std::string("home: ") + name_of(transaction.kind) + " in state " +
                        name_of(state));
  }
  log(EventKind::HomeBegin, transaction);
  transaction.data_ready = now_ + data_latency_;
  if (transaction.rule.read_memory) {
    without_way_.push_back(index);
    return allocate(index);
  }
  if (transaction.way != Directory::kNone) {
    directory_.at(transaction.way).transaction = index;
    const bool leaves = transaction.rule.grant == HomeGrant::Forget;
    if (!leaves) directory_.touch(transaction.way);
  }
  send_snoops(index);
}

void Home::allocate(std::int32_t index) {
  const std::int32_t way = directory_.choose(line_of(at(index).request.addr));
  if (way == Directory::kNone) {
    at(index).stage = Stage::Way;
    way_waiters_.push_back(index);
  } else if (!directory_.empty(way)) {
    recall(index, way);
  } else {
    fill_way(index, way);
  }
}

/// Takes the victim out of every L1D that has it, so that the L2 stays inclusive.
void Home::recall(std::int32_t index, std::int32_t victim) {
  Message request;
  request.addr = directory_.line(victim);
  request.source = node_;
  request.requester = at(index).request.requester;
  request.id = request.transaction = make_event_id(node_, ++ids_);
  request.cause = at(index).trigger;
  const std::int32_t recaller = new_transaction(request, HomeRequest::Recall);
  Transaction& transaction = at(recaller);
  at(index).stage = Stage::Recall;
  transaction.trigger = at(index).trigger;
  transaction.recall_for = index;
  transaction.way = victim;
  transaction.rule = table_.at(directory_.state_of(victim), HomeRequest::Recall, false);
  transaction.data_ready = now_ + data_latency_;
  directory_.at(victim).transaction = recaller;
  send_snoops(recaller);
}

/// Gives `way`, empty by now, to the line of `index` and reads the line.
void Home::fill_way(std::int32_t index, std::int32_t way) {
  Transaction& transaction = at(index);
  without_way_.erase(std::remove(without_way_.begin(), without_way_.end(), index),
                     without_way_.end());
  directory_.place(way, line_of(transaction.request.addr));
  directory_.at(way).transaction = index;
  transaction.way = way;
  transaction.stage = Stage::Memory;
  Message read;
  read.type = MessageType::MemRead;
  read.addr = directory_.line(way);
  send_to_memory(read, transaction, now_ + 1);
}

void Home::send_snoops(std::int32_t index) {
  Transaction& transaction = at(index);
  transaction.stage = Stage::Snoops;
  const SnoopTarget target = transaction.rule.snoop;
  const auto snoop = [&](NodeId tile) {
    Message message;
    message.type = transaction.rule.snoop_type;
    message.destination = tile;
    message.addr = directory_.line(transaction.way);
    send(message, transaction, now_ + 1);
    ++transaction.answers_due;
  };
  if (target == SnoopTarget::Owner) {
    transaction.served_by = ServedBy::Owner;
    snoop(directory_.at(transaction.way).owner);
  } else if (target != SnoopTarget::None) {
    directory_.for_each_sharer(transaction.way, [&](NodeId tile) {
      if (target == SnoopTarget::Sharers || tile != transaction.request.source) snoop(tile);
    });
  }
  if (transaction.answers_due == 0) complete(index);
}

}  // namespace standstill::coherence
