// What is on its way to a tile: messages, interrupt wires, announcements of mtime, CSR answers.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TILE_INBOX_H
#define STANDSTILL_TILE_INBOX_H

#include <deque>

#include "common/message.h"

namespace standstill::tile {

/// An interrupt wire's new level, effective after the synchroniser.
struct WireChange {
  Cycle cycle = 0;
  unsigned bit = 0;  ///< mip bit number, or the code of an NMI
  bool level = false;
  EventId edge = 0;  ///< the fabric's number of the edge
};

/// An announcement of mtime, effective after the synchroniser.
struct TimeChange {
  Cycle cycle = 0;
  std::uint64_t mtime = 0;
  Cycle at = 0;  ///< the cycle at which mtime had that value
};

/// What the hart's interrupt file answers, effective after the crossing.
struct FileAnswer {
  Cycle cycle = kNever;
  std::uint64_t value = 0;
  bool illegal = false;
  EventId id = 0;  ///< the fabric's number of the access
};

/// One queue ordered by the cycle of effect; equal cycles keep the order of arrival.
template <class Item>
class Inbox {
 public:
  void push(const Item& item) {
    auto position = items_.end();
    while (position != items_.begin() && (position - 1)->cycle > item.cycle) --position;
    items_.insert(position, item);
  }
  Cycle next() const { return items_.empty() ? kNever : items_.front().cycle; }
  const Item& front() const { return items_.front(); }
  void pop() { items_.pop_front(); }
  bool empty() const { return items_.empty(); }

 private:
  std::deque<Item> items_;
};

}  // namespace standstill::tile

#endif  // STANDSTILL_TILE_INBOX_H
