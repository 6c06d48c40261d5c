// The order of events of a tile, and the hart's account of cycles.
// SPDX-License-Identifier: Apache-2.0
#include "tile/tile.h"

#include <algorithm>

#include "standstill/devices.h"

namespace standstill::tile {
namespace {

hart::RnmiOptions rnmi_of(const HartConfig& config) {
  return {config.smrnmi, config.nmie_reset, config.rnmi_interrupt_vector,
          config.rnmi_exception_vector};
}

Cause cause_of(const L1Data::Completion& completion) {
  if (completion.upgrade) return Cause::Upgrade;
  switch (completion.served_by) {
    case ServedBy::Owner:
      return Cause::MissOwner;
    case ServedBy::Memory:
      return Cause::MissMemory;
    default:
      return Cause::MissHome;
  }
}

}  // namespace

const char* name_of(Wait wait) {
  constexpr const char* kNames[] = {"run",        "fetch", "line",   "resource",
                                    "store_slot", "drain", "device", "far_atomic",
                                    "imsic",      "wfi",   "wrs"};
  return kNames[static_cast<unsigned>(wait)];
}

Tile::Tile(const TileOptions& options, const MachineConfig& config, const AddressMap& map,
           EventSink& events, EndListener& end, ConsoleSink& console)
    : options_(options),
      config_(config),
      map_(map),
      events_(events),
      end_(end),
      console_(console),
      csr_(options.hart, rnmi_of(config.hart)),
      predictor_({config.hart.bht_entries, config.hart.btb_entries, config.hart.ras_entries}),
      l1i_(config.l1i),
      l1d_(config.l1d, map, options.hart, options.hart, events),
      stores_(config.hart.store_buffer_depth),
      out_(options.hart, options.hart),
      spin_(*this),
      watching_(events.wants(EventKind::Store) ? 4 : 0) {
  for (const Stall& stall : config.hart.stall)
    if (stall.hart == options.hart || stall.hart == Stall::kEveryHart) stalls_.push_back(stall);
  std::stable_sort(stalls_.begin(), stalls_.end(),
                   [](const Stall& a, const Stall& b) { return a.cycle < b.cycle; });
  if (!stalls_.empty()) stall_begin_ = stalls_.front().cycle;
}

void Tile::reset(Addr entry, Addr device_tree) {
  pc_ = entry;
  x_[10] = options_.hart;
  x_[11] = device_tree;
}

Cycle Tile::next_event() const {
  return std::min({messages_.next(), wires_.next(), times_.next(), answer_.cycle, held_.next(),
                   drain_at_, alarm_});
}

Cycle Tile::earliest_output() const {
  const Cycle events = next_event();
  const bool issuing = wait_ == Wait::None && !spin_.parked();
  return issuing ? std::min(events, now_) : events;
}

Cycle Tile::advance(Cycle until) {
  until_ = until;
  for (;;) {
    const Cycle event = next_event();
    const Cycle bound = std::min(until_, event);
    if (spin_.parked()) {
      const Cycle leave = std::min(event, stall_begin_);
      if (leave < until_) {
        spin_.catch_up(leave);
        spin_.leave();
        continue;
      }
      if (spin_.catch_up(until_)) break;
      spin_.leave();
      continue;
    }
    if (wait_ == Wait::None && now_ < bound) {
      if (now_ >= stall_begin_)
        sit_out();
      else
        run(std::min(bound, stall_begin_));
    } else if (event < until_) {
      serve_event(event);
    } else {
      break;
    }
    if (!out_.empty()) until_ = std::min(until_, out_.first_decision() + options_.reach);
  }
  served_ = std::max(served_, until_);
  return std::max(earliest_output(), served_);
}

/// The hart would issue in a stall: it does so when that is over. What came before, a miss under
/// way or a sleep, has gone on meanwhile, and so do the caches and the store buffer.
void Tile::sit_out() {
  const Stall& stall = stalls_[next_stall_++];
  stall_begin_ = next_stall_ == stalls_.size() ? kNever : stalls_[next_stall_].cycle;
  const Cycle over = stall.cycle + stall.length;
  if (now_ >= over) return;
  ++slow_;
  wait_out(over, Cause::Stall);
}

void Tile::serve_event(Cycle now) {
  ++slow_;
  if (messages_.next() == now) {
    const Message message = messages_.front();
    messages_.pop();
    serve_message(message, now);
  } else if (wires_.next() == now) {
    const WireChange change = wires_.front();
    wires_.pop();
    serve_wire(change, now);
  } else if (times_.next() == now) {
    time_base_ = times_.front().mtime;
    time_at_ = times_.front().at;
    times_.pop();
  } else if (answer_.cycle == now) {
    finish_file_access(now);
  } else if (held_.next() == now) {
    serve_held(now);
  } else if (drain_at_ == now) {
    drain(now);
  } else {
    alarm_ = kNever;
    wake(now, Cause::Reservation);
    record(EventKind::Wake, now_, pc_);
  }
}

void Tile::serve_message(const Message& message, Cycle now) {
  ++counters_.messages[static_cast<unsigned>(message.type)];
  switch (message.type) {
    case MessageType::SnpShared:
    case MessageType::SnpUnique:
    case MessageType::SnpOnce:
      if (line_of(message.addr) == reservation_ && message.type != MessageType::SnpOnce) {
        if (now < hold_until_) {
          Message held = message;
          held.cycle = hold_until_;
          held_.push(held);
          return;
        }
        if (message.type == MessageType::SnpUnique) clear_reservation(now);
      }
      l1d_.snoop(message, now, out_);
      return;
    default:
      break;
  }
  if (message.transaction == fetch_id_ && fetch_id_ != 0) {
    fetch_id_ = 0;
    fetch_base_ = kNever;
    l1i_.fill(line_of(message.addr), message.line);
    last_cause_ = message.id;
    record(EventKind::Fill, now, message.addr, static_cast<std::uint64_t>(message.served_by), 0, 0,
           message.transaction);
    wake(now + config_.l1i.fill_latency, Cause::FetchMiss);
  } else if (message.transaction == access_id_ && access_id_ != 0) {
    if (wait_ == Wait::Device)
      finish_device(message, now);
    else
      finish_far_atomic(message, now);
  } else {
    const L1Data::Completion done = l1d_.complete(message, now, out_);
    const Cycle again = now + config_.l1d.fill_latency;
    last_cause_ = message.id;
    if (!stores_.empty() && drain_at_ == kNever) drain_at_ = again;
    if (wait_ == Wait::Resource ||
        (wait_ == Wait::Line && !done.write_back && done.line == wait_line_))
      wake(again, done.write_back ? Cause::Victim : cause_of(done));
  }
}

void Tile::serve_wire(const WireChange& change, Cycle now) {
  const bool nmi = change.bit == platform::watchdog::kNmi;
  if (nmi && !config_.hart.smrnmi) return;
  const std::uint64_t before = pending();
  if (nmi)
    csr_.set_nmi(change.level);
  else
    csr_.set_wire(static_cast<hart::Interrupt>(change.bit), change.level);
  const EventId id = note_pending(before, now, change.edge);
  if (id == 0 || !csr_.wfi_wakeup()) return;
  if (wait_ == Wait::Interrupt) {
    last_cause_ = id;
    wake(now + config_.hart.wfi_wake, Cause::Asleep);
    record(EventKind::Wake, now_, pc_);
  } else if (wait_ == Wait::Reservation) {
    last_cause_ = id;
    alarm_ = kNever;
    wake(now + 1, Cause::Reservation);
    record(EventKind::Wake, now_, pc_);
  }
}

/// mip, with the NMI beside it.
std::uint64_t Tile::pending() const {
  return csr_.mip() | std::uint64_t{csr_.state().nmi} << platform::watchdog::kNmi;
}

/// Records what has changed since pending() was `before`, and gives it a number; 0: nothing.
EventId Tile::note_pending(std::uint64_t before, Cycle now, EventId cause) {
  EventId id = 0;
  for (std::uint64_t changed = before ^ pending(); changed != 0; changed &= changed - 1) {
    const auto bit = static_cast<unsigned>(__builtin_ctzll(changed));
    pending_edge_[bit] = id = out_.next_id();
    record(EventKind::Pending, now, bit, pending() >> bit & 1, 0, id, cause);
  }
  return id;
}

void Tile::serve_held(Cycle now) {
  const Message snoop = held_.front();
  held_.pop();
  if (line_of(snoop.addr) == reservation_ && snoop.type == MessageType::SnpUnique)
    clear_reservation(now);
  l1d_.snoop(snoop, now, out_);
}

void Tile::begin_wait(Wait wait, Cause cause) {
  ++slow_;
  wait_ = wait;
  wait_cause_ = cause;
  bound_ = 0;
  const bool hurries = config_.hart.store_order == StoreOrder::Relaxed && !lingers();
  if (hurries) drain_at_ = std::min(drain_at_, now_ + 1);
}

/// The hart goes on at `now`; what it waited since its clock is charged to `cause`.
void Tile::wake(Cycle now, Cause cause) {
  if (now > now_) wait_out(now, cause);
  wait_ = Wait::None;
}

/// Moves the clock on to `now`, which is after it, and charges the wait.
void Tile::wait_out(Cycle now, Cause cause) {
  const Cycle cycles = now - now_;
  charge(cause, cycles);
  now_ = now;
  record(EventKind::Waited, now, static_cast<std::uint64_t>(cause), cycles, pc_, 0, last_cause_);
}

void Tile::charge(Cause cause, Cycle cycles) {
  counters_.cycles[static_cast<unsigned>(cause)] += cycles;
  last_charge_ = cause;
}

void Tile::finish(Cycle end) {
  if (spin_.parked()) advance(end);  // a stall may make it leave the loop
  if (spin_.parked()) {
    spin_.catch_up(end);
    spin_.leave();
    advance(end);
  }
  if (now_ < end) charge(wait_ == Wait::None ? Cause::Ended : wait_cause_, end - now_);
  if (now_ > end)
    counters_.cycles[static_cast<unsigned>(last_charge_)] -=
        std::min(now_ - end, counters_.cycles[static_cast<unsigned>(last_charge_)]);
  now_ = end;
  record(EventKind::RetireHash, end - 1, hash_, counters_.instructions);
}

TileView Tile::view() const {
  TileView view;
  view.pc = pc_;
  view.privilege = csr_.privilege();
  view.interrupts_enabled = csr_.interrupts_enabled();
  view.pending = csr_.mip();
  view.enabled = csr_.state().mie;
  view.nmi = csr_.state().nmi;
  view.nmie = csr_.state().nmie;
  view.wait = wait_;
  view.cause = wait_ == Wait::None ? last_charge_ : wait_cause_;
  view.spinning = spin_.parked();
  view.line = wait_ == Wait::Line ? wait_line_ : 0;
  view.since = now_;
  view.alarm = alarm_;
  return view;
}

void Tile::record(EventKind kind, Cycle cycle, std::uint64_t a, std::uint64_t b, std::uint64_t c,
                  EventId id, EventId cause, std::uint64_t d) {
  if (events_.wants(kind)) events_.record({cycle, options_.hart, kind, id, cause, a, b, c, d});
}

}  // namespace standstill::tile
