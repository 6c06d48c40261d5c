// The interrupt fabric: ACLINT MSWI, MTIMER and hart watchdogs behind one AXI4 single-beat slave.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4; AMBA AXI4 (ARM IHI 0022), restricted as axi_slave
// says. Addresses of the ACLINT are those of QEMU's `virt` board with `aclint=on`, the watchdogs'
// stand where it has nothing; see the two decoders.
//
// What it is         Decode and wiring only. HartSlots harts are built in; hart_count_i (static)
//                    says how many of them are present, the rest are holes.
// Clock              One clock. rtc_tick_i is sampled like any input: MTIME rises by one at an edge
//                    at which it is high. With no AXI transaction in flight, an edge without a tick
//                    changes nothing in here.
// Outputs            The wires to the harts, mtime_o and mtime_written_o are registers.
`default_nettype none

module fabric_top #(
  parameter HartSlots = 4  // a power of two from 4 to 2048
) (
  input  wire                 clk_i,
  input  wire                 rst_ni,
  input  wire [11:0]          hart_count_i,
  input  wire                 rtc_tick_i,

  input  wire                 awvalid_i,
  output wire                 awready_o,
  input  wire [11:0]          awid_i,
  input  wire [31:0]          awaddr_i,
  input  wire [7:0]           awlen_i,
  input  wire [2:0]           awsize_i,
  input  wire [3:0]           awcache_i,
  input  wire                 wvalid_i,
  output wire                 wready_o,
  input  wire [63:0]          wdata_i,
  input  wire [7:0]           wstrb_i,
  input  wire                 wlast_i,
  output wire                 bvalid_o,
  input  wire                 bready_i,
  output wire [11:0]          bid_o,
  output wire [1:0]           bresp_o,
  input  wire                 arvalid_i,
  output wire                 arready_o,
  input  wire [11:0]          arid_i,
  input  wire [31:0]          araddr_i,
  input  wire [7:0]           arlen_i,
  input  wire [2:0]           arsize_i,
  input  wire [3:0]           arcache_i,
  output wire                 rvalid_o,
  input  wire                 rready_i,
  output wire [11:0]          rid_o,
  output wire [63:0]          rdata_o,
  output wire [1:0]           rresp_o,
  output wire                 rlast_o,

  output wire [HartSlots-1:0] msip_o,
  output wire [HartSlots-1:0] mtip_o,
  output wire [HartSlots-1:0] wdt_irq_o,
  output wire [HartSlots-1:0] nmi_o,
  output wire [63:0]          mtime_o,
  output wire                 mtime_written_o
);

  wire        we, wwide, waclint_hole, wmswi, wmtimecmp, wmtime, wwatchdog, wcontrol;
  wire        rwide, raclint_hole, rmswi, rmtimecmp, rmtime, rwatchdog, rcontrol;
  wire [31:0] waddr, raddr;
  wire [63:0] wdata, rdata_mswi, rdata_mtimer, rlimits, rcountdown;
  wire [7:0]  wstrb;
  wire [11:0] whart, rhart, wwatchdog_hart, rwatchdog_hart;
  wire        unused = rmtimecmp;  // what is no hole, MSWI or watchdog is the MTIMER

  wire        whole = waclint_hole & ~wwatchdog;
  wire        rhole = raclint_hole & ~rwatchdog;
  wire [63:0] rdata = rwatchdog ? (rcontrol ? rcountdown : rlimits)
                                       : rmswi ? rdata_mswi : rdata_mtimer;

  axi_slave u_axi (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .awvalid_i(awvalid_i), .awready_o(awready_o), .awid_i(awid_i), .awaddr_i(awaddr_i),
    .awlen_i(awlen_i), .awsize_i(awsize_i), .awcache_i(awcache_i),
    .wvalid_i(wvalid_i), .wready_o(wready_o), .wdata_i(wdata_i), .wstrb_i(wstrb_i),
    .wlast_i(wlast_i),
    .bvalid_o(bvalid_o), .bready_i(bready_i), .bid_o(bid_o), .bresp_o(bresp_o),
    .arvalid_i(arvalid_i), .arready_o(arready_o), .arid_i(arid_i), .araddr_i(araddr_i),
    .arlen_i(arlen_i), .arsize_i(arsize_i), .arcache_i(arcache_i),
    .rvalid_o(rvalid_o), .rready_i(rready_i), .rid_o(rid_o), .rdata_o(rdata_o),
    .rresp_o(rresp_o), .rlast_o(rlast_o),
    .reg_we_o(we), .reg_waddr_o(waddr), .reg_wwide_o(wwide), .reg_wdata_o(wdata),
    .reg_wstrb_o(wstrb), .reg_whole_i(whole),
    .reg_raddr_o(raddr), .reg_rwide_o(rwide), .reg_rdata_i(rdata), .reg_rhole_i(rhole)
  );

  aclint_decode #(.HartSlots(HartSlots)) u_wdecode (
    .hart_count_i(hart_count_i), .addr_i(waddr), .wide_i(wwide), .mswi_o(wmswi),
    .mtimecmp_o(wmtimecmp), .mtime_o(wmtime), .hole_o(waclint_hole), .hart_o(whart)
  );

  aclint_decode #(.HartSlots(HartSlots)) u_rdecode (
    .hart_count_i(hart_count_i), .addr_i(raddr), .wide_i(rwide), .mswi_o(rmswi),
    .mtimecmp_o(rmtimecmp), .mtime_o(rmtime), .hole_o(raclint_hole), .hart_o(rhart)
  );

  hart_watchdog_decode #(.HartSlots(HartSlots)) u_wwatchdog_decode (
    .hart_count_i(hart_count_i), .addr_i(waddr), .block_o(wwatchdog), .control_o(wcontrol),
    .hart_o(wwatchdog_hart)
  );

  hart_watchdog_decode #(.HartSlots(HartSlots)) u_rwatchdog_decode (
    .hart_count_i(hart_count_i), .addr_i(raddr), .block_o(rwatchdog), .control_o(rcontrol),
    .hart_o(rwatchdog_hart)
  );

  aclint_mswi #(.HartSlots(HartSlots)) u_mswi (
    .clk_i(clk_i), .rst_ni(rst_ni), .we_i(we & wmswi), .whart_i(whart), .wdata_i(wdata),
    .wstrb_i(wstrb), .rhart_i(rhart), .rdata_o(rdata_mswi), .msip_o(msip_o)
  );

  aclint_mtimer #(.HartSlots(HartSlots)) u_mtimer (
    .clk_i(clk_i), .rst_ni(rst_ni), .hart_count_i(hart_count_i), .tick_i(rtc_tick_i),
    .cmp_we_i(we & wmtimecmp), .mtime_we_i(we & wmtime), .whart_i(whart), .wdata_i(wdata),
    .wstrb_i(wstrb),
    .rmtime_i(rmtime), .rhart_i(rhart), .rdata_o(rdata_mtimer), .mtip_o(mtip_o),
    .mtime_o(mtime_o), .mtime_written_o(mtime_written_o)
  );

  hart_watchdog #(.HartSlots(HartSlots)) u_watchdog (
    .clk_i(clk_i), .rst_ni(rst_ni), .tick_i(rtc_tick_i), .we_i(we & wwatchdog),
    .wcontrol_i(wcontrol), .whart_i(wwatchdog_hart), .wdata_i(wdata), .wstrb_i(wstrb),
    .rhart_i(rwatchdog_hart), .rlimits_o(rlimits), .rcontrol_o(rcountdown),
    .wdt_irq_o(wdt_irq_o), .nmi_o(nmi_o)
  );

endmodule

`default_nettype wire
