// How soon an effect can travel through the machine: the figures the horizon stands on.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_MACHINE_REACH_H
#define STANDSTILL_TESTBENCH_MACHINE_REACH_H

#include <algorithm>

#include "common/config.h"

namespace standstill::testbench {

/// Fewest cycles from a tile's decision to send to an effect on any tile, itself included.
/// docs/timing.md derives it: request, hop, home, hop; or request, hop, device bus, a clock edge of
/// the fabric and the next one, synchroniser; or request, hop, device bus and back.
inline Cycle tile_reach(const MachineConfig& config) {
  const Cycle hop = config.interconnect.hop_latency;
  const Cycle send = std::min(
      {config.l1i.miss_latency, config.l1d.miss_latency, config.l1d.snoop_latency, Cycle{1}});
  const Cycle bus = config.device.bus_latency;
  const Cycle by_home = send + hop + config.l2.tag_latency + 1 + hop;
  const Cycle by_device = send + hop + 2 * bus + hop;
  const Cycle by_wire = send + hop + bus + 1 + config.fabric.clock_divider + config.hart.irq_sync;
  return std::min({by_home, by_device, by_wire});
}

/// Fewest cycles from an evaluation of the fabric to an effect on a tile. The answer to a CSR
/// instruction comes no sooner than a wire, and to the tile that has asked alone, which knows when
/// to look for it: so tile_reach() need not.
inline Cycle fabric_reach(const MachineConfig& config) {
  return std::min(config.hart.irq_sync,
                  config.device.bus_latency + config.interconnect.hop_latency);
}

/// Fewest cycles from a change of a device's line to an effect on a tile: an edge of the fabric
/// takes it, the next one moves a wire.
inline Cycle line_reach(const MachineConfig& config) {
  return 1 + config.fabric.clock_divider + config.hart.irq_sync;
}

/// Smallest legal EndConfig::end_delay: no tile may have passed the end when it becomes known.
inline Cycle least_end_delay(const MachineConfig& config) {
  return std::max({tile_reach(config), fabric_reach(config), config.interconnect.hop_latency});
}

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_MACHINE_REACH_H
