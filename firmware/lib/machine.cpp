// Reads the machine out of the device tree, node by node.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see lib/machine.h. The properties of a node precede its children, so a node is judged
// when its first child or its end comes.
#include "lib/machine.h"

#include "lib/cpumask.h"
#include "lib/fdt.h"

namespace standstill::kernel {
namespace {

constinit Machine the_machine;

constexpr unsigned kMaxDepth = 16;

bool starts_with(const char* text, const char* head) {
  while (*head != '\0' && *text == *head) ++text, ++head;
  return *head == '\0';
}

/// By cells, which values are aligned to, and what is left of the last.
bool same_bytes(const FdtValue& a, const FdtValue& b) {
  using Cell [[gnu::may_alias]] = const std::uint32_t;
  if (a.size != b.size) return false;
  std::uint32_t at = 0;
  for (; at + 4 <= a.size; at += 4)
    if (*reinterpret_cast<Cell*>(a.bytes + at) != *reinterpret_cast<Cell*>(b.bytes + at))
      return false;
  for (; at < a.size; ++at)
    if (a.bytes[at] != b.bytes[at]) return false;
  return true;
}

bool holds(const char* text, const char* part) {
  while (*text != '\0' && !starts_with(text, part)) ++text;
  return *text != '\0';
}

/// What is found by the first address of its reg alone.
struct Device {
  const char* compatible;
  std::uint64_t Machine::*base;
  unsigned Machine::*source;  ///< at the PLIC; null where the device has none
};
constexpr Device kDevices[] = {{"ns16550a", &Machine::uart, &Machine::uart_source},
                               {"google,goldfish-rtc", &Machine::rtc, &Machine::rtc_source},
                               {"riscv,plic0", &Machine::plic, nullptr},
                               {"sifive,test0", &Machine::finisher, nullptr},
                               {"riscv,aclint-mswi", &Machine::mswi, nullptr},
                               {"riscv,aclint-sswi", &Machine::sswi, nullptr},
                               {"riscv,aclint-mtimer", &Machine::mtime, nullptr},
                               {"riscv,imsics", &Machine::imsic, nullptr},
                               {"standstill,multicast-doorbell", &Machine::multicast, nullptr},
                               {"standstill,barrier-unit", &Machine::barrier_unit, nullptr}};

class MachineReader final : public FdtVisitor {
 public:
  explicit MachineReader(Machine& machine) : machine_(machine) {}

  bool too_deep() const { return too_deep_; }
  bool harts_in_order() const { return harts_in_order_; }

  void begin_node(const char* name, unsigned depth) override {
    judge();
    node_ = {};
    node_.open = true;
    node_.depth = depth;
    node_.name = name;
    if (depth + 1 >= kMaxDepth) {
      too_deep_ = true;
      return;
    }
    cells_[depth + 1] = Cells{};
    if (depth == 1) in_cpus_ = same_string(name, "cpus");
  }

  void property(const char* name, const FdtValue& value, unsigned depth) override {
    if (depth + 1 >= kMaxDepth || (in_cpus_ && depth > 2)) return;
    if (same_string(name, "reg")) {
      node_.reg = value;
    } else if (in_cpus_) {
      if (depth == 1 && same_string(name, "timebase-frequency")) machine_.timebase = value.cell(0);
      if (depth == 1 && same_string(name, "#address-cells"))
        cells_[depth + 1].address = value.cell(0);
      if (depth == 2 && same_string(name, "riscv,isa")) node_.isa = value;
    } else if (same_string(name, "compatible")) {
      node_.compatible = value;
    } else if (same_string(name, "interrupts")) {
      node_.interrupts = value;
    } else if (same_string(name, "interrupts-extended")) {
      node_.contexts = value;
    } else if (same_string(name, "standstill,rnmi-vectors")) {
      node_.rnmi_vectors = value;
    } else if (same_string(name, "#address-cells")) {
      cells_[depth + 1].address = value.cell(0);
    } else if (same_string(name, "#size-cells")) {
      cells_[depth + 1].size = value.cell(0);
    } else if (same_string(name, "bootargs") && same_string(node_.name, "chosen")) {
      if (const char* text = value.string()) machine_.bootargs = text;
    }
  }

  void end_node(unsigned depth) override {
    judge();
    if (depth == 1) in_cpus_ = false;
  }

 private:
  struct Cells {
    std::uint32_t address = 2;
    std::uint32_t size = 1;
  };
  struct Node {
    bool open = false;
    unsigned depth = 0;
    const char* name = "";
    FdtValue reg;
    FdtValue compatible;
    FdtValue rnmi_vectors;
    FdtValue interrupts;
    FdtValue contexts;
    FdtValue isa;
  };

  /// Field `index` of reg in units of (address, size) pairs: its address.
  std::uint64_t reg_address(std::uint32_t index) const {
    const Cells cells = cells_[node_.depth];
    return node_.reg.number(index * (cells.address + cells.size), cells.address);
  }

  void judge() {
    if (!node_.open) return;
    node_.open = false;
    if (node_.depth == 0 || node_.depth >= kMaxDepth || node_.reg.size == 0) return;
    if (in_cpus_)
      judge_cpu();
    else if (starts_with(node_.name, "memory@"))
      judge_memory();
    else
      judge_device();
  }

  void judge_cpu() {
    if (node_.depth != 2 || !starts_with(node_.name, "cpu@")) return;
    const std::uint64_t hart = node_.reg.number(0, cells_[2].address);
    if (hart != machine_.harts) harts_in_order_ = false;
    ++machine_.harts;
    // As a rule all harts have the same, and one look is enough.
    if (isa_.size != 0 && same_bytes(node_.isa, isa_)) return;
    isa_ = node_.isa;
    const char* const isa = isa_.string();
    machine_.zawrs = machine_.zawrs && isa != nullptr && holds(isa, "_zawrs");
  }

  void judge_memory() {
    const Cells cells = cells_[node_.depth];
    machine_.memory_base = reg_address(0);
    machine_.memory_size = node_.reg.number(cells.address, cells.size);
  }

  void judge_device() {
    const FdtValue& vectors = node_.rnmi_vectors;
    for (const Device& device : kDevices) {
      if (!node_.compatible.has_string(device.compatible)) continue;
      machine_.*device.base = reg_address(0);
      if (device.source != nullptr) machine_.*device.source = node_.interrupts.cell(0);
      break;
    }
    if (machine_.mtimecmp == 0 && machine_.mtime != 0) machine_.mtimecmp = reg_address(1);
    if (node_.compatible.has_string("riscv,plic0")) machine_.plic_contexts = node_.contexts;
    if (vectors.number(0, 2) != platform::kRnmiInterruptVector ||
        vectors.number(2, 2) != platform::kRnmiExceptionVector)
      return;
    if (node_.compatible.has_string("standstill,hart-watchdog")) machine_.watchdog = reg_address(0);
  }

  Machine& machine_;
  Node node_;
  FdtValue isa_;  ///< of the last hart that had another than the one before
  Cells cells_[kMaxDepth] = {};
  bool in_cpus_ = false;
  bool too_deep_ = false;
  bool harts_in_order_ = true;
};

}  // namespace

const char* read_machine(const void* dtb, Machine& machine) {
  MachineReader reader(machine);
  if (!fdt_walk(dtb, reader)) return "the device tree is broken or missing";
  if (reader.too_deep()) return "the device tree is nested too deep";
  if (machine.harts == 0) return "the device tree names no hart";
  if (machine.harts > kNrCpus) return "the device tree names more harts than this kernel takes";
  if (!reader.harts_in_order()) return "the device tree does not number its harts 0, 1, 2, ...";
  if (machine.timebase == 0) return "the device tree has no timebase-frequency";
  if (machine.memory_size == 0) return "the device tree has no memory";
  if (machine.finisher == 0) return "the device tree has no test finisher (sifive,test0)";
  if (machine.mswi == 0) return "the device tree has no riscv,aclint-mswi";
  if (machine.mtimecmp == 0) return "the device tree has no riscv,aclint-mtimer";
  return nullptr;
}

bool machine_has(platform::Need need) {
  switch (need) {
    case platform::kNeedsWatchdog:
      return the_machine.watchdog != 0;
    case platform::kNeedsPlic:
      return the_machine.plic != 0 && the_machine.rtc_source != 0 && the_machine.uart_source != 0 &&
             machine_context(the_machine.harts - 1) != kNoContext;
    case platform::kNeedsZawrs:
      return the_machine.zawrs;
    case platform::kNeedsSswi:
      return the_machine.sswi != 0;
    case platform::kNeedsImsic:
      return the_machine.imsic != 0;
    case platform::kNeedsMulticast:
      return the_machine.multicast != 0;
    case platform::kNeedsBarrierUnit:
      return the_machine.barrier_unit != 0;
    case platform::kNeedsNothing:
      break;
  }
  return true;
}

/// A context is two cells: the hart's own interrupt controller and its interrupt.
unsigned machine_context(unsigned hart) {
  constexpr std::uint32_t kMachineExternal = 11;
  const unsigned contexts = the_machine.plic_contexts.size / 8;
  unsigned found = 0;
  for (unsigned context = 0; context < contexts; ++context)
    if (the_machine.plic_contexts.cell(2 * context + 1) == kMachineExternal && found++ == hart)
      return context;
  return kNoContext;
}

Machine& machine() { return the_machine; }

}  // namespace standstill::kernel
