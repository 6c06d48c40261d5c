// Machine files: what is read is what was meant, and errors have a place.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/config/machine_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "message_of.h"
#include "testbench/config/parameters.h"

namespace standstill::testbench {
namespace {

const Presets& presets() {
  static const Presets kPresets({"/nonexistent", STANDSTILL_CONFIGS_DIR});
  return kPresets;
}

std::string parse_message(const std::string& text) {
  return message_of([&] { parse_machine(text, "m.toml"); });
}

TEST(MachineFile, ReadsOverTheDefaults) {
  const MachineConfig config = parse_machine(
      "[machine]\nharts = 2\n[l2]\nsize = \"1 MiB\"\n[hart]\natomics = \"far\"\n"
      "[fabric]\nposted_stores = true\n",
      "m.toml");
  EXPECT_EQ(config.harts, 2u);
  EXPECT_EQ(config.l2.size, 1u << 20);
  EXPECT_EQ(config.hart.atomics, AtomicsAt::Far);
  EXPECT_TRUE(config.fabric.posted_stores);
  EXPECT_EQ(config.hart.mul_latency, MachineConfig{}.hart.mul_latency);
}

TEST(MachineFile, WritesWhatItReads) {
  MachineConfig config;
  for (const Parameter& row : parameters()) row.set(config, row.max);
  const MachineConfig again = parse_machine(to_toml(config), "again");
  for (const Parameter& row : parameters()) EXPECT_EQ(row.get(again), row.max) << row.key;
  EXPECT_EQ(to_toml(again), to_toml(config));
}

TEST(MachineFile, KeepsATextByteForByte) {
  MachineConfig config;
  config.device.uart_input = "a \"word\"\n\\ \t\x01 \u00e9";
  EXPECT_EQ(parse_machine(to_toml(config), "again").device.uart_input, config.device.uart_input);
  EXPECT_EQ(to_json(config)["device"]["uart_input"], config.device.uart_input);
}

TEST(MachineFile, GivesJsonBySection) {
  const auto json = to_json({});
  EXPECT_EQ(json["machine"]["harts"], 4);
  EXPECT_EQ(json["hart"]["store_order"], "fifo");
  EXPECT_EQ(json["fabric"]["posted_stores"], false);
  EXPECT_EQ(json.begin().key(), "machine");
}

TEST(MachineFileBad, NamesFileLineAndColumn) {
  EXPECT_EQ(parse_message("[hart]\nmul_latency = 4\nmul_latncy = 4\n"),
            "m.toml:3:1: unknown key 'hart.mul_latncy'; the nearest valid key is "
            "'hart.mul_latency'");
  EXPECT_EQ(parse_message("[machine]\n  harts = 0\n"),
            "m.toml:2:11: machine.harts = 0 is not legal: it must be 1 to 1024 harts");
  EXPECT_EQ(parse_message("[machine]\nharts = -3\n"),
            "m.toml:2:9: machine.harts = -3 is not legal: it must be 1 to 1024 harts");
  EXPECT_EQ(parse_message("[machine]\nharts = 1.5\n"),
            "m.toml:2:9: machine.harts is a fraction: it must be 1 to 1024 harts");
  EXPECT_EQ(parse_message("[hart]\natomics = \"nar\"\n"),
            "m.toml:2:11: hart.atomics = nar is not legal: it must be near or far; the nearest is "
            "'near'");
  EXPECT_EQ(parse_message("[hart]\natomics = 1\n"),
            "m.toml:2:11: hart.atomics is an integer: it must be near or far");
  EXPECT_EQ(parse_message("\n[hrt]\nx = 1\n"),
            "m.toml:2:2: unknown section 'hrt'; the nearest valid section is 'hart'");
  EXPECT_EQ(parse_message("harts = 4\n"),
            "m.toml:1:1: unknown key 'harts' outside any section; the nearest valid key is "
            "'machine.harts'");
  EXPECT_EQ(parse_message("fabric = 4\n"),
            "m.toml:1:1: unknown key 'fabric' outside any section; fabric is a section: "
            "fabric.clock_divider, ...; see list params");
  EXPECT_EQ(parse_message("\n[nonsense]\nx = 1\n"), "m.toml:2:2: unknown section 'nonsense'");
}

TEST(MachineFileBad, PassesOnWhatTheParserSays) {
  EXPECT_THAT(parse_message("[machine]\nharts = \n"), testing::StartsWith("m.toml:2:"));
  EXPECT_THAT(parse_message("[machine]\nharts = 1\nharts = 2\n"), testing::StartsWith("m.toml:3:"));
}

TEST(MachineFileBad, SaysWhyAFileCannotBeRead) {
  EXPECT_EQ(message_of([] { load_machine_file("/nonexistent/m.toml"); }),
            "/nonexistent/m.toml: cannot read the machine file: No such file or directory");
  EXPECT_THAT(message_of([] { load_machine_file("/"); }),
              testing::StartsWith("/: cannot read the machine file: "));
}

TEST(Presets, AllLoadAndAreWholeMachines) {
  ASSERT_GE(presets().all().size(), 3u);
  for (const Preset& preset : presets().all()) {
    const MachineConfig config = load_machine_file(preset.path);
    check_config(config, preset.path);
    EXPECT_NE(preset.doc, "") << preset.name;
  }
}

TEST(Presets, U54IsTheDefaultMachineWithEveryFieldWritten) {
  const std::string path = presets().resolve("u54");
  EXPECT_EQ(to_toml(load_machine_file(path)), to_toml({}));
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_THAT(text, testing::EndsWith(to_toml({})));
}

TEST(Presets, ResolveTakesNamesAndPaths) {
  EXPECT_THAT(presets().resolve("tiny"), testing::EndsWith("/tiny.toml"));
  EXPECT_EQ(presets().resolve("./x"), "./x");
  EXPECT_EQ(presets().resolve("x.toml"), "x.toml");
  EXPECT_EQ(message_of([] { presets().resolve("u55"); }),
            "--config u55: unknown preset 'u55': it must be mesh256, mesh64, tiny, u54 or u74, or "
            "the path of a .toml file; the nearest preset is 'u54'");
  EXPECT_EQ(message_of([] { presets().resolve("u54.toml"); }),
            "--config u54.toml: there is no such file here; the preset is named 'u54'");
}

}  // namespace
}  // namespace standstill::testbench
