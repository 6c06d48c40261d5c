// The run's folder: made, taken over, or refused; nothing of others is touched.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/output_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "message_of.h"

namespace standstill::testbench {
namespace {

namespace fs = std::filesystem;

class OutputFolderTest : public testing::Test {
 protected:
  OutputFolderTest() : root_(testing::TempDir() + "output_folder_test") {
    fs::remove_all(root_);
    fs::create_directory(root_);
  }
  void put(const std::string& name) const { std::ofstream(root_ + "/" + name) << "text\n"; }
  bool has(const std::string& name) const { return fs::exists(root_ + "/" + name); }

  std::string root_;
};

TEST_F(OutputFolderTest, IsMadeWithItsParents) {
  const OutputFolder folder(root_ + "/a/b");
  EXPECT_TRUE(has("a/b/config.toml"));
  EXPECT_EQ(folder.file(kResultsFile), root_ + "/a/b/results.json");
}

TEST_F(OutputFolderTest, TakesOverAnEarlierRunAndRemovesOnlyItsFiles) {
  { OutputFolder folder(root_); }
  for (const char* name : {"results.json", "wave.fst", "wave.gtkw", "notes.txt"}) put(name);
  { OutputFolder folder(root_); }
  EXPECT_FALSE(has("results.json"));
  EXPECT_FALSE(has("wave.fst"));
  EXPECT_FALSE(has("wave.gtkw"));
  EXPECT_TRUE(has("notes.txt"));
}

TEST_F(OutputFolderTest, RefusesAFolderOfSomebodyElse) {
  put("config.toml");
  EXPECT_EQ(message_of([&] { OutputFolder folder(root_); }),
            "--output " + root_ +
                ": the folder has files in it that are not of a run: name a new or an empty one");
  EXPECT_TRUE(has("config.toml"));
}

TEST_F(OutputFolderTest, RefusesAFile) {
  put("file");
  EXPECT_THAT(message_of([&] { OutputFolder folder(root_ + "/file"); }),
              testing::StartsWith("--output " + root_ + "/file: "));
  EXPECT_EQ(message_of([&] { OutputFolder folder(root_ + "/file/below"); }),
            "--output " + root_ + "/file/below: cannot make the folder: Not a directory");
}

TEST_F(OutputFolderTest, RefusesWhatCannotBeWritten) {
  EXPECT_THAT(message_of([] { OutputFolder folder("/proc/standstill"); }),
              testing::StartsWith("--output /proc/standstill: cannot make the folder: "));
}

}  // namespace
}  // namespace standstill::testbench
