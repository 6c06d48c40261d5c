// The windows of the Verilog are those of the platform's header, on every page of the address
// space. SPDX-License-Identifier: Apache-2.0
//
// Source: platform/standstill/memory_map.h, kFabricRegions.
#include <gtest/gtest.h>
#include <verilated.h>

#include <iterator>

#include "Vfabric_decode.h"
#include "standstill/memory_map.h"

namespace standstill {
namespace {

constexpr unsigned kWindows = std::size(platform::kFabricRegions);

struct Decoded {
  unsigned select;
  std::uint32_t offset;
};

class FabricDecode : public testing::Test {
 protected:
  Decoded decode(std::uint64_t addr) {
    decoder_.addr_i = static_cast<std::uint32_t>(addr);
    decoder_.eval();
    return {decoder_.select_o, decoder_.offset_o};
  }

  void expect_as_the_header(std::uint64_t addr) {
    const Decoded decoded = decode(addr);
    unsigned select = 0;
    for (unsigned i = 0; i < kWindows; ++i) {
      const platform::Region& region = platform::kFabricRegions[i];
      if (!region.contains(addr)) continue;
      select |= 1u << i;
      std::uint64_t span = 1;  // the offset's bits that count: up to the window's last
      while (span < region.size) span *= 2;
      ASSERT_EQ(decoded.offset & (span - 1), addr - region.base) << std::hex << addr;
    }
    ASSERT_EQ(decoded.select, select) << std::hex << addr;
  }

 private:
  Vfabric_decode decoder_;
};

TEST_F(FabricDecode, SelectsWhatTheHeaderSaysOnEveryPage) {
  for (std::uint64_t page = 0; page < std::uint64_t{1} << 32; page += 0x1000) {
    expect_as_the_header(page);
    expect_as_the_header(page + 0xFFC);
  }
}

TEST_F(FabricDecode, KnowsTheFirstAndTheLastByteOfEachWindow) {
  for (const platform::Region& region : platform::kFabricRegions)
    for (const std::uint64_t end : {region.base, region.end()})
      for (const int step : {-8, -4, -1, 0, 1, 4, 8})
        expect_as_the_header(end + static_cast<std::uint64_t>(step));
}

// A new row of the table and no bit of the decoder would otherwise pass where nothing is decoded.
TEST_F(FabricDecode, HasABitForEachRow) {
  unsigned seen = 0;
  for (const platform::Region& region : platform::kFabricRegions)
    seen |= decode(region.base).select;
  EXPECT_EQ(seen, (1u << kWindows) - 1);
}

}  // namespace
}  // namespace standstill
