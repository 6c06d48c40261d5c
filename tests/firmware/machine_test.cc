// The device tree reader, on trees built by libfdt in the shape of QEMU's virt board.
// SPDX-License-Identifier: Apache-2.0
#include "lib/machine.h"

#include <gmock/gmock.h>
#include <libfdt.h>

#include <memory>
#include <string>
#include <vector>

#include "lib/fdt.h"

namespace standstill::kernel {
namespace {

constexpr int kTreeBytes = 1 << 20;

struct Shape {
  unsigned harts = 2;
  unsigned first_hart = 0;
  std::string bootargs = "scenario=hello rounds=2";
  std::string left_out;  ///< node that is missing
  /// What each hart has; beyond the end no hart says what it has.
  std::vector<std::string> isa = {};
};

class TreeBuilder {
 public:
  explicit TreeBuilder(const Shape& shape) : shape_(shape), bytes_(kTreeBytes) {
    check(fdt_create(tree(), kTreeBytes));
    check(fdt_finish_reservemap(tree()));
    begin("");
    cells("#address-cells", {2});
    cells("#size-cells", {2});
    begin("chosen");
    text("bootargs", shape.bootargs);
    end();
    device("memory@80000000", "", {0, 0x80000000, 0, 0x8000000});
    cpus();
    begin("soc");
    cells("#address-cells", {2});
    cells("#size-cells", {2});
    device("serial@10000000", "ns16550a", {0, 0x10000000, 0, 0x100});
    device("test@100000", std::string("sifive,test1\0sifive,test0\0syscon", 32),
           {0, 0x100000, 0, 0x1000});
    device("mtimer@2004000", "riscv,aclint-mtimer",
           {0, 0x200bff8, 0, 0x4008, 0, 0x2004000, 0, 0x7ff8});
    device("mswi@2000000", "riscv,aclint-mswi", {0, 0x2000000, 0, 0x4000});
    device("sswi@2f00000", "riscv,aclint-sswi", {0, 0x2f00000, 0, 0x4000});
    device("imsics@24000000", "riscv,imsics", {0, 0x24000000, 0, 0x2000});
    device("multicast-doorbell@2410000", "standstill,multicast-doorbell",
           {0, 0x2410000, 0, 0x1000});
    device("barrier-unit@2500000", "standstill,barrier-unit", {0, 0x2500000, 0, 0x40000});
    end();
    end();
    check(fdt_finish(tree()));
  }

  std::vector<std::uint8_t> take() {
    bytes_.resize(fdt_totalsize(tree()));
    return bytes_;
  }

 private:
  void* tree() { return bytes_.data(); }
  static void check(int error) {
    if (error != 0) throw std::runtime_error(fdt_strerror(error));
  }
  void begin(const std::string& name) { check(fdt_begin_node(tree(), name.c_str())); }
  void end() { check(fdt_end_node(tree())); }
  void cells(const char* name, std::vector<std::uint32_t> values) {
    for (std::uint32_t& value : values) value = cpu_to_fdt32(value);
    check(fdt_property(tree(), name, values.data(), static_cast<int>(4 * values.size())));
  }
  void text(const char* name, const std::string& value) {
    check(fdt_property(tree(), name, value.c_str(), static_cast<int>(value.size() + 1)));
  }
  void device(const std::string& name, const std::string& compatible,
              const std::vector<std::uint32_t>& reg) {
    if (name.substr(0, name.find('@')) == shape_.left_out) return;
    begin(name);
    cells("reg", reg);
    if (!compatible.empty()) text("compatible", compatible);
    end();
  }
  void cpus() {
    begin("cpus");
    cells("#address-cells", {1});
    cells("#size-cells", {0});
    if (shape_.left_out != "timebase") cells("timebase-frequency", {10'000'000});
    for (unsigned hart = 0; hart < shape_.harts; ++hart) {
      begin("cpu@" + std::to_string(hart));
      text("device_type", "cpu");
      cells("reg", {hart + shape_.first_hart});
      if (hart < shape_.isa.size()) text("riscv,isa", shape_.isa[hart]);
      begin("interrupt-controller");
      cells("#interrupt-cells", {1});
      end();
      end();
    }
    begin("cpu-map");
    end();
    end();
  }

  const Shape& shape_;
  std::vector<std::uint8_t> bytes_;
};

std::vector<std::uint8_t> build(const Shape& shape) { return TreeBuilder(shape).take(); }

std::string problem_of(const Shape& shape) {
  Machine machine;
  const auto tree = build(shape);
  const char* problem = read_machine(tree.data(), machine);
  return problem == nullptr ? "" : problem;
}

TEST(Machine, ReadsEverythingTheKernelNeeds) {
  Machine machine;
  const auto tree = build({});
  ASSERT_EQ(read_machine(tree.data(), machine), nullptr);
  EXPECT_EQ(machine.harts, 2u);
  EXPECT_EQ(machine.timebase, 10'000'000u);
  EXPECT_EQ(machine.memory_base, 0x80000000u);
  EXPECT_EQ(machine.memory_size, 0x8000000u);
  EXPECT_EQ(machine.uart, 0x10000000u);
  EXPECT_EQ(machine.finisher, 0x100000u);
  EXPECT_EQ(machine.mswi, 0x2000000u);
  EXPECT_EQ(machine.sswi, 0x2f00000u);
  EXPECT_EQ(machine.imsic, 0x24000000u);
  EXPECT_EQ(machine.multicast, 0x2410000u);
  EXPECT_EQ(machine.barrier_unit, 0x2500000u);
  EXPECT_EQ(machine.watchdog, 0u);
  EXPECT_EQ(machine.mtime, 0x200bff8u);
  EXPECT_EQ(machine.mtimecmp, 0x2004000u);
  EXPECT_EQ(machine.imsic, 0x24000000u);
  EXPECT_STREQ(machine.bootargs, "scenario=hello rounds=2");
}

TEST(Machine, HasZawrsIfEveryHartSaysSo) {
  const auto has_zawrs = [](const std::vector<std::string>& isa) {
    Shape shape;
    shape.isa = isa;
    Machine machine;
    const auto tree = build(shape);
    EXPECT_EQ(read_machine(tree.data(), machine), nullptr);
    return machine.zawrs;
  };
  const std::string with = "rv64imac_zihintpause_zawrs_smrnmi";
  EXPECT_TRUE(has_zawrs({with, "rv64imac_zawrs"}));
  EXPECT_FALSE(has_zawrs({with, "rv64imafdc_zicsr"}));
  EXPECT_FALSE(has_zawrs({"rv64imac_zawr", with}));
  EXPECT_FALSE(has_zawrs({with}));
  EXPECT_FALSE(has_zawrs({}));
}

TEST(Machine, FindsTheContextOfAHartAndSaysWhenThereIsNone) {
  // Hart 0: machine (11) and supervisor (9) mode; hart 1: supervisor mode alone.
  const std::uint8_t contexts[] = {0, 0, 0, 1,  0, 0, 0, 9, 0, 0, 0, 1,
                                   0, 0, 0, 11, 0, 0, 0, 2, 0, 0, 0, 9};
  const Machine before = machine();
  machine().plic = 0xc000000;
  machine().rtc_source = machine().uart_source = 1;
  machine().plic_contexts = {contexts, sizeof contexts};
  EXPECT_EQ(machine_context(0), 1u);
  EXPECT_EQ(machine_context(1), kNoContext);
  machine().harts = 1;
  EXPECT_TRUE(machine_has(platform::kNeedsPlic));
  machine().harts = 2;
  EXPECT_FALSE(machine_has(platform::kNeedsPlic)) << "it cannot tell hart 1";
  machine() = before;
}

TEST(Machine, CountsHartsUpToTheLargestMachineAndNoFurther) {
  Machine machine;
  const auto tree = build({.harts = 1024, .first_hart = 0, .bootargs = {}, .left_out = {}});
  EXPECT_EQ(read_machine(tree.data(), machine), nullptr);
  EXPECT_EQ(machine.harts, 1024u);
  EXPECT_THAT(problem_of({.harts = 1025, .first_hart = 0, .bootargs = {}, .left_out = {}}),
              testing::HasSubstr("more harts"));
}

TEST(Machine, SaysWhatIsMissing) {
  const auto without = [](const char* node) {
    return problem_of({.harts = 1, .first_hart = 0, .bootargs = {}, .left_out = node});
  };
  EXPECT_THAT(without("mswi"), testing::HasSubstr("riscv,aclint-mswi"));
  EXPECT_THAT(without("mtimer"), testing::HasSubstr("riscv,aclint-mtimer"));
  EXPECT_THAT(without("test"), testing::HasSubstr("finisher"));
  EXPECT_THAT(without("memory"), testing::HasSubstr("memory"));
  EXPECT_THAT(without("timebase"), testing::HasSubstr("timebase"));
  EXPECT_EQ(without("serial"), "") << "a machine without a console can run";
  EXPECT_THAT(problem_of({.harts = 0, .first_hart = 0, .bootargs = {}, .left_out = {}}),
              testing::HasSubstr("no hart"));
  EXPECT_THAT(problem_of({.harts = 2, .first_hart = 1, .bootargs = {}, .left_out = {}}),
              testing::HasSubstr("number"));
}

TEST(Fdt, RefusesWhatIsNoTree) {
  Machine machine;
  EXPECT_NE(read_machine(nullptr, machine), nullptr);
  std::vector<std::uint8_t> zeros(64);
  EXPECT_NE(read_machine(zeros.data(), machine), nullptr);
}

/// The tree in a block of exactly its size, so that a sanitizer sees a read beyond the end.
bool walks(const std::vector<std::uint8_t>& bytes, std::size_t size) {
  auto exact = std::make_unique<std::uint8_t[]>(size);
  std::copy_n(bytes.begin(), size, exact.get());
  fdt_set_totalsize(exact.get(), static_cast<std::uint32_t>(size));
  Machine machine;
  return read_machine(exact.get(), machine) == nullptr;
}

TEST(Fdt, ACutTreeIsRefusedAndNothingIsReadBeyondIt) {
  const auto tree = build({});
  ASSERT_TRUE(walks(tree, tree.size()));
  for (std::size_t size = FDT_V17_SIZE; size + 4 < tree.size(); ++size)
    EXPECT_FALSE(walks(tree, size)) << size;
}

TEST(Fdt, ADamagedByteIsNeverReadBeyondTheTree) {
  const auto tree = build({.harts = 3, .first_hart = 0, .bootargs = "x", .left_out = {}});
  for (std::size_t at = 8; at < tree.size(); ++at)
    for (const int damage : {0x01, 0x80, 0xff}) {
      auto damaged = tree;
      damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ damage);
      walks(damaged, damaged.size());
    }
}

}  // namespace
}  // namespace standstill::kernel
