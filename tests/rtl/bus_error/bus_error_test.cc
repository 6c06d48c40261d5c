// The bus-error unit at its pins: a table of traffic, every offset, random traffic with a
// scoreboard. SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/bus_error.v; platform/standstill/devices.h, namespace bus_error.
#include <random>

#include "Vbus_error.h"
#include "bus_error_model.h"
#include "rtl/support/block_bench.h"

namespace standstill::rtl {
namespace {

namespace be = platform::bus_error;
constexpr unsigned kHarts = 4;

class Bench : public BlockBench<Vbus_error> {
 public:
  explicit Bench(unsigned harts = kHarts) { dut.hart_count_i = static_cast<SData>(harts); }

  void refuse(unsigned hart, std::uint32_t addr) {
    dut.error_i = 1;
    dut.error_hart_i = static_cast<SData>(hart);
    dut.error_addr_i = addr;
    clock();
    dut.error_i = 0;
  }
  void write_status(unsigned hart, std::uint64_t data, std::uint8_t strobes = 0x0F) {
    dut.we_i = 1;
    dut.woffset_i = static_cast<SData>(be::kStride * hart + 8);
    dut.wwide_i = 0;
    dut.wdata_i = data;
    dut.wstrb_i = strobes;
    clock();
    dut.we_i = 0;
  }
  std::uint64_t addr(unsigned hart) { return read(be::kStride * hart, true); }
  std::uint64_t status(unsigned hart) { return read(be::kStride * hart + 8, false); }

 private:
  std::uint64_t read(std::uint64_t offset, bool wide) {
    dut.roffset_i = static_cast<SData>(offset);
    dut.rwide_i = wide;
    settle();
    EXPECT_EQ(dut.rhole_o, 0);
    return dut.rdata_o;
  }
};

enum class Do : std::uint8_t { Refuse, Status, Clock };

struct Row {
  const char* says;
  Do what;
  unsigned hart;
  std::uint32_t value;   ///< the address, or what is written
  std::uint8_t strobes;  ///< of a write
  unsigned wires;        ///< afterwards; the rest is of hart 2
  std::uint32_t status;
  std::uint64_t addr;
};

TEST(BusError, FollowsItsTable) {
  Bench bench(3);
  const Row rows[] = {
      {"nothing comes of nothing", Do::Clock, 0, 0, 0, 0, 0, 0},
      {"the first", Do::Refuse, 2, 0x0200'0010, 0, 0b100, 1, 0x0200'0010},
      {"a level: it stays", Do::Clock, 0, 0, 0, 0b100, 1, 0x0200'0010},
      {"the second leaves the first", Do::Refuse, 2, 0x0C00'0000, 0, 0b100, 3, 0x0200'0010},
      {"another hart's", Do::Refuse, 0, 0x4, 0, 0b101, 3, 0x0200'0010},
      {"a hart that is not present", Do::Refuse, 3, 0x8, 0, 0b101, 3, 0x0200'0010},
      {"a hart of no slot", Do::Refuse, 6, 0x8, 0, 0b101, 3, 0x0200'0010},
      {"a zero clears nothing", Do::Status, 2, 0, 0x0F, 0b101, 3, 0x0200'0010},
      {"nor do the other bits", Do::Status, 2, 0xFFFFFFFC, 0x0F, 0b101, 3, 0x0200'0010},
      {"nor a write without its byte", Do::Status, 2, 3, 0x0E, 0b101, 3, 0x0200'0010},
      {"overflow alone", Do::Status, 2, 2, 0x0F, 0b101, 1, 0x0200'0010},
      {"a third", Do::Refuse, 2, 0x0C00'0004, 0, 0b101, 3, 0x0200'0010},
      {"pending alone: the overflow is told on", Do::Status, 2, 1, 0x0F, 0b001, 2, 0},
      {"a new first", Do::Refuse, 2, 0xFFFF'FFFC, 0, 0b101, 3, 0xFFFF'FFFC},
      {"both at once", Do::Status, 2, 3, 0x0F, 0b001, 0, 0},
      {"the other hart's answer", Do::Status, 0, 1, 0x01, 0b000, 0, 0},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.says);
    if (row.what == Do::Refuse) bench.refuse(row.hart, row.value);
    if (row.what == Do::Status) bench.write_status(row.hart, row.value, row.strobes);
    if (row.what == Do::Clock) bench.clock();
    EXPECT_EQ(bench.dut.bus_err_irq_o, row.wires);
    EXPECT_EQ(bench.status(2), row.status);
    EXPECT_EQ(bench.addr(2), row.addr);
  }
  bench.refuse(1, 0x44);
  bench.refuse(1, 0x48);
  bench.reset();
  EXPECT_EQ(bench.dut.bus_err_irq_o, 0);
  EXPECT_EQ(bench.status(1), 0u);
  EXPECT_EQ(bench.addr(1), 0u);
}

TEST(BusError, HasTheRegistersOfTheHartsPresentAndNoOthers) {
  for (unsigned harts = 0; harts <= kHarts; ++harts) {
    Bench bench(harts);
    for (unsigned offset = 0; offset < platform::kBusError.size; offset += 4)
      for (const unsigned size : {4u, 8u}) {
        if (offset % size != 0) continue;
        bench.dut.woffset_i = bench.dut.roffset_i = static_cast<SData>(offset);
        bench.dut.wwide_i = bench.dut.rwide_i = size == 8;
        bench.settle();
        const bool present = offset < be::kStride * harts;
        const bool status = offset % be::kStride == 8 && size == 4;
        const bool addr = offset % be::kStride < 8;
        ASSERT_EQ(bench.dut.whole_o, !(present && status)) << harts << " harts, " << offset;
        ASSERT_EQ(bench.dut.rhole_o, !(present && (status || addr))) << harts << ", " << offset;
      }
  }
}

TEST(BusError, AgreesWithTheModelAfterEveryClock) {
  for (const unsigned seed : {1u, 2u, 3u, 4u}) {
    const unsigned harts = seed < 3 ? 3 : kHarts;
    Bench bench(harts);
    BusErrorModel model(harts);
    std::mt19937_64 random(seed);
    for (int clock = 0; clock < 5000; ++clock) {
      const auto value = static_cast<std::uint32_t>(random());
      const auto hart = static_cast<unsigned>(random() % harts);
      switch (random() % 4) {
        case 0:
          bench.clock();
          break;
        case 1:
          bench.write_status(hart, value);
          model.write_status(hart, value);
          break;
        default: {
          const auto any = static_cast<unsigned>(random() % 8 == 0 ? random() % 4096 : hart);
          bench.refuse(any, value);
          model.refuse(any, value);
        }
      }
      for (unsigned h = 0; h < harts; ++h) {
        ASSERT_EQ(bench.dut.bus_err_irq_o >> h & 1, model.pending(h)) << "clock " << clock;
        ASSERT_EQ(bench.status(h), model.status(h)) << "seed " << seed << " clock " << clock;
        ASSERT_EQ(bench.addr(h), model.addr(h)) << "seed " << seed << " clock " << clock;
      }
    }
  }
}

}  // namespace
}  // namespace standstill::rtl
