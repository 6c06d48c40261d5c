// Loops that wait: found while they run, proved to repeat, and advanced in closed form.
// SPDX-License-Identifier: Apache-2.0
//
// A hart that spins on a line it holds changes nothing outside its tile, and each pass changes the
// tile itself only by constants: registers, words of lines in M, counters, the retirement hash.
// Such a loop goes on until something arrives at the tile, so the hart is *parked*: it costs
// nothing until then, and then the whole passes that fit are added at once. What is added is what
// the passes would have done, to the last bit of the hash, so the log is the same.
//
// How a loop is found and proved:
// 1. A backward jump to the same target, several times, with nothing slow between (no miss, trap,
//    CSR, atomic, device access, first sight of a foreign store).
// 2. Two passes are recorded: each retirement's pc, cycle and value, each memory access.
// 3. They must agree in pcs, cycles, addresses; the micro-architecture (replacement order,
//    predictor, store buffer, late registers) must be where it was.
// 4. The differences between the passes are pushed through the instructions: a value that moves may
//    be added, subtracted, moved, stored and loaded as a double word, and nothing else: not
//    compared, not used as an address. What comes out must be the differences that went in. Then,
//    by induction, every further pass moves by the same.
#ifndef STANDSTILL_TILE_SPIN_H
#define STANDSTILL_TILE_SPIN_H

#include <array>
#include <vector>

#include "common/cause.h"
#include "isa/decode.h"

namespace standstill::tile {

class Tile;

class SpinLoop {
 public:
  explicit SpinLoop(Tile& tile) : tile_(tile) {}

  /// The hart has jumped back to `target`, which is its pc now.
  void backward(Addr target) {
    if (target == head_) {
      if (recording_ || ++passes_ >= needed_) at_head();
      return;
    }
    begin(target);
  }

  bool recording() const { return recording_; }
  /// While recording: an instruction retires at the hart's clock.
  void note(const isa::Decoded& d, std::uint64_t value);
  /// While recording: the memory access of the instruction that retires next.
  void note_memory(Addr addr, unsigned size, bool write);

  /// True while the hart stands at the head of a proved loop.
  bool parked() const { return parked_; }
  /// Adds the whole passes that end at or before `until`. False where the pass then under way
  /// records a hash: to be walked, as the log takes nothing that lies before a clock it was told.
  bool catch_up(Cycle until);
  /// Something arrived: the hart issues again.
  void leave();
  /// The same, and what has been recorded so far is forgotten.
  void stop() {
    leave();
    recording_ = false;
  }

 private:
  static constexpr unsigned kPassesBeforeRecording = 6;
  static constexpr std::size_t kLongestPass = 96;  ///< instructions

  struct Step {
    Addr pc;
    Cycle cycle;  ///< since the head's issue
    std::uint64_t value;
    std::uint64_t value_step;  ///< what `value` grows by in each pass
    isa::Decoded decoded;
    Addr addr;
    unsigned size;  ///< of its memory access, 0 for none
    bool write;
  };

  /// What must be equal, or move by constants, from head to head.
  struct Mark {
    Cycle now = 0;
    std::array<std::uint64_t, 32> x{};
    CyclesByCause cycles{};
    std::uint64_t slow = 0;
    std::uint64_t predictor = 0, data_order = 0, instruction_order = 0;
    std::uint32_t busy = 0;
    std::array<Cycle, 32> late{};  ///< of busy registers: cycles after the head
  };

  /// A word the loop writes.
  struct Word {
    Addr addr;
    unsigned size;
    std::uint64_t step;     ///< what it grows by in a pass
    std::uint64_t current;  ///< while pushing through: by how much it has grown at this point
    Cycle last_store;       ///< issue of its last store, since the head
  };

  /// What some whole passes do to the hash: h becomes a * h + b + j * c, `j` being the number of
  /// the first of them, modulo 2^64.
  struct HashMap {
    std::uint64_t a, b, c, passes;
    HashMap then(const HashMap& next) const;
  };

  /// How many passes a head must see before it is worth recording; grows as it fails, until it
  /// succeeds.
  struct Patience {
    Addr head = ~Addr{0};
    unsigned passes = kPassesBeforeRecording;
  };

  void begin(Addr head);
  void at_head();
  void give_up();
  Mark mark() const;
  bool same_shape() const;
  bool same_machine(const Mark& a, const Mark& b) const;
  bool collect_words();
  bool push_through();
  bool push_step(Step& step, std::array<std::uint64_t, 32>& moves);
  bool push_load(Step& step, std::array<std::uint64_t, 32>& moves, std::uint64_t& result);
  Word* find_word(Addr addr, unsigned size, bool& overlaps);
  void park();
  void add_passes(std::uint64_t passes);
  void hash_passes(std::uint64_t passes);
  void walk_pass();
  void repeat_looks();

  Tile& tile_;
  Addr head_ = ~Addr{0};
  unsigned passes_ = 0;  ///< seen at this head
  unsigned needed_ = kPassesBeforeRecording;
  bool recording_ = false;
  bool parked_ = false;
  unsigned recorded_ = 0;  ///< whole passes
  std::array<Mark, 3> marks_{};
  std::vector<Step> before_, steps_;
  Step memory_{};  ///< holds note_memory() until note()
  std::vector<Word> words_;
  std::array<std::uint64_t, 32> moves_{};  ///< what each register grows by in a pass
  Cycle period_ = 0;
  Cycle parked_at_ = 0;     ///< issue of the head when it was parked
  std::uint64_t done_ = 0;  ///< passes since
  HashMap pass_{};
  std::array<Patience, 64> patience_{};
};

}  // namespace standstill::tile

#endif  // STANDSTILL_TILE_SPIN_H
