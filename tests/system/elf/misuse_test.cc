// What the interrupt fabric refuses, as a guest sees it: the trap, and nothing else.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged specification 1.12, 3.1.15 (access faults, misaligned accesses) and
// 3.7.1; the data sheets in rtl/. The accesses are those of misuse.S, in its order.
#include <gtest/gtest.h>

#include <cstdint>
#include <iterator>
#include <sstream>
#include <vector>

#include "process.h"

namespace standstill::system {
namespace {

constexpr std::uint64_t kLoadMisaligned = 4, kLoadFault = 5, kStoreMisaligned = 6, kStoreFault = 7;

struct Row {
  const char* name;
  std::uint64_t addr;
  std::uint64_t cause;  ///< where stores are not posted
  bool on_the_bus;      ///< else the hart or the device bus refuses it, before it could be posted
};

constexpr Row kRows[] = {
    {"ByteLoadOfADoorbell", 0x0200'0000, kLoadFault, true},
    {"HalfLoadOfADoorbell", 0x0200'0000, kLoadFault, true},
    {"ByteStoreToADoorbell", 0x0200'0004, kStoreFault, true},
    {"HalfStoreToADoorbell", 0x0200'0004, kStoreFault, true},
    {"ByteStoreToAComparator", 0x0200'4000, kStoreFault, true},
    {"HalfLoadOfTime", 0x0200'BFF8, kLoadFault, true},
    {"ByteStoreToSetssip", 0x02F0'0000, kStoreFault, true},
    {"HalfStoreToAWatchdog", 0x0240'0000, kStoreFault, true},
    {"MisalignedWordLoad", 0x0200'0002, kLoadMisaligned, false},
    {"MisalignedWordStore", 0x0200'0002, kStoreMisaligned, false},
    {"MisalignedDoubleStore", 0x0200'4004, kStoreMisaligned, false},
    {"MisalignedDoubleLoad", 0x0200'4004, kLoadMisaligned, false},
    {"DoorbellOfNoHart", 0x0200'000C, kStoreFault, true},
    {"DoorbellLoadOfNoHart", 0x0200'000C, kLoadFault, true},
    {"TwoDoorbellsOneOfNoHart", 0x0200'0008, kStoreFault, true},
    {"TwoDoorbellsLoadedOneOfNoHart", 0x0200'0008, kLoadFault, true},
    {"ReservedDoorbell", 0x0200'3FFC, kStoreFault, true},
    {"ComparatorOfNoHart", 0x0200'4018, kStoreFault, true},
    {"ComparatorLoadOfNoHart", 0x0200'4018, kLoadFault, true},
    {"PastTheClint", 0x0200'C000, kStoreFault, false},
    {"SetssipOfNoHart", 0x02F0'000C, kStoreFault, true},
    {"TwoSetssipOneOfNoHart", 0x02F0'0008, kStoreFault, true},
    {"WatchdogOfNoHart", 0x0240'0030, kStoreFault, true},
    {"WatchdogLoadOfNoHart", 0x0240'0038, kLoadFault, true},
    {"BusErrorOfNoHart", 0x0242'0038, kStoreFault, true},
    {"StoreToAReadOnlyRegister", 0x0242'0000, kStoreFault, true},
    {"BesideBusErrorStatus", 0x0242'000C, kLoadFault, true},
    {"BusErrorStatusAsDoubleWord", 0x0242'0008, kLoadFault, true},
    {"ByteStoreToAPriority", 0x0C00'0004, kStoreFault, true},
    {"TwoPrioritiesStored", 0x0C00'0008, kStoreFault, true},
    {"TwoPrioritiesLoaded", 0x0C00'0008, kLoadFault, true},
    {"PriorityOfNoSource", 0x0C00'0080, kStoreFault, true},
    {"StoreToPendingBits", 0x0C00'1000, kStoreFault, true},
    {"PendingBitsOfNoSource", 0x0C00'1004, kLoadFault, true},
    {"EnablesOfNoSource", 0x0C00'2004, kStoreFault, true},
    {"EnablesOfNoHart", 0x0C00'2300, kStoreFault, true},
    {"ThresholdAndClaimStored", 0x0C20'0000, kStoreFault, true},
    {"BesideAClaim", 0x0C20'0008, kLoadFault, true},
    {"ThresholdOfNoHart", 0x0C20'6000, kStoreFault, true},
    {"ClaimOfNoHart", 0x0C20'6004, kLoadFault, true},
    {"AtomicOnADoorbell", 0x0200'0000, kStoreFault, false},
    {"ReservationOnADoorbell", 0x0200'0000, kLoadFault, false},
};

/// The four numbers the guest prints of each row; empty if it did not end well.
std::vector<std::uint64_t> play(bool posted) {
  std::vector<std::string> options;
  if (posted) options.push_back("--posted");
  const Finished run =
      run_on_model(std::string(STANDSTILL_TEST_ELFS) + "/test_misuse.elf", 3, options);
  EXPECT_EQ(run.code, 0);
  std::istringstream text(run.output);
  std::vector<std::uint64_t> numbers;
  for (std::string line; std::getline(text, line);)
    numbers.push_back(std::stoull(line, nullptr, 16));
  EXPECT_EQ(numbers.size(), 4 * std::size(kRows));
  return numbers.size() == 4 * std::size(kRows) ? numbers : std::vector<std::uint64_t>();
}

class Misuse : public testing::TestWithParam<std::size_t> {
 protected:
  static const Row& row() { return kRows[GetParam()]; }
};

TEST_P(Misuse, TrapsAndDoesNothingElse) {
  static const std::vector<std::uint64_t> printed = play(false);
  ASSERT_FALSE(printed.empty());
  const std::uint64_t* line = &printed[4 * GetParam()];
  EXPECT_EQ(line[0], row().cause);
  EXPECT_EQ(line[1], row().addr);
  EXPECT_EQ(line[2], 0u) << "the fabric has changed";
  EXPECT_EQ(line[3], 0u) << "the bus-error unit has been told";
}

/// A posted store has been answered before it is refused: an interrupt takes the trap's place.
TEST_P(Misuse, PostedIsReportedLateAndDoesNothingElse) {
  static const std::vector<std::uint64_t> printed = play(true);
  ASSERT_FALSE(printed.empty());
  const std::uint64_t* line = &printed[4 * GetParam()];
  const bool late = row().on_the_bus && row().cause == kStoreFault;
  EXPECT_EQ(line[0], late ? 0 : row().cause);
  EXPECT_EQ(line[1], late ? 0 : row().addr);
  EXPECT_EQ(line[2], 0u) << "the fabric has changed";
  EXPECT_EQ(line[3], late ? row().addr : 0);
}

INSTANTIATE_TEST_SUITE_P(Fabric, Misuse, testing::Range(std::size_t{0}, std::size(kRows)),
                         [](const auto& one) { return std::string(kRows[one.param].name); });

}  // namespace
}  // namespace standstill::system
