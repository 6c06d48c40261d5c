// Indirect jumps and the return-address stack of the branch predictor.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see predictor.h.
#include "hart/predictor.h"

#include <algorithm>

namespace standstill::hart {

BranchPredictor::BranchPredictor(const PredictorConfig& config)
    : counters_(config.bht_entries, kWeaklyTaken - 1),
      targets_(config.btb_entries),
      stack_(std::min(config.ras_entries, 255u)) {}

bool BranchPredictor::predict_jump_register(std::uint64_t pc, std::uint64_t target, bool is_return,
                                            bool is_call, std::uint64_t return_address) {
  bool was_right;
  if (is_return && depth_ > 0) {
    top_ = static_cast<std::uint8_t>((top_ == 0 ? stack_.size() : top_) - 1);
    --depth_;
    was_right = stack_[top_] == target;
  } else {
    was_right = predict_target(pc, target);
  }
  if (is_call) call(return_address);
  return was_right;
}

void BranchPredictor::call(std::uint64_t return_address) {
  if (stack_.empty()) return;
  if (stack_[top_] != return_address) {
    stack_[top_] = return_address;
    ++changes_;
  }
  top_ = static_cast<std::uint8_t>(top_ + 1u == stack_.size() ? 0 : top_ + 1u);
  if (depth_ < stack_.size()) ++depth_;
}

bool BranchPredictor::predict_target(std::uint64_t pc, std::uint64_t target) {
  if (targets_.empty()) return false;
  Target& entry = targets_[(pc >> 1) & (targets_.size() - 1)];
  if (entry.pc == pc && entry.target == target) return true;
  entry = {pc, target};
  ++changes_;
  return false;
}

bool operator==(const BranchPredictor& a, const BranchPredictor& b) {
  const auto same_target = [](const auto& x, const auto& y) {
    return x.pc == y.pc && x.target == y.target;
  };
  return a.top_ == b.top_ && a.depth_ == b.depth_ && a.counters_ == b.counters_ &&
         a.stack_ == b.stack_ &&
         std::equal(a.targets_.begin(), a.targets_.end(), b.targets_.begin(), b.targets_.end(),
                    same_target);
}

}  // namespace standstill::hart
