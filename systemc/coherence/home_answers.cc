// How a home node takes answers and ends transactions. How it begins them: home.cc.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "coherence/atomic.h"
#include "coherence/home.h"

namespace standstill::coherence {

void Home::snoop_answered(const Message& message) {
  const std::int32_t index = busy_with(line_of(message.addr));
  if (index == Directory::kNone || at(index).answers_due == 0) {
    throw ProtocolError("home: answer to no snoop");
  }
  Transaction& transaction = at(index);
  Directory::Way& entry = directory_.at(transaction.way);
  if (message.type == MessageType::SnpRespData) {
    entry.data = message.line;
    entry.dirty = true;
    transaction.served_by = ServedBy::Owner;
    transaction.data_ready = now_ + 1;
  }
  if (message.state != Grant::Unique) directory_.remove(transaction.way, message.source);
  if (message.state == Grant::Shared) directory_.add_sharer(transaction.way, message.source);
  transaction.trigger = message.id;
  if (--transaction.answers_due == 0) complete(index);
}

void Home::memory_answered(const Message& message) {
  const std::int32_t index = busy_with(message.addr);
  if (index == Directory::kNone || at(index).stage != Stage::Memory) {
    throw ProtocolError("home: line from memory that nobody waits for");
  }
  Transaction& transaction = at(index);
  directory_.at(transaction.way).data = message.line;
  transaction.served_by = ServedBy::Memory;
  transaction.data_ready = now_ + 1;
  transaction.trigger = message.id;
  complete(index);
}

/// All that the transaction needs has come.
void Home::complete(std::int32_t index) {
  Transaction& transaction = at(index);
  if (transaction.kind == HomeRequest::Recall) return finish_recall(index);
  if (transaction.rule.take_data) {
    directory_.at(transaction.way).data = transaction.request.line;
    directory_.at(transaction.way).dirty = true;
  }
  answer(index);
  if (transaction.rule.wait_ack) {
    transaction.stage = Stage::Ack;
  } else {
    end(index);
  }
}

void Home::answer(std::int32_t index) {
  Transaction& transaction = at(index);
  Message message;
  message.destination = transaction.request.source;
  message.addr = transaction.request.addr;
  message.served_by = transaction.served_by;
  message.state = grant(index);
  Cycle cycle = now_ + 1;
  if (transaction.rule.answer == HomeAnswer::CompData) {
    message.type = MessageType::CompData;
    message.line = directory_.at(transaction.way).data;
    cycle = std::max(cycle, transaction.data_ready);
  } else {
    message.type = MessageType::Comp;
  }
  if (transaction.kind == HomeRequest::Atomic) {
    message.value = perform_atomic(index);
    message.size = transaction.request.size;
    cycle = std::max(cycle, transaction.data_ready);
  }
  send(message, transaction, cycle);
}

/// Records what the requester has from now on, and says so.
Grant Home::grant(std::int32_t index) {
  const Transaction& transaction = at(index);
  const NodeId tile = transaction.request.source;
  switch (transaction.rule.grant) {
    case HomeGrant::Nothing:
      return Grant::Invalid;
    case HomeGrant::Forget:
      directory_.remove(transaction.way, tile);
      return Grant::Invalid;
    case HomeGrant::SharedUnlessAlone:
      if (directory_.held_by_other(transaction.way, tile)) {
        directory_.add_sharer(transaction.way, tile);
        return Grant::Shared;
      }
      break;
    case HomeGrant::Unique:
      break;
  }
  directory_.set_owner(transaction.way, tile);
  return Grant::Unique;
}

std::uint64_t Home::perform_atomic(std::int32_t index) {
  const Transaction& transaction = at(index);
  const Message& request = transaction.request;
  const unsigned size = request.size == 4 ? 4 : 8;
  const unsigned offset = offset_in_line(request.addr) & ~(size - 1);
  Directory::Way& entry = directory_.at(transaction.way);
  const std::uint64_t old = entry.data.read(offset, size);
  const std::uint64_t value = apply(request.atomic, size, old, request.value);
  entry.data.write(offset, size, value, request.id);
  entry.dirty = true;
  if (events_.wants(EventKind::Store)) {
    events_.record({now_, node_, EventKind::Store, request.id, transaction.trigger, request.addr,
                    value, size});
  }
  return old;
}

/// The victim is in no L1D any more: writes it back and hands its way on.
void Home::finish_recall(std::int32_t index) {
  Transaction& transaction = at(index);
  const std::int32_t way = transaction.way;
  const std::int32_t heir = transaction.recall_for;
  Directory::Way& entry = directory_.at(way);
  if (entry.dirty) {
    Message write;
    write.type = MessageType::MemWrite;
    write.addr = directory_.line(way);
    write.line = entry.data;
    send_to_memory(write, transaction, transaction.data_ready);
  }
  at(heir).trigger = transaction.trigger;
  fill_way(heir, way);
  transaction.way = Directory::kNone;
  end(index);
}

/// Frees the line, or hands it to the first request that waits for it.
void Home::end(std::int32_t index) {
  Transaction& transaction = at(index);
  const std::int32_t way = transaction.way;
  if (transaction.kind != HomeRequest::Recall) log(EventKind::HomeEnd, transaction);
  if (!transaction.waiting.empty()) {
    transaction.request = pool_.pop(transaction.waiting);
    transaction.kind = home_request_of(transaction.request.type);
    transaction.served_by = ServedBy::Home;
    transaction.recall_for = Directory::kNone;
    transaction.stage = Stage::Replay;
    if (way == Directory::kNone) without_way_.push_back(index);
    replays_.push_back({now_, index});
    return;
  }
  transaction.stage = Stage::Free;
  free_.push_back(index);
  --busy_;
  if (way == Directory::kNone) return;
  directory_.at(way).transaction = Directory::kNone;
  serve_way_waiter(directory_.set_of(directory_.line(way)));
}

void Home::serve_way_waiter(unsigned set) {
  for (auto waiter = way_waiters_.begin(); waiter != way_waiters_.end(); ++waiter) {
    if (directory_.set_of(line_of(at(*waiter).request.addr)) != set) continue;
    const std::int32_t index = *waiter;
    way_waiters_.erase(waiter);
    return allocate(index);
  }
}

void Home::send(Message& message, const Transaction& transaction, Cycle cycle) {
  message.source = node_;
  message.requester = transaction.request.requester;
  message.transaction = transaction.request.transaction;
  message.cause = transaction.trigger;
  message.id = make_event_id(node_, ++ids_);
  message.cycle = cycle;
  out_->push_back(message);
}

void Home::send_to_memory(Message& message, const Transaction& transaction, Cycle cycle) {
  last_to_memory_ = std::max({last_to_memory_, cycle, now_ + 1});
  send(message, transaction, last_to_memory_);
}

void Home::log(EventKind kind, const Transaction& transaction) {
  if (!events_.wants(kind)) return;
  Event event;
  event.cycle = now_;
  event.source = node_;
  event.kind = kind;
  event.id = transaction.request.transaction;
  event.cause = transaction.trigger;
  event.a = line_of(transaction.request.addr);
  if (kind == EventKind::HomeBegin) {
    event.b = static_cast<std::uint64_t>(transaction.request.type);
    event.c = transaction.request.source;
  }
  events_.record(event);
}

const Line* Home::peek(Addr line) const {
  const std::int32_t way = directory_.find(line);
  if (way == Directory::kNone) return nullptr;
  const std::int32_t index = directory_.at(way).transaction;
  const bool empty = index != Directory::kNone &&
                     transactions_[static_cast<std::size_t>(index)].stage == Stage::Memory;
  return empty ? nullptr : &directory_.at(way).data;
}

const Line* Home::arriving(Addr line) const {
  const Message* found = inbox_.find([line](const Message& message) {
    return message.type == MessageType::SnpRespData && line_of(message.addr) == line;
  });
  return found == nullptr ? nullptr : &found->line;
}

}  // namespace standstill::coherence
