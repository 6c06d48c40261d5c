// The fabric's AXI port under a master without manners: random gaps, data before its address,
// answers left waiting, bursts, every size; and a checker of the rules.
// SPDX-License-Identifier: Apache-2.0
//
// Source: AMBA AXI4 (ARM IHI 0022), A3.2.1 (a valid and what comes with it hold until the ready),
// A3.3.1 (a response comes after all its data), A5.3 (identifiers).
#include <optional>
#include <random>
#include <tuple>

#include "fabric_bench.h"
#include "fabric_model.h"

namespace standstill::fabric {
namespace {

struct Burst {
  std::uint16_t id;
  std::uint32_t addr;
  std::uint8_t len;
  std::uint8_t size;
  std::uint64_t data;
  std::uint8_t strobes;
};

constexpr unsigned kLongestWait = 3;  ///< clocks the slave may stay away with everything offered

/// Drives both directions at once, each through one transaction after the other.
class RudeMaster {
 public:
  RudeMaster(FabricBench& bench, unsigned harts, unsigned seed)
      : bench_(bench), model_(harts), harts_(harts), random_(seed) {}

  /// One clock: the pins as they are, the edge, then what it has changed.
  void clock() {
    offer();
    bench_.in.awcache = static_cast<std::uint8_t>(random_() % 16);  // means nothing to the slave
    bench_.in.arcache = static_cast<std::uint8_t>(random_() % 16);
    const FabricInputs in = bench_.in;
    const FabricOutputs before = bench_.out;
    const bool tick = random_() % 4 == 0;
    bench_.raw(tick);
    check_stability(in, before);
    check_read(in, before);
    check_write(in, before, tick);
    check_state();
  }

  unsigned answered = 0;
  unsigned okay = 0;

 private:
  Burst random_burst() {
    Burst burst{};
    burst.id = static_cast<std::uint16_t>(random_() & 0xFFF);
    burst.len = random_() % 6 ? 0 : static_cast<std::uint8_t>(random_() % 9);
    burst.size = static_cast<std::uint8_t>(random_() % 5 ? 2 + random_() % 2 : random_() % 8);
    const std::uint32_t hart = static_cast<std::uint32_t>(random_() % (harts_ + 1));
    const std::uint32_t anywhere = static_cast<std::uint32_t>(random_()) & ~std::uint32_t{7};
    const std::uint32_t bases[] = {
        0x0200'0000 + 4 * hart,  0x0200'4000 + 8 * hart,  0x0200'BFF8, 0x0200'BFF8 + 8 * hart,
        0x0240'0000 + 16 * hart, 0x0240'0008 + 16 * hart, anywhere};
    burst.addr =
        bases[random_() % 7] + (random_() % 4 ? 0 : static_cast<std::uint32_t>(random_() % 8));
    burst.data = random_() % 2 ? random_() % 64 : ~(random_() % 2 ? random_() % 64 : random_());
    burst.strobes = random_() % 2 ? 0xFF : static_cast<std::uint8_t>(random_());
    return burst;
  }

  std::uint8_t code_of(const Burst& burst) const {
    return burst.len != 0 || burst.size > 3 ? kSlvErr : model_.check(burst.addr, 1u << burst.size);
  }

  void offer() {
    FabricInputs& in = bench_.in;
    if (!write_) {
      write_ = random_burst();
      address_out_ = address_done_ = false;
      beats_done_ = 0;
      waited_write_ = 0;
    }
    if (!address_done_ && (address_out_ || random_() % 2)) address_out_ = true;
    in.awvalid = address_out_ && !address_done_;
    in.awid = in.awvalid ? write_->id : static_cast<std::uint16_t>(random_() & 0xFFF);
    in.awaddr = in.awvalid ? write_->addr : static_cast<std::uint32_t>(random_());
    in.awlen = in.awvalid ? write_->len : static_cast<std::uint8_t>(random_());
    in.awsize = in.awvalid ? write_->size : static_cast<std::uint8_t>(random_() & 7);
    const bool data_left = beats_done_ <= write_->len;
    in.wvalid = data_left && (in.wvalid || random_() % 2);
    in.wdata = in.wvalid ? write_->data : random_();
    in.wstrb = in.wvalid ? write_->strobes : static_cast<std::uint8_t>(random_());
    in.wlast = in.wvalid ? beats_done_ == write_->len : random_() % 2 != 0;
    in.bready = random_() % 3 == 0;
    if (!read_) {
      read_ = random_burst();
      read_address_done_ = false;
      read_beats_ = 0;
      waited_read_ = 0;
    }
    in.arvalid = !read_address_done_ && (in.arvalid || random_() % 2);
    in.arid = in.arvalid ? read_->id : static_cast<std::uint16_t>(random_() & 0xFFF);
    in.araddr = in.arvalid ? read_->addr : static_cast<std::uint32_t>(random_());
    in.arlen = in.arvalid ? read_->len : static_cast<std::uint8_t>(random_());
    in.arsize = in.arvalid ? read_->size : static_cast<std::uint8_t>(random_() & 7);
    in.rready = random_() % 3 == 0;
  }

  void check_stability(const FabricInputs& in, const FabricOutputs& before) {
    const FabricOutputs& now = bench_.out;
    if (before.bvalid && !in.bready) {
      ASSERT_EQ(std::tie(now.bvalid, now.bid, now.bresp),
                std::tie(before.bvalid, before.bid, before.bresp));
    }
    if (before.rvalid && !in.rready) {
      ASSERT_EQ(std::tie(now.rvalid, now.rid, now.rresp, now.rdata, now.rlast),
                std::tie(before.rvalid, before.rid, before.rresp, before.rdata, before.rlast));
    }
    if (now.bvalid && !before.bvalid) {
      ASSERT_TRUE(address_done_ || (in.awvalid && before.awready));
      ASSERT_TRUE(in.wvalid && before.wready && in.wlast) << "a response before its data";
    }
  }

  void check_read(const FabricInputs& in, const FabricOutputs& before) {
    // The register is looked up at the edge after the address's, as it was before that edge.
    if (read_address_done_ && read_beats_ == 0 && !before.rvalid)
      expected_ = code_of(*read_) == kOkay ? model_.read(read_->addr, 1u << read_->size) : 0;
    if (in.arvalid && before.arready) read_address_done_ = true;
    if (before.rvalid && in.rready) {
      ASSERT_TRUE(read_address_done_);
      ASSERT_EQ(before.rid, read_->id);
      ASSERT_EQ(before.rresp, code_of(*read_)) << std::hex << read_->addr;
      ASSERT_EQ(before.rlast, read_beats_ == read_->len);
      const unsigned shift = read_->addr % 8 * 8;
      ASSERT_EQ(before.rdata, before.rresp == kOkay ? expected_ << shift : 0);
      if (read_beats_++ == read_->len) note(before.rresp), read_.reset();
    }
    if (!read_) return;
    const bool moved = bench_.out.rvalid || !read_address_done_;
    waited_read_ = moved ? 0 : waited_read_ + 1;
    ASSERT_LE(waited_read_, kLongestWait) << "no answer to a read";
  }

  void check_write(const FabricInputs& in, const FabricOutputs& before, bool tick) {
    bool touches_time = false;
    if (in.awvalid && before.awready) address_done_ = true;
    if (in.wvalid && before.wready) {
      ASSERT_TRUE(address_done_);
      if (beats_done_++ == write_->len && code_of(*write_) == kOkay) {
        const unsigned size = 1u << write_->size;
        touches_time = write_->addr / 8 == platform::mtimer::kMtime / 8 &&
                       (write_->strobes & ((1u << size) - 1) << write_->addr % 8) != 0;
        model_.write(write_->addr, size, write_->data >> (write_->addr % 8 * 8), write_->strobes);
      }
    }
    model_.edge(tick);
    ASSERT_EQ(bench_.out.mtime_written, touches_time);
    if (before.bvalid && in.bready) {
      ASSERT_EQ(beats_done_, write_->len + 1u);
      ASSERT_EQ(before.bid, write_->id);
      ASSERT_EQ(before.bresp, code_of(*write_)) << std::hex << write_->addr;
      note(before.bresp);
      write_.reset();
      return;
    }
    const bool offered = !address_done_ || beats_done_ <= write_->len;
    waited_write_ = offered || bench_.out.bvalid ? 0 : waited_write_ + 1;
    ASSERT_LE(waited_write_, kLongestWait) << "no answer to a write";
  }

  void check_state() {
    ASSERT_EQ(bench_.out.mtime, model_.mtime());
    for (unsigned hart = 0; hart < harts_; ++hart) {
      ASSERT_EQ(bench_.msip(hart), model_.msip(hart)) << "hart " << hart;
      ASSERT_EQ(bench_.mtip(hart), model_.mtip(hart)) << "hart " << hart;
      ASSERT_EQ(bench_.wdt_irq(hart), model_.watchdog.irq(hart)) << "hart " << hart;
      ASSERT_EQ(bench_.nmi(hart), model_.watchdog.nmi(hart)) << "hart " << hart;
    }
  }

  void note(std::uint8_t code) {
    ++answered;
    okay += code == kOkay;
  }

  FabricBench& bench_;
  FabricModel model_;
  unsigned harts_;
  std::mt19937_64 random_;
  std::optional<Burst> write_;
  std::optional<Burst> read_;
  bool address_out_ = false;
  bool address_done_ = false;
  bool read_address_done_ = false;
  unsigned beats_done_ = 0;
  unsigned read_beats_ = 0;
  unsigned waited_write_ = 0;
  unsigned waited_read_ = 0;
  std::uint64_t expected_ = 0;
};

class FabricProtocol : public testing::TestWithParam<unsigned> {};

TEST_P(FabricProtocol, HoldsUnderAMasterWithoutManners) {
  const unsigned harts = GetParam();
  FabricBench bench(harts);
  RudeMaster master(bench, harts, harts);
  for (int clock = 0; clock < 30'000; ++clock) {
    master.clock();
    ASSERT_FALSE(testing::Test::HasFatalFailure()) << "clock " << clock;
  }
  EXPECT_GT(master.answered, 2'000u);
  EXPECT_GT(master.okay, 500u);
}

INSTANTIATE_TEST_SUITE_P(Harts, FabricProtocol, testing::Values(1u, 3u, 4u, 6u, 64u),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace standstill::fabric
