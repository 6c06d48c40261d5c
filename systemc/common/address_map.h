// Which node of the interconnect serves an address.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_COMMON_ADDRESS_MAP_H
#define STANDSTILL_COMMON_ADDRESS_MAP_H

#include "common/types.h"
#include "standstill/memory_map.h"

namespace standstill {

/// Nodes and sources of a machine with `harts` tiles and `homes` shared-cache banks.
/// Nodes: tiles 0..harts-1, homes, then the device bus. Sources (log order): the nodes in that
/// order, then interconnect, memory, fabric, and the machine itself.
struct AddressMap {
  unsigned harts = 1;
  unsigned homes = 1;
  std::uint64_t dram_size = 0;  ///< bytes

  NodeId home_node(unsigned bank) const { return harts + bank; }
  NodeId device_node() const { return harts + homes; }
  unsigned nodes() const { return harts + homes + 1; }

  bool is_dram(Addr addr, unsigned bytes = 1) const {
    return addr >= platform::kDramBase && addr - platform::kDramBase <= dram_size - bytes;
  }
  /// Lines are interleaved over the banks.
  unsigned bank_of(Addr addr) const { return static_cast<unsigned>(addr / kLineBytes % homes); }
  NodeId home_of(Addr addr) const { return home_node(bank_of(addr)); }

  SourceId interconnect_source() const { return nodes(); }
  SourceId memory_source() const { return nodes() + 1; }
  SourceId fabric_source() const { return nodes() + 2; }
  SourceId machine_source() const { return nodes() + 3; }
};

}  // namespace standstill

#endif  // STANDSTILL_COMMON_ADDRESS_MAP_H
