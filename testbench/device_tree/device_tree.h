// The flattened device tree by which the guest learns what machine it runs on.
// SPDX-License-Identifier: Apache-2.0
//
// Sources: Devicetree Specification 0.4; the shapes of nodes are those of QEMU's `virt,aclint=on`.
#ifndef STANDSTILL_TESTBENCH_DEVICE_TREE_DEVICE_TREE_H
#define STANDSTILL_TESTBENCH_DEVICE_TREE_DEVICE_TREE_H

#include <cstdint>
#include <string>
#include <vector>

#include "common/config.h"

namespace standstill::testbench {

/// ISA string of every hart.
/// Without Smrnmi, which `hart.smrnmi` adds as "_smrnmi".
inline constexpr const char* kIsaString = "rv64imac_zicsr_zifencei_zicntr_zihpm_zihintpause_zawrs";

/// The tree of this machine, with `bootargs` as `/chosen/bootargs`.
std::vector<std::uint8_t> build_device_tree(const MachineConfig& config,
                                            const std::string& bootargs);

/// Where it is put: as high in DRAM as it fits, on a page boundary.
Addr device_tree_address(const MachineConfig& config, std::uint64_t size);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_DEVICE_TREE_DEVICE_TREE_H
