// How the words of a rendezvous lie in the cache lines: layouts beside Linux's.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. Linux's layout, where state and thread_ack share a line, is in
// kernel/stop_policy.h.
//
//   layout     state                            words of the barrier
//   linux      beside the root counter          packed
//   split      a line of its own                a line each
//   per_hart   a line for each CPU              those of one CPU, or one counter, in a line
// A CPU finds its words by its rank, the number of CPUs of the rendezvous before it. Two CPUs have
// them in the multi_stop_data. More have them in one pool: only one rendezvous of more than two is
// under way at a time, since stop_cpus_mutex is held. All words of the pool are zero between two.
#ifndef STANDSTILL_FIRMWARE_POLICIES_LAYOUT_H
#define STANDSTILL_FIRMWARE_POLICIES_LAYOUT_H

#include "kernel/cpumask.h"
#include "kernel/stop_policy.h"

namespace standstill::kernel {

/// One word, packed with its neighbours or with a cache line of its own.
template <typename T>
struct PackedCell {
  std::atomic<T> word;
};
template <typename T>
struct alignas(kCacheLine) LineCell {
  std::atomic<T> word;
};

/// What a layout makes of one of many words.
template <typename Layout, typename T>
using Cell = std::conditional_t<std::is_same_v<Layout, LinuxLayout>, PackedCell<T>, LineCell<T>>;

/// The multi_stop_data of a barrier whose CPUs have ranks: Linux's does not say who takes part.
struct LinuxRankedData : LinuxLayout::Data {
  const CpuMask* cpus;
};
template <typename Layout>
using RankedData =
    std::conditional_t<std::is_same_v<Layout, LinuxLayout>, LinuxRankedData, typename Layout::Data>;

/// The words of rendezvous of more than two CPUs; zero between two of them.
inline constexpr std::size_t kStopPoolLinesPerCpu = 10;
inline constexpr std::size_t kStopPoolSize = kNrCpus * kStopPoolLinesPerCpu * kCacheLine;
extern std::byte stop_pool[kStopPoolSize];
template <typename T>
T* stop_pool_at(std::size_t offset) {
  return reinterpret_cast<T*>(stop_pool + offset);
}

/// The rank of this CPU among the `num_threads` of `cpus`. Who is not among them, being inactive,
/// is the last.
inline unsigned rank_among(const CpuMask& cpus, unsigned num_threads) {
  const unsigned cpu = smp_processor_id();
  return cpus.test(cpu) ? cpus.weight_below(cpu) : num_threads - 1;
}

/// Layout: state and thread_ack have a cache line each, so that an ack disturbs nobody who waits.
struct SplitLayout : SharedStateLayout {
  static constexpr const char* kName = "split";
  struct Data {
    CpuStopFn fn;
    void* data;
    unsigned num_threads;
    const CpuMask* active_cpus;
    const CpuMask* cpus;  ///< those that take part, who find their rank by it
    alignas(kCacheLine) StateWord state;
    alignas(kCacheLine) std::atomic<std::int32_t> thread_ack;
  };
  static void publish(Data& msdata, MultiStopState state) { arch::write_once(msdata.state, state); }
};

/// A CPU's place where each looks at a word of its own.
struct RankedPlace {
  const StateWord* looks_at;
  std::uint32_t rank;

  template <typename Data>
  const StateWord& word(const Data&) const {
    return *looks_at;
  }
  static constexpr bool complete() { return true; }
};

/// Layout: each CPU waits on a line of its own, which nobody else reads. All are invited by one
/// word, and look at their own from the ack of PREPARE on: before that ack nobody writes to it.
struct PerHartLayout {
  static constexpr const char* kName = "per_hart";
  static constexpr bool kPerHart = true;
  struct Data : SplitLayout::Data {
    LineCell<MultiStopState> own[2];

    StateWord& slot(unsigned rank) {
      return (num_threads > 2 ? stop_pool_at<LineCell<MultiStopState>>(0) : own)[rank].word;
    }
  };
  /// Bytes of the pool that a barrier leaves to the layout.
  static std::size_t pool_used() { return nr_cpu_ids * sizeof(LineCell<MultiStopState>); }

  static RankedPlace join(Data& msdata) {
    return {&msdata.state, rank_among(*msdata.cpus, msdata.num_threads)};
  }
  static RankedPlace await(Data& msdata, RankedPlace place, MultiStopState state) {
    StateWord& slot = msdata.slot(place.rank);
    // For the next rendezvous: nobody writes to it any more.
    if (state == MultiStopState::Exit) arch::write_once(slot, MultiStopState::None);
    return {&slot, place.rank};
  }
  /// Writes to each line, from the first CPU to the last.
  static void publish(Data& msdata, MultiStopState state) {
    if (state == MultiStopState::Prepare) return arch::write_once(msdata.state, state);
    if (state > MultiStopState::Exit) return;  // who has left may take part in the next already
    for (unsigned rank = 0; rank < msdata.num_threads; ++rank)
      arch::write_once(msdata.slot(rank), state);
  }
};

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_POLICIES_LAYOUT_H
