// The parts of the scenario `characterize`: harts that do what they are told, and what is measured.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own; what is measured follows core-to-core-latency (N. Viennot) and ccbench
// (T. David, R. Guerraoui, V. Trigonakis, SOSP 2013).
#ifndef STANDSTILL_FIRMWARE_SCENARIOS_CHARACTERIZE_H
#define STANDSTILL_FIRMWARE_SCENARIOS_CHARACTERIZE_H

#include "arch/marker.h"
#include "scenarios/scenario.h"
#include "standstill/samples.h"

namespace standstill::scenarios {

using platform::Figure;

/// Passes before the first that counts: by then code and data of the pass are where they stay.
inline constexpr unsigned kWarmUp = 2;

inline std::uint64_t read_cycle() {
  std::uint64_t value;
  asm volatile("csrr %0, mcycle" : "=r"(value)::"memory");
  return value;
}

/// Hands a sample to the observer. Interrupts are off.
inline void sample(Figure figure, std::uint64_t a, std::uint64_t b, std::uint64_t value) {
  arch::mark<arch::Marker::Sample>(
      reinterpret_cast<const void*>(platform::sample_object(figure, a, b)), value);
}

/// What a hart can be told to do, with interrupts off; its result is for who told it.
using Work = std::uint64_t (*)(std::uint64_t a, std::uint64_t b);

// Each hart but the first has a thread that waits, on a line of its own, for work. Hart 0 tells.

/// For Scenario::prepare, for Scenario::start_hart.
void prepare_crew();
void start_crew_member();
/// Lets `cpu`, not the caller, do `work(a, b)`, and returns at once.
void tell(unsigned cpu, Work work, std::uint64_t a, std::uint64_t b);
/// Waits until the last that `cpu` was told is done; its result.
std::uint64_t wait_for(unsigned cpu);
/// Does it on `cpu`, the caller or not, and waits.
std::uint64_t do_on(unsigned cpu, Work work, std::uint64_t a, std::uint64_t b);
/// Ends the threads.
void dismiss_crew();

// What hart 0 measures with the others; each hands on its samples.

/// Lines that no hart has touched yet begin at the first; `kernel::fail()` if there are too few.
void measure_lines(const Arguments& arguments);
void measure_core_to_core(const Arguments& arguments);
void measure_contention(const Arguments& arguments);
void measure_devices(const Arguments& arguments);
void measure_doorbells(const Arguments& arguments);
void measure_timers(const Arguments& arguments);

}  // namespace standstill::scenarios

#endif  // STANDSTILL_FIRMWARE_SCENARIOS_CHARACTERIZE_H
