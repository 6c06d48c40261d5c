// Branch prediction of the in-order pipeline: two-bit counters, indirect targets, return addresses.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the textbook bimodal predictor; unprivileged specification 20191213, table 2.1, for which
// jumps are calls and returns. Sizes are parameters of the machine.
#ifndef STANDSTILL_HART_PREDICTOR_H
#define STANDSTILL_HART_PREDICTOR_H

#include <cstdint>
#include <vector>

namespace standstill::hart {

struct PredictorConfig {
  unsigned bht_entries = 256;  ///< two-bit counters; a power of two, or 0: always "not taken"
  unsigned btb_entries = 32;   ///< direct-mapped targets of JALR; a power of two, or 0 for none
  unsigned ras_entries = 4;    ///< return addresses, 0..255
};

/// The predictor of one hart. Its state depends on nothing but the calls made.
class BranchPredictor {
 public:
  explicit BranchPredictor(const PredictorConfig& config);

  /// A conditional branch at `pc` went this way. Returns whether that had been predicted.
  bool predict_and_update_branch(std::uint64_t pc, bool taken) {
    if (counters_.empty()) return !taken;
    std::uint8_t& counter = counters_[(pc >> 1) & (counters_.size() - 1)];
    const bool was_right = (counter >= kWeaklyTaken) == taken;
    const std::uint8_t strongest = taken ? kStronglyTaken : 0;
    if (counter != strongest) {
      counter = static_cast<std::uint8_t>(taken ? counter + 1 : counter - 1);
      ++changes_;
    }
    return was_right;
  }

  /// A JALR at `pc` went to `target`. Returns whether that had been predicted: a return
  /// (`is_return`) by the return-address stack, everything else, and a return when the stack is
  /// empty, by the last target of this pc. A call (`is_call`) pushes `return_address`.
  bool predict_jump_register(std::uint64_t pc, std::uint64_t target, bool is_return, bool is_call,
                             std::uint64_t return_address);

  /// A JAL that is a call: pushes `return_address`. Its target needs no prediction.
  void call(std::uint64_t return_address);

  /// Equal numbers, taken from one predictor at two moments, mean equal state at both. (Different
  /// numbers may also: compare with == to be sure.) A call and its return, made a second time from
  /// the same depth, leave the number as it was.
  std::uint64_t version() const { return changes_ << 16 | std::uint64_t{top_} << 8 | depth_; }

  /// Equal state: the same predictions for ever after the same calls.
  friend bool operator==(const BranchPredictor& a, const BranchPredictor& b);
  friend bool operator!=(const BranchPredictor& a, const BranchPredictor& b) { return !(a == b); }

 private:
  static constexpr std::uint8_t kWeaklyTaken = 2;
  static constexpr std::uint8_t kStronglyTaken = 3;

  /// Last target of the JALR at `pc`; a pc is never odd, so 1 marks an empty entry.
  struct Target {
    std::uint64_t pc = 1;
    std::uint64_t target = 0;
  };

  bool predict_target(std::uint64_t pc, std::uint64_t target);

  std::vector<std::uint8_t> counters_;
  std::vector<Target> targets_;
  std::vector<std::uint64_t> stack_;  ///< a ring: the newest is below top_
  std::uint8_t top_ = 0;
  std::uint8_t depth_ = 0;
  std::uint64_t changes_ = 0;  ///< of counters_, targets_ and stack_
};

}  // namespace standstill::hart

#endif  // STANDSTILL_HART_PREDICTOR_H
