// Runs one firmware in several ways, each in a process of its own, and compares what they leave.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SYSTEM_EQUALITY_EQUALITY_H
#define STANDSTILL_TESTS_SYSTEM_EQUALITY_EQUALITY_H

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/short_runs.h"

namespace standstill::tests {

using Words = std::vector<std::string>;

/// What one run left behind.
struct Told {
  int exit_code = -1;
  std::string log, results, said;
  bool operator==(const Told& other) const { return log == other.log && results == other.results; }
};

inline std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::string quoted(const std::string& word) { return " '" + word + "'"; }

/// A folder of this test's own.
inline std::filesystem::path folder() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  std::string name = std::string(test->test_suite_name()) + '.' + test->name();
  for (char& c : name)
    if (c == '/') c = '_';
  const auto path = std::filesystem::path(STANDSTILL_SCRATCH) / name;
  std::filesystem::create_directories(path);
  return path;
}

/// Stands for writing a wave file into the folder of the test.
inline const std::string kTraced = "traced";

/// `machine` may begin with the path of an ELF; the firmware, else.
inline Told run(const Words& machine, const Words& how) {
  const std::filesystem::path out = folder() / "run";
  std::string command =
      "SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1 timeout 100 " + quoted(STANDSTILL_EQUALITY_RUN);
  const bool own_elf = !machine.empty() && machine[0][0] == '/';
  command += quoted(own_elf ? machine[0] : STANDSTILL_FIRMWARE) + quoted(out.string());
  for (const std::string& word : machine)
    if (word[0] != '/') command += quoted(word);
  for (const std::string& word : how)
    command += quoted(word == kTraced ? "waves=" + out.string() + ".fst" : word);
  command += " > " + quoted(out.string() + ".said") + " 2>&1";
  const int status = std::system(command.c_str());
  Told told;
  told.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  told.log = contents(out.string() + ".log");
  told.results = contents(out.string() + ".results");
  told.said = contents(out.string() + ".said");
  return told;
}

/// Where two texts part, with a few lines around.
inline std::string difference(const std::string& a, const std::string& b) {
  std::istringstream left(a), right(b);
  std::string x, y, before;
  for (int line = 1;; ++line) {
    const bool more_x = static_cast<bool>(std::getline(left, x));
    const bool more_y = static_cast<bool>(std::getline(right, y));
    if (!more_x && !more_y) return "none";
    if (x != y || more_x != more_y)
      return "line " + std::to_string(line) + "\n  " + before + "\n- " + (more_x ? x : "") +
             "\n+ " + (more_y ? y : "");
    before = x;
  }
}

/// All ways to run but the plain one, which is the first.
inline const std::vector<Words>& ways() {
  static const std::vector<Words> kWays = {{},
                                           {"lockstep=1"},
                                           {kTraced},
                                           {"gating=0"},
                                           {"spin=0"},
                                           {"fabric=64"},
                                           {"fabric=1024"},
                                           {"gating=0", "spin=0"},
                                           {"lockstep=1", "gating=0", "fabric=64"}};
  return kWays;
}

inline void expect_equal(const Words& machine, const std::vector<Words>& others = ways()) {
  const Told plain = run(machine, {});
  ASSERT_EQ(plain.exit_code, 0) << plain.said;
  ASSERT_EQ(plain.results.find("SUM"), std::string::npos) << plain.results;
  ASSERT_GT(plain.log.size(), 1000u);
  for (const Words& how : others) {
    const Told other = run(machine, how);
    std::string name = "twice";
    for (const std::string& word : how) name += ' ' + word;
    EXPECT_EQ(other.exit_code, 0) << name << ": " << other.said;
    EXPECT_TRUE(plain.log == other.log) << name << ": " << difference(plain.log, other.log);
    EXPECT_TRUE(plain.results == other.results)
        << name << ": " << difference(plain.results, other.results);
  }
}

inline Words machine_of(const platform::Scenario& scenario, unsigned harts, unsigned rounds) {
  return {"args=scenario=" + std::string(scenario.name) + short_words(scenario, rounds),
          "machine.harts=" + std::to_string(harts)};
}

}  // namespace standstill::tests

#endif  // STANDSTILL_TESTS_SYSTEM_EQUALITY_EQUALITY_H
