// A bench round the fabric's pins: single accesses through the transactor, or raw pins.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_RTL_FABRIC_BENCH_H
#define STANDSTILL_TESTS_RTL_FABRIC_BENCH_H

#include <gtest/gtest.h>

#include <memory>

#include "fabric/axi_master.h"
#include "fabric/fabric_rtl.h"
#include "standstill/devices.h"

namespace standstill::fabric {

class FabricBench {
 public:
  explicit FabricBench(unsigned harts, FabricClass size_class = FabricClass::Auto) {
    rtl = make_fabric_rtl(harts, size_class, &out);
    in.hart_count = static_cast<std::uint16_t>(harts);
  }

  /// One clock with the transactor on the pins.
  AxiStep step(bool tick = false) {
    in.rtc_tick = tick;
    master.drive(in);
    const FabricOutputs before = out;
    rtl->evaluate(in, out);
    ++clocks;
    return master.clock(in, before);
  }

  /// One clock with the pins as they stand in `in`.
  void raw(bool tick = false) {
    in.rtc_tick = tick;
    rtl->evaluate(in, out);
    ++clocks;
  }

  void ticks(unsigned count) {
    for (unsigned i = 0; i < count; ++i) step(true);
  }

  /// One hart's access to its interrupt file, at one clock.
  CsrAnswer csr(HartId hart, CsrReg reg, CsrOp op = CsrOp::Read, std::uint64_t wdata = 0) {
    in.csr = {{hart, reg, op, wdata}};
    step();
    in.csr.clear();
    EXPECT_EQ(out.csr.size(), 1u);
    return out.csr.empty() ? CsrAnswer{} : out.csr.front();
  }

  /// A write, to the end of its response; the response code.
  std::uint8_t write(Addr addr, unsigned size, std::uint64_t data, HartId hart = 0) {
    master.push({hart, static_cast<std::uint32_t>(addr), size, true, data, false, 0});
    for (int limit = 0; limit < 100; ++limit) {
      const AxiStep done = step();
      if (done.write_done) return done.write_done->code;
    }
    ADD_FAILURE() << "no answer to a write of " << std::hex << addr;
    return 0xFF;
  }

  struct ReadResult {
    std::uint8_t code;
    std::uint64_t data;
  };

  ReadResult read_any(Addr addr, unsigned size, HartId hart = 0) {
    master.push({hart, static_cast<std::uint32_t>(addr), size, false, 0, false, 0});
    for (int limit = 0; limit < 100; ++limit) {
      const AxiStep done = step();
      if (done.read_done) return {done.read_done->code, done.read_done->data};
    }
    ADD_FAILURE() << "no answer to a read of " << std::hex << addr;
    return {0xFF, 0};
  }

  /// A read that has to succeed.
  std::uint64_t read(Addr addr, unsigned size) {
    const ReadResult result = read_any(addr, size);
    EXPECT_EQ(result.code, kOkay) << std::hex << addr;
    return result.data;
  }

  /// A write beat with strobes of one's own choice, 8 bytes wide; the response code.
  std::uint8_t write_strobed(Addr addr, std::uint64_t data, std::uint8_t strobes) {
    return burst(addr, 3, 0, data, strobes, 1);
  }

  /// A write transaction at raw pins: AWLEN as given, WLAST on beat `last_at` (1 is the first).
  std::uint8_t burst(Addr addr, unsigned size_log2, unsigned len, std::uint64_t data,
                     std::uint8_t strobes, unsigned last_at) {
    in.awvalid = true;
    in.awaddr = static_cast<std::uint32_t>(addr);
    in.awlen = static_cast<std::uint8_t>(len);
    in.awsize = static_cast<std::uint8_t>(size_log2);
    raw();
    in.awvalid = false;
    in.wvalid = true;
    in.wdata = data;
    in.wstrb = strobes;
    for (unsigned beat = 1; beat <= len + 1; ++beat) {
      EXPECT_TRUE(out.wready);
      in.wlast = beat == last_at;
      raw();
    }
    in.wvalid = false;
    EXPECT_TRUE(out.bvalid);
    const std::uint8_t code = out.bresp;
    in.bready = true;
    raw();
    in.bready = false;
    return code;
  }

  bool msip(unsigned hart) const { return wire_of(out.msip, hart); }
  bool ssip(unsigned hart) const { return wire_of(out.ssip, hart); }
  bool mtip(unsigned hart) const { return wire_of(out.mtip, hart); }

  bool wdt_irq(unsigned hart) const { return wire_of(out.wdt_irq, hart); }
  bool nmi(unsigned hart) const { return wire_of(out.nmi, hart); }

  std::unique_ptr<FabricRtl> rtl;
  AxiMaster master;
  FabricInputs in;
  FabricOutputs out;
  std::uint64_t clocks = 0;
};

}  // namespace standstill::fabric

#endif  // STANDSTILL_TESTS_RTL_FABRIC_BENCH_H
