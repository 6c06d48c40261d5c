// Rules that hold between parameters.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <utility>

#include "interconnect/topology.h"
#include "standstill/memory_map.h"
#include "testbench/config/parameters.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

bool is_power_of_two(std::uint64_t value) { return value != 0 && (value & (value - 1)) == 0; }

/// A cache of `size` bytes needs a power of two of sets in each of its banks.
void check_sets(const std::string& place, const char* section, std::uint64_t size, unsigned ways,
                unsigned banks) {
  const std::uint64_t row = std::uint64_t{kLineBytes} * ways * banks;
  if (size % row == 0 && is_power_of_two(size / row)) return;
  std::uint64_t below = row;
  while (below * 2 <= size) below *= 2;
  const std::string banked = banks > 1 ? fmt::format(" and {0}.banks = {1}", section, banks) : "";
  throw UsageError(
      fmt::format("{}: {}.size = {} is not legal with {}.ways = {}{}: the sets of a bank must be a "
                  "power of two; the nearest legal sizes are {} and {} bytes",
                  place, section, size, section, ways, banked, below, below * 2));
}

void check_stalls(const std::string& place, const MachineConfig& config) {
  for (const Stall& stall : config.hart.stall)
    if (stall.hart != Stall::kEveryHart && stall.hart >= config.harts)
      throw UsageError(
          fmt::format("{}: hart.stall names hart {}, which is not legal with machine.harts = {}: "
                      "it must be 0 to {}",
                      place, stall.hart, config.harts, config.harts - 1));
}

void check_frequency(const std::string& place, std::uint64_t frequency) {
  constexpr std::uint64_t kPicoseconds = 1'000'000'000'000;
  if (kPicoseconds % frequency == 0) return;
  std::uint64_t below = frequency;
  while (kPicoseconds % below != 0) below = kPicoseconds / (kPicoseconds / below + 1);
  throw UsageError(fmt::format(
      "{}: machine.frequency = {} is not legal: it must divide 1000000000000, so that a "
      "cycle is whole picoseconds; the next lower legal value is {} Hz",
      place, frequency, below));
}

void check_timebase(const std::string& place, const MachineConfig& config) {
  if (config.timebase_hz() > 0) return;
  throw UsageError(fmt::format(
      "{}: fabric.timebase_divider = {} is not legal with fabric.clock_divider = {} and "
      "machine.frequency = {}: mtime would tick less than once a second",
      place, config.fabric.timebase_divider, config.fabric.clock_divider, config.frequency));
}

/// Who is at a router must be at one of those there are.
void check_interconnect(const std::string& place, const MachineConfig& config) {
  const interconnect::Grid grid = interconnect::grid_of(config.interconnect, config.harts);
  for (const auto& [key, router] : {std::pair{"hart0_router", config.interconnect.hart0_router},
                                    std::pair{"device_router", config.interconnect.device_router}})
    if (router >= grid.routers())
      throw UsageError(fmt::format(
          "{}: interconnect.{} = {} is not legal with machine.harts = {}: the interconnect is {} x "
          "{} routers, so it must be 0 to {}",
          place, key, router, config.harts, grid.columns, grid.rows, grid.routers() - 1));
}

/// Elsewhere than in DRAM a hart would fault at its handler's first instruction, for ever.
void check_rnmi(const std::string& place, const MachineConfig& config) {
  if (!config.hart.smrnmi) return;
  const Addr last = platform::kDramBase + config.dram.size - 4;
  for (const auto& [key, vector] :
       {std::pair{"hart.rnmi_interrupt_vector", config.hart.rnmi_interrupt_vector},
        std::pair{"hart.rnmi_exception_vector", config.hart.rnmi_exception_vector}})
    if (vector > last)
      throw UsageError(
          fmt::format("{}: {} = {:#x} is not legal with dram.size = {}: it must lie in DRAM, "
                      "{:#x} to {:#x}",
                      place, key, vector, config.dram.size, platform::kDramBase, last));
}

}  // namespace

void check_config(const MachineConfig& config, const std::string& place,
                  MinimumEndDelay minimum_end_delay) {
  check_frequency(place, config.frequency);
  check_timebase(place, config);
  check_stalls(place, config);
  check_rnmi(place, config);
  check_interconnect(place, config);
  check_sets(place, "l1i", config.l1i.size, config.l1i.ways, 1);
  check_sets(place, "l1d", config.l1d.size, config.l1d.ways, 1);
  check_sets(place, "l2", config.l2.size, config.l2.ways, config.l2.banks);
  if (!minimum_end_delay) return;
  const Cycle least = minimum_end_delay(config);
  if (config.end.end_delay < least)
    throw UsageError(
        fmt::format("{}: end.end_delay = {} is not legal with these latencies: it must be {} to "
                    "1000000 cycles, so that all harts can end on one cycle",
                    place, config.end.end_delay, least));
}

}  // namespace standstill::testbench
