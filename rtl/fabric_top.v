// The interrupt fabric: blocks that interrupt harts, behind one AXI4 single-beat slave.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4; AMBA AXI4 (ARM IHI 0022), restricted as axi_slave
// says; the addresses are in fabric_decode.
//
// What it is         Decode and wiring only. HartSlots harts are built in; hart_count_i (static)
//                    says how many of them are present, the rest are holes. Harts are numbered by
//                    their index here, 0 and up, AxID included; which hart has which hart id is the
//                    wiring's business outside.
// CSR port           One a hart, to its interrupt file; see imsic_files. It does not use the bus.
// Clock              One clock. rtc_tick_i is sampled like any input: MTIME rises by one at an edge
//                    at which it is high. An edge without an AXI transaction in flight, without a
//                    CSR request, without a tick, with irq_i as at the edge before and with busy_o
//                    low before it changes nothing. All inputs are synchronous to clk_i, irq_i and
//                    csr_* too: synchronisers stand outside. No frequency is promised: decode,
//                    register and answer are of one clock, whatever the number of harts.
// Outputs            The wires to the harts, mtime_o and mtime_written_o are registers; busy_o comes
//                    from registers alone. ssip_o pulses for one clock, the others are levels.
//                    The PLIC's machine wires go through imsic, and are a clock behind seip_o.
//
// Register bus       What stands between axi_slave and a block, in two independent directions. Both
//                    answers come in the same clock, from the offset and what the block holds.
//                      we_i       a write to this window happens at this edge: it is legal, no hole
//                      woffset_i  from the window's base, aligned to the size of the access
//                      wwide_i    8 bytes, else 4
//                      wdata_i, wstrb_i   in their AXI lanes; no strobe outside the access
//                      whole_o    this block has no such register: DECERR, and nothing happens
//                      re_i       the data of a read is taken at this edge: for reads with effects
//                      roffset_i, rwide_i, rdata_o, rhole_o   likewise
//                      hart_count_i       harts present, never more than HartSlots
//                      busy_o     optional: the next edge changes something, whatever comes
//                      wwait_o, rwait_o   optional: the access has to wait, not for ever
`default_nettype none

module fabric_top #(
  parameter HartSlots = 4  // a power of two from 4 to 2048
) (
  input  wire                 clk_i,
  input  wire                 rst_ni,
  input  wire [11:0]          hart_count_i,
  input  wire                 rtc_tick_i,
  input  wire [31:1]          irq_i,  // lines of devices, by PLIC source

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

  input  wire [HartSlots-1:0]    csr_valid_i,
  input  wire [2*HartSlots-1:0]  csr_reg_i,
  input  wire [2*HartSlots-1:0]  csr_op_i,
  input  wire [64*HartSlots-1:0] csr_wdata_i,
  output wire [HartSlots-1:0]    csr_done_o,
  output wire [64*HartSlots-1:0] csr_rdata_o,
  output wire [HartSlots-1:0]    csr_illegal_o,

  output wire [HartSlots-1:0] msip_o,
  output wire [HartSlots-1:0] ssip_o,
  output wire [HartSlots-1:0] mtip_o,
  output wire [HartSlots-1:0] meip_o,
  output wire [HartSlots-1:0] seip_o,
  output wire [HartSlots-1:0] wdt_irq_o,
  output wire [HartSlots-1:0] nmi_o,
  output wire [HartSlots-1:0] barrier_irq_o,
  output wire [HartSlots-1:0] bus_err_irq_o,
  output wire [63:0]          mtime_o,
  output wire                 mtime_written_o,
  output wire                 busy_o
);

  // Windows, by their bit of fabric_decode.
  localparam MSWI      = 0;
  localparam MTIMER    = 1;
  localparam WATCHDOG  = 2;
  localparam MULTICAST = 3;
  localparam BUS_ERROR = 4;
  localparam BARRIER   = 5;
  localparam SSWI      = 6;
  localparam PLIC      = 7;
  localparam IMSIC     = 8;
  localparam Windows   = 9;

  localparam [11:0] Slots = HartSlots[11:0];

  wire [11:0] harts = (hart_count_i < Slots) ? hart_count_i : Slots;

  wire               we, wwide, re, rwide, posted_error;
  wire [11:0]        wid;
  wire [31:0]        waddr, raddr;
  wire [63:0]        wdata;
  wire [7:0]         wstrb;
  wire [25:0]        woffset, roffset;
  wire [Windows-1:0] wselect, rselect;                      // the window of the access
  wire [Windows-1:0] whole, rhole;                          // what its block says of it
  wire [Windows-1:0] busy;                                  // the next edge changes its block
  wire [63:0]        rdata_mswi, rdata_mtimer, rdata_watchdog, rdata_bus_error, rdata_sswi;
  wire [63:0]        rdata_plic, rdata_imsic, rdata_multicast, rdata_barrier;
  wire [63:0]        ring_mask, group_msip;                 // between multicast doorbell and MSWI
  wire [31:0]        ring_spared;
  wire [5:0]         ring_group, group;
  wire               ring, ring_all_but;

  wire [HartSlots-1:0] plic_meip;

  wire [63:0] rdata = ({64{rselect[MSWI]}} & rdata_mswi) |
                      ({64{rselect[MTIMER]}} & rdata_mtimer) |
                      ({64{rselect[WATCHDOG]}} & rdata_watchdog) |
                      ({64{rselect[BUS_ERROR]}} & rdata_bus_error) |
                      ({64{rselect[SSWI]}} & rdata_sswi) |
                      ({64{rselect[MULTICAST]}} & rdata_multicast) |
                      ({64{rselect[BARRIER]}} & rdata_barrier) |
                      ({64{rselect[PLIC]}} & rdata_plic) |
                      ({64{rselect[IMSIC]}} & rdata_imsic);

  // Blocks that only a tick or an access changes.
  assign {busy[MSWI], busy[MTIMER], busy[WATCHDOG], busy[BUS_ERROR], busy[MULTICAST]} = 5'd0;

  assign busy_o        = |busy;

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
    .reg_we_o(we), .reg_wid_o(wid), .reg_waddr_o(waddr), .reg_wwide_o(wwide),
    .reg_wdata_o(wdata), .reg_wstrb_o(wstrb), .reg_whole_i((wselect & ~whole) == 0),
    .reg_wwait_i(1'b0), .posted_error_o(posted_error),
    .reg_re_o(re), .reg_raddr_o(raddr), .reg_rwide_o(rwide), .reg_rdata_i(rdata),
    .reg_rhole_i((rselect & ~rhole) == 0), .reg_rwait_i(1'b0)
  );

  fabric_decode u_wdecode (.addr_i(waddr), .select_o(wselect), .offset_o(woffset));
  fabric_decode u_rdecode (.addr_i(raddr), .select_o(rselect), .offset_o(roffset));

  aclint_mswi #(.HartSlots(HartSlots)) u_mswi (
    .clk_i(clk_i), .rst_ni(rst_ni), .hart_count_i(harts), .we_i(we & wselect[MSWI]),
    .woffset_i(woffset[13:0]), .wwide_i(wwide), .wdata_i(wdata), .wstrb_i(wstrb),
    .whole_o(whole[MSWI]), .roffset_i(roffset[13:0]), .rwide_i(rwide), .rdata_o(rdata_mswi),
    .rhole_o(rhole[MSWI]), .ring_i(ring), .ring_all_but_i(ring_all_but),
    .ring_group_i(ring_group), .ring_mask_i(ring_mask), .ring_spared_i(ring_spared),
    .rgroup_i(group), .rgroup_o(group_msip), .msip_o(msip_o)
  );

  aclint_mtimer #(.HartSlots(HartSlots)) u_mtimer (
    .clk_i(clk_i), .rst_ni(rst_ni), .hart_count_i(harts), .tick_i(rtc_tick_i),
    .we_i(we & wselect[MTIMER]), .woffset_i(woffset[14:0]), .wdata_i(wdata), .wstrb_i(wstrb),
    .whole_o(whole[MTIMER]), .roffset_i(roffset[14:0]), .rdata_o(rdata_mtimer),
    .rhole_o(rhole[MTIMER]), .mtip_o(mtip_o), .mtime_o(mtime_o),
    .mtime_written_o(mtime_written_o)
  );

  hart_watchdog #(.HartSlots(HartSlots)) u_watchdog (
    .clk_i(clk_i), .rst_ni(rst_ni), .hart_count_i(harts), .tick_i(rtc_tick_i),
    .we_i(we & wselect[WATCHDOG]), .woffset_i(woffset[15:0]), .wdata_i(wdata), .wstrb_i(wstrb),
    .whole_o(whole[WATCHDOG]), .roffset_i(roffset[15:0]), .rdata_o(rdata_watchdog),
    .rhole_o(rhole[WATCHDOG]), .wdt_irq_o(wdt_irq_o), .nmi_o(nmi_o)
  );

  bus_error #(.HartSlots(HartSlots)) u_bus_error (
    .clk_i(clk_i), .rst_ni(rst_ni), .hart_count_i(harts), .error_i(posted_error),
    .error_hart_i(wid), .error_addr_i(waddr), .we_i(we & wselect[BUS_ERROR]),
    .woffset_i(woffset[15:0]), .wwide_i(wwide), .wdata_i(wdata), .wstrb_i(wstrb),
    .whole_o(whole[BUS_ERROR]), .roffset_i(roffset[15:0]), .rwide_i(rwide),
    .rdata_o(rdata_bus_error), .rhole_o(rhole[BUS_ERROR]), .bus_err_irq_o(bus_err_irq_o)
  );

  aclint_sswi #(.HartSlots(HartSlots)) u_sswi (
    .clk_i(clk_i), .rst_ni(rst_ni), .hart_count_i(harts), .we_i(we & wselect[SSWI]),
    .woffset_i(woffset[13:0]), .wwide_i(wwide), .wdata_i(wdata), .wstrb_i(wstrb),
    .whole_o(whole[SSWI]), .roffset_i(roffset[13:0]), .rwide_i(rwide), .rdata_o(rdata_sswi),
    .rhole_o(rhole[SSWI]), .busy_o(busy[SSWI]), .ssip_o(ssip_o)
  );

  plic #(.HartSlots(HartSlots)) u_plic (
    .clk_i(clk_i), .rst_ni(rst_ni), .hart_count_i(harts), .irq_i(irq_i),
    .we_i(we & wselect[PLIC]), .woffset_i(woffset), .wwide_i(wwide), .wdata_i(wdata),
    .wstrb_i(wstrb), .whole_o(whole[PLIC]),
    .re_i(re & rselect[PLIC]), .roffset_i(roffset), .rwide_i(rwide), .rdata_o(rdata_plic),
    .rhole_o(rhole[PLIC]), .meip_o(plic_meip), .seip_o(seip_o), .busy_o(busy[PLIC])
  );

  imsic #(.HartSlots(HartSlots)) u_imsic (
    .clk_i(clk_i), .rst_ni(rst_ni), .hart_count_i(harts),
    .we_i(we & wselect[IMSIC]), .woffset_i(woffset), .wwide_i(wwide), .wdata_i(wdata),
    .wstrb_i(wstrb), .whole_o(whole[IMSIC]), .roffset_i(roffset), .rwide_i(rwide),
    .rdata_o(rdata_imsic), .rhole_o(rhole[IMSIC]),
    .csr_valid_i(csr_valid_i), .csr_reg_i(csr_reg_i), .csr_op_i(csr_op_i),
    .csr_wdata_i(csr_wdata_i), .csr_done_o(csr_done_o), .csr_rdata_o(csr_rdata_o),
    .csr_illegal_o(csr_illegal_o), .plic_meip_i(plic_meip), .meip_o(meip_o), .busy_o(busy[IMSIC])
  );

  multicast_doorbell u_multicast (
    .hart_count_i(harts), .we_i(we & wselect[MULTICAST]), .woffset_i(woffset[11:0]),
    .wwide_i(wwide), .wdata_i(wdata), .wstrb_i(wstrb), .whole_o(whole[MULTICAST]),
    .roffset_i(roffset[11:0]), .rwide_i(rwide), .rdata_o(rdata_multicast),
    .rhole_o(rhole[MULTICAST]), .ring_o(ring), .ring_all_but_o(ring_all_but),
    .ring_group_o(ring_group), .ring_mask_o(ring_mask), .ring_spared_o(ring_spared),
    .rgroup_o(group), .rgroup_i(group_msip)
  );

  barrier_unit #(.HartSlots(HartSlots)) u_barrier (
    .clk_i(clk_i), .rst_ni(rst_ni), .hart_count_i(harts), .we_i(we & wselect[BARRIER]),
    .woffset_i(woffset[19:0]), .wwide_i(wwide), .wdata_i(wdata), .wstrb_i(wstrb),
    .whole_o(whole[BARRIER]), .roffset_i(roffset[19:0]), .rwide_i(rwide),
    .rdata_o(rdata_barrier), .rhole_o(rhole[BARRIER]), .barrier_irq_o(barrier_irq_o),
    .busy_o(busy[BARRIER])
  );

endmodule

`default_nettype wire
