// Messages that wait inside a home: slots that are used again, queues of them, and the inbox.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_COHERENCE_MESSAGE_POOL_H
#define STANDSTILL_COHERENCE_MESSAGE_POOL_H

#include <algorithm>
#include <cstdint>
#include <vector>

#include "common/message.h"

namespace standstill::coherence {

/// Slots of messages, each in one queue at most. Allocates only when more wait than ever before.
class MessagePool {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  /// A queue of slots, first in, first out.
  struct Queue {
    std::uint32_t head = kNone;
    std::uint32_t tail = kNone;
    bool empty() const { return head == kNone; }
  };

  std::uint32_t take(const Message& message) {
    if (free_ == kNone) {
      nodes_.push_back({message, kNone});
      return static_cast<std::uint32_t>(nodes_.size() - 1);
    }
    const std::uint32_t slot = free_;
    free_ = nodes_[slot].next;
    nodes_[slot] = {message, kNone};
    return slot;
  }
  void release(std::uint32_t slot) {
    nodes_[slot].next = free_;
    free_ = slot;
  }
  const Message& at(std::uint32_t slot) const { return nodes_[slot].message; }

  void append(Queue& queue, const Message& message) {
    const std::uint32_t slot = take(message);
    if (queue.empty()) {
      queue.head = slot;
    } else {
      nodes_[queue.tail].next = slot;
    }
    queue.tail = slot;
  }
  Message pop(Queue& queue) {
    const std::uint32_t slot = queue.head;
    queue.head = nodes_[slot].next;
    const Message message = nodes_[slot].message;
    release(slot);
    return message;
  }

 private:
  struct Node {
    Message message;
    std::uint32_t next;
  };
  std::vector<Node> nodes_;
  std::uint32_t free_ = kNone;
};

/// Messages handed over ahead of their cycle, in the order (cycle, port, order of reception).
class Inbox {
 public:
  explicit Inbox(MessagePool& pool) : pool_(pool) {}

  void add(const Message& message, unsigned port) {
    heap_.push_back({message.cycle, port, ++count_, pool_.take(message)});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
  /// Cycle of the first message; kNever if there is none.
  Cycle next() const { return heap_.empty() ? kNever : heap_.front().cycle; }
  /// A message for which `matches` says so, or null; for observers.
  template <typename Matches>
  const Message* find(Matches matches) const {
    for (const Entry& entry : heap_)
      if (matches(pool_.at(entry.slot))) return &pool_.at(entry.slot);
    return nullptr;
  }
  Message pop() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const std::uint32_t slot = heap_.back().slot;
    heap_.pop_back();
    const Message message = pool_.at(slot);
    pool_.release(slot);
    return message;
  }

 private:
  struct Entry {
    Cycle cycle;
    unsigned port;
    std::uint64_t order;
    std::uint32_t slot;
  };
  static bool later(const Entry& a, const Entry& b) {
    if (a.cycle != b.cycle) return a.cycle > b.cycle;
    if (a.port != b.port) return a.port > b.port;
    return a.order > b.order;
  }

  MessagePool& pool_;
  std::vector<Entry> heap_;
  std::uint64_t count_ = 0;
};

}  // namespace standstill::coherence

#endif  // STANDSTILL_COHERENCE_MESSAGE_POOL_H
