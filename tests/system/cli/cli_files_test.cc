// The folder a run leaves.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "cli_process.h"
#include "testbench/config/machine_file.h"

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
  EXPECT_THAT(
      folder.read("out/events.log"),
      testing::StartsWith("10\thart0\tmarker\t-\t-\tphase=call\tobject=0xa\toperand=0x101\n"));
}

}  // namespace
}  // namespace standstill::testbench
