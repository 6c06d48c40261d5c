// A rendezvous that a test leads pass by pass, in any order it likes.
// SPDX-License-Identifier: Apache-2.0
//
// The spin policy of the instance under test hands control to the test at every pass of the wait
// loop. Each hart is a thread, but only the one whose turn it is runs, so a seed is a schedule.
#ifndef STANDSTILL_TESTS_FIRMWARE_STEPPED_RENDEZVOUS_H
#define STANDSTILL_TESTS_FIRMWARE_STEPPED_RENDEZVOUS_H

#include <gmock/gmock.h>

#include <random>
#include <semaphore>
#include <thread>

#include "host/kernel_host.h"
#include "kernel/multi_cpu_stop.h"
#include "lib/machine.h"

namespace standstill::kernel {

using platform::Marker;

struct Turn {
  std::binary_semaphore go{0};
  std::binary_semaphore back{0};
  bool finished = false;
  bool abandoned = false;
};

/// The test gives up on a hart that will never leave.
struct Abandoned {};

inline thread_local Turn* my_turn = nullptr;

struct SteppedSpin {
  static constexpr const char* kName = "stepped";
  static void stop_machine_yield(const StateWord&, MultiStopState) {
    my_turn->back.release();
    my_turn->go.acquire();
    if (my_turn->abandoned) throw Abandoned{};
  }
};

struct Ran {
  std::vector<unsigned> cpus;
  bool irqs_were_on = false;
};

inline int fn(void* data) {
  auto& ran_on = *static_cast<Ran*>(data);
  ran_on.cpus.push_back(smp_processor_id());
  ran_on.irqs_were_on |= !arch::irqs_disabled();
  return 40 + static_cast<int>(smp_processor_id());
}

template <typename Policy>
class Rendezvous {
 public:
  /// `barrier_unit` is where the machine has one.
  Rendezvous(unsigned harts, const CpuMask* cpus, std::uint64_t barrier_unit = 0)
      : turns_(harts), results_(harts) {
    host::make_machine(harts);
    machine().barrier_unit = barrier_unit;
    msdata_.fn = fn;
    msdata_.data = &ran;
    msdata_.num_threads = harts;
    msdata_.active_cpus = cpus;
    if constexpr (requires { msdata_.cpus; }) {
      for (unsigned cpu = 0; cpu < harts; ++cpu) all_.set(cpu);
      msdata_.cpus = &all_;
    }
    if constexpr (requires { Policy::Barrier::template open<typename Policy::Layout>(msdata_); })
      Policy::Barrier::template open<typename Policy::Layout>(msdata_);
    Policy::Barrier::template set_state<typename Policy::Layout>(msdata_, MultiStopState::Prepare);
    for (unsigned cpu = 0; cpu < harts; ++cpu) {
      threads_.emplace_back([this, cpu] { play(cpu); });
      turns_[cpu].back.acquire();
    }
  }
  ~Rendezvous() {
    for (std::thread& thread : threads_) thread.join();
    if constexpr (requires { Policy::Barrier::template close<typename Policy::Layout>(msdata_); })
      Policy::Barrier::template close<typename Policy::Layout>(msdata_);
  }

  /// One pass of hart `cpu`; false if it has left already.
  bool step(unsigned cpu) {
    Turn& turn = turns_[cpu];
    if (turn.finished) return false;
    turn.go.release();
    turn.back.acquire();
    return true;
  }
  void run_to_the_end(std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto harts = static_cast<std::uint32_t>(turns_.size());
    for (unsigned idle = 0; idle < 1000 * harts; ++idle)
      step(static_cast<unsigned>(random() % harts));
    for (unsigned cpu = 0; cpu < harts; ++cpu) {
      turns_[cpu].abandoned = true;
      abandoned_ += step(cpu);
    }
  }
  /// How many harts had not left by the end.
  unsigned abandoned() const { return abandoned_; }
  MultiStopState state() const { return msdata_.state.load(); }
  int result(unsigned cpu) const { return results_[cpu]; }
  bool finished(unsigned cpu) const { return turns_[cpu].finished; }

  Ran ran;

 private:
  void play(unsigned cpu) {
    host::become_hart(cpu);
    my_turn = &turns_[cpu];
    try {
      results_[cpu] = multi_cpu_stop<Policy>(&msdata_);
      EXPECT_FALSE(arch::irqs_disabled());
    } catch (const Abandoned&) {
    }
    turns_[cpu].finished = true;
    turns_[cpu].back.release();
  }

  unsigned abandoned_ = 0;
  std::vector<Turn> turns_;
  std::vector<int> results_;
  CpuMask all_;
  typename Policy::Data msdata_{};
  std::vector<std::thread> threads_;
};

/// Whether some `early` marker comes before some `late` one, on any harts.
inline bool comes_before_the_last(Marker early, Marker late) {
  bool seen = false;
  for (const auto& entry : host::markers()) {
    if (entry.phase == early) seen = true;
    if (entry.phase == late && seen) return true;
  }
  return false;
}

inline unsigned count(Marker phase) {
  unsigned found = 0;
  for (const auto& entry : host::markers()) found += entry.phase == phase;
  return found;
}

/// Whether the markers are those of `harts` harts that went through every state together, and as
/// many say that a state was set.
inline bool in_lock_step(unsigned harts, unsigned states_set = 5) {
  for (const Marker phase :
       {Marker::Prepare, Marker::IrqOffAck, Marker::RunAck, Marker::Exit, Marker::Leave})
    if (count(phase) != harts) return false;
  return count(Marker::SetState) == states_set &&
         !comes_before_the_last(Marker::IrqOffAck, Marker::Prepare) &&
         !comes_before_the_last(Marker::RunBegin, Marker::IrqOffAck) &&
         !comes_before_the_last(Marker::Exit, Marker::RunAck);
}

}  // namespace standstill::kernel

#endif  // STANDSTILL_TESTS_FIRMWARE_STEPPED_RENDEZVOUS_H
