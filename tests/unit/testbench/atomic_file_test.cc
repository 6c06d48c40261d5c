// Files that are whole or absent.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/text/atomic_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "message_of.h"
#include "testbench/text/number.h"
#include "testbench/text/sha256.h"

namespace standstill::testbench {
namespace {

std::string read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(AtomicFile, ReplacesWhatWasThere) {
  const std::string path = testing::TempDir() + "atomic_file_test.txt";
  write_file(path, "one");
  write_file(path, "two");
  EXPECT_EQ(read(path), "two");
  EXPECT_FALSE(std::filesystem::exists(path + ".tmp"));
}

TEST(AtomicFileBad, SaysWhy) {
  EXPECT_EQ(message_of([] { write_file("/nonexistent/x", "text"); }),
            "/nonexistent/x: cannot write: No such file or directory");
}

TEST(AtomicFileBad, LeavesTheOldFileWhenTheDiskIsFull) {
  const std::string folder = testing::TempDir() + "atomic_file_full";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);
  write_file(folder + "/x", "old");
  // The temporary file is a full disk.
  std::filesystem::create_symlink("/dev/full", folder + "/x.tmp");
  EXPECT_EQ(message_of([&] { write_file(folder + "/x", "new"); }),
            folder + "/x: cannot write: No space left on device");
  EXPECT_EQ(read(folder + "/x"), "old");
}

TEST(Number, IsGroupedInThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(counted(0, "point"), "0 points");
  EXPECT_EQ(counted(1, "point"), "1 point");
  EXPECT_EQ(counted(1234, "point"), "1,234 points");
}

TEST(Number, PercentIsRoundedHalfUp) {
  EXPECT_EQ(percent(1, 3), "33.3 %");
  EXPECT_EQ(percent(2, 3), "66.7 %");
  EXPECT_EQ(percent(5, 5), "100.0 %");
  EXPECT_EQ(percent(0, 0), "-");
  EXPECT_EQ(percent(~std::uint64_t{0}, ~std::uint64_t{0}), "100.0 %");
}

// Source: NIST, examples of FIPS 180-4: "abc", 448 bits, a million of 'a'.
TEST(Sha256, IsThatOfTheStandard) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  Sha256 pieces;
  pieces.add("ab", 2);
  pieces.add("c", 1);
  EXPECT_EQ(pieces.finish(), sha256("abc"));
}

}  // namespace
}  // namespace standstill::testbench
