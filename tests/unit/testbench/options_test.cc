// The command line.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "message_of.h"

namespace standstill::testbench {
namespace {

Options parse(std::vector<const char*> words) {
  words.insert(words.begin(), "standstill");
  return parse_command_line(static_cast<int>(words.size()), words.data());
}

std::string refusal(const std::vector<const char*>& words) {
  return message_of([&] { parse(words); });
}

const std::string kCommands =
    "run, list, explain, irqsoff, waves, sweep, characterize, report, check or diff";

TEST(Options, RunHasDefaults) {
  const Options options = parse({"run"});
  EXPECT_EQ(options.command, Command::Run);
  EXPECT_EQ(options.run.scenario, "");
  EXPECT_EQ(options.run.max_cycles, kNever);
  EXPECT_EQ(options.run.log_level, LogLevel::Rendezvous);
  EXPECT_TRUE(options.run.switches.rtl_gating);
  EXPECT_TRUE(options.run.switches.spin_skipping);
  EXPECT_FALSE(options.run.switches.lockstep);
  EXPECT_FALSE(options.run.waves);
}

TEST(Options, RunTakesEverything) {
  const RunOptions run = parse({"run",
                                "hello",
                                "-c",
                                "tiny",
                                "--harts",
                                "8",
                                "--set",
                                "l2.banks=2",
                                "--set",
                                "hart.atomics=far",
                                "--arg",
                                "rounds=2",
                                "--arg",
                                "seed=3",
                                "-o",
                                "dir",
                                "--waves",
                                "--lockstep",
                                "--no-rtl-gating",
                                "--no-spin-skipping",
                                "--fabric-class",
                                "64",
                                "--max-cycles",
                                "1000",
                                "--log-level",
                                "all",
                                "--json",
                                "--firmware",
                                "fw.elf"})
                             .run;
  EXPECT_EQ(run.scenario, "hello");
  EXPECT_EQ(run.config, "tiny");
  EXPECT_THAT(run.sets, testing::ElementsAre("l2.banks=2", "hart.atomics=far", "machine.harts=8"));
  EXPECT_THAT(run.arguments, testing::ElementsAre("rounds=2", "seed=3"));
  EXPECT_EQ(run.output, "dir");
  EXPECT_TRUE(run.waves && run.json && run.switches.lockstep);
  EXPECT_FALSE(run.switches.rtl_gating || run.switches.spin_skipping);
  EXPECT_EQ(run.switches.fabric_class, FabricClass::Slots64);
  EXPECT_EQ(run.max_cycles, 1000u);
  EXPECT_EQ(run.log_level, LogLevel::All);
  EXPECT_EQ(run.firmware, "fw.elf");
}

TEST(Options, ScenarioMayComeAfterTheOptions) {
  EXPECT_EQ(parse({"run", "--arg", "rounds=2", "--waves", "hello"}).run.scenario, "hello");
  EXPECT_EQ(parse({"run", "--set", "l2.banks=2", "hello"}).run.scenario, "hello");
}

TEST(Options, OtherCommands) {
  EXPECT_EQ(parse({"list", "params"}).list, "params");
  EXPECT_FALSE(parse({"list", "params"}).list_json);
  EXPECT_TRUE(parse({"list", "scenarios", "--json"}).list_json);
  EXPECT_EQ(parse({"waves", "dir"}).waves.folder, "dir");
  EXPECT_FALSE(parse({"waves", "dir"}).waves.rendezvous);
  const WavesOptions third = parse({"waves", "dir", "--rendezvous", "2", "--print"}).waves;
  EXPECT_EQ(third.rendezvous, 2u);
  EXPECT_TRUE(third.print);
  EXPECT_EQ(parse({"waves", "run"}).waves.folder, "run") << "a folder may be called like a command";
  EXPECT_EQ(parse({"run", "list"}).run.scenario, "list");
  EXPECT_EQ(parse({"check"}).command, Command::Check);
  EXPECT_THAT(parse({"check"}).check.baselines, testing::IsEmpty());
  const CheckOptions check = parse({"check", "a.json", "--bless", "--junit", "j.xml", "--firmware",
                                    "f.elf", "-o", "dir", "b.json"})
                                 .check;
  EXPECT_THAT(check.baselines, testing::ElementsAre("a.json", "b.json"));
  EXPECT_TRUE(check.bless);
  EXPECT_EQ(check.junit + check.firmware + check.output, "j.xmlf.elfdir");
  EXPECT_EQ(parse({"diff", "a", "b"}).diff.after, "b");
  const RunOptions run = parse({"characterize", "-c", "u74", "--harts", "8", "--json"}).run;
  EXPECT_EQ(run.scenario + run.config, "characterizeu74");
  EXPECT_THAT(run.sets, testing::ElementsAre("machine.harts=8"));
  EXPECT_TRUE(run.json);
  EXPECT_EQ(parse({"--version"}).command, Command::Version);
  EXPECT_THAT(parse({"--help"}).help, testing::HasSubstr("Exit codes: 0 pass"));
  EXPECT_THAT(parse({"run", "--help"}).help, testing::HasSubstr("Usage: standstill run"));
}

TEST(OptionsBad, NameTheNearest) {
  EXPECT_EQ(refusal({"rnu"}), "rnu: unknown command: it must be " + kCommands +
                                  "; the nearest is "
                                  "'run'");
  EXPECT_EQ(refusal({"run", "--hart", "3"}), "--hart: unknown option; the nearest is '--harts'");
  EXPECT_EQ(refusal({"run", "--locstep=3"}),
            "--locstep=3: unknown option; the nearest is '--lockstep'");
  EXPECT_EQ(refusal({"list", "preset"}),
            "list preset: it must be scenarios, presets or params; the "
            "nearest is 'presets'");
  EXPECT_EQ(refusal({"run", "--fabric-class", "5"}),
            "--fabric-class 5: it must be auto, 4, 64 or 1024");
  EXPECT_EQ(refusal({"run", "--log-level", "mark"}),
            "--log-level mark: it must be marks, rendezvous or all; the nearest is 'marks'");
}

TEST(OptionsBad, SayWhatIsLegal) {
  EXPECT_EQ(refusal({}), "no command: it must be " + kCommands + "; see --help");
  EXPECT_EQ(refusal({"run", "a", "b"}), "b: one word too many");
  for (const char* number : {"-1", "two", "1x", "4294967296"})
    EXPECT_EQ(refusal({"waves", "run", "--rendezvous", number}),
              std::string("--rendezvous ") + number + ": it must be the number of one, from 0");
  for (const char* harts : {"0", "1025", "-1", "four", "1.5", "99999999999999999999"})
    EXPECT_EQ(refusal({"run", "--harts", harts}),
              std::string("--harts ") + harts + ": it must be 1 to 1024 harts");
  for (const char* cycles : {"0", "-1", "x", "1e6", "99999999999999999999"})
    EXPECT_EQ(refusal({"run", "--max-cycles", cycles}),
              std::string("--max-cycles ") + cycles +
                  ": it must be a number of cycles, 1 to 9999999999999999999");
  EXPECT_EQ(refusal({"run", "hello", "--elf", "x.elf"}),
            "--elf x.elf: a scenario ('hello') is of the firmware only: give one of them, or your "
            "build of the firmware by --firmware");
  EXPECT_EQ(refusal({"run", "--firmware", "f.elf", "--elf", "x.elf"}),
            "--elf x.elf: it runs instead of the firmware: do not give --firmware");
}

TEST(OptionsBad, SayWhatIsMissingOrTooMuch) {
  EXPECT_EQ(refusal({"run", "--harts"}), "--harts: a value must follow; see --help");
  EXPECT_EQ(refusal({"run", "-o"}), "--output: a value must follow; see --help");
  EXPECT_EQ(refusal({"run", "--harts", "2", "--harts", "4"}), "--harts: given more than once");
  EXPECT_EQ(refusal({"run", "--json=x"}), "--json = x: it takes no value");
  EXPECT_EQ(refusal({"run", "--elf", ""}),
            "--elf '': the value is empty: leave the option out or give one");
  EXPECT_EQ(refusal({"run", "-harts", "4"}),
            "-harts: unknown option; long options have two dashes: '--harts'");
  EXPECT_EQ(refusal({"list"}), "list: say of what: it must be scenarios, presets or params");
  EXPECT_EQ(refusal({"characterize", "hello"}), "hello: one word too many");
  EXPECT_EQ(refusal({"diff", "a"}), "diff: name two: run folders, or a baseline and one");
  EXPECT_EQ(refusal({"waves"}),
            "waves: say of which run: the folder that `standstill run --waves` left");
}

TEST(Options, ValuesMayBeginWithADashOrFollowAtOnce) {
  EXPECT_EQ(parse({"run", "-ofolder"}).run.output, "folder");
  EXPECT_EQ(parse({"run", "-ctiny"}).run.config, "tiny");
  EXPECT_EQ(refusal({"run", "--max-cycles", "-5"}),
            "--max-cycles -5: it must be a number of cycles, 1 to 9999999999999999999");
}

}  // namespace
}  // namespace standstill::testbench
