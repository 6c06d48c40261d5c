// The folder a run leaves.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "cli_process.h"
#include "testbench/config/machine_file.h"
#include "unit/testbench/elf_builder.h"

namespace standstill::testbench {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::set<std::string> files_in(const std::string& path) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(path)) names.insert(entry.path().filename());
  return names;
}

TEST(CliFiles, AreTheDocumentedOnes) {
  const CliFolder folder("files");
  ASSERT_EQ(folder.run_elf({}).exit_code, 0);
  EXPECT_EQ(files_in(folder.path("out")),
            (std::set<std::string>{"config.toml", "console.log", "events.log", "host.json",
                                   "results.json"}));
  ASSERT_EQ(folder.run_elf({"--waves"}).exit_code, 0);
  EXPECT_TRUE(folder.has("out/wave.fst"));
  EXPECT_THAT(folder.read("out/wave.gtkw"), HasSubstr("[markername] Acall"));
  ASSERT_EQ(folder.run_elf({}).exit_code, 0);
  EXPECT_FALSE(folder.has("out/wave.fst")) << "of the run before, which is gone";
}

TEST(CliFiles, StandInAFolderNamedAfterTheRunByDefault) {
  const CliFolder folder("default");
  EXPECT_EQ(folder.run({"run", "hello", "--harts", "2", "--firmware", "program.elf"}).exit_code, 0);
  EXPECT_TRUE(folder.has("out/hello-2/results.json"));
}

TEST(CliFiles, ConfigReadsBackAsTheMachineThatRan) {
  const CliFolder folder("config");
  ASSERT_EQ(folder.run_elf({"-c", "tiny", "--harts", "3", "--set", "l2.banks=1"}).exit_code, 0);
  const MachineConfig config = load_machine_file(folder.path("out/config.toml"));
  EXPECT_EQ(config.harts, 3u);
  EXPECT_EQ(config.l2.banks, 1u);
  EXPECT_EQ(config.l1d.size, 512u);
  const std::string first = folder.read("out/results.json");
  fs::copy_file(folder.path("out/config.toml"), folder.path("again.toml"));
  ASSERT_EQ(folder.run_elf({"-c", "again.toml"}).exit_code, 0);
  EXPECT_EQ(folder.read("out/results.json"), first);
}

TEST(CliFiles, ResultsHoldNothingOfHostAndSwitches) {
  const CliFolder folder("switches");
  ASSERT_EQ(folder.run_elf({}).exit_code, 0);
  const std::string first = folder.read("out/results.json");
  const std::string log = folder.read("out/events.log");
  ASSERT_EQ(folder
                .run_elf({"--lockstep", "--no-rtl-gating", "--no-spin-skipping", "--fabric-class",
                          "64", "--waves"})
                .exit_code,
            0);
  EXPECT_EQ(folder.read("out/results.json"), first);
  EXPECT_EQ(folder.read("out/events.log"), log);
  const auto host = nlohmann::json::parse(folder.read("out/host.json"));
  EXPECT_EQ(host["switches"]["lockstep"], true);
  EXPECT_EQ(host["switches"]["fabric_class"], "64");
}

TEST(CliFiles, LogIsByLevelAndOrdered) {
  const CliFolder folder("log");
  ASSERT_EQ(folder.run_elf({"--log-level", "marks"}).exit_code, 0);
  EXPECT_THAT(folder.read("out/events.log"),
              testing::StartsWith(
                  "10\thart0\tmarker\t-\t-\tphase=call\tobject=0xa\toperand=0x101\tpc=0x0\n"));
}

TEST(CliFiles, ExplainSaysThatTheProgramIsAnother) {
  const CliFolder folder("other_program");
  ASSERT_EQ(folder.run_elf({}).exit_code, 0);
  EXPECT_THAT(folder.run({"explain", "out"}).out, testing::StartsWith("Rendezvous 0, "));
  EXPECT_TRUE(
      nlohmann::json::parse(folder.run({"explain", "out", "--json"}).out)["note"].is_null());
  ElfBuilder other;
  other.segment(0x80000000, {0x13, 0, 0, 1}, 64);
  const std::vector<std::uint8_t> file = other.build();
  std::ofstream(folder.path("program.elf"), std::ios::binary)
      .write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
  const std::string note =
      "Addresses, not names: program.elf is another program than the one that ran, whose sha256";
  EXPECT_THAT(folder.run({"explain", "out"}).out, testing::StartsWith(note));
  const auto json = nlohmann::json::parse(folder.run({"explain", "out", "--json"}).out);
  EXPECT_THAT(json["note"].get<std::string>(), testing::StartsWith(note));
  std::filesystem::remove(folder.path("program.elf"));
  EXPECT_THAT(folder.run({"explain", "out"}).out,
              testing::StartsWith("Addresses, not names: program.elf: cannot read"));
}

}  // namespace
}  // namespace standstill::testbench
