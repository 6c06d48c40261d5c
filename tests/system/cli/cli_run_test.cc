// Outcomes become exit codes; people read stdout, machines read --json.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli_process.h"

namespace standstill::testbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(CliRun, APassPrintsConsoleTableAndFolder) {
  const CliFolder folder("pass");
  const ProcessResult result = folder.run_elf({});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.err, "");
  EXPECT_THAT(result.out, StartsWith("first line\nsecond\nELF on 4 harts: pass, 100 cycles\n"));
  EXPECT_THAT(result.out, HasSubstr("\nrendezvous  call to return "));
  EXPECT_THAT(result.out, testing::EndsWith("\nresults in out\n"));
  EXPECT_THAT(result.out, Not(HasSubstr("\033"))) << "colour and progress are for terminals";
}

TEST(CliRun, JsonOnStdoutIsTheResultsFileAndNothingElse) {
  const CliFolder folder("json");
  const ProcessResult result = folder.run_elf({"--json"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, folder.read("out/results.json"));
  const json results = json::parse(result.out);
  EXPECT_EQ(results["outcome"]["status"], "pass");
  EXPECT_EQ(results["rendezvous"][0]["rendezvous"], 80);
  EXPECT_EQ(folder.read("out/console.log"), "first line\nsecond");
}

TEST(CliRun, AFailureOfTheGuestIsOne) {
  const CliFolder folder("fail");
  const ProcessResult result = folder.run_elf({"--arg", "act=fail"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("fail (the guest's exit code 5)"));
  EXPECT_EQ(json::parse(folder.read("out/results.json"))["outcome"]["exit_code"], 5);
}

TEST(CliRun, ABrokenOrderIsOneThoughTheGuestPassed) {
  const CliFolder folder("disorder");
  const ProcessResult result = folder.run_elf({"--arg", "act=disorder"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out,
              HasSubstr("order broken: rendezvous 0: irq_on of hart 0 at cycle 55 comes "
                        "before its own exit at cycle 60\n"));
  EXPECT_EQ(json::parse(folder.read("out/results.json"))["outcome"]["status"], "fail");
}

TEST(CliRun, NoProgressIsThreeAndSaysWhoWaits) {
  const CliFolder folder("hang");
  const ProcessResult result = folder.run_elf({"--max-cycles", "50"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(
      result.out,
      HasSubstr(
          "\nno end within --max-cycles 50. The harts at the end:\nhart 0 waits for nothing\n"));
  const json outcome = json::parse(folder.read("out/results.json"))["outcome"];
  EXPECT_EQ(outcome["status"], "hang");
  EXPECT_TRUE(outcome["exit_code"].is_null());
}

TEST(CliRun, WithJsonTheReportGoesToStderr) {
  const CliFolder folder("json_hang");
  ProcessResult result = folder.run_elf({"--json", "--arg", "act=hang"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.err,
            "standstill: no progress: all harts sleep since cycle 50, and nothing is armed to wake "
            "one. The harts at the end:\n"
            "standstill: hart 0 waits for nothing\n");
  EXPECT_EQ(json::parse(result.out)["outcome"]["status"], "hang");
  result = folder.run_elf({"--json", "--arg", "act=disorder"});
  EXPECT_THAT(result.err, StartsWith("standstill: order broken: rendezvous 0: "));
}

TEST(CliRun, ABugOfOursIsFour) {
  const CliFolder folder("error");
  ProcessResult result = folder.run_elf({"--arg", "act=error"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("two owners of one line"));
  EXPECT_FALSE(folder.has("out/results.json")) << "no results of a run that cannot be trusted";
  result = folder.run_elf({"--arg", "act=throw"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.err, HasSubstr("nobody foresaw this"));
}

/// Sends `signal` once the program has begun, and again never.
ProcessResult interrupted(const CliFolder& folder, int signal) {
  const pid_t process =
      folder.start({"run", "--elf", "program.elf", "-o", "out", "--arg", "act=wait"});
  for (int i = 0; i < 1000 && !folder.has("out/console.log"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  kill(process, signal);
  return folder.finish(process);
}

TEST(CliRun, CtrlCEndsInOrder) {
  const CliFolder folder("interrupt");
  EXPECT_EQ(interrupted(folder, SIGINT).exit_code, 130);
  EXPECT_EQ(json::parse(folder.read("out/results.json"))["outcome"]["status"], "interrupted");
  EXPECT_THAT(folder.read("out/events.log"), HasSubstr("phase=return"));
  EXPECT_EQ(interrupted(folder, SIGTERM).exit_code, 143);
}

TEST(CliRun, OtherCommandsPrintAndSucceed) {
  const CliFolder folder("others");
  EXPECT_THAT(folder.run({"--version"}).out,
              testing::MatchesRegex("standstill [^ ]+ \\(Verilator [^ ]+, SystemC [^ ]+, .+\\)\n"));
  EXPECT_THAT(folder.run({"--help"}).out, HasSubstr("Exit codes:"));
  EXPECT_THAT(folder.run({"list", "presets"}).out, HasSubstr("u54 "));
  EXPECT_THAT(folder.run({"list", "params"}).out, HasSubstr("machine.harts=4 "));
  EXPECT_THAT(folder.run({"list", "scenarios"}).out, HasSubstr("stop_machine "));
  EXPECT_EQ(folder.run({"list", "scenarios"}).exit_code, 0);
}

}  // namespace
}  // namespace standstill::testbench
