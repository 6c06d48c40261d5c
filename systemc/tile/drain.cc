// How stores leave the store buffer for the L1, and what a store to the host's mailbox does.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tile/tile.h"

namespace standstill::tile {

/// Whether stores take their time: a relaxed buffer, and the hart does not wait for it.
bool Tile::lingers() const {
  return config_.hart.store_order == StoreOrder::Relaxed && wait_ != Wait::StoreSlot &&
         wait_ != Wait::StoreDrain;
}

/// One attempt to move stores into the L1, of which at most one leaves. Where it is the line that
/// is missing, the next attempt follows a completion.
void Tile::drain(Cycle now) {
  drain_at_ = kNever;
  if (!drain_any(now)) return;
  if (wait_ == Wait::StoreSlot || (wait_ == Wait::StoreDrain && stores_.empty()))
    wake(now, wait_cause_);
  if (!stores_.empty()) drain_at_ = now + (lingers() ? config_.hart.store_linger : 1);
}

/// True when a store has left. A FIFO tries its oldest; a relaxed buffer, oldest first, each that
/// has no older one of its line; while it lingers the youngest of these, and no other until that
/// has left: so a store that follows passes one that went before, as nothing but a fence forbids.
bool Tile::drain_any(Cycle now) {
  if (lingers()) {
    const unsigned index = stores_.find_or_youngest(leaving_);
    leaving_ = stores_.at(index).id;
    return drain_one(index, now);
  }
  const unsigned depth = config_.hart.store_order == StoreOrder::Fifo ? 1 : stores_.count();
  for (unsigned i = 0; i < depth; ++i)
    if (drain_one(i, now)) return true;
  return false;
}

/// True when the store at `index` has left.
bool Tile::drain_one(unsigned index, Cycle now) {
  const PendingStore store = stores_.at(index);
  const Addr line = line_of(store.addr);
  if (stores_.holds_line(line, index)) return false;
  const unsigned frame = l1d_.writable(line);
  if (frame == L1Data::kNone) {
    l1d_.request(line, AccessKind::Store, now, store.id, out_);
    drop_lost_reservation(now);
    return false;
  }
  write_line(frame, store, now);
  stores_.remove(index);
  return true;
}

void Tile::write_line(unsigned frame, const PendingStore& store, Cycle now) {
  l1d_.write(frame).write(offset_in_line(store.addr), store.size, store.value, store.id);
  record(EventKind::Store, now, store.addr, store.value, store.size, store.id);
  if (options_.tohost != 0 && store.addr <= options_.tohost &&
      options_.tohost < store.addr + store.size && store.value != 0)
    host_command(store.value, now);
}

/// HTIF, as Spike has it: an odd word ends the run with the code above bit 0; device 1, command 1
/// prints a character.
void Tile::host_command(std::uint64_t command, Cycle now) {
  constexpr std::uint64_t kEnd = 0;
  constexpr std::uint64_t kPrint = 0x0101;  // device 1, command 1
  if (command >> 48 == kEnd && (command & 1) != 0) {
    end_.end(static_cast<std::uint32_t>(command >> 1), now);
    until_ = std::min(until_, now + config_.end.end_delay);
    bound_ = std::min(bound_, now);
    return;
  }
  if (command >> 48 == kPrint) console_.put(static_cast<char>(command & 0xFF), now);
}

}  // namespace standstill::tile
