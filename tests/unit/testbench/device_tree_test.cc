// The device tree, read back with libfdt.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/device_tree/device_tree.h"

#include <gtest/gtest.h>
#include <libfdt.h>

namespace standstill::testbench {
namespace {

class Tree {
 public:
  explicit Tree(std::vector<std::uint8_t> blob) : blob_(std::move(blob)) {
    EXPECT_EQ(fdt_check_full(blob_.data(), blob_.size()), 0);
  }
  std::string text(const char* path, const char* property) const {
    int length = 0;
    const auto* value = static_cast<const char*>(get(path, property, length));
    return value ? std::string(value, static_cast<std::size_t>(length)) : "(none)";
  }
  std::vector<std::uint32_t> cells(const char* path, const char* property) const {
    int length = 0;
    const auto* value = static_cast<const std::uint8_t*>(get(path, property, length));
    std::vector<std::uint32_t> cells;
    for (int i = 0; value && i < length; i += 4)
      cells.push_back(static_cast<std::uint32_t>(value[i]) << 24 | value[i + 1] << 16 |
                      value[i + 2] << 8 | value[i + 3]);
    return cells;
  }
  bool has(const char* path) const { return fdt_path_offset(blob_.data(), path) >= 0; }

 private:
  const void* get(const char* path, const char* property, int& length) const {
    const int node = fdt_path_offset(blob_.data(), path);
    return node < 0 ? nullptr : fdt_getprop(blob_.data(), node, property, &length);
  }
  std::vector<std::uint8_t> blob_;
};

using Cells = std::vector<std::uint32_t>;
using namespace std::string_literals;

MachineConfig with_harts(unsigned harts) {
  MachineConfig config;
  config.harts = harts;
  return config;
}

TEST(DeviceTree, CarriesTheBootArguments) {
  const Tree tree(build_device_tree({}, "scenario=hello rounds=2"));
  EXPECT_EQ(tree.text("/chosen", "bootargs"), "scenario=hello rounds=2\0"s);
  EXPECT_EQ(tree.text("/chosen", "stdout-path"), "/soc/serial@10000000\0"s);
}

TEST(DeviceTree, DescribesEveryHart) {
  const Tree tree(build_device_tree(with_harts(3), ""));
  EXPECT_EQ(tree.cells("/cpus", "timebase-frequency"), Cells{10'000'000});
  EXPECT_EQ(tree.cells("/cpus/cpu@2", "reg"), Cells{2});
  EXPECT_EQ(tree.text("/cpus/cpu@2", "riscv,isa"),
            "rv64imac_zicsr_zifencei_zicntr_zihpm_zihintpause_zawrs_smrnmi\0"s);
  EXPECT_EQ(tree.text("/cpus/cpu@2", "mmu-type"), "riscv,none\0"s);
  EXPECT_EQ(tree.text("/cpus/cpu@2/interrupt-controller", "compatible"), "riscv,cpu-intc\0"s);
  EXPECT_FALSE(tree.has("/cpus/cpu@3"));
}

TEST(DeviceTree, HasTheDevicesWhereTheBoardHasThem) {
  MachineConfig config;
  config.dram.size = 0x0800'0000;
  const Tree tree(build_device_tree(config, ""));
  EXPECT_EQ(tree.cells("/memory@80000000", "reg"), (Cells{0, 0x80000000, 0, 0x08000000}));
  EXPECT_EQ(tree.cells("/soc/mswi@2000000", "reg"), (Cells{0, 0x2000000, 0, 0x4000}));
  EXPECT_EQ(tree.text("/soc/mswi@2000000", "compatible"), "riscv,aclint-mswi\0"s);
  EXPECT_EQ(tree.cells("/soc/mtimer@2004000", "reg"),
            (Cells{0, 0x200bff8, 0, 8, 0, 0x2004000, 0, 0x7ff8}));
  EXPECT_EQ(tree.cells("/soc/serial@10000000", "reg"), (Cells{0, 0x10000000, 0, 0x100}));
  EXPECT_EQ(tree.text("/soc/test@100000", "compatible"), "sifive,test1\0sifive,test0\0syscon\0"s);
  EXPECT_EQ(tree.cells("/poweroff", "value"), Cells{0x5555});
  EXPECT_EQ(tree.cells("/poweroff", "regmap"), tree.cells("/soc/test@100000", "phandle"));
}

TEST(DeviceTree, WiresTheInterruptsOfEveryHartInOrder) {
  const Tree tree(build_device_tree(with_harts(2), ""));
  const auto first = tree.cells("/cpus/cpu@0/interrupt-controller", "phandle").at(0);
  const auto second = tree.cells("/cpus/cpu@1/interrupt-controller", "phandle").at(0);
  EXPECT_NE(first, second);
  EXPECT_EQ(tree.cells("/soc/mswi@2000000", "interrupts-extended"), (Cells{first, 3, second, 3}));
  EXPECT_EQ(tree.cells("/soc/mtimer@2004000", "interrupts-extended"), (Cells{first, 7, second, 7}));
  EXPECT_EQ(tree.cells("/soc/watchdog@2400000", "interrupts-extended"),
            (Cells{first, 24, second, 24}));
}

TEST(DeviceTree, NamesTheDoorbellsAndWhatElseInterrupts) {
  struct Row {
    const char* node;
    std::string compatible;
    Cells reg;
    std::uint32_t code;
  };
  MachineConfig config = with_harts(2);
  const Tree tree(build_device_tree(config, ""));
  const auto hart = tree.cells("/cpus/cpu@1/interrupt-controller", "phandle").at(0);
  for (const Row& row :
       {Row{"/soc/sswi@2f00000", "riscv,aclint-sswi", {0, 0x2f00000, 0, 0x4000}, 1},
        Row{"/soc/multicast-doorbell@2410000",
            "standstill,multicast-doorbell",
            {0, 0x2410000, 0, 0x1000},
            3},
        Row{"/soc/bus-error@2420000", "standstill,bus-error", {0, 0x2420000, 0, 0x10000}, 27},
        Row{"/soc/barrier-unit@2500000", "standstill,barrier-unit", {0, 0x2500000, 0, 0x40000}, 26},
        Row{"/soc/imsics@24000000", "riscv,imsics", {0, 0x24000000, 0, 0x2000}, 11}}) {
    EXPECT_EQ(tree.text(row.node, "compatible"), row.compatible + '\0');
    EXPECT_EQ(tree.cells(row.node, "reg"), row.reg) << row.node;
    const Cells wires = tree.cells(row.node, "interrupts-extended");
    ASSERT_EQ(wires.size(), 4u) << row.node;
    EXPECT_EQ(wires[2], hart) << row.node;
    EXPECT_EQ(wires[3], row.code) << row.node;
  }
  EXPECT_EQ(tree.cells("/soc/imsics@24000000", "riscv,num-ids"), Cells{63});
  config.fabric.imsic = false;
  config.fabric.multicast_doorbell = config.fabric.barrier_unit = false;
  const Tree without(build_device_tree(config, ""));
  EXPECT_FALSE(without.has("/soc/imsics@24000000"));
  EXPECT_FALSE(without.has("/soc/multicast-doorbell@2410000"));
  EXPECT_FALSE(without.has("/soc/barrier-unit@2500000"));
}

TEST(DeviceTree, SaysWhereNonMaskableInterruptsGo) {
  MachineConfig config;
  const Tree tree(build_device_tree(config, ""));
  EXPECT_EQ(tree.text("/soc/watchdog@2400000", "compatible"), "standstill,hart-watchdog\0"s);
  EXPECT_EQ(tree.cells("/soc/watchdog@2400000", "reg"), (Cells{0, 0x2400000, 0, 0x10000}));
  EXPECT_EQ(tree.cells("/soc/watchdog@2400000", "standstill,rnmi-vectors"),
            (Cells{0, 0x80000100, 0, 0x80000140}));
  config.hart.smrnmi = false;
  const Tree without(build_device_tree(config, ""));
  EXPECT_EQ(without.text("/cpus/cpu@0", "riscv,isa"), kIsaString + "\0"s);
  EXPECT_EQ(without.text("/soc/watchdog@2400000", "standstill,rnmi-vectors"), "(none)");
}

TEST(DeviceTree, FitsTheLargestMachine) {
  const MachineConfig config = with_harts(1024);
  const auto blob = build_device_tree(config, std::string(4000, 'x'));
  const Tree tree(blob);
  EXPECT_TRUE(tree.has("/cpus/cpu@3ff"));
  EXPECT_EQ(tree.cells("/soc/mswi@2000000", "interrupts-extended").size(), 2048u);
  EXPECT_LT(blob.size(), 1u << 20);
}

TEST(DeviceTree, StandsAtTheEndOfDram) {
  MachineConfig config;
  config.dram.size = 1 << 20;
  EXPECT_EQ(device_tree_address(config, 1), 0x800ff000u);
  EXPECT_EQ(device_tree_address(config, 4096), 0x800ff000u);
  EXPECT_EQ(device_tree_address(config, 4097), 0x800fe000u);
}

TEST(DeviceTree, IsTheSameEveryTime) {
  EXPECT_EQ(build_device_tree({}, "a"), build_device_tree({}, "a"));
}

}  // namespace
}  // namespace standstill::testbench
