// Privileged instructions, traps, fences, waits and markers.
// SPDX-License-Identifier: Apache-2.0
#include "standstill/markers.h"
#include "tile/tile.h"

namespace standstill::tile {

using isa::Decoded;
using isa::InstrClass;
using isa::Op;
using platform::Marker;

hart::Counters Tile::csr_counters() const {
  return {now_, counters_.instructions, time_base_ + (now_ - time_at_) / config_.cycles_per_tick()};
}

void Tile::log_interrupt_enable(bool before) {
  const bool after = csr_.interrupts_enabled();
  if (before != after) record(EventKind::Interrupts, now_, after ? 1 : 0, pc_);
}

void Tile::csr(const Decoded& d) {
  const bool immediate = d.op == Op::Csrrwi || d.op == Op::Csrrsi || d.op == Op::Csrrci;
  const bool replace = d.op == Op::Csrrw || d.op == Op::Csrrwi;
  const bool set = d.op == Op::Csrrs || d.op == Op::Csrrsi;
  const hart::CsrOp op = replace ? hart::CsrOp::Write : set ? hart::CsrOp::Set : hart::CsrOp::Clear;
  const std::uint64_t operand = immediate ? d.rs1 : x_[d.rs1];
  const bool writes = replace || d.rs1 != 0;
  ++slow_;
  if (ask_file(d, op, operand, writes)) return;
  const bool enabled = csr_.interrupts_enabled();
  const std::uint64_t pending_before = pending();
  const hart::CsrResult result =
      csr_.access(static_cast<std::uint16_t>(d.imm), op, operand, writes, csr_counters());
  if (!result.legal) return trap(hart::Exception::IllegalInstruction, isa::instruction_bits(d));
  log_interrupt_enable(enabled);
  note_pending(pending_before, now_, last_cause_);
  x_[d.rd] = result.value;
  x_[0] = 0;
  busy_ &= ~(std::uint32_t{1} << d.rd);
  retire(d, result.value, config_.hart.csr_latency, Cause::Csr);
}

void Tile::system(const Decoded& d) {
  ++slow_;
  switch (d.cls) {
    case InstrClass::Wfi:
      return wait_for_interrupt(d);
    case InstrClass::WrsNto:
    case InstrClass::WrsSto:
      return wait_on_reservation(d);
    case InstrClass::Mret:
    case InstrClass::Sret:
    case InstrClass::Mnret:
      return trap_return(d);
    case InstrClass::Ecall:
      return trap(csr_.ecall(), 0);
    case InstrClass::Ebreak:
      return trap(hart::Exception::Breakpoint, pc_);
    case InstrClass::SfenceVma:
      if (csr_.sfence_vma_is_legal()) return retire(d, 0, config_.hart.fence_latency, Cause::Fence);
      break;
    default:
      break;
  }
  trap(hart::Exception::IllegalInstruction, isa::instruction_bits(d));
}

/// A fence waits for the store buffer where a store before it must be seen before what follows:
/// always where stores may pass each other; else only for a load that follows, since a FIFO keeps
/// stores, and device stores behind it, in order.
void Tile::fence(const Decoded& d) {
  constexpr std::uint32_t kPredecessorWrite = 1u << 4;
  constexpr std::uint32_t kSuccessorReads = 1u << 1 | 1u << 3;
  constexpr std::uint32_t kTso = 8;
  const bool instruction = d.cls == InstrClass::FenceI;
  const std::uint32_t sets = static_cast<std::uint32_t>(d.imm);
  const bool tso = (sets >> 8 & 0xF) == kTso;
  const bool relaxed = config_.hart.store_order == StoreOrder::Relaxed;
  const bool drains = instruction || ((sets & kPredecessorWrite) != 0 &&
                                      (relaxed || ((sets & kSuccessorReads) != 0 && !tso)));
  if (drains && !stores_.empty()) return begin_wait(Wait::StoreDrain, Cause::Fence);
  if (instruction) {
    ++slow_;
    l1i_.clear();
    fetch_base_ = half_pc_ = kNever;
  }
  retire(d, 0, instruction ? config_.hart.fence_i_latency : config_.hart.fence_latency,
         Cause::Fence);
}

void Tile::wait_for_interrupt(const Decoded& d) {
  if (!csr_.wfi_is_legal())
    return trap(hart::Exception::IllegalInstruction, isa::instruction_bits(d));
  retire(d, 0, 0, Cause::Instruction);
  if (csr_.wfi_wakeup()) return;
  record(EventKind::Sleep, now_, pc_, static_cast<std::uint64_t>(Cause::Asleep));
  begin_wait(Wait::Interrupt, Cause::Asleep);
}

void Tile::wait_on_reservation(const Decoded& d) {
  const bool timed = d.cls == InstrClass::WrsSto;
  if (!timed && !csr_.wrs_nto_is_legal())
    return trap(hart::Exception::IllegalInstruction, isa::instruction_bits(d));
  retire(d, 0, 0, Cause::Instruction);
  if (reservation_ == kNever || csr_.wfi_wakeup()) return;
  hold_until_ = 0;  // nobody is between an LR and its SC
  release_held(now_);
  record(EventKind::Sleep, now_, pc_, static_cast<std::uint64_t>(Cause::Reservation));
  begin_wait(Wait::Reservation, Cause::Reservation);
  if (timed) alarm_ = now_ + config_.hart.wrs_timeout;
}

void Tile::hint(const Decoded& d) {
  const std::uint64_t object = x_[d.rs1];
  ++slow_;
  if (d.op == Op::MarkerOperand) {
    if (d.imm == static_cast<std::int32_t>(platform::kOperandImmediate)) operand_ = object;
    return retire(d, 0, 0, Cause::Instruction);
  }
  const auto phase = static_cast<Marker>(d.imm);
  record(EventKind::Marker, now_, static_cast<std::uint32_t>(d.imm), object, operand_, 0,
         last_cause_, pc_);
  operand_ = 0;
  switch (phase) {
    case Marker::Call:
      watch(1);
      break;
    case Marker::Return:
      watching_ &= ~1u;
      break;
    case Marker::Stopper:
      watch(2);
      break;
    case Marker::Switch:
      interrupted_.pc = kNever;
      watching_ &= ~2u;
      break;
    case Marker::Leave:
      watching_ &= ~2u;
      break;
    default:
      break;
  }
  retire(d, 0, 0, Cause::Instruction);
}

/// Loads are observed from here on, and looks count from here: at every log level.
void Tile::watch(unsigned why) {
  constexpr unsigned kInRendezvous = 1 | 2;
  if ((watching_ & kInRendezvous) == 0) looks_ = LookTable();
  watching_ |= why;
}

void Tile::trap(hart::TrapCause cause, std::uint64_t tval) {
  ++counters_.traps;
  enter_trap(cause, tval, 1 + config_.hart.trap_entry, last_cause_);
}

void Tile::take_interrupt() {
  interrupted_ = {pc_, counters_.instructions};
  handler_looks_ = LookTable();
  if (csr_.nmi_ready()) return take_nmi(hart::Nmi::Watchdog);
  const auto interrupt = csr_.pending_interrupt();
  if (!interrupt) return;
  ++counters_.interrupts;
  enter_trap(*interrupt, 0, config_.hart.trap_entry,
             pending_edge_[static_cast<unsigned>(*interrupt)]);
}

void Tile::take_nmi(hart::Nmi nmi) {
  ++counters_.interrupts;
  enter_trap(nmi, 0, config_.hart.trap_entry, pending_edge_[static_cast<unsigned>(nmi)]);
}

/// `cycles` later the handler's first instruction is fetched. `after` is what the trap waited for.
void Tile::enter_trap(hart::TrapCause cause, std::uint64_t tval, Cycle cycles, EventId after) {
  if (entered_.open) log_trap();  // the handler before this one never issued an instruction
  ++slow_;
  const bool enabled = csr_.interrupts_enabled();
  const Addr epc = pc_;
  pc_ = csr_.take_trap(cause, epc, tval).pc;
  log_interrupt_enable(enabled);
  charge(Cause::Trap, cycles);
  now_ += cycles;
  entered_ = {true, cause.value(), epc, tval, after};
}

/// The first instruction of a handler issues now: that is when the trap counts as taken.
void Tile::log_trap() {
  record(EventKind::Trap, now_, entered_.cause, entered_.epc, entered_.tval, 0, entered_.after,
         pc_);
  entered_.open = false;
}

void Tile::trap_return(const Decoded& d) {
  const bool enabled = csr_.interrupts_enabled();
  const hart::TrapReturn result = d.cls == InstrClass::Mret   ? csr_.mret()
                                  : d.cls == InstrClass::Sret ? csr_.sret()
                                                              : csr_.mnret();
  if (!result.legal) return trap(hart::Exception::IllegalInstruction, isa::instruction_bits(d));
  log_interrupt_enable(enabled);
  record(EventKind::TrapReturn, now_, result.pc, static_cast<std::uint64_t>(csr_.privilege()));
  retire(d, 0, config_.hart.trap_return, Cause::Trap);
  pc_ = result.pc;
  try_ = Try();
  if (pc_ != interrupted_.pc) return;
  retired_aside_ += counters_.instructions - interrupted_.retired;
  interrupted_.pc = kNever;
}

}  // namespace standstill::tile
