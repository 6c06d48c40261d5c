// The wave file by itself.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/waves/fst_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>

namespace standstill::testbench {
namespace {

WaveSignal vector(unsigned width, WaveKind kind = WaveKind::Vector) {
  return {"soc.part", "v" + std::to_string(width), width, kind, {}, ""};
}

TEST(FstFile, SaysWhatItCannotWrite) {
  FstFile file;
  file.add(vector(8));
  EXPECT_THROW(file.open("/nowhere/at/all.fst"), std::runtime_error);
}

TEST(FstFile, KnowsWhetherAnythingChanged) {
  const std::string path = testing::TempDir() + "fst_file_test.fst";
  {
    FstFile file;
    const auto narrow = file.add(vector(12));
    const auto wide = file.add(vector(64));
    const auto text = file.add(vector(128, WaveKind::Text));
    file.open(path);
    file.dump(0);
    EXPECT_FALSE(file.changed());
    file.set(narrow, 0xF000);  // beyond its width
    EXPECT_FALSE(file.changed());
    file.set(wide, std::uint64_t{1} << 63);
    EXPECT_TRUE(file.changed());
    file.dump(10);
    EXPECT_FALSE(file.changed());
    file.set_text(text, "sixteen letters and more");
    EXPECT_TRUE(file.changed());
    file.dump(20);
    file.set_text(text, "sixteen letters and less");  // cut off
    EXPECT_FALSE(file.changed());
    file.close();
  }
  EXPECT_GT(std::filesystem::file_size(path), 100u);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace standstill::testbench
