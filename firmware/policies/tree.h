// A barrier that counts in a tree, so that no more than four CPUs meet at one word.
// SPDX-License-Identifier: Apache-2.0
//
// Source: P.-C. Yew, N.-F. Tzeng, D. H. Lawrie, "Distributing Hot-Spot Addressing in Large-Scale
// Multiprocessors", 1987 (combining tree); J. M. Mellor-Crummey, M. L. Scott, "Algorithms for
// Scalable Synchronization on Shared-Memory Multiprocessors", 1991 (wake-up by a tree).
#ifndef STANDSTILL_FIRMWARE_POLICIES_TREE_H
#define STANDSTILL_FIRMWARE_POLICIES_TREE_H

#include "policies/layout.h"

namespace standstill::kernel {

/// The shape of the tree for `cpus` CPUs: at each level every four counters, at the lowest every
/// four CPUs by rank, share the counter above them; the root is alone at its level.
class CombiningTree {
 public:
  static constexpr unsigned kFanIn = 4;

  /// Begins at the counter of the CPU of rank `rank`.
  CombiningTree(unsigned cpus, unsigned rank)
      : below_(cpus), width_(parents_of(cpus)), index_(rank / kFanIn) {}

  bool at_root() const { return width_ == 1; }
  /// Number of this counter, counted from the lowest level up. The root has none.
  unsigned number() const { return first_ + index_; }
  /// How many are counted here.
  std::int32_t members() const {
    const unsigned rest = below_ - kFanIn * index_;
    return static_cast<std::int32_t>(rest < kFanIn ? rest : kFanIn);
  }
  void climb() {
    first_ += width_;
    below_ = width_;
    width_ = parents_of(width_);
    index_ /= kFanIn;
  }

 private:
  static unsigned parents_of(unsigned children) { return (children + kFanIn - 1) / kFanIn; }

  unsigned below_;      ///< how many are counted at this level
  unsigned width_;      ///< counters of this level
  unsigned index_;      ///< of this counter in its level
  unsigned first_ = 0;  ///< number of the first counter of this level
};

/// A CPU's place in the tree where all look at one word.
struct TreePlace : SharedState {
  std::uint32_t rank;
};

/// Barrier: who completes a counter counts at the one above; who completes the root publishes the
/// next state. Counters go down from 0 and are 0 again before the next round, so the pool needs no
/// set-up. With a word for each CPU, who has heard a state tells four others: the publisher writes
/// one line, and the state goes down a tree as the acks came up.
struct TreeBarrier {
  static constexpr const char* kName = "tree";

  template <typename Layout>
  struct Data : RankedData<Layout> {
    std::atomic<std::int32_t>& counter(const CombiningTree& at) {
      if (at.at_root()) return this->thread_ack;
      const std::size_t offset = Layout::kPerHart ? PerHartLayout::pool_used() : 0;
      return stop_pool_at<Cell<Layout, std::int32_t>>(offset)[at.number()].word;
    }
  };

  template <typename Layout>
  static auto join(Data<Layout>& msdata) {
    const unsigned rank = rank_among(*msdata.cpus, msdata.num_threads);
    if constexpr (Layout::kPerHart)
      return RankedPlace{&msdata.state, rank};
    else
      return TreePlace{{}, rank};
  }

  template <typename Layout, typename Place>
  static Place hear(Data<Layout>& msdata, Place place, MultiStopState curstate) {
    if constexpr (Layout::kPerHart)
      if (curstate != MultiStopState::None) pass_on(msdata, place.rank, next_state(curstate));
    return place;
  }

  template <typename Layout, typename Place>
  static Place await(Data<Layout>& msdata, Place place, MultiStopState state) {
    if constexpr (Layout::kPerHart) place = Layout::await(msdata, place, state);
    return place;
  }

  template <typename Layout>
  static void set_state(Data<Layout>& msdata, MultiStopState state) {
    arch::mark<arch::Marker::SetState>(&msdata, static_cast<std::uint64_t>(state));
    arch::write_once(msdata.thread_ack, 0);
    // The root is empty before the state invites to count; see CentralBarrier::set_state().
    arch::smp_wmb();
    if constexpr (Layout::kPerHart) {
      if (state > MultiStopState::Exit) return;
      if (state > MultiStopState::Prepare) return arch::write_once(msdata.slot(0), state);
    }
    arch::write_once(msdata.state, state);
  }

  template <typename Layout, arch::Marker phase, typename Place>
  static void ack_state(Data<Layout>& msdata, MultiStopState state, Place place) {
    CombiningTree at(msdata.num_threads, place.rank);
    // Full barriers all the way up: see CentralBarrier::ack_state().
    std::int32_t before = CentralBarrier::fetch_dec<phase>(msdata.counter(at), &msdata);
    while (before == 1 - at.members()) {
      if (at.at_root()) return set_state<Layout>(msdata, next_state(state));
      // Empty for the next round, which no one enters before the amo that follows is seen.
      arch::write_once(msdata.counter(at), 0);
      at.climb();
      before = arch::fetch_dec(msdata.counter(at));
    }
  }

 private:
  /// Tells the CPUs that wait to hear it from this one.
  template <typename Data>
  [[gnu::noinline]] static void pass_on(Data& msdata, unsigned rank, MultiStopState state) {
    constexpr unsigned kFanOut = CombiningTree::kFanIn;
    // What we have seen of others, they see who hear it from us.
    arch::smp_release();
    for (unsigned to = kFanOut * rank + 1; to <= kFanOut * rank + kFanOut; ++to)
      if (to < msdata.num_threads) arch::write_once(msdata.slot(to), state);
  }
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_POLICIES_TREE_H
