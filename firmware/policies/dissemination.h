// A barrier without a centre: in each of log2(n) rounds every CPU tells one other.
// SPDX-License-Identifier: Apache-2.0
//
// Source: D. Hensgen, R. Finkel, U. Manber, "Two Algorithms for Barrier Synchronization", 1988.
#ifndef STANDSTILL_FIRMWARE_POLICIES_DISSEMINATION_H
#define STANDSTILL_FIRMWARE_POLICIES_DISSEMINATION_H

#include "policies/layout.h"

namespace standstill::kernel {

/// In round k the CPU of rank r tells the one of rank r + 2^k, modulo their number: after the last
/// round each has heard, by way of others, from all.
constexpr unsigned dissemination_rounds(unsigned cpus) {
  unsigned rounds = 1;  // one CPU alone tells itself
  while (1u << rounds < cpus) ++rounds;
  return rounds;
}
static_assert(dissemination_rounds(kNrCpus) == kStopPoolLinesPerCpu);

/// A CPU's place in the barrier.
struct DisseminationPlace {
  const StateWord* looks_at;  ///< null: it has heard of all
  std::uint32_t rank;
  std::uint32_t round;

  template <typename Data>
  const StateWord& word(const Data&) const {
    return *looks_at;
  }
  bool complete() const { return looks_at == nullptr; }
};

/// Barrier: dissemination. A flag holds the state up to which its CPU may go as far as that round
/// knows. Nobody publishes: every CPU finds the next state by itself. A fast CPU may write the
/// state after the next into a flag that has not been read yet; flags only grow, so nothing is
/// lost. EXIT is acked by nobody, since nobody waits for it: a CPU that leaves clears its flags,
/// which all have been written for the last time when it has heard of EXIT.
struct DisseminationBarrier {
  static constexpr const char* kName = "dissemination";
  static constexpr unsigned kMaxRounds = 16;  ///< flags in a line

  template <typename Layout>
  struct Data : RankedData<Layout> {
    /// A flag; with a line for each CPU those of one CPU are packed in it.
    using Flag = std::conditional_t<Layout::kPerHart, PackedCell<MultiStopState>,
                                    Cell<Layout, MultiStopState>>;
    alignas(Layout::kPerHart
                ? kCacheLine
                : alignof(Flag)) Flag own_flags[2 * (Layout::kPerHart ? kMaxRounds : 1)];

    unsigned rounds() const { return dissemination_rounds(this->num_threads); }
    StateWord& flag(unsigned rank, unsigned round) {
      const unsigned stride = Layout::kPerHart ? kMaxRounds : rounds();
      Flag* const flags = this->num_threads > 2 ? stop_pool_at<Flag>(0) : own_flags;
      return flags[rank * stride + round].word;
    }
    /// The flag by which rank `rank` tells another in `round`.
    StateWord& flag_of_partner(unsigned rank, unsigned round) {
      return flag((rank + (1u << round)) % this->num_threads, round);
    }
  };

  template <typename Layout>
  static DisseminationPlace join(Data<Layout>& msdata) {
    return {&msdata.state, rank_among(*msdata.cpus, msdata.num_threads), 0};
  }

  /// Goes through as many rounds as can be.
  template <typename Layout>
  [[gnu::noinline]] static DisseminationPlace hear(Data<Layout>& msdata, DisseminationPlace place,
                                                   MultiStopState curstate) {
    const MultiStopState state = next_state(curstate);
    const unsigned rounds = curstate == MultiStopState::None ? 0 : msdata.rounds();
    while (++place.round < rounds) {
      // All that this CPU has heard of, its partner hears of by this store.
      arch::smp_store_release(msdata.flag_of_partner(place.rank, place.round), state);
      StateWord& flag = msdata.flag(place.rank, place.round);
      if (flag.load(std::memory_order_relaxed) > curstate) continue;
      place.looks_at = &flag;
      return place;
    }
    // What the others did before they told us comes before what we do in the new state.
    arch::smp_acquire();
    if (place.rank == 0 && rounds != 0)
      arch::mark_irqsafe<arch::Marker::SetState>(&msdata, static_cast<std::uint64_t>(state));
    place.looks_at = nullptr;
    return place;
  }

  template <typename Layout>
  static DisseminationPlace await(Data<Layout>& msdata, DisseminationPlace place,
                                  MultiStopState /*state*/) {
    return {&msdata.flag(place.rank, 0), place.rank, 0};
  }

  /// Invites all; from then on they are on their own. Interrupts are off or masked.
  template <typename Layout>
  static void set_state(Data<Layout>& msdata, MultiStopState state) {
    arch::mark<arch::Marker::SetState>(&msdata, static_cast<std::uint64_t>(state));
    arch::write_once(msdata.state, state);
  }

  template <typename Layout, arch::Marker phase>
  static void ack_state(Data<Layout>& msdata, MultiStopState state, DisseminationPlace place) {
    if constexpr (phase == arch::Marker::None) {
      for (unsigned round = 0; round < msdata.rounds(); ++round)
        arch::write_once(msdata.flag(place.rank, round), MultiStopState::None);
    } else {
      arch::store_release_and_mark<phase>(msdata.flag_of_partner(place.rank, 0), next_state(state),
                                          &msdata);
    }
  }
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_POLICIES_DISSEMINATION_H
