// The pipeline: fetch, hazards, issue, retirement, control flow.
// SPDX-License-Identifier: Apache-2.0
#include "isa/alu.h"
#include "tile/tile.h"

namespace standstill::tile {

using isa::Decoded;
using isa::InstrClass;
using isa::Op;

/// Issues instructions at the hart's clock while it is before `bound` and nothing makes it wait.
/// Whatever an instruction brings about that must be looked at sooner lowers `bound_`.
void Tile::run(Cycle bound) {
  bound_ = bound;
  while (now_ < bound_) {
    if (csr_.interrupt_ready()) {
      take_interrupt();
      continue;
    }
    const Decoded* d = fetch();
    if (d == nullptr) continue;
    if ((d->sources & busy_) != 0 && !settle(d->sources)) continue;
    if (entered_.open) log_trap();
    execute(*d);
  }
}

/// The instruction at the pc, decoded; null: its line is waited for, or it trapped, look again.
const Decoded* Tile::fetch() {
  const unsigned slot = offset_in_line(pc_) / 2;
  if (line_of(pc_) != fetch_base_) {
    if (pc_ == half_pc_) return fetch_second_half();
    InstructionLine* line = nullptr;
    if (!fetch_line(line_of(pc_), line)) return nullptr;
    fetch_base_ = line_of(pc_);
    fetch_line_ = line;
  }
  if (!fetch_line_->straddles(slot)) return &fetch_line_->at(slot);
  half_pc_ = pc_;
  half_ = fetch_line_->halfword(slot);
  return fetch_second_half();
}

/// Of an instruction in two lines the first half is kept, since in the smallest cache its line goes
/// when the second comes.
const Decoded* Tile::fetch_second_half() {
  fetch_base_ = kNever;  // the second line's use makes it the most recent: look the first up again
  InstructionLine* next = nullptr;
  if (!fetch_line(line_of(pc_) + kLineBytes, next)) return nullptr;
  half_pc_ = kNever;
  straddling_ = isa::decode(half_ | std::uint32_t{next->halfword(0)} << 16);
  return &straddling_;
}

bool Tile::fetch_line(Addr line, InstructionLine*& out) {
  if (!map_.is_dram(line, kLineBytes)) {
    trap(hart::Exception::InstructionAccessFault, line > pc_ ? line : pc_);
    return false;
  }
  out = l1i_.lookup(line);
  if (out != nullptr) return true;
  begin_wait(Wait::Fetch, Cause::FetchMiss);
  wait_line_ = line;
  fetch_id_ = out_.next_id();
  record(EventKind::Miss, now_, line, static_cast<std::uint64_t>(MessageType::ReadOnce),
         static_cast<std::uint64_t>(AccessKind::Fetch), fetch_id_, last_cause_);
  Message request;
  request.type = MessageType::ReadOnce;
  request.destination = map_.home_of(line);
  request.requester = options_.hart;
  request.addr = line;
  request.cycle = now_ + config_.l1i.miss_latency;
  request.transaction = fetch_id_;
  request.cause = last_cause_;
  out_.send(request, now_);
  return false;
}

/// Waits until the registers in `sources` can be read. False: the clock moved, look again.
bool Tile::settle(std::uint32_t sources) {
  std::uint32_t late = sources & busy_;
  while (late != 0) {
    const unsigned r = static_cast<unsigned>(__builtin_ctz(late));
    late &= late - 1;
    busy_ &= ~(std::uint32_t{1} << r);
    if (ready_[r] <= now_) continue;
    charge(busy_cause_[r], ready_[r] - now_);
    now_ = ready_[r];
    return false;
  }
  return true;
}

/// The instruction is done: one issue cycle and `extra` cycles charged to `cause`.
void Tile::retire(const Decoded& d, std::uint64_t value, Cycle extra, Cause cause) {
  hash_ = RetireHash::step(hash_, now_, pc_, value);
  counters_.cycles[static_cast<unsigned>(Cause::Instruction)] += 1;
  last_charge_ = Cause::Instruction;
  if (extra != 0) charge(cause, extra);
  if (spin_.recording()) spin_.note(d, value);
  if (++counters_.instructions == next_hash_) log_retire_hash();
  now_ += 1 + extra;
  pc_ += d.length;
}

/// Writes `rd` with a value that can be used `latency` cycles later than an ALU result.
void Tile::write_later(unsigned rd, std::uint64_t value, Cycle latency, Cause cause) {
  if (rd == 0) return;
  x_[rd] = value;
  if (latency == 0) return;
  busy_ |= std::uint32_t{1} << rd;
  ready_[rd] = now_ + 1 + latency;
  busy_cause_[rd] = cause;
}

void Tile::log_retire_hash() {
  record(EventKind::RetireHash, now_, hash_, counters_.instructions);
  next_hash_ = counters_.instructions + 4096 - counters_.instructions % 4096;
}

void Tile::execute(const Decoded& d) {
  switch (d.cls) {
    case InstrClass::Alu: {
      const std::uint64_t a = d.op == Op::Auipc ? pc_ : x_[d.rs1];
      const std::uint64_t b =
          d.has(isa::kImmediate) ? static_cast<std::uint64_t>(std::int64_t{d.imm}) : x_[d.rs2];
      const std::uint64_t value = isa::alu(d.op, a, b);
      x_[d.rd] = value;
      x_[0] = 0;
      busy_ &= ~(std::uint32_t{1} << d.rd);
      return retire(d, value, 0, Cause::Instruction);
    }
    case InstrClass::Mul: {
      const std::uint64_t value = isa::alu(d.op, x_[d.rs1], x_[d.rs2]);
      write_later(d.rd, value, config_.hart.mul_latency, Cause::MulDiv);
      return retire(d, value, 0, Cause::Instruction);
    }
    case InstrClass::Div: {
      const std::uint64_t a = x_[d.rs1];
      const std::uint64_t b = x_[d.rs2];
      const std::uint64_t value = isa::alu(d.op, a, b);
      write_later(d.rd, value, 0, Cause::MulDiv);
      busy_ &= ~(std::uint32_t{1} << d.rd);
      const Cycle extra =
          config_.hart.div_base + config_.hart.div_per_bit * isa::div_iterations(d.op, a, b);
      return retire(d, value, extra, Cause::MulDiv);
    }
    case InstrClass::Load:
      return load(d);
    case InstrClass::Store:
      return store(d);
    case InstrClass::Branch:
      return branch(d);
    case InstrClass::Jump:
      return jump(d);
    case InstrClass::JumpRegister:
      return jump_register(d);
    case InstrClass::Amo:
      return amo(d);
    case InstrClass::LoadReserved:
      return load_reserved(d);
    case InstrClass::StoreConditional:
      return store_conditional(d);
    case InstrClass::Csr:
      return csr(d);
    case InstrClass::Fence:
    case InstrClass::FenceI:
      return fence(d);
    case InstrClass::Hint:
      return hint(d);
    case InstrClass::Pause:
      return retire(d, 0, 0, Cause::Instruction);
    default:
      return system(d);
  }
}

void Tile::branch(const Decoded& d) {
  const bool taken = isa::branch_taken(d.op, x_[d.rs1], x_[d.rs2]);
  const bool right = predictor_.predict_and_update_branch(pc_, taken);
  const Addr target = pc_ + static_cast<std::uint64_t>(std::int64_t{d.imm});
  const Addr here = pc_;
  const Cycle extra = !right  ? config_.hart.mispredict_penalty
                      : taken ? config_.hart.taken_penalty
                              : 0;
  retire(d, taken ? 1 : 0, extra, Cause::Branch);
  if (!taken) return;
  pc_ = target;
  if (target <= here) spin_.backward(target);
}

void Tile::jump(const Decoded& d) {
  const Addr target = pc_ + static_cast<std::uint64_t>(std::int64_t{d.imm});
  const Addr link = pc_ + d.length;
  const Addr here = pc_;
  if (d.has(isa::kPushReturn)) predictor_.call(link);
  x_[d.rd] = link;
  x_[0] = 0;
  busy_ &= ~(std::uint32_t{1} << d.rd);
  retire(d, link, config_.hart.taken_penalty, Cause::Branch);
  pc_ = target;
  if (target <= here && d.rd == 0) spin_.backward(target);
}

void Tile::jump_register(const Decoded& d) {
  const Addr target =
      (x_[d.rs1] + static_cast<std::uint64_t>(std::int64_t{d.imm})) & ~std::uint64_t{1};
  const Addr link = pc_ + d.length;
  const bool right = predictor_.predict_jump_register(pc_, target, d.has(isa::kPopReturn),
                                                      d.has(isa::kPushReturn), link);
  x_[d.rd] = link;
  x_[0] = 0;
  busy_ &= ~(std::uint32_t{1} << d.rd);
  retire(d, link, right ? config_.hart.taken_penalty : config_.hart.mispredict_penalty,
         Cause::Branch);
  pc_ = target;
}

}  // namespace standstill::tile
