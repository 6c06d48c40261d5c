// Writes the tree in one pass with libfdt's sequential interface.
// SPDX-License-Identifier: Apache-2.0
//
// Sources: Devicetree Specification 0.4; QEMU hw/riscv/virt.c (the map and the node shapes are
// facts of the board); Linux's riscv cpu and intc bindings.
#include "testbench/device_tree/device_tree.h"

#include <fmt/format.h>
#include <libfdt.h>

#include <stdexcept>

#include "standstill/devices.h"
#include "standstill/memory_map.h"

namespace standstill::testbench {
namespace {

using platform::kDramBase;
using Cells = std::vector<std::uint32_t>;

constexpr std::uint32_t kTestPhandle = 1;
constexpr std::uint32_t kFirstHartPhandle = 2;
constexpr std::uint32_t kUartClock = 3'686'400;  ///< Hz, as QEMU has it
constexpr std::uint64_t kPage = 4096;

/// Nesting and error handling over fdt_*: the buffer is big enough by construction, so a failure
/// is ours.
class TreeWriter {
 public:
  explicit TreeWriter(std::size_t capacity) : buffer_(capacity) {
    check(fdt_create(buffer_.data(), static_cast<int>(capacity)));
    check(fdt_finish_reservemap(buffer_.data()));
  }

  template <typename Body>
  void node(const std::string& name, Body body) {
    check(fdt_begin_node(buffer_.data(), name.c_str()));
    body();
    check(fdt_end_node(buffer_.data()));
  }
  void text(const char* name, const std::string& value) {
    check(fdt_property(buffer_.data(), name, value.c_str(), static_cast<int>(value.size() + 1)));
  }
  void cells(const char* name, const Cells& values) {
    Cells swapped;
    for (const std::uint32_t value : values) swapped.push_back(cpu_to_fdt32(value));
    check(fdt_property(buffer_.data(), name, swapped.data(), static_cast<int>(swapped.size() * 4)));
  }
  void cell(const char* name, std::uint32_t value) { cells(name, {value}); }
  void flag(const char* name) { check(fdt_property(buffer_.data(), name, nullptr, 0)); }

  std::vector<std::uint8_t> finish() {
    check(fdt_finish(buffer_.data()));
    buffer_.resize(fdt_totalsize(buffer_.data()));
    return std::move(buffer_);
  }

 private:
  static void check(int result) {
    if (result < 0)
      throw std::logic_error(fmt::format("device tree: libfdt: {}", fdt_strerror(result)));
  }
  std::vector<std::uint8_t> buffer_;
};

/// A property of several strings.
std::string strings(std::initializer_list<const char*> words) {
  std::string text;
  for (const char* word : words) {
    if (!text.empty()) text += '\0';
    text += word;
  }
  return text;
}

void append_range(Cells& cells, std::uint64_t base, std::uint64_t size) {
  for (const std::uint64_t value : {base, size}) {
    cells.push_back(static_cast<std::uint32_t>(value >> 32));
    cells.push_back(static_cast<std::uint32_t>(value));
  }
}

Cells range(std::uint64_t base, std::uint64_t size) {
  Cells cells;
  append_range(cells, base, size);
  return cells;
}

std::string unit_name(const char* name, std::uint64_t base) {
  return fmt::format("{}@{:x}", name, base);
}

std::uint32_t plic_phandle(const MachineConfig& config) { return kFirstHartPhandle + config.harts; }

/// The same interrupt of every hart, as the ACLINT devices name them.
Cells every_hart(const MachineConfig& config, platform::Interrupt interrupt) {
  Cells cells;
  for (unsigned hart = 0; hart < config.harts; ++hart) {
    cells.push_back(kFirstHartPhandle + hart);
    cells.push_back(static_cast<std::uint32_t>(interrupt));
  }
  return cells;
}

void write_cpu(TreeWriter& tree, const MachineConfig& config, unsigned hart) {
  tree.node(fmt::format("cpu@{:x}", hart), [&] {
    tree.text("device_type", "cpu");
    tree.cell("reg", hart);
    tree.text("status", "okay");
    tree.text("compatible", "riscv");
    tree.text("riscv,isa", std::string(kIsaString) + (config.hart.smrnmi ? "_smrnmi" : ""));
    tree.text("mmu-type", "riscv,none");
    tree.node("interrupt-controller", [&] {
      tree.cell("#interrupt-cells", 1);
      tree.flag("interrupt-controller");
      tree.text("compatible", "riscv,cpu-intc");
      tree.cell("phandle", kFirstHartPhandle + hart);
    });
  });
}

void write_cpus(TreeWriter& tree, const MachineConfig& config) {
  tree.node("cpus", [&] {
    tree.cell("#address-cells", 1);
    tree.cell("#size-cells", 0);
    tree.cell("timebase-frequency", static_cast<std::uint32_t>(config.timebase_hz()));
    for (unsigned hart = 0; hart < config.harts; ++hart) write_cpu(tree, config, hart);
  });
}

void write_memory(TreeWriter& tree, const MachineConfig& config) {
  tree.node(unit_name("memory", kDramBase), [&] {
    tree.text("device_type", "memory");
    tree.cells("reg", range(kDramBase, config.dram.size));
  });
}

void write_mswi(TreeWriter& tree, const MachineConfig& config) {
  tree.node(unit_name("mswi", platform::kMswi.base), [&] {
    tree.text("compatible", "riscv,aclint-mswi");
    tree.cells("reg", range(platform::kMswi.base, platform::kMswi.size));
    tree.cells("interrupts-extended", every_hart(config, platform::Interrupt::MachineSoftware));
    tree.cell("#interrupt-cells", 0);
    tree.flag("interrupt-controller");
  });
}

/// Two ranges as QEMU has them: MTIME up to the region's end first, then the comparators below it.
void write_mtimer(TreeWriter& tree, const MachineConfig& config) {
  tree.node(unit_name("mtimer", platform::kMtimer.base), [&] {
    tree.text("compatible", "riscv,aclint-mtimer");
    Cells reg = range(platform::mtimer::kMtime, platform::kMtimer.end() - platform::mtimer::kMtime);
    append_range(reg, platform::kMtimer.base, platform::mtimer::kMtime - platform::kMtimer.base);
    tree.cells("reg", reg);
    tree.cells("interrupts-extended", every_hart(config, platform::Interrupt::MachineTimer));
  });
}

/// Ours; the vectors are there so that firmware can see whether it stands where NMIs go.
void write_watchdog(TreeWriter& tree, const MachineConfig& config) {
  tree.node(unit_name("watchdog", platform::kWatchdog.base), [&] {
    tree.text("compatible", "standstill,hart-watchdog");
    tree.cells("reg", range(platform::kWatchdog.base, platform::kWatchdog.size));
    tree.cells("interrupts-extended", every_hart(config, platform::Interrupt::Watchdog));
    if (!config.hart.smrnmi) return;
    tree.cells("standstill,rnmi-vectors",
               range(config.hart.rnmi_interrupt_vector, config.hart.rnmi_exception_vector));
  });
}

/// A device of ours, or one whose node says no more than where it is and how it interrupts.
void write_doorbell(TreeWriter& tree, const MachineConfig& config, const char* name,
                    const char* compatible, const platform::Region& region,
                    platform::Interrupt interrupt) {
  tree.node(unit_name(name, region.base), [&] {
    tree.text("compatible", compatible);
    tree.cells("reg", range(region.base, region.size));
    tree.cells("interrupts-extended", every_hart(config, interrupt));
  });
}

/// As QEMU's aia=aplic-imsic has it: one page a hart, and 63 identities.
void write_imsic(TreeWriter& tree, const MachineConfig& config) {
  const std::uint64_t pages = platform::imsic::kPage * config.harts;
  tree.node(unit_name("imsics", platform::kImsic.base), [&] {
    tree.text("compatible", "riscv,imsics");
    tree.cells("reg", range(platform::kImsic.base, pages));
    tree.cells("interrupts-extended", every_hart(config, platform::Interrupt::MachineExternal));
    tree.cell("riscv,num-ids", platform::imsic::kIdentities);
    tree.cell("#interrupt-cells", 0);
    tree.flag("interrupt-controller");
    tree.flag("msi-controller");
  });
}

void write_plic(TreeWriter& tree, const MachineConfig& config) {
  tree.node(unit_name("plic", platform::kPlic.base), [&] {
    tree.cell("phandle", plic_phandle(config));
    tree.cell("riscv,ndev", platform::plic::kSources);
    tree.cells("reg", range(platform::kPlic.base, platform::kPlic.size));
    Cells contexts;
    for (unsigned hart = 0; hart < config.harts; ++hart)
      for (const auto interrupt :
           {platform::Interrupt::MachineExternal, platform::Interrupt::SupervisorExternal}) {
        contexts.push_back(kFirstHartPhandle + hart);
        contexts.push_back(static_cast<std::uint32_t>(interrupt));
      }
    tree.cells("interrupts-extended", contexts);
    tree.flag("interrupt-controller");
    tree.text("compatible", strings({"sifive,plic-1.0.0", "riscv,plic0"}));
    tree.cell("#address-cells", 0);
    tree.cell("#interrupt-cells", 1);
  });
}

void write_interrupt(TreeWriter& tree, const MachineConfig& config, unsigned source) {
  tree.cell("interrupts", source);
  tree.cell("interrupt-parent", plic_phandle(config));
}

void write_rtc(TreeWriter& tree, const MachineConfig& config) {
  tree.node(unit_name("rtc", platform::kRtc.base), [&] {
    write_interrupt(tree, config, platform::plic::kRtcSource);
    tree.cells("reg", range(platform::kRtc.base, platform::kRtc.size));
    tree.text("compatible", "google,goldfish-rtc");
  });
}

void write_uart(TreeWriter& tree, const MachineConfig& config) {
  tree.node(unit_name("serial", platform::kUart.base), [&] {
    tree.text("compatible", "ns16550a");
    tree.cells("reg", range(platform::kUart.base, platform::kUart.size));
    tree.cell("clock-frequency", kUartClock);
    write_interrupt(tree, config, platform::plic::kUartSource);
  });
}

void write_finisher(TreeWriter& tree) {
  tree.node(unit_name("test", platform::kFinisher.base), [&] {
    tree.cell("phandle", kTestPhandle);
    tree.text("compatible", strings({"sifive,test1", "sifive,test0", "syscon"}));
    tree.cells("reg", range(platform::kFinisher.base, platform::kFinisher.size));
  });
}

void write_soc(TreeWriter& tree, const MachineConfig& config) {
  tree.node("soc", [&] {
    tree.cell("#address-cells", 2);
    tree.cell("#size-cells", 2);
    tree.text("compatible", "simple-bus");
    tree.flag("ranges");
    write_uart(tree, config);
    write_rtc(tree, config);
    write_finisher(tree);
    write_plic(tree, config);
    write_mtimer(tree, config);
    write_mswi(tree, config);
    write_watchdog(tree, config);
    using platform::Interrupt;
    write_doorbell(tree, config, "sswi", "riscv,aclint-sswi", platform::kSswi,
                   Interrupt::SupervisorSoftware);
    if (config.fabric.multicast_doorbell)
      write_doorbell(tree, config, "multicast-doorbell", "standstill,multicast-doorbell",
                     platform::kMulticast, Interrupt::MachineSoftware);
    write_doorbell(tree, config, "bus-error", "standstill,bus-error", platform::kBusError,
                   Interrupt::BusError);
    if (config.fabric.barrier_unit)
      write_doorbell(tree, config, "barrier-unit", "standstill,barrier-unit",
                     platform::barrier::kBuiltIn, Interrupt::Barrier);
    if (config.fabric.imsic) write_imsic(tree, config);
  });
}

void write_poweroff(TreeWriter& tree) {
  tree.node("poweroff", [&] {
    tree.text("compatible", "syscon-poweroff");
    tree.cell("regmap", kTestPhandle);
    tree.cell("offset", 0);
    tree.cell("value", platform::finisher::kPass);
  });
}

}  // namespace

std::vector<std::uint8_t> build_device_tree(const MachineConfig& config,
                                            const std::string& bootargs) {
  // About 380 bytes a hart; the rest is generous for everything else.
  TreeWriter tree(8192 + bootargs.size() + std::size_t{512} * config.harts);
  tree.node("", [&] {
    tree.cell("#address-cells", 2);
    tree.cell("#size-cells", 2);
    tree.text("compatible", "riscv-virtio");
    tree.text("model", "standstill");
    tree.node("chosen", [&] {
      tree.text("bootargs", bootargs);
      tree.text("stdout-path", fmt::format("/soc/{}", unit_name("serial", platform::kUart.base)));
    });
    write_poweroff(tree);
    write_memory(tree, config);
    write_cpus(tree, config);
    write_soc(tree, config);
  });
  return tree.finish();
}

Addr device_tree_address(const MachineConfig& config, std::uint64_t size) {
  return (kDramBase + config.dram.size - size) / kPage * kPage;
}

}  // namespace standstill::testbench
