// Loads, stores, atomics and device accesses of the hart.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "isa/alu.h"
#include "tile/tile.h"

namespace standstill::tile {

using isa::Decoded;

namespace {

Addr address_of(const Decoded& d, const std::uint64_t* x) {
  return x[d.rs1] + static_cast<std::uint64_t>(std::int64_t{d.imm});
}

constexpr bool misaligned(Addr addr, unsigned size) { return (addr & (size - 1)) != 0; }

}  // namespace

void Tile::load(const Decoded& d) {
  const Addr addr = address_of(d, x_);
  const unsigned size = d.mem_size;
  if (misaligned(addr, size)) return trap(hart::Exception::LoadMisaligned, addr);
  if (!map_.is_dram(addr, size)) return device_access(d, addr, false);

  std::uint64_t value = 0;
  StoreBuffer::Match match = StoreBuffer::Match::None;
  if (!stores_.empty()) match = stores_.forward(addr, size, value);
  if (match == StoreBuffer::Match::Partial) return begin_wait(Wait::StoreDrain, Cause::StoreDrain);
  if (match == StoreBuffer::Match::None) {
    const Addr line = line_of(addr);
    const unsigned frame = l1d_.readable(line);
    if (frame == L1Data::kNone) return miss(line, AccessKind::Load);
    const Line& data = l1d_.read(frame);
    value = data.read(offset_in_line(addr), size);
    if (watching_ != 0) observe_load(addr, value, data);
  }
  value = isa::extend(value, size, d.has(isa::kMemSigned));
  if (spin_.recording()) spin_.note_memory(addr, size, false);
  write_later(d.rd, value, size >= 4 ? config_.hart.load_use : config_.hart.load_use_narrow,
              Cause::LoadUse);
  retire(d, value, 0, Cause::Instruction);
}

void Tile::store(const Decoded& d) {
  const Addr addr = address_of(d, x_);
  const unsigned size = d.mem_size;
  const std::uint64_t value = x_[d.rs2];
  if (misaligned(addr, size)) return trap(hart::Exception::StoreMisaligned, addr);
  if (!map_.is_dram(addr, size)) return device_access(d, addr, true);

  const PendingStore pending{addr, value, size, make_store_id(options_.hart, now_)};
  if (spin_.recording()) spin_.note_memory(addr, size, true);
  const bool relaxed = config_.hart.store_order == StoreOrder::Relaxed;
  if (!relaxed && stores_.empty() && now_ + 1 < bound_) {
    // Nothing can happen to this tile before the store would drain: let it, at once.
    const unsigned frame = l1d_.writable(line_of(addr));
    if (frame != L1Data::kNone) {
      write_line(frame, pending, now_ + 1);
      return retire(d, value, 0, Cause::Instruction);
    }
  }
  if (stores_.full()) return begin_wait(Wait::StoreSlot, Cause::StoreDrain);
  // Of a relaxed buffer the first store sets the pace; without it the one that is leaving does.
  const bool sets_pace = relaxed ? stores_.empty() : drain_at_ == kNever;
  if (sets_pace) drain_at_ = now_ + (relaxed ? config_.hart.store_linger : 1);
  bound_ = std::min(bound_, drain_at_);
  stores_.push(pending);
  retire(d, value, 0, Cause::Instruction);
}

/// Begins to wait for `line`.
void Tile::miss(Addr line, AccessKind kind) {
  const bool open = l1d_.request(line, kind, now_, last_cause_, out_) == L1Data::Answer::Waiting;
  drop_lost_reservation(now_);
  if (try_.retired != retired_here()) try_ = {retired_here(), now_};
  begin_wait(open ? Wait::Line : Wait::Resource, Cause::MissPending);
  wait_line_ = line;
}

/// Waits until `line` is writable here. True: it is, in `frame`.
bool Tile::need_writable(Addr line, AccessKind kind, unsigned& frame) {
  frame = l1d_.writable(line);
  if (frame != L1Data::kNone) return true;
  miss(line, kind);
  return false;
}

/// Waits until the store buffer is empty (`all`), or holds nothing of `line`. True: it is so.
bool Tile::need_drained(Addr line, bool all) {
  const bool wait = all ? !stores_.empty() : stores_.holds_line(line, stores_.count());
  if (wait) begin_wait(Wait::StoreDrain, Cause::StoreDrain);
  return !wait;
}

/// What `atomic` must find drained: everything where stores keep their order and for a release,
/// else the stores to its own line.
bool Tile::need_drained_for(const Decoded& atomic, Addr line) {
  return need_drained(line,
                      config_.hart.store_order == StoreOrder::Fifo || atomic.has(isa::kRelease));
}

void Tile::load_reserved(const Decoded& d) {
  const Addr addr = x_[d.rs1];
  if (misaligned(addr, d.mem_size)) return trap(hart::Exception::LoadMisaligned, addr);
  if (!map_.is_dram(addr, d.mem_size)) return trap(hart::Exception::LoadAccessFault, addr);
  unsigned frame = 0;
  if (!need_drained_for(d, line_of(addr))) return;
  if (!need_writable(line_of(addr), AccessKind::LoadReserved, frame)) return;
  ++slow_;
  const Line& data = l1d_.read(frame);
  const std::uint64_t value =
      isa::extend(data.read(offset_in_line(addr), d.mem_size), d.mem_size, true);
  if (watching_ != 0) observe_load(addr, value, data);
  if (held_.empty()) hold_until_ = now_ + config_.hart.lrsc_hold;
  reservation_ = line_of(addr);
  write_later(d.rd, value, config_.hart.load_use, Cause::LoadUse);
  retire(d, value, 0, Cause::Instruction);
}

void Tile::store_conditional(const Decoded& d) {
  const Addr addr = x_[d.rs1];
  if (misaligned(addr, d.mem_size)) return trap(hart::Exception::StoreMisaligned, addr);
  if (!map_.is_dram(addr, d.mem_size)) return trap(hart::Exception::StoreAccessFault, addr);
  if (!need_drained_for(d, line_of(addr))) return;
  ++slow_;
  const unsigned frame = l1d_.writable(line_of(addr));
  const bool success = reservation_ == line_of(addr) && frame != L1Data::kNone;
  if (success)
    write_line(frame, {addr, x_[d.rs2], d.mem_size, make_store_id(options_.hart, now_)}, now_);
  clear_reservation(now_);
  x_[d.rd] = success ? 0 : 1;
  x_[0] = 0;
  busy_ &= ~(std::uint32_t{1} << d.rd);
  retire(d, success ? 0 : 1, config_.hart.atomic_latency, Cause::Atomic);
}

void Tile::amo(const Decoded& d) {
  const Addr addr = x_[d.rs1];
  if (misaligned(addr, d.mem_size)) return trap(hart::Exception::StoreMisaligned, addr);
  if (!map_.is_dram(addr, d.mem_size)) return trap(hart::Exception::StoreAccessFault, addr);
  if (!need_drained_for(d, line_of(addr))) return;
  if (config_.hart.atomics == AtomicsAt::Far) return far_atomic(d, addr);
  unsigned frame = 0;
  if (!need_writable(line_of(addr), AccessKind::Atomic, frame)) return;
  ++slow_;
  const Line& data = l1d_.read(frame);
  const std::uint64_t old =
      isa::extend(data.read(offset_in_line(addr), d.mem_size), d.mem_size, true);
  if (watching_ != 0) observe_load(addr, old, data, 0);
  const std::uint64_t value = isa::amo(d.op, old, x_[d.rs2], d.mem_size);
  write_line(frame, {addr, value, d.mem_size, make_store_id(options_.hart, now_)}, now_);
  x_[d.rd] = old;
  x_[0] = 0;
  busy_ &= ~(std::uint32_t{1} << d.rd);
  retire(d, old, config_.hart.atomic_latency, Cause::Atomic);
}

namespace {

AtomicOp atomic_op(isa::Op op) {
  switch (op) {
    case isa::Op::AmoAddW:
    case isa::Op::AmoAddD:
      return AtomicOp::Add;
    case isa::Op::AmoXorW:
    case isa::Op::AmoXorD:
      return AtomicOp::Xor;
    case isa::Op::AmoAndW:
    case isa::Op::AmoAndD:
      return AtomicOp::And;
    case isa::Op::AmoOrW:
    case isa::Op::AmoOrD:
      return AtomicOp::Or;
    case isa::Op::AmoMinW:
    case isa::Op::AmoMinD:
      return AtomicOp::Min;
    case isa::Op::AmoMaxW:
    case isa::Op::AmoMaxD:
      return AtomicOp::Max;
    case isa::Op::AmoMinuW:
    case isa::Op::AmoMinuD:
      return AtomicOp::Minu;
    case isa::Op::AmoMaxuW:
    case isa::Op::AmoMaxuD:
      return AtomicOp::Maxu;
    default:
      return AtomicOp::Swap;
  }
}

}  // namespace

void Tile::far_atomic(const Decoded& d, Addr addr) {
  access_ = d;
  access_addr_ = addr;
  begin_wait(Wait::FarAtomic, Cause::Atomic);
  Message request;
  request.type = MessageType::Atomic;
  request.destination = map_.home_of(addr);
  request.requester = options_.hart;
  request.atomic = atomic_op(d.op);
  request.size = d.mem_size;
  request.addr = addr;
  request.value = x_[d.rs2];
  request.cycle = now_ + config_.l1d.miss_latency;
  request.transaction = out_.next_id();
  request.cause = last_cause_;
  access_id_ = request.transaction;
  record(EventKind::Miss, now_, addr, static_cast<std::uint64_t>(request.type),
         static_cast<std::uint64_t>(AccessKind::Atomic), request.transaction, last_cause_);
  out_.send(request, now_);
}

void Tile::finish_far_atomic(const Message& message, Cycle now) {
  record(EventKind::Fill, now, message.addr, static_cast<std::uint64_t>(message.served_by),
         now - now_, 0, message.transaction);
  last_cause_ = message.id;
  access_id_ = 0;
  wake(now, Cause::Atomic);
  const std::uint64_t old = isa::extend(message.value, access_.mem_size, true);
  x_[access_.rd] = old;
  x_[0] = 0;
  busy_ &= ~(std::uint32_t{1} << access_.rd);
  retire(access_, old, 0, Cause::Instruction);
}

/// An uncached access. Stores to devices keep their order behind stores to memory only where the
/// store buffer is a FIFO; elsewhere that takes a fence.
void Tile::device_access(const Decoded& d, Addr addr, bool write) {
  if (config_.hart.store_order == StoreOrder::Fifo && write && !need_drained(0, true)) return;
  access_ = d;
  access_addr_ = addr;
  begin_wait(Wait::Device, Cause::Bus);
  Message request;
  request.type = write ? MessageType::WriteNoSnp : MessageType::ReadNoSnp;
  request.destination = map_.device_node();
  request.requester = options_.hart;
  request.size = d.mem_size;
  request.posted = write && config_.fabric.posted_stores;
  request.addr = addr;
  request.value = write ? x_[d.rs2] : 0;
  request.cycle = now_ + 1;
  request.transaction = out_.next_id();
  request.cause = last_cause_;
  access_id_ = request.transaction;
  record(EventKind::DeviceBegin, now_, addr, request.value, d.mem_size | (write ? 256u : 0u),
         request.transaction, last_cause_);
  out_.send(request, now_);
}

void Tile::finish_device(const Message& message, Cycle now) {
  const bool write = access_.cls == isa::InstrClass::Store;
  record(EventKind::DeviceEnd, now, access_addr_, message.value, message.error ? 1 : 0, 0,
         access_id_);
  last_cause_ = message.id;
  access_id_ = 0;
  wake(now, Cause::Bus);
  if (message.error)
    return trap(write ? hart::Exception::StoreAccessFault : hart::Exception::LoadAccessFault,
                access_addr_);
  std::uint64_t value = x_[access_.rs2];
  if (!write) {
    value = isa::extend(message.value, access_.mem_size, access_.has(isa::kMemSigned));
    write_later(access_.rd, value, 0, Cause::LoadUse);
    busy_ &= ~(std::uint32_t{1} << access_.rd);
  }
  retire(access_, value, 0, Cause::Instruction);
}

/// Records the first time this hart sees a store of another, so that the log knows which store
/// ended which wait without holding every pass of the wait.
void Tile::observe_load(Addr addr, std::uint64_t value, const Line& line, Addr reach) {
  const Cycle tried = try_.retired == retired_here() ? try_.since : now_;
  const Cycle looked = now_ - looks().look(addr, pc_, now_, retired_here(), tried, reach);
  const EventId writer = line.writers[offset_in_line(addr) / 4];
  if (writer == 0 || writer >> 40 == EventId{options_.hart} + 1) return;
  EventId& seen = seen_[addr / 4 % 64];
  if (seen == writer) return;
  seen = writer;
  ++slow_;
  record(EventKind::Load, now_, addr, value, looked, 0, writer, pc_);
}

/// Ends the reservation: snoops that were held back for it go on at the next cycle, and so does a
/// hart that waits on it.
void Tile::clear_reservation(Cycle now) {
  if (reservation_ == kNever) return;
  reservation_ = kNever;
  hold_until_ = 0;
  release_held(now);
  if (wait_ == Wait::Reservation) {
    alarm_ = kNever;
    wake(now + 1, Cause::Reservation);
    record(EventKind::Wake, now_, pc_);
  }
}

/// A request may have evicted the reserved line, and then no snoop will ever tell of a store to it.
void Tile::drop_lost_reservation(Cycle now) {
  if (reservation_ != kNever && l1d_.readable(reservation_) == L1Data::kNone)
    clear_reservation(now);
}

void Tile::release_held(Cycle now) {
  if (held_.empty()) return;
  bound_ = std::min(bound_, now + 1);
  Inbox<Message> released;
  while (!held_.empty()) {
    Message snoop = held_.front();
    held_.pop();
    snoop.cycle = now + 1;
    released.push(snoop);
  }
  held_ = released;
}

}  // namespace standstill::tile
