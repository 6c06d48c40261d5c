// The multicast doorbell and the MSWI behind one bus: tables of traffic, random traffic with a
// scoreboard.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the data sheet in rtl/multicast_doorbell.v; multicast_doorbell_model.h.
#include <map>
#include <random>
#include <string>

#include "Vmulticast_doorbell.h"
#include "multicast_doorbell_model.h"
#include "rtl/support/block_bench.h"

namespace standstill::rtl {
namespace {

namespace mc = platform::multicast;
using platform::mswi::msip;

constexpr unsigned kSlots = 128;  // two groups

/// The doorbells with the model beside them.
class Bench : public BlockBench<Vmulticast_doorbell> {
 public:
  explicit Bench(unsigned harts) : model(harts) { dut.hart_count_i = static_cast<SData>(harts); }

  /// One clock with a write; whether it was done. All wires are compared.
  bool write(std::uint64_t address, unsigned size, std::uint64_t data, std::uint8_t strobes) {
    dut.wmulticast_i = platform::kMulticast.contains(address);
    dut.woffset_i = offset_of(address);
    dut.wwide_i = size == 8;
    dut.wdata_i = data;
    dut.wstrb_i = strobes & (size == 8 ? 0xFF : address % 8 == 4 ? 0xF0 : 0x0F);
    dut.we_i = 1;
    settle();
    const bool exists = model.exists(address, size);
    EXPECT_EQ(dut.whole_o, !exists) << std::hex << address;
    if (exists) model.write(address, data, dut.wstrb_i);
    idle();
    dut.we_i = 0;
    return exists;
  }
  bool write32(std::uint64_t address, std::uint32_t data) {
    return write(address, 4, std::uint64_t{data} << (address % 8 * 8), 0xFF);
  }
  void idle() {
    clock();
    for (unsigned hart = 0; hart < kSlots; ++hart)
      ASSERT_EQ(wire(hart), model.msip(hart)) << "hart " << hart;
  }

  std::uint64_t read(std::uint64_t address, unsigned size) {
    dut.rmulticast_i = platform::kMulticast.contains(address);
    dut.roffset_i = offset_of(address);
    dut.rwide_i = size == 8;
    settle();
    EXPECT_EQ(dut.rhole_o, !model.exists(address, size)) << std::hex << address;
    const std::uint64_t lanes = size == 8          ? ~0ull
                                : address % 8 == 4 ? 0xFFFFFFFF00000000
                                                   : 0xFFFFFFFF;
    if (dut.rhole_o == 0) {
      EXPECT_EQ(dut.rdata_o & lanes, model.read(address) & lanes) << std::hex << address;
    }
    return dut.rdata_o & lanes;
  }

  bool wire(unsigned hart) const { return (dut.msip_o[hart / 32] >> (hart % 32) & 1) != 0; }

  DoorbellsModel model;

 private:
  static SData offset_of(std::uint64_t address) {
    const auto& region =
        platform::kMulticast.contains(address) ? platform::kMulticast : platform::kMswi;
    return static_cast<SData>(address - region.base);
  }
};

TEST(MulticastDoorbell, IsOneStateWithTheMswi) {
  Bench bench(70);
  bench.write(mc::ring(0), 8, 0x8000'0000'0000'0005, 0xFF);
  EXPECT_TRUE(bench.wire(0) && !bench.wire(1) && bench.wire(2) && bench.wire(63));
  EXPECT_EQ(bench.read(msip(2), 4), 1u);
  bench.write32(msip(2), 0);
  EXPECT_EQ(bench.read(mc::ring(0), 8), 0x8000'0000'0000'0001);
  bench.write32(msip(65), 1);
  EXPECT_EQ(bench.read(mc::ring(1), 8), 0b10u);
  bench.write(mc::ring(1), 8, 0, 0xFF);
  EXPECT_EQ(bench.read(mc::ring(1), 8), 0b10u) << "a zero changes nothing";
  bench.write(mc::ring(1), 8, ~0ull, 0xFF);
  EXPECT_EQ(bench.read(mc::ring(1), 8), 0x3Fu) << "harts that are absent";
}

TEST(MulticastDoorbell, TakesHalvesAndBytes) {
  Bench bench(64);
  bench.write32(mc::ring(0) + 4, 1);
  EXPECT_EQ(bench.read(mc::ring(0), 8), 1ull << 32);
  bench.write(mc::ring(0), 8, ~0ull, 0x02);
  EXPECT_EQ(bench.read(mc::ring(0), 8), 0x1'0000'FF00u);
  bench.write(mc::ring(0), 8, ~0ull, 0x00);
  EXPECT_EQ(bench.read(mc::ring(0) + 4, 4), 1ull << 32);
  EXPECT_EQ(bench.read(mc::ring(0), 4), 0xFF00u);
}

TEST(MulticastDoorbell, RingsAllButTheWriter) {
  struct Row {
    const char* says;
    std::uint32_t id;
    std::uint8_t strobes;
    unsigned rung;
  };
  const Row rows[] = {
      {"the first", 0, 0x0F, 69},
      {"of the second group", 64, 0x0F, 69},
      {"the last", 69, 0x0F, 69},
      {"one past the last", 70, 0x0F, 70},
      {"a slot past all", 128, 0x0F, 70},
      {"4096 is not 0", 4096, 0x0F, 70},
      {"the top bit counts", 0x8000'0001, 0x0F, 70},
      {"half a word", 3, 0x03, 0},
      {"three bytes", 3, 0x07, 0},
      {"no strobe", 3, 0x00, 0},
  };
  for (const Row& row : rows) {
    Bench bench(70);
    bench.write(mc::kAllBut, 4, row.id, row.strobes);
    unsigned rung = 0;
    for (unsigned hart = 0; hart < kSlots; ++hart) rung += bench.wire(hart);
    EXPECT_EQ(rung, row.rung) << row.says;
    EXPECT_FALSE(row.id < 70 && bench.wire(row.id)) << row.says;
    EXPECT_EQ(bench.read(mc::kAllBut, 4), 0u);
  }
}

TEST(MulticastDoorbell, RefusesWhatIsNotThere) {
  struct Row {
    const char* says;
    std::uint64_t address;
    unsigned size;
    bool exists;
  };
  const Row rows[] = {
      {"the last group", mc::ring(1), 8, true},
      {"half of it, with nobody in it", mc::ring(1) + 4, 4, true},
      {"a group of nobody", mc::ring(2), 8, false},
      {"its half", mc::ring(2), 4, false},
      {"the last group there could be", mc::ring(63), 8, false},
      {"ALL_BUT", mc::kAllBut, 4, true},
      {"ALL_BUT and more", mc::kAllBut, 8, false},
      {"past ALL_BUT", mc::kAllBut + 4, 4, false},
      {"further on", mc::kAllBut + 8, 8, false},
      {"the end", platform::kMulticast.end() - 8, 8, false},
  };
  Bench bench(70);
  for (const Row& row : rows) {
    EXPECT_EQ(bench.write(row.address, row.size, ~0ull, 0xFF), row.exists) << row.says;
    bench.read(row.address, row.size);
    EXPECT_EQ(bench.dut.rhole_o, !row.exists) << row.says;
  }
}

class MulticastRandom : public testing::TestWithParam<unsigned> {};

TEST_P(MulticastRandom, AgreesWithTheModelAfterEveryClock) {
  const unsigned harts = GetParam();
  std::map<std::string, unsigned> seen;
  for (const unsigned seed : {1u, 2u}) {
    SCOPED_TRACE(seed);
    Bench bench(harts);
    std::mt19937_64 random(seed);
    const auto any = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    const auto address = [&]() -> std::uint64_t {
      const std::uint64_t picks[] = {msip(any(harts)),  msip(any(harts)), msip(harts),
                                     mc::ring(any(3)),  mc::ring(any(2)), mc::kAllBut,
                                     mc::ring(any(512))};
      return picks[any(any(4) == 0 ? 7 : 5)];
    };
    for (int step = 0; step < 6000; ++step) {
      const unsigned size = any(2) ? 8 : 4;
      const std::uint64_t to = (address() + any(2) * 4) & ~std::uint64_t{size - 1};
      const std::uint64_t data = any(4) == 0 ? any(harts + 2) : random() & random();
      const auto strobes = static_cast<std::uint8_t>(any(3) ? 0xFF : random());
      const bool multicast = platform::kMulticast.contains(to);
      if (multicast || any(3) != 0) {
        const bool done = bench.write(to, size, multicast ? data : data & 0x100000001, strobes);
        seen["a hole"] += !done;
        seen["a ring"] += done && multicast && to != mc::kAllBut;
        seen["all but one"] += done && to == mc::kAllBut;
        seen["by the MSWI"] += done && !multicast;
      } else {
        bench.idle();
      }
      const unsigned width = any(2) ? 8 : 4;
      bench.read((address() + any(2) * 4) & ~std::uint64_t{width - 1}, width);
      ASSERT_FALSE(HasFailure()) << "step " << step;
    }
    bench.reset();
    bench.model = DoorbellsModel(harts);
    bench.idle();
  }
  for (const auto& [what, times] : seen) EXPECT_GE(times, 50u) << what;
}

INSTANTIATE_TEST_SUITE_P(Harts, MulticastRandom, testing::Values(1u, 3u, 64u, 70u, 128u),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace standstill::rtl
