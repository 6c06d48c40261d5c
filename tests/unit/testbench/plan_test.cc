// The plan of a run: all doubts are removed before anything starts.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "elf_builder.h"
#include "message_of.h"

namespace standstill::testbench {
namespace {

const Presets& presets() {
  static const Presets kPresets({STANDSTILL_CONFIGS_DIR});
  return kPresets;
}

/// A file with a program of `size` bytes at the beginning of DRAM.
std::string program(std::uint64_t size = 64) {
  ElfBuilder builder;
  builder.segment(0x80000000, {0x13, 0, 0, 0}, size);
  const std::vector<std::uint8_t> file = builder.build();
  const std::string path = testing::TempDir() + "plan_test.elf";
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
  return path;
}

RunPlan plan(const RunOptions& options) { return make_plan(options, presets(), program()); }

std::string refusal(const RunOptions& options, std::uint64_t size = 64) {
  return message_of([&] { make_plan(options, presets(), program(size)); });
}

TEST(Plan, PutsTheRunTogether) {
  RunOptions options;
  options.scenario = "hello";
  options.config = "tiny";
  options.sets = {"machine.harts=8"};
  options.arguments = {"rounds=2"};
  const RunPlan made = plan(options);
  EXPECT_EQ(made.scenario, "hello");
  EXPECT_EQ(made.output, "out/hello-8");
  EXPECT_EQ(made.request.config.harts, 8u);
  EXPECT_EQ(made.request.config.l1d.size, 512u) << "of the preset";
  EXPECT_EQ(made.request.image.entry, 0x80000000u);
  EXPECT_EQ(made.request.device_tree_address % 4096, 0u);
  const std::string tree(made.request.device_tree.begin(), made.request.device_tree.end());
  EXPECT_THAT(tree, testing::HasSubstr("scenario=hello rounds=2"));
}

TEST(Plan, TakesAnElfInsteadOfTheFirmware) {
  RunOptions options;
  options.elf = program();
  options.arguments = {"anything=goes"};
  const RunPlan made = make_plan(options, presets(), "/nonexistent");
  EXPECT_EQ(made.scenario, "");
  EXPECT_EQ(made.output, "out/elf-4");
  EXPECT_EQ(made.elf, options.elf);
}

TEST(Plan, TheCommandLineMayRepairAPreset) {
  RunOptions options;
  options.sets = {"l2.banks=8", "l2.size=4MiB"};
  EXPECT_EQ(plan(options).request.config.l2.banks, 8u);
}

TEST(PlanBad, RefusesAWatchdogThatTheFirmwareWouldNotSee) {
  const char* const wants =
      ": needs the hart watchdog's NMI, which this machine lacks: it must have hart.smrnmi = true, "
      "hart.rnmi_interrupt_vector = 0x80000100 and hart.rnmi_exception_vector = 0x80000140";
  for (const char* lack : {"hart.smrnmi=false", "hart.rnmi_interrupt_vector=0x80000200",
                           "hart.rnmi_exception_vector=0x80000200"}) {
    RunOptions options;
    options.sets = {lack};
    EXPECT_EQ(refusal(options), "(none)") << "stop_machine does without";
    options.arguments = {"watchdog=on"};
    EXPECT_EQ(refusal(options), std::string("--arg watchdog=on") + wants) << lack;
    options.arguments = {"nmimask=on"};
    EXPECT_EQ(refusal(options), std::string("--arg nmimask=on") + wants) << "no NMI to hold back";
    options.scenario = "watchdog";
    EXPECT_EQ(refusal(options), std::string("watchdog") + wants) << lack;
  }
}

TEST(PlanBad, RefusesAnImsicThatIsNotThere) {
  RunOptions options;
  options.sets = {"fabric.imsic=false"};
  EXPECT_EQ(refusal(options), "(none)") << "stop_machine does without";
  options.scenario = "imsic";
  EXPECT_EQ(refusal(options),
            "imsic: needs the harts' interrupt files, which this machine lacks: it must have "
            "fabric.imsic = true");
}

TEST(PlanBad, RefusesAConfigurationThatContradictsItself) {
  RunOptions options;
  options.sets = {"l2.banks=3"};
  EXPECT_THAT(refusal(options), testing::StartsWith("--set: l2.size = 2097152 is not legal with"));
  options.config = "tiny";
  options.sets = {"l1d.ways=3"};
  EXPECT_THAT(refusal(options), testing::HasSubstr("/tiny.toml with --set: l1d.size = 512 is not"));
  options.config.clear();
  options.sets = {"end.end_delay=1"};
  EXPECT_THAT(refusal(options), testing::HasSubstr("end.end_delay = 1 is not legal"));
}

TEST(PlanBad, RefusesAFabricThatIsTooSmall) {
  RunOptions options;
  options.sets = {"machine.harts=5"};
  options.switches.fabric_class = FabricClass::Slots4;
  EXPECT_EQ(refusal(options),
            "--fabric-class 4: too small for 5 harts: it must be auto, 64 or 1024");
  options.sets = {"machine.harts=65"};
  options.switches.fabric_class = FabricClass::Slots64;
  EXPECT_EQ(refusal(options), "--fabric-class 64: too small for 65 harts: it must be auto or 1024");
}

TEST(PlanBad, RefusesAProgramThatLeavesNoRoom) {
  RunOptions options;
  options.sets = {"dram.size=1MiB"};
  EXPECT_THAT(refusal(options, 1 << 20),
              testing::HasSubstr("leaves no room for the device tree at 0x800f"));
}

TEST(PlanBad, RefusesTooLittleMemoryForTheFirmwaresArenas) {
  ElfBuilder builder;
  builder.segment(0x80000000, {0x13, 0, 0, 0}, 64);
  builder.symbols = {{"__arena_start", 0x80100000, 0x10000, STT_OBJECT}};
  const std::vector<std::uint8_t> file = builder.build();
  RunOptions options;
  options.firmware = testing::TempDir() + "plan_arena_test.elf";
  std::ofstream(options.firmware, std::ios::binary)
      .write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
  options.sets = {"dram.size=1MiB", "machine.harts=2"};
  EXPECT_EQ(refusal(options),
            "dram.size = 1048576 is too little memory for 2 harts: it must be at least 1183744");
  options.sets = {"dram.size=1183744", "machine.harts=2"};
  EXPECT_NO_THROW(plan(options));
  options.sets = {"dram.size=1183744", "machine.harts=3"};
  EXPECT_THAT(refusal(options), testing::HasSubstr("for 3 harts: it must be at least 1249280"));
}

TEST(PlanBad, RefusesWhatItsPartsRefuse) {
  RunOptions options;
  options.firmware = "/nonexistent.elf";
  EXPECT_EQ(refusal(options),
            "/nonexistent.elf: cannot read the ELF file: No such file or directory");
  options = {};
  options.scenario = "nothing";
  EXPECT_THAT(refusal(options), testing::StartsWith("nothing: unknown scenario"));
  options = {};
  options.arguments = {"nothing=1"};
  EXPECT_THAT(refusal(options), testing::StartsWith("--arg nothing=1: unknown argument"));
}

TEST(FabricSlots, AreTheSmallestThatFit) {
  EXPECT_EQ(slots_of(FabricClass::Auto, 1), 4u);
  EXPECT_EQ(slots_of(FabricClass::Auto, 4), 4u);
  EXPECT_EQ(slots_of(FabricClass::Auto, 5), 64u);
  EXPECT_EQ(slots_of(FabricClass::Auto, 65), 1024u);
  EXPECT_EQ(slots_of(FabricClass::Slots1024, 1), 1024u);
}

}  // namespace
}  // namespace standstill::testbench
