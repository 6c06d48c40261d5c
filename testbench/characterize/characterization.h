// A machine as its microbenchmarks see it: samples of the guest, put in order.
// SPDX-License-Identifier: Apache-2.0
//
// docs/characterize.md says what each figure is. All are core cycles unless said otherwise.
#ifndef STANDSTILL_TESTBENCH_CHARACTERIZE_CHARACTERIZATION_H
#define STANDSTILL_TESTBENCH_CHARACTERIZE_CHARACTERIZATION_H

#include <optional>
#include <stdexcept>
#include <vector>

#include "common/config.h"
#include "standstill/samples.h"
#include "testbench/results/statistics.h"

namespace standstill::testbench {

/// What one sample's marker said.
struct Sample {
  Cycle cycle = 0;           ///< of the marker
  HartId hart = 0;           ///< that made it
  std::uint64_t object = 0;  ///< platform::sample_object()
  std::uint64_t value = 0;
  Moment exact;  ///< of an interrupt: how long it took by the simulator's events

  platform::Figure figure() const { return static_cast<platform::Figure>(object >> 32 & 0xFFFF); }
  std::uint64_t a() const { return object >> 16 & 0xFFFF; }
  std::uint64_t b() const { return object & 0xFFFF; }
};

/// Samples that no guest with our scenario gives; what() names the sample or what is missing.
class SampleError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct LinksFigure {
  unsigned links = 0;  ///< between routers, from the first hart over home to the second
  Statistics cycles;
};

struct CoreToCore {
  Addr line = 0;
  unsigned home = 0;                            ///< number of its home node
  std::vector<std::vector<Moment>> round_trip;  ///< medians, by hart that measures and other
  Statistics all;
  Statistics overhead;
  std::vector<LinksFigure> by_links;
};

struct AccessFigure {
  platform::Operation operation{};
  platform::LineState state{};
  Statistics cycles;
};

struct Contention {
  unsigned harts = 0;
  std::uint64_t operations = 0;
  Cycle cycles = 0;     ///< that these took
  Statistics per_hart;  ///< operations
};

struct InterruptFigure {
  platform::Target target{};
  Statistics guest;
  Statistics exact;
};

struct Characterization {
  unsigned harts = 0;
  std::uint64_t frequency = 0;  ///< hertz
  std::optional<CoreToCore> core_to_core;
  std::vector<AccessFigure> access;
  std::vector<Statistics> access_overhead;  ///< by platform::Operation
  std::vector<Contention> contention;       ///< ascending
  std::vector<Statistics> mmio;             ///< by platform::DeviceAccess
  Statistics mmio_overhead;
  std::vector<InterruptFigure> doorbell;
  std::vector<InterruptFigure> timer;
};

/// Puts the samples of one run on this machine in order. Throws SampleError.
Characterization characterize(const std::vector<Sample>& samples, const MachineConfig& config);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_CHARACTERIZE_CHARACTERIZATION_H
