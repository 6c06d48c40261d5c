// The parameter table: complete, consistent, and clear when it refuses.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <set>

#include "message_of.h"
#include "testbench/config/machine_file.h"
#include "testbench/config/parameters.h"
#include "testbench/config/stalls.h"

namespace standstill::testbench {
namespace {

std::string set_message(const std::string& assignment) {
  MachineConfig config;
  return message_of([&] { apply_set(config, assignment); });
}

std::string check_message(const std::function<void(MachineConfig&)>& change,
                          MinimumEndDelay least = nullptr) {
  MachineConfig config;
  change(config);
  return message_of([&] { check_config(config, "m.toml", least); });
}

TEST(Parameters, HaveUniqueKeysAndLegalDefaults) {
  std::set<std::string> keys;
  for (const Parameter& row : parameters()) {
    EXPECT_TRUE(keys.insert(row.key).second) << row.key;
    EXPECT_TRUE(is_legal(row, row.get({}))) << row.key;
    EXPECT_LE(row.min, row.max) << row.key;
    EXPECT_NE(*row.doc, '\0') << row.key;
    EXPECT_NE(*row.source, '\0') << row.key;
    EXPECT_EQ(find_parameter(row.key), &row);
  }
}

TEST(Parameters, StandGroupedBySection) {
  std::set<std::string> seen;
  std::string current;
  for (const Parameter& row : parameters()) {
    if (row.section() == current) continue;
    current = row.section();
    EXPECT_TRUE(seen.insert(current).second) << current << " comes twice";
  }
}

TEST(Parameters, EachRowReachesAFieldOfItsOwn) {
  for (const Parameter& row : parameters()) {
    MachineConfig config;
    const std::uint64_t other = row.get(config) == row.min ? row.max : row.min;
    row.set(config, other);
    for (const Parameter& probe : parameters()) {
      const std::uint64_t expected = &probe == &row ? other : probe.get({});
      EXPECT_EQ(probe.get(config), expected) << row.key << " moved " << probe.key;
    }
  }
}

TEST(Parameters, TogetherCoverTheWholeOfMachineConfig) {
  // A field that no row reaches keeps its default, which is not zero. Static, so that what lies
  // between the fields is zero from the start.
  static MachineConfig config;
  for (const Parameter& row : parameters()) row.set(config, 0);
  std::vector<unsigned char> bytes(sizeof config);
  std::memcpy(bytes.data(), &config, sizeof config);
  // A string that is empty has a pointer all the same.
  const auto text = reinterpret_cast<const char*>(&config.device.uart_input) -
                    reinterpret_cast<const char*>(&config);
  std::fill_n(bytes.begin() + text, sizeof config.device.uart_input, 0);
  EXPECT_TRUE(config.device.uart_input.empty());
  EXPECT_THAT(bytes, testing::Each(0));
}

TEST(ApplySet, TakesEveryKindOfValue) {
  MachineConfig config;
  apply_set(config, "machine.harts=16");
  apply_set(config, "l2.size=4MiB");
  apply_set(config, "l1d.size=0x4000");
  apply_set(config, "hart.store_order=relaxed");
  apply_set(config, "fabric.posted_stores=true");
  apply_set(config, "machine.frequency=500_000_000");
  EXPECT_EQ(config.harts, 16u);
  EXPECT_EQ(config.l2.size, 4u << 20);
  EXPECT_EQ(config.l1d.size, 0x4000u);
  EXPECT_EQ(config.hart.store_order, StoreOrder::Relaxed);
  EXPECT_TRUE(config.fabric.posted_stores);
  EXPECT_EQ(config.frequency, 500'000'000u);
}

TEST(ApplySetBad, SaysWhatIsWrongAndWhatIsLegal) {
  EXPECT_EQ(set_message("hart.mul_latncy=3"),
            "--set hart.mul_latncy=3: unknown key 'hart.mul_latncy'; the nearest valid key is "
            "'hart.mul_latency'");
  EXPECT_EQ(set_message("harts=3"),
            "--set harts=3: unknown key 'harts'; the nearest valid key is 'machine.harts'");
  EXPECT_EQ(set_message("fabric=3"),
            "--set fabric=3: unknown key 'fabric'; fabric is a section: fabric.clock_divider, ...; "
            "see list params");
  EXPECT_EQ(set_message("nonsense=3"), "--set nonsense=3: unknown key 'nonsense'; see list params");
  EXPECT_EQ(set_message("hart.rnmi_interrupt_vector=6"),
            "--set hart.rnmi_interrupt_vector=6: hart.rnmi_interrupt_vector = 0x6 is not legal: it "
            "must be 0x80000000 to 0xfffffffc, a multiple of 4");
  EXPECT_EQ(set_message("machine.harts=0"),
            "--set machine.harts=0: machine.harts = 0 is not legal: it must be 1 to 1024 harts");
  EXPECT_EQ(set_message("machine.harts=1025"),
            "--set machine.harts=1025: machine.harts = 1025 is not legal: it must be 1 to 1024 "
            "harts");
  EXPECT_EQ(set_message("interconnect.link_bytes=24"),
            "--set interconnect.link_bytes=24: interconnect.link_bytes = 24 is not legal: it must "
            "be a power of two from 1 to 64 bytes");
  EXPECT_EQ(set_message("interconnect.kind=mash"),
            "--set interconnect.kind=mash: 'mash' is not a value of interconnect.kind: it must be "
            "crossbar, ring or mesh; the nearest is 'mesh'");
  EXPECT_EQ(set_message("hart.store_order=relaxd"),
            "--set hart.store_order=relaxd: 'relaxd' is not a value of hart.store_order: it must "
            "be fifo or relaxed; the nearest is 'relaxed'");
  EXPECT_EQ(set_message("dram.size=12MB"),
            "--set dram.size=12MB: '12MB' is not a value of dram.size: it must be 1048576 to "
            "2147483648 bytes, a multiple of 4096");
  EXPECT_EQ(set_message("l2.banks"),
            "--set l2.banks: expected key=value; the nearest valid key is 'l2.banks'");
}

TEST(ApplySetBad, RefusesNumbersThatAreNone) {
  for (const char* text : {"", "-1", "1.5", "4 ", " 4", "0x", "4k", "_4", "18446744073709551616",
                           "0x10000000000000000", "four"})
    EXPECT_NE(set_message(std::string("machine.harts=") + text), "(none)") << '"' << text << '"';
  EXPECT_NE(set_message("dram.size=17179869184GiB"), "(none)") << "must not wrap around";
}

TEST(Stalls, TakeOneForAllHartsOrAListAndAreWrittenAlike) {
  const std::pair<const char*, const char*> kTexts[] = {
      {"[]", "[]"},
      {"[1000,500]", "[1000, 500]"},
      {"[[1000, 500]]", "[1000, 500]"},
      {" [[2, 1000, 500],[3,0,1]] ", "[[2, 1000, 500], [3, 0, 1]]"},
      {"[[7, 8], [2, 1000000000000000, 1000000000000]]",
       "[[7, 8], [2, 1000000000000000, 1000000000000]]"}};
  for (const auto& [text, written] : kTexts) {
    MachineConfig config;
    apply_set(config, std::string("hart.stall=") + text);
    EXPECT_EQ(stalls_text(config.hart.stall), written);
    EXPECT_EQ(to_toml(parse_machine(to_toml(config), "again")), to_toml(config));
  }
  EXPECT_EQ(parse_machine("[hart]\nstall = [1_000, 0x10]\n", "m").hart.stall.at(0).length, 16u);
}

TEST(StallsBad, AreRefused) {
  for (const char* text :
       {"", "5", "[5]", "[1,2,3]", "[1,0]", "[-1,2]", "[1.0,2]", "[[1,2,3,4]]", "[[0,1,2],3]",
        "[1000000000000001,1]", "[0,1000000000001]", "[\"1\",2]", "[1,2", "{}", "null", "[[]]"})
    EXPECT_THAT(set_message(std::string("hart.stall=") + text),
                testing::HasSubstr("[cycle, length] for every hart"))
        << text;
  EXPECT_EQ(check_message([](MachineConfig& c) {
              c.hart.stall = {{4, 1, 1}};
            }),
            "m.toml: hart.stall names hart 4, which is not legal with machine.harts = 4: it must "
            "be 0 to 3");
  EXPECT_EQ(check_message([](MachineConfig& c) {
              c.hart.stall = {{Stall::kEveryHart, 1, 1}};
            }),
            "(none)");
  EXPECT_THAT(message_of([] { parse_machine("[hart]\nstall = 5\n", "m.toml"); }),
              testing::StartsWith("m.toml:2:9: hart.stall is an integer: it must be [cycle"));
}

TEST(Check, WantsTheHandlersOfNmisInDram) {
  const auto beyond = [](MachineConfig& config) {
    config.dram.size = 1 << 20;
    config.hart.rnmi_exception_vector = 0x8010'0000;
  };
  EXPECT_EQ(
      check_message(beyond),
      "m.toml: hart.rnmi_exception_vector = 0x80100000 is not legal with dram.size = 1048576: "
      "it must lie in DRAM, 0x80000000 to 0x800ffffc");
  EXPECT_EQ(check_message([&](MachineConfig& config) {
              beyond(config);
              config.hart.smrnmi = false;
            }),
            "(none)");
}

TEST(CheckConfig, WantsTheDeviceBusAndHart0AtARouter) {
  const auto mesh = [](MachineConfig& config) {
    config.interconnect.kind = InterconnectKind::Mesh;
    config.harts = 8;  // 3 x 3 routers
  };
  EXPECT_EQ(check_message([&](MachineConfig& config) {
              mesh(config);
              config.interconnect.device_router = 8;
              config.interconnect.hart0_router = 8;
            }),
            "(none)");
  EXPECT_EQ(check_message([&](MachineConfig& config) {
              mesh(config);
              config.interconnect.device_router = 9;
            }),
            "m.toml: interconnect.device_router = 9 is not legal with machine.harts = 8: the "
            "interconnect is 3 x 3 routers, so it must be 0 to 8");
  EXPECT_EQ(check_message([&](MachineConfig& config) {
              mesh(config);
              config.interconnect.concentration = 8;
              config.interconnect.hart0_router = 1;
            }),
            "m.toml: interconnect.hart0_router = 1 is not legal with machine.harts = 8: the "
            "interconnect is 1 x 1 routers, so it must be 0 to 0");
}

TEST(CheckConfig, AcceptsTheDefaults) {
  EXPECT_EQ(check_message([](MachineConfig&) {}), "(none)");
}

TEST(CheckConfigBad, RefusesSetsThatAreNoPowerOfTwo) {
  EXPECT_EQ(check_message([](MachineConfig& c) { c.l1d.size = 24 * 1024; }),
            "m.toml: l1d.size = 24576 is not legal with l1d.ways = 8: the sets of a bank must be a "
            "power of two; the nearest legal sizes are 16384 and 32768 bytes");
  EXPECT_EQ(
      check_message([](MachineConfig& c) { c.l2.banks = 3; }),
      "m.toml: l2.size = 2097152 is not legal with l2.ways = 16 and l2.banks = 3: the sets of "
      "a bank must be a power of two; the nearest legal sizes are 1572864 and 3145728 bytes");
  EXPECT_EQ(check_message([](MachineConfig& c) { c.l1i.size = 64; }),
            "m.toml: l1i.size = 64 is not legal with l1i.ways = 8: the sets of a bank must be a "
            "power of two; the nearest legal sizes are 512 and 1024 bytes");
}

TEST(CheckConfigBad, RefusesASizeThatIsNoWholeNumberOfSets) {
  EXPECT_EQ(check_message([](MachineConfig& c) { c.l1d.size = 4096 + 64; }),
            "m.toml: l1d.size = 4160 is not legal with l1d.ways = 8: the sets of a bank must be a "
            "power of two; the nearest legal sizes are 4096 and 8192 bytes");
}

TEST(CheckConfigBad, RefusesAClockWithoutWholePicoseconds) {
  EXPECT_EQ(check_message([](MachineConfig& c) { c.frequency = 1'200'000'000; }),
            "m.toml: machine.frequency = 1200000000 is not legal: it must divide 1000000000000, so "
            "that a cycle is whole picoseconds; the next lower legal value is 1000000000 Hz");
}

TEST(CheckConfigBad, RefusesAnEndThatNotAllHartsCanKeep) {
  EXPECT_EQ(
      check_message([](MachineConfig&) {}, [](const MachineConfig&) { return Cycle{65}; }),
      "m.toml: end.end_delay = 64 is not legal with these latencies: it must be 65 to 1000000 "
      "cycles, so that all harts can end on one cycle");
  EXPECT_EQ(check_message([](MachineConfig&) {}, [](const MachineConfig&) { return Cycle{64}; }),
            "(none)");
}

TEST(CheckConfigBad, RefusesATimebaseBelowOneHertz) {
  EXPECT_THAT(check_message([](MachineConfig& c) {
                c.frequency = 1'000'000;
                c.fabric.clock_divider = 1000;
                c.fabric.timebase_divider = 1'000'000;
              }),
              testing::HasSubstr("mtime would tick less than once a second"));
}

}  // namespace
}  // namespace standstill::testbench
