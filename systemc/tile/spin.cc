// Finding, proving and advancing loops that wait.
// SPDX-License-Identifier: Apache-2.0
#include "tile/spin.h"

#include <algorithm>

#include "tile/tile.h"

namespace standstill::tile {

using isa::InstrClass;
using isa::Op;

void SpinLoop::begin(Addr head) {
  head_ = head;
  passes_ = 0;
  recording_ = false;
  const Patience& known = patience_[head / 2 % patience_.size()];
  needed_ = known.head == head ? known.passes : kPassesBeforeRecording;
}

void SpinLoop::at_head() {
  if (!tile_.options_.spin_skipping) return;
  if (!recording_) {
    recording_ = true;
    recorded_ = 0;
    steps_.clear();
    memory_.size = 0;
    marks_[0] = mark();
    return;
  }
  marks_[++recorded_] = mark();
  if (!same_machine(marks_[recorded_ - 1], marks_[recorded_])) return give_up();
  if (recorded_ == 1) {
    before_.swap(steps_);
    steps_.clear();
    return;
  }
  recording_ = false;
  if (same_shape() && collect_words() && push_through())
    park();
  else
    give_up();
}

/// Not this time; the more often a head fails, the longer it is left alone.
void SpinLoop::give_up() {
  constexpr unsigned kMostPatience = 1 << 16;
  recording_ = false;
  passes_ = 0;
  needed_ = std::min(needed_ * 4, kMostPatience);
  patience_[head_ / 2 % patience_.size()] = {head_, needed_};
}

void SpinLoop::note(const isa::Decoded& d, std::uint64_t value) {
  if (steps_.size() >= kLongestPass) return give_up();
  Step step = memory_;
  step.pc = tile_.pc_;
  step.cycle = tile_.now_ - marks_[recorded_].now;
  step.value = value;
  step.value_step = 0;
  step.decoded = d;
  steps_.push_back(step);
  memory_.size = 0;
}

void SpinLoop::note_memory(Addr addr, unsigned size, bool write) {
  memory_.addr = addr;
  memory_.size = size;
  memory_.write = write;
}

SpinLoop::Mark SpinLoop::mark() const {
  Mark m;
  m.now = tile_.now_;
  std::copy(std::begin(tile_.x_), std::end(tile_.x_), m.x.begin());
  m.cycles = tile_.counters_.cycles;
  m.slow = tile_.slow_ + tile_.stores_.count();
  m.predictor = tile_.predictor_.version();
  m.data_order = tile_.l1d_.version();
  m.instruction_order = tile_.l1i_.version();
  for (unsigned r = 1; r < 32; ++r) {
    if ((tile_.busy_ >> r & 1) == 0 || tile_.ready_[r] <= m.now) continue;
    m.busy |= std::uint32_t{1} << r;
    m.late[r] = tile_.ready_[r] - m.now;
  }
  return m;
}

bool SpinLoop::same_machine(const Mark& a, const Mark& b) const {
  return tile_.stores_.empty() && a.slow == b.slow && a.predictor == b.predictor &&
         a.data_order == b.data_order && a.instruction_order == b.instruction_order &&
         a.busy == b.busy && a.late == b.late;
}

bool SpinLoop::same_shape() const {
  if (before_.size() != steps_.size()) return false;
  if (marks_[1].now - marks_[0].now != marks_[2].now - marks_[1].now) return false;
  for (std::size_t i = 0; i < kCauses; ++i)
    if (marks_[1].cycles[i] - marks_[0].cycles[i] != marks_[2].cycles[i] - marks_[1].cycles[i])
      return false;
  for (std::size_t r = 0; r < 32; ++r)
    if (marks_[1].x[r] - marks_[0].x[r] != marks_[2].x[r] - marks_[1].x[r]) return false;
  return std::equal(steps_.begin(), steps_.end(), before_.begin(),
                    [](const Step& a, const Step& b) {
                      return a.pc == b.pc && a.cycle == b.cycle && a.size == b.size &&
                             (a.size == 0 || (a.addr == b.addr && a.write == b.write));
                    });
}

SpinLoop::Word* SpinLoop::find_word(Addr addr, unsigned size, bool& overlaps) {
  overlaps = false;
  for (Word& word : words_) {
    if (addr >= word.addr + word.size || word.addr >= addr + size) continue;
    overlaps = true;
    if (word.addr == addr && word.size == size) return &word;
  }
  return nullptr;
}

/// Lists the words the loop writes and what each grows by. False where the line is not Modified
/// here, words overlap, or somebody wants to see each store.
bool SpinLoop::collect_words() {
  words_.clear();
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    if (step.size == 0 || !step.write) continue;
    const unsigned frame = tile_.l1d_.writable(line_of(step.addr));
    if (frame == L1Data::kNone || !tile_.l1d_.modified(frame)) return false;
    if (tile_.events_.wants(EventKind::Store)) return false;
    if (line_of(step.addr) == line_of(tile_.options_.tohost)) return false;
    bool overlaps = false;
    Word* word = find_word(step.addr, step.size, overlaps);
    if (word == nullptr && overlaps) return false;
    if (word == nullptr) {
      words_.push_back({step.addr, step.size, 0, 0, 0});
      word = &words_.back();
    }
    word->step = word->current = step.value - before_[i].value;
    word->last_store = step.cycle;
    if (word->size != 8 && word->step != 0) return false;
  }
  return true;
}

bool SpinLoop::push_through() {
  for (std::size_t r = 0; r < 32; ++r) moves_[r] = marks_[2].x[r] - marks_[1].x[r];
  std::array<std::uint64_t, 32> moves = moves_;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (!push_step(steps_[i], moves)) return false;
    if (steps_[i].value_step != steps_[i].value - before_[i].value) return false;
  }
  return moves == moves_ && std::all_of(words_.begin(), words_.end(),
                                        [](const Word& word) { return word.current == word.step; });
}

bool SpinLoop::push_load(Step& step, std::array<std::uint64_t, 32>& moves, std::uint64_t& result) {
  if (moves[step.decoded.rs1] != 0) return false;
  bool overlaps = false;
  const Word* word = find_word(step.addr, step.size, overlaps);
  if (overlaps && word == nullptr) return false;
  result = word == nullptr ? 0 : word->current;
  return step.size == 8 || result == 0;
}

/// How the differences between two passes go through one instruction. False: not by constants.
bool SpinLoop::push_step(Step& step, std::array<std::uint64_t, 32>& moves) {
  const isa::Decoded& d = step.decoded;
  const std::uint64_t a = moves[d.rs1];
  const std::uint64_t b = moves[d.rs2];  // rs2 is 0, and so its move, where there is none
  std::uint64_t result = 0;
  bool writes = true;
  switch (d.cls) {
    case InstrClass::Alu:
      if (d.op == Op::Addi)
        result = a;
      else if (d.op == Op::Add)
        result = a + b;
      else if (d.op == Op::Sub)
        result = a - b;
      else if (d.op != Op::Lui && d.op != Op::Auipc && (a != 0 || b != 0))
        return false;
      break;
    case InstrClass::Mul:
    case InstrClass::Div:
      if (a != 0 || b != 0) return false;
      break;
    case InstrClass::Load:
      if (!push_load(step, moves, result)) return false;
      break;
    case InstrClass::Store: {
      bool overlaps = false;
      Word* word = find_word(step.addr, step.size, overlaps);
      if (a != 0 || word == nullptr || (step.size != 8 && b != 0)) return false;
      word->current = b;
      result = b;
      writes = false;
      break;
    }
    case InstrClass::Branch:
      if (a != 0 || b != 0) return false;
      writes = false;
      break;
    case InstrClass::Jump:
      break;
    case InstrClass::JumpRegister:
      if (a != 0) return false;
      break;
    case InstrClass::Fence:
    case InstrClass::Pause:
      writes = false;
      break;
    default:
      return false;
  }
  step.value_step = result;
  if (writes && d.rd != 0) moves[d.rd] = result;
  return true;
}

SpinLoop::HashMap SpinLoop::HashMap::then(const HashMap& next) const {
  return {next.a * a, next.a * b + next.b + passes * next.c, next.a * c + next.c,
          passes + next.passes};
}

void SpinLoop::park() {
  parked_ = true;
  tile_.bound_ = 0;
  needed_ = kPassesBeforeRecording;
  patience_[head_ / 2 % patience_.size()] = {head_, needed_};
  parked_at_ = tile_.now_;
  period_ = marks_[2].now - marks_[1].now;
  done_ = 0;
  pass_ = {1, 0, 0, 1};
  for (const Step& step : steps_) {
    const std::uint64_t first =
        RetireHash::step(0, parked_at_ + step.cycle, step.pc, step.value + step.value_step);
    const std::uint64_t growth = RetireHash::step(0, period_, 0, step.value_step);
    pass_.a *= RetireHash::kStep;
    pass_.b = pass_.b * RetireHash::kStep + first;
    pass_.c = pass_.c * RetireHash::kStep + growth;
  }
}

bool SpinLoop::catch_up(Cycle until) {
  if (until > tile_.now_) add_passes((until - tile_.now_) / period_);
  const bool hash_is_due = tile_.next_hash_ - tile_.counters_.instructions <= steps_.size();
  return until <= tile_.now_ || !hash_is_due;
}

void SpinLoop::add_passes(std::uint64_t passes) {
  if (passes == 0) return;
  const Cycle last_head = tile_.now_ + (passes - 1) * period_;
  for (const Word& word : words_) {
    Line& line = tile_.l1d_.peek(tile_.l1d_.writable(line_of(word.addr)));
    const unsigned offset = offset_in_line(word.addr);
    line.write(offset, word.size, line.read(offset, word.size) + passes * word.step,
               make_store_id(tile_.options_.hart, last_head + word.last_store));
  }
  for (std::size_t r = 0; r < 32; ++r) tile_.x_[r] += passes * moves_[r];
  for (std::size_t i = 0; i < kCauses; ++i)
    tile_.counters_.cycles[i] += passes * (marks_[2].cycles[i] - marks_[1].cycles[i]);
  for (unsigned r = 1; r < 32; ++r)
    if ((marks_[2].busy >> r & 1) != 0) tile_.ready_[r] += passes * period_;
  hash_passes(passes);
  tile_.now_ = parked_at_ + done_ * period_;
  if (tile_.watching_ != 0) repeat_looks();
}

/// What the loads of the last pass leave in the table of looks.
void SpinLoop::repeat_looks() {
  const Cycle head = tile_.now_ - period_;
  const std::uint64_t retired = tile_.retired_here() - steps_.size();
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    if (step.size != 0 && !step.write)
      tile_.looks().repeat(step.addr, step.pc, head + step.cycle, retired + i);
  }
}

/// Advances the hash and the count of retirements; a pass in which a hash is due is walked.
void SpinLoop::hash_passes(std::uint64_t passes) {
  while (passes != 0) {
    const std::uint64_t before_due =
        (tile_.next_hash_ - tile_.counters_.instructions - 1) / steps_.size();
    std::uint64_t together = std::min(passes, before_due);
    if (together == 0) {
      walk_pass();
      --passes;
      continue;
    }
    passes -= together;
    tile_.counters_.instructions += together * steps_.size();
    HashMap total{1, 0, 0, 0};
    const std::uint64_t count = together;
    for (HashMap power = pass_; together != 0; together >>= 1, power = power.then(power))
      if ((together & 1) != 0) total = total.then(power);
    tile_.hash_ = total.a * tile_.hash_ + total.b + done_ * total.c;
    done_ += count;
  }
}

void SpinLoop::walk_pass() {
  for (const Step& step : steps_) {
    tile_.now_ = parked_at_ + done_ * period_ + step.cycle;
    tile_.hash_ = RetireHash::step(tile_.hash_, tile_.now_, step.pc,
                                   step.value + (done_ + 1) * step.value_step);
    if (++tile_.counters_.instructions == tile_.next_hash_) tile_.log_retire_hash();
  }
  ++done_;
}

void SpinLoop::leave() {
  parked_ = false;
  passes_ = 0;
}

}  // namespace standstill::tile
