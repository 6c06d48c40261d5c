// Exit codes, console, progress, lists.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "message_of.h"
#include "standstill/scenarios.h"
#include "testbench/config/parameters.h"
#include "testbench/program/console_log.h"
#include "testbench/program/interrupt.h"
#include "testbench/program/list_command.h"
#include "testbench/program/monitor.h"
#include "testbench/program/run_command.h"
#include "testbench/program/waves_command.h"

namespace standstill::testbench {
namespace {

using testing::HasSubstr;

std::string read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ExitCode, IsTheDocumentedOne) {
  EXPECT_EQ(exit_code_of(RunStatus::Pass, 0), 0);
  EXPECT_EQ(exit_code_of(RunStatus::Fail, 0), 1);
  EXPECT_EQ(exit_code_of(RunStatus::Hang, 0), 3);
  EXPECT_EQ(exit_code_of(RunStatus::Error, 0), 4);
  EXPECT_EQ(exit_code_of(RunStatus::Interrupted, SIGINT), 130);
  EXPECT_EQ(exit_code_of(RunStatus::Interrupted, SIGTERM), 143);
}

TEST(Lists, NameEverything) {
  const Presets presets({STANDSTILL_CONFIGS_DIR});
  const std::string scenarios = list_text("scenarios", presets);
  for (const platform::Scenario& scenario : platform::kScenarios) {
    EXPECT_THAT(scenarios, HasSubstr(scenario.name));
    for (std::size_t i = 0; i < scenario.argument_count; ++i)
      EXPECT_THAT(scenarios, HasSubstr(std::string("    ") + scenario.arguments[i].name + "="));
  }
  const std::string params = list_text("params", presets);
  for (const Parameter& row : parameters())
    EXPECT_THAT(params, HasSubstr(std::string(row.key) + "="));
  EXPECT_THAT(list_text("presets", presets), HasSubstr("u54 "));
}

TEST(Lists, SayAsJsonWhatTheTextSays) {
  const Presets presets({STANDSTILL_CONFIGS_DIR});
  const auto scenarios = nlohmann::json::parse(list_text("scenarios", presets, true));
  ASSERT_EQ(scenarios.size(), std::size(platform::kScenarios));
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    const platform::Scenario& row = platform::kScenarios[i];
    EXPECT_EQ(scenarios[i]["name"], row.name);
    EXPECT_EQ(scenarios[i]["min_harts"], row.min_harts);
    EXPECT_EQ(scenarios[i]["arguments"].size(), row.argument_count);
    bool on_qemu = true;
    for (const platform::Hardware& hardware : platform::kHardware)
      if ((row.needs & hardware.need) != 0 && !hardware.on_qemu) on_qemu = false;
    EXPECT_EQ(scenarios[i]["qemu"], on_qemu) << row.name;
  }
  EXPECT_EQ(scenarios[0]["arguments"][0]["name"], "rounds");
  EXPECT_EQ(scenarios[0]["arguments"][0]["min"], 1);
  EXPECT_THAT(scenarios[0]["arguments"][1]["choices"], testing::Contains("irqoff"));
  const auto params = nlohmann::json::parse(list_text("params", presets, true));
  const std::string text = list_text("params", presets);
  ASSERT_EQ(params.size(), parameters().size());
  for (const auto& row : params)
    EXPECT_THAT(text, HasSubstr(row["key"].get<std::string>() + "=" +
                                row["default"].get<std::string>() + " "));
  EXPECT_EQ(nlohmann::json::parse(list_text("presets", presets, true)).size(),
            presets.all().size());
}

TEST(Console, KeepsEveryByteAndShowsWholeLines) {
  const std::string path = testing::TempDir() + "console_test.log";
  const std::string echo_path = testing::TempDir() + "console_test.echo";
  std::FILE* echo = std::fopen(echo_path.c_str(), "wb");
  ProgressLine progress(nullptr);
  ConsoleLog console(path, echo, progress);
  for (const char c : std::string("one\ntw\xff")) console.put(c, 0);
  EXPECT_EQ(read(echo_path), "one\n") << "not before the line is whole";
  console.close();
  std::fclose(echo);
  EXPECT_EQ(read(path), "one\ntw\xff");
  EXPECT_EQ(read(echo_path), "one\ntw\xff\n");
}

TEST(ConsoleBad, ReportsAFullDiskAtTheEnd) {
  ProgressLine progress(nullptr);
  ConsoleLog console("/dev/full", nullptr, progress);
  for (int i = 0; i < 10'000; ++i) console.put('x', 0);
  EXPECT_EQ(message_of([&] { console.close(); }),
            "/dev/full: cannot write: No space left on device");
}

TEST(Progress, TellsRateShareAndTimeLeft) {
  EXPECT_EQ(progress_text(2'000'000, kNever, 1'000'000), "2,000,000 cycles, 2,000,000 a second");
  EXPECT_EQ(progress_text(1000, 5000, 1'000'000),
            "1,000 cycles, 1,000 a second, 20.0 % of --max-cycles, 4 s to it");
  EXPECT_EQ(progress_text(0, 5000, 0), "0 cycles, 0 a second");
}

TEST(Monitor, EndsTheRunOnASignalAndOnAFullDisk) {
  ProgressLine progress(nullptr);
  EventLog log(AddressMap{1, 1, 4096}, LogLevel::All, "");
  TerminalMonitor monitor(progress, log, kNever);
  EXPECT_TRUE(monitor.keep_going(1));
  catch_interrupts();
  std::raise(SIGTERM);
  EXPECT_EQ(interrupt_signal(), SIGTERM);
  EXPECT_FALSE(monitor.keep_going(2));
}

TEST(WavesBad, SayHowToMakeThem) {
  WavesOptions options;
  options.folder = "/nonexistent";
  EXPECT_EQ(message_of([&] { waves_command(options); }),
            "waves /nonexistent: cannot read /nonexistent/wave.fst: No such file or directory; "
            "name a folder that `standstill run --waves` left");
}

}  // namespace
}  // namespace standstill::testbench
