// The AXI slave at its pins: random masters in both directions, against what each is to be
// answered.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/axi_slave.v; axi_slave_model.h. Every clock is compared: handshakes, the register
// bus, responses. The two directions run at once and know nothing of each other.
#include <random>

#include "Vaxi_slave.h"
#include "axi_slave_model.h"
#include "rtl/support/block_bench.h"

namespace standstill::rtl {
namespace {

enum class Stage : std::uint8_t { Idle, Data, Response };

class Traffic {
 public:
  explicit Traffic(unsigned seed) : random_(seed) {}

  /// One clock of both directions; counts in `answers` what has been answered, by code.
  void clock() {
    drive();
    bench_.settle();
    expect_write();
    expect_read();
    const bool aw = dut.awvalid_i && wstage_ == Stage::Idle;
    const bool w = dut.wvalid_i && wstage_ == Stage::Data && !write_put_off();
    const bool b = dut.bready_i && wstage_ == Stage::Response;
    bench_.clock();
    edge_write(aw, w, b);
    edge_read();
  }

  void reset() {
    bench_.reset();
    wstage_ = rstage_ = Stage::Idle;
  }

  unsigned answers[2][4] = {};  ///< [write, read][code]

 private:
  unsigned any(unsigned n) { return static_cast<unsigned>(random_() % n); }

  AxiAddress address() {
    AxiAddress a{static_cast<std::uint16_t>(any(4096)), static_cast<std::uint32_t>(random_()), 0,
                 static_cast<std::uint8_t>(any(4) ? 2 + any(2) : any(8))};
    if (any(4) != 0) a.addr &= ~7u | (any(2) ? 4u : 0u);
    if (any(5) == 0) a.len = static_cast<std::uint8_t>(any(20) ? any(4) : any(256));
    return a;
  }

  void drive() {
    const AxiAddress aw = address(), ar = address();
    dut.awvalid_i = any(2) != 0;
    dut.awid_i = aw.id, dut.awaddr_i = aw.addr, dut.awlen_i = aw.len, dut.awsize_i = aw.size;
    dut.awcache_i = static_cast<CData>(any(16)), dut.arcache_i = static_cast<CData>(any(16));
    dut.wvalid_i = any(4) != 0;
    dut.wdata_i = random_();
    dut.wstrb_i = static_cast<CData>(any(256));
    dut.wlast_i = any(16) ? wleft_ == 1 : any(2);
    dut.bready_i = any(2) != 0;
    dut.reg_whole_i = any(4) == 0;
    dut.reg_wwait_i = any(4) == 0, dut.reg_rwait_i = any(4) == 0;
    dut.arvalid_i = any(2) != 0;
    dut.arid_i = ar.id, dut.araddr_i = ar.addr, dut.arlen_i = ar.len, dut.arsize_i = ar.size;
    dut.rready_i = any(4) != 0;
    dut.reg_rdata_i = random_();
    dut.reg_rhole_i = any(4) == 0;
  }

  /// The block an access is for lets it wait. What is no access to a block does not wait.
  bool write_put_off() const { return aw_.legal() && dut.reg_whole_i == 0 && dut.reg_wwait_i != 0; }
  bool read_put_off() const { return ar_.legal() && dut.reg_rhole_i == 0 && dut.reg_rwait_i != 0; }

  void expect_write() {
    EXPECT_EQ(dut.awready_o, wstage_ == Stage::Idle);
    EXPECT_EQ(dut.wready_o, wstage_ == Stage::Data && !write_put_off());
    EXPECT_EQ(dut.bvalid_o, wstage_ == Stage::Response);
    const bool ends =
        wstage_ == Stage::Data && !write_put_off() && dut.wvalid_i != 0 && wleft_ == 1;
    const bool writes = ends && wgood_ && dut.wlast_i != 0 && dut.reg_whole_i == 0;
    EXPECT_EQ(dut.reg_we_o, writes);
    EXPECT_EQ(dut.posted_error_o, ends && !writes && wposted_);
    if (wstage_ == Stage::Data) {
      EXPECT_EQ(dut.reg_wid_o, aw_.id);
      EXPECT_EQ(dut.reg_waddr_o, aw_.addr);
      EXPECT_EQ(dut.reg_wwide_o, aw_.size == 3);
      EXPECT_EQ(dut.reg_wdata_o, dut.wdata_i);
      EXPECT_EQ(dut.reg_wstrb_o, dut.wstrb_i & aw_.lanes());
    }
    if (wstage_ == Stage::Response) {
      EXPECT_EQ(dut.bid_o, aw_.id);
      EXPECT_EQ(dut.bresp_o, wcode_);
    }
  }

  void expect_read() {
    EXPECT_EQ(dut.arready_o, rstage_ == Stage::Idle);
    EXPECT_EQ(dut.rvalid_o, rstage_ == Stage::Response);
    EXPECT_EQ(dut.reg_re_o, rstage_ == Stage::Data && ar_.legal() && dut.reg_rhole_i == 0 &&
                                dut.reg_rwait_i == 0);
    if (rstage_ == Stage::Data) {
      EXPECT_EQ(dut.reg_raddr_o, ar_.addr);
      EXPECT_EQ(dut.reg_rwide_o, ar_.size == 3);
    }
    if (rstage_ == Stage::Response) {
      EXPECT_EQ(dut.rid_o, ar_.id);
      EXPECT_EQ(dut.rresp_o, rcode_);
      EXPECT_EQ(dut.rdata_o, rdata_);
      EXPECT_EQ(dut.rlast_o, rleft_ == 1);
    }
  }

  void edge_write(bool aw, bool w, bool b) {
    if (aw) {
      aw_ = {dut.awid_i, dut.awaddr_i, dut.awlen_i, dut.awsize_i};
      wgood_ = aw_.legal();
      wposted_ = (dut.awcache_i & 1) != 0;
      wleft_ = aw_.len + 1u;
      wstage_ = Stage::Data;
    }
    if (w) {
      wgood_ = wgood_ && (dut.wlast_i != 0) == (wleft_ == 1);
      if (--wleft_ == 0) {
        wcode_ = response(wgood_, dut.reg_whole_i != 0);
        wstage_ = Stage::Response;
      }
    }
    if (b) {
      ++answers[0][wcode_];
      wstage_ = Stage::Idle;
    }
  }

  void edge_read() {
    if (rstage_ == Stage::Idle && dut.arvalid_i != 0) {
      ar_ = {dut.arid_i, dut.araddr_i, dut.arlen_i, dut.arsize_i};
      rleft_ = ar_.len + 1u;
      rstage_ = Stage::Data;
    } else if (rstage_ == Stage::Data && !read_put_off()) {
      rcode_ = response(ar_.legal(), dut.reg_rhole_i != 0);
      rdata_ = rcode_ == 0 ? dut.reg_rdata_i & ar_.bits() : 0;
      rstage_ = Stage::Response;
    } else if (rstage_ == Stage::Response && dut.rready_i != 0 && --rleft_ == 0) {
      ++answers[1][rcode_];
      rstage_ = Stage::Idle;
    }
  }

  BlockBench<Vaxi_slave> bench_;
  Vaxi_slave& dut = bench_.dut;
  std::mt19937_64 random_;
  Stage wstage_ = Stage::Idle, rstage_ = Stage::Idle;
  AxiAddress aw_{}, ar_{};
  bool wgood_ = false, wposted_ = false;
  unsigned wleft_ = 0, rleft_ = 0;  ///< beats
  std::uint8_t wcode_ = 0, rcode_ = 0;
  std::uint64_t rdata_ = 0;
};

TEST(AxiSlave, AnswersEveryTransactionAsItShould) {
  for (const unsigned seed : {1u, 2u, 3u}) {
    Traffic traffic(seed);
    for (int clock = 0; clock < 40'000; ++clock) {
      traffic.clock();
      if (clock % 5000 == 4999) traffic.reset();
      ASSERT_FALSE(HasFailure()) << "seed " << seed << " clock " << clock;
    }
    for (const auto& direction : traffic.answers)
      for (const unsigned code : {0u, 2u, 3u}) EXPECT_GT(direction[code], 100u) << code;
  }
}

}  // namespace
}  // namespace standstill::rtl
