// The AXI transactor alone: what it puts on the pins, and in which order.
// SPDX-License-Identifier: Apache-2.0
//
// Source: AMBA AXI4 (ARM IHI 0022), A3.2 (a valid stays until its ready), A3.4 (lanes).
#include "fabric/axi_master.h"

#include <gtest/gtest.h>

namespace standstill::fabric {
namespace {

AxiRequest write_of(HartId hart, std::uint32_t addr, unsigned size = 4, std::uint64_t data = 1) {
  return {hart, addr, size, true, data, false, addr};
}
AxiRequest read_of(HartId hart, std::uint32_t addr, unsigned size = 4) {
  return {hart, addr, size, false, 0, false, addr};
}

class AxiMasterTest : public testing::Test {
 protected:
  /// One clock against a slave that shows `out` before the edge.
  AxiStep clock() {
    master.drive(in);
    return master.clock(in, out);
  }

  AxiMaster master;
  FabricInputs in;
  FabricOutputs out;
};

TEST_F(AxiMasterTest, HoldsAddressAndDataUntilTheyAreTaken) {
  master.push(write_of(5, 0x100C, 4, 0x11223344));
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(clock().write_accepted);
    EXPECT_TRUE(in.awvalid && in.wvalid && in.wlast);
    EXPECT_EQ(in.awid, 5);
    EXPECT_EQ(in.awaddr, 0x100Cu);
    EXPECT_EQ(in.awsize, 2);
    EXPECT_EQ(in.awlen, 0);
    EXPECT_EQ(in.wdata, 0x1122334400000000u);
    EXPECT_EQ(in.wstrb, 0xF0);
  }
  out.wready = true;  // data may be taken first
  EXPECT_TRUE(clock().written);
  out.wready = false;
  out.awready = true;
  EXPECT_TRUE(clock().write_accepted);
  EXPECT_FALSE(in.wvalid);
  out.awready = false;
  clock();
  EXPECT_FALSE(in.awvalid || in.wvalid);
  EXPECT_TRUE(in.bready);
  out.bvalid = true;
  out.bresp = kDecErr;
  const AxiStep last = clock();
  ASSERT_TRUE(last.write_done);
  EXPECT_EQ(last.write_done->code, kDecErr);
  EXPECT_TRUE(master.idle());
}

TEST_F(AxiMasterTest, TakesReadDataFromItsLanes) {
  master.push(read_of(1, 0x1006, 2));
  out.arready = true;
  EXPECT_TRUE(clock().read_accepted);
  EXPECT_EQ(in.arsize, 1);
  out.rvalid = true;
  out.rdata = 0x8877665544332211;
  const AxiStep last = clock();
  ASSERT_TRUE(last.read_done);
  EXPECT_EQ(last.read_done->data, 0x8877u);
}

TEST_F(AxiMasterTest, APostedWriteIsBufferableOnTheBus) {
  AxiRequest posted = write_of(0, 0x1000);
  posted.posted = true;
  master.push(posted);
  clock();
  EXPECT_EQ(in.awcache, 1);
}

TEST_F(AxiMasterTest, AReadPassesAnotherHartsWrites) {
  master.push(write_of(0, 0x1000));
  master.push(write_of(1, 0x1004));
  master.push(read_of(2, 0x2000));
  clock();
  EXPECT_TRUE(in.awvalid && in.arvalid);
  EXPECT_EQ(in.awid, 0);
  EXPECT_EQ(in.arid, 2);
}

TEST_F(AxiMasterTest, AReadWaitsForItsOwnHartsWriteInFlight) {
  master.push(write_of(0, 0x1000));
  master.push(read_of(0, 0x2000));
  clock();
  EXPECT_TRUE(in.awvalid);
  EXPECT_FALSE(in.arvalid);
}

TEST_F(AxiMasterTest, AReadWaitsForItsOwnHartsWriteInTheQueue) {
  master.push(write_of(0, 0x1000));
  master.push(write_of(1, 0x1004));
  master.push(read_of(1, 0x2000));
  master.push(read_of(2, 0x2008));
  clock();
  EXPECT_TRUE(in.awvalid);
  EXPECT_FALSE(in.arvalid);  // and the next read does not pass it either
}

TEST_F(AxiMasterTest, AWriteWaitsForItsOwnHartsReadInFlight) {
  master.push(read_of(3, 0x2000));
  master.push(write_of(3, 0x1000));
  clock();
  EXPECT_TRUE(in.arvalid);
  EXPECT_FALSE(in.awvalid);
}

}  // namespace
}  // namespace standstill::fabric
