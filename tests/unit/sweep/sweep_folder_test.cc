// The store of runs: whole ones are found, others are not.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/sweep_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "message_of.h"
#include "testbench/program/sweep_run.h"

namespace standstill::testbench {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kResults =
    R"({"outcome":{"status":"hang","cycles":5},"harts":[],"rendezvous":[],)"
    R"("summary":{"rendezvous":{"median":null}}})";

struct SweepFolderTest : testing::Test {
  SweepFolderTest() { fs::remove_all(path); }
  ~SweepFolderTest() override { fs::remove_all(path); }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories(fs::path(name).parent_path());
    std::ofstream(name) << text;
  }
  void make_run(const SweepFolder& folder, const std::string& results = kResults) const {
    write(folder.running("k") + "/results.json", results);
    write(folder.running("k") + "/events.log", "events");
  }

  std::string path = testing::TempDir() + "sweep_folder_test";
};

TEST_F(SweepFolderTest, KeepsAWholeRun) {
  const SweepFolder folder(path);
  EXPECT_FALSE(folder.find("k", false));
  make_run(folder);
  EXPECT_FALSE(folder.find("k", false)) << "it is still being made";
  folder.keep("k", 3, "no end", false);
  const auto run = folder.find("k", false);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->status, PointStatus::Hang);
  EXPECT_EQ(run->exit_code, 3);
  EXPECT_EQ(run->message, "no end");
  EXPECT_EQ(run->figures.figures.front().name, "outcome.cycles");
  EXPECT_TRUE(fs::exists(folder.file(SweepFolder::results("k").c_str())));
  EXPECT_FALSE(fs::exists(path + "/points/k/events.log"));
  EXPECT_FALSE(folder.find("k", true)) << "its log is gone";
  EXPECT_TRUE(has_run(path, "k", false));
}

TEST_F(SweepFolderTest, KeepsTheLogWhereItIsWanted) {
  const SweepFolder folder(path);
  make_run(folder);
  folder.keep("k", 0, "", true);
  EXPECT_TRUE(folder.find("k", true));
  EXPECT_EQ(folder.find("k", true)->message, "");
}

TEST_F(SweepFolderTest, WhatIsNotWholeIsNotThere) {
  const SweepFolder folder(path);
  for (const char* broken : {"", "{", "[]", "{\"outcome\":{}}"}) {
    make_run(folder, broken);
    folder.keep("k", 0, "", false);
    EXPECT_FALSE(folder.find("k", false)) << broken;
  }
  for (const char* broken : {"", "[]", "{\"key\":\"l\",\"exit_code\":0,\"message\":null}"}) {
    make_run(folder);
    folder.keep("k", 0, "", false);
    EXPECT_TRUE(folder.find("k", false));
    write(path + "/points/k/point.json", broken);
    EXPECT_FALSE(folder.find("k", false)) << broken;
  }
}

TEST_F(SweepFolderTest, BeginsWithoutHalves) {
  write(path + "/sweep.lock", "");
  write(path + "/running/k/results.json", kResults);
  const SweepFolder folder(path);
  EXPECT_FALSE(fs::exists(folder.running("k")));
}

TEST_F(SweepFolderTest, TakesNoOtherFolder) {
  write(path + "/config.toml", "mine");
  EXPECT_THAT(message_of([&] { SweepFolder folder(path); }),
              HasSubstr("the folder has files in it that are not of a sweep: name a new or"));
  EXPECT_THAT(message_of([&] { SweepFolder folder(path + "/config.toml"); }),
              HasSubstr("cannot make the folder"));
}

TEST_F(SweepFolderTest, HoldsItAgainstOthers) {
  {
    const SweepFolder folder(path);
    EXPECT_THAT(message_of([&] { SweepFolder other(path); }),
                HasSubstr("another sweep is at work there"));
  }
  EXPECT_EQ(message_of([&] { SweepFolder again(path); }), "(none)");
}

TEST(SweepProgress, SaysHowFarAndHowLong) {
  EXPECT_EQ(sweep_progress(63, 100, 0, 2, 0, 0), "63 of 100 points, 2 at work");
  EXPECT_EQ(sweep_progress(73, 100, 1, 2, 10, 20'000'000),
            "73 of 100 points, 1 failed, 2 at work, 55 s to go");
}

}  // namespace
}  // namespace standstill::testbench
