// The barrier unit at its pins: tables of traffic, and random traffic with a scoreboard.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the data sheet in rtl/barrier_unit.v; barrier_unit_model.h.
#include <map>
#include <random>
#include <string>

#include "Vbarrier_unit.h"
#include "barrier_unit_model.h"
#include "rtl/support/block_bench.h"

namespace standstill::rtl {
namespace {

namespace reg = platform::barrier;

constexpr unsigned kSlots = 128;  // two groups
constexpr unsigned kBarriers = 4;

unsigned offset_of(std::uint64_t address) {
  return static_cast<unsigned>(address - platform::kBarrier.base);
}

/// The unit with the model beside it: every access is compared, and the wires after every clock.
class Bench : public BlockBench<Vbarrier_unit> {
 public:
  explicit Bench(unsigned harts) : model(harts, kBarriers) {
    dut.hart_count_i = static_cast<SData>(harts);
  }

  /// A write as fabric_top presents it, or none where it is refused; whether it was done.
  bool write(unsigned offset, unsigned size, std::uint64_t data, std::uint8_t strobes) {
    dut.woffset_i = offset;
    dut.wwide_i = size == 8;
    dut.wdata_i = data;
    dut.wstrb_i = strobes & (size == 8 ? 0xFF : offset % 8 == 4 ? 0xF0 : 0x0F);
    settle();
    const bool exists = model.exists(offset, size, true);
    EXPECT_EQ(dut.whole_o, !exists) << std::hex << offset;
    dut.we_i = exists;
    if (exists) called_ = model.write(offset, data, dut.wstrb_i);
    clock_and_compare();
    dut.we_i = 0;
    return exists;
  }
  /// A 32-bit write, in its lane.
  bool write32(std::uint64_t address, std::uint32_t data) {
    const unsigned offset = offset_of(address);
    return write(offset, 4, std::uint64_t{data} << (offset % 8 * 8), 0xFF);
  }
  bool write64(std::uint64_t address, std::uint64_t data) {
    return write(offset_of(address), 8, data, 0xFF);
  }
  void idle() { clock_and_compare(); }
  void read(unsigned offset, unsigned size) {
    dut.roffset_i = offset;
    dut.rwide_i = size == 8;
    settle();
    const bool exists = model.exists(offset, size, false);
    ASSERT_EQ(dut.rhole_o, !exists) << std::hex << offset;
    if (exists) {
      ASSERT_EQ(dut.rdata_o, model.read(offset)) << std::hex << offset;
    }
  }
  std::uint32_t read32(std::uint64_t address) {
    const unsigned offset = offset_of(address);
    read(offset, 4);
    return static_cast<std::uint32_t>(dut.rdata_o >> (offset % 8 * 8));
  }

  bool wire(unsigned hart) const { return (dut.barrier_irq_o[hart / 32] >> (hart % 32) & 1) != 0; }

  BarrierUnitModel model;

 private:
  void clock_and_compare() {
    clock();
    for (unsigned hart = 0; hart < kSlots; ++hart)
      ASSERT_EQ(wire(hart), called_.count(hart) != 0) << "hart " << hart;
    ASSERT_EQ(dut.busy_o, !called_.empty());
    called_.clear();
  }

  BarrierUnitModel::Harts called_;
};

TEST(BarrierUnit, ReleasesItsMembersWhenTheLastArrives) {
  Bench bench(3);
  bench.write64(reg::members(0, 0), 0b101);
  bench.write32(reg::control(0), reg::kRun | reg::kIrq);
  bench.write32(reg::arrive(0, 2), 0);
  EXPECT_EQ(bench.read32(reg::missing(0)), 1u);
  EXPECT_EQ(bench.read32(reg::arrive(0, 2)), 1u);
  EXPECT_EQ(bench.read32(reg::generation(0)), 0u);
  bench.write32(reg::arrive(0, 0), 77);
  EXPECT_TRUE(bench.wire(0) && !bench.wire(1) && bench.wire(2));
  EXPECT_EQ(bench.read32(reg::generation(0)), 1u);
  EXPECT_EQ(bench.read32(reg::released(0, 2)), 1u);
  bench.idle();
  EXPECT_FALSE(bench.wire(0) || bench.wire(2)) << "an edge";
  EXPECT_EQ(bench.read32(reg::released(0, 0)), 1u) << "a level";
}

TEST(BarrierUnit, AHartThatIsLateToLookLosesNoRelease) {
  Bench bench(2);
  bench.write64(reg::members(1, 0), 0b11);
  bench.write32(reg::control(1), reg::kRun);
  for (unsigned round = 1; round <= 3; ++round) {
    bench.write32(reg::arrive(1, 0), 0);
    EXPECT_EQ(bench.read32(reg::released(1, 0)), 0u) << "arriving takes the old one back";
    EXPECT_EQ(bench.read32(reg::released(1, 1)), round > 1) << "hart 1 has not looked";
    bench.write32(reg::arrive(1, 0), 0);  // impatience releases nobody
    EXPECT_EQ(bench.read32(reg::generation(1)), round - 1);
    bench.write32(reg::arrive(1, 1), 0);
    EXPECT_EQ(bench.read32(reg::generation(1)), round);
  }
  EXPECT_EQ(bench.read32(reg::status(1)), reg::kTwice);
  bench.write32(reg::released(1, 1), 2);
  EXPECT_EQ(bench.read32(reg::released(1, 1)), 1u) << "only a one in bit 0";
  bench.write32(reg::released(1, 1), 1);
  EXPECT_EQ(bench.read32(reg::released(1, 1)), 0u);
  EXPECT_EQ(bench.read32(reg::released(1, 0)), 1u) << "a neighbour's";
}

TEST(BarrierUnit, MembersStandStillWhileItRuns) {
  Bench bench(4);
  bench.write64(reg::members(3, 0), 0b0011);
  bench.write32(reg::arrive(3, 0), 0);
  EXPECT_EQ(bench.read32(reg::status(3)), reg::kStranger) << "before RUN";
  bench.write32(reg::control(3), reg::kRun | reg::kIrq);
  bench.write32(reg::arrive(3, 0), 0);
  bench.write64(reg::members(3, 0), 0b0001);
  EXPECT_EQ(bench.read32(reg::status(3)), reg::kStranger | reg::kLocked);
  EXPECT_EQ(bench.read32(reg::missing(3)), 1u);
  bench.write32(reg::control(3), 0);
  EXPECT_EQ(bench.read32(reg::status(3)), reg::kStranger | reg::kLocked | reg::kAbandoned);
  EXPECT_EQ(bench.read32(reg::missing(3)), 2u) << "arrivals are forgotten";
  EXPECT_EQ(bench.read32(reg::generation(3)), 0u);
  bench.write32(reg::status(3), reg::kLocked | reg::kAbandoned);
  EXPECT_EQ(bench.read32(reg::status(3)), reg::kStranger);
  bench.write64(reg::members(3, 0), ~0ull);
  EXPECT_EQ(bench.read32(reg::missing(3)), 4u) << "absent harts are no members";
}

TEST(BarrierUnit, RefusesWhatIsNotThere) {
  struct Row {
    const char* says;
    std::uint64_t address;
    unsigned size;
    bool readable, writable;
  };
  const Row rows[] = {
      {"the last hart", reg::arrive(0, 69), 4, true, true},
      {"one past the last hart", reg::arrive(0, 70), 4, false, false},
      {"the arrivals of two at once", reg::arrive(0, 2), 8, false, false},
      {"the releases of two at once", reg::released(0, 2), 8, false, false},
      {"the last group", reg::members(0, 1), 8, true, true},
      {"half of it, of nobody", reg::members(0, 1) + 4, 4, true, true},
      {"a group that is empty", reg::members(0, 2), 8, false, false},
      {"who has arrived", reg::arrived(0, 1), 8, true, false},
      {"how far it is", reg::generation(0), 8, true, false},
      {"control and status at once", reg::control(3), 8, true, true},
      {"past the registers", reg::block(0) + 0x8410, 4, false, false},
      {"a barrier that is not built in", reg::generation(4), 4, false, false},
      {"the end of the window", platform::kBarrier.end() - 8, 8, false, false},
  };
  Bench bench(70);
  for (const Row& row : rows) {
    bench.read(offset_of(row.address), row.size);
    EXPECT_EQ(bench.dut.rhole_o, !row.readable) << row.says;
    EXPECT_EQ(bench.write(offset_of(row.address), row.size, 0, 0xFF), row.writable) << row.says;
  }
}

/// Random accesses that mean something often enough, and everything else now and then.
class Traffic {
 public:
  Traffic(unsigned harts, unsigned seed) : bench(harts), harts_(harts), random_(seed) {}

  void step() {
    if (any(2000) == 0) bench.reset(), bench.model = BarrierUnitModel(harts_, kBarriers);
    const unsigned b = any(8) < 6 ? 0 : any(kBarriers);
    switch (any(16)) {
      case 0:
        return write(reg::control(b), 4, any(4) == 0 ? any(4) : reg::kRun | any(4));
      case 1:
        if (bench.model.barrier(b).runs() && any(4) != 0) return;
        return tell(b);
      case 2:
        return write(reg::released(b, hart()), 4, random_());
      case 3:
        return write(any_register(b), any(2) ? 8 : 4, random_());
      case 4:
        return write(reg::status(b), 4, any(16));
      case 5:
        return bench.idle();
      default:
        return write(reg::arrive(b, any(6) == 0 ? hart() : missing(b)), 4, random_());
    }
  }
  void look() {
    const std::uint64_t address = any_register(any(kBarriers));
    const unsigned size = any(2) ? 8 : 4;
    bench.read(offset_of(address) & ~(size - 1), size);
  }

  Bench bench;
  std::map<std::string, unsigned> seen;

 private:
  unsigned any(unsigned n) { return static_cast<unsigned>(random_() % n); }
  unsigned hart() { return any(32) == 0 ? harts_ : any(harts_); }

  /// A member that is missing, if there is one.
  unsigned missing(unsigned b) {
    const auto& barrier = bench.model.barrier(b);
    for (const unsigned member : barrier.members)
      if (barrier.arrived.count(member) == 0 && any(barrier.missing()) == 0) return member;
    return any(harts_);
  }

  void tell(unsigned b) {
    std::uint64_t mask = 0;
    for (unsigned members = any(4); members > 0; --members) mask |= std::uint64_t{1} << any(64);
    const unsigned group = any((harts_ + 63) / 64);
    const bool half = any(3) == 0;
    write(reg::members(b, group) + (half ? any(2) * 4 : 0), half ? 4 : 8,
          any(4) ? mask | (any(2) ? 3 : 0) : random_());
  }

  std::uint64_t any_register(unsigned b) {
    const std::uint64_t picks[] = {reg::arrive(b, hart()),
                                   reg::released(b, hart()),
                                   reg::members(b, any(3)),
                                   reg::arrived(b, any(3)),
                                   reg::generation(b),
                                   reg::missing(b),
                                   reg::control(b),
                                   reg::status(b),
                                   reg::block(b) + 0x8410 + any(64) * 4,
                                   reg::block(any(16)) + any(0x4000) * 4};
    return picks[any(10)];
  }

  void write(std::uint64_t address, unsigned size, std::uint64_t data) {
    const unsigned offset = offset_of(address) & ~(size - 1);
    const auto strobes = static_cast<std::uint8_t>(any(4) == 0 ? random_() : 0xFF);
    const auto& barrier = bench.model.barrier(offset / reg::kStride % kBarriers);
    const auto before = barrier;
    const bool done =
        bench.write(offset, size, size == 4 && offset % 8 != 0 ? data << 32 : data, strobes);
    seen["a hole"] += !done;
    if (!done) return;
    const std::uint32_t raised = barrier.status & ~before.status;
    seen["a release"] += barrier.generation != before.generation;
    seen["a release of many"] +=
        barrier.generation != before.generation && before.members.size() > 2;
    seen["a release without IRQ"] +=
        barrier.generation != before.generation && (barrier.control & reg::kIrq) == 0;
    seen["an arrival over an old release"] += barrier.arrived.size() > before.arrived.size() &&
                                              barrier.released.size() < before.released.size();
    seen["a release taken back"] +=
        barrier.arrived == before.arrived && barrier.released.size() < before.released.size();
    seen["twice"] += (raised & reg::kTwice) != 0;
    seen["stranger"] += (raised & reg::kStranger) != 0;
    seen["locked"] += (raised & reg::kLocked) != 0;
    seen["abandoned"] += (raised & reg::kAbandoned) != 0;
    seen["a flag cleared"] += (before.status & ~barrier.status) != 0;
    seen["members changed"] += barrier.members != before.members;
  }

  unsigned harts_;
  std::mt19937_64 random_;
};

class BarrierUnitRandom : public testing::TestWithParam<unsigned> {};

TEST_P(BarrierUnitRandom, AgreesWithTheModelAfterEveryClock) {
  std::map<std::string, unsigned> seen;
  for (const unsigned seed : {1u, 2u}) {
    SCOPED_TRACE(seed);
    Traffic traffic(GetParam(), seed);
    for (int step = 0; step < 8000; ++step) {
      traffic.step();
      traffic.look();
      ASSERT_FALSE(testing::Test::HasFailure()) << "step " << step;
    }
    for (const auto& [what, times] : traffic.seen) seen[what] += times;
  }
  EXPECT_EQ(seen.size(), 12u);
  if (GetParam() < 3) return;
  for (const auto& [what, times] : seen) EXPECT_GE(times, 10u) << what;
}

INSTANTIATE_TEST_SUITE_P(Harts, BarrierUnitRandom, testing::Values(1u, 3u, 64u, 70u, 128u),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace standstill::rtl
