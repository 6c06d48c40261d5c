// The two ways to write the doorbells, MSWI and multicast, on one register bus: as in fabric_top.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/fabric_top.v. Only the bench and the proof have this module.
`default_nettype none

module doorbells #(
  parameter HartSlots = 4  // a power of two, at least 4
) (
  input  wire                 clk_i,
  input  wire                 rst_ni,
  input  wire [11:0]          hart_count_i,
  input  wire                 we_i,
  input  wire                 wmulticast_i,  // the multicast doorbell's window, else MSWI
  input  wire [13:0]          woffset_i,
  input  wire                 wwide_i,
  input  wire [63:0]          wdata_i,
  input  wire [7:0]           wstrb_i,
  output wire                 whole_o,
  input  wire                 rmulticast_i,
  input  wire [13:0]          roffset_i,
  input  wire                 rwide_i,
  output wire [63:0]          rdata_o,
  output wire                 rhole_o,
  output wire [HartSlots-1:0] msip_o
);

  wire        ring, ring_all_but, mswi_whole, mswi_rhole, multicast_whole, multicast_rhole;
  wire [5:0]  ring_group, rgroup;
  wire [63:0] ring_mask, rgroup_data, mswi_rdata, multicast_rdata;
  wire [31:0] ring_spared;

  assign whole_o = wmulticast_i ? multicast_whole : mswi_whole;
  assign rhole_o = rmulticast_i ? multicast_rhole : mswi_rhole;
  assign rdata_o = rmulticast_i ? multicast_rdata : mswi_rdata;

  multicast_doorbell u_multicast (
    .hart_count_i(hart_count_i), .we_i(we_i & wmulticast_i & ~whole_o),
    .woffset_i(woffset_i[11:0]), .wwide_i(wwide_i), .wdata_i(wdata_i), .wstrb_i(wstrb_i),
    .whole_o(multicast_whole), .roffset_i(roffset_i[11:0]), .rwide_i(rwide_i),
    .rdata_o(multicast_rdata), .rhole_o(multicast_rhole), .ring_o(ring),
    .ring_all_but_o(ring_all_but), .ring_group_o(ring_group), .ring_mask_o(ring_mask),
    .ring_spared_o(ring_spared), .rgroup_o(rgroup), .rgroup_i(rgroup_data)
  );

  aclint_mswi #(.HartSlots(HartSlots)) u_mswi (
    .clk_i(clk_i), .rst_ni(rst_ni), .hart_count_i(hart_count_i),
    .we_i(we_i & ~wmulticast_i & ~whole_o), .woffset_i(woffset_i), .wwide_i(wwide_i),
    .wdata_i(wdata_i), .wstrb_i(wstrb_i), .whole_o(mswi_whole), .roffset_i(roffset_i),
    .rwide_i(rwide_i), .rdata_o(mswi_rdata), .rhole_o(mswi_rhole), .ring_i(ring),
    .ring_all_but_i(ring_all_but), .ring_group_i(ring_group), .ring_mask_i(ring_mask),
    .ring_spared_i(ring_spared), .rgroup_i(rgroup), .rgroup_o(rgroup_data), .msip_o(msip_o)
  );

endmodule

`default_nettype wire
