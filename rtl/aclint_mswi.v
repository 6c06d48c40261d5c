// Machine-level software interrupts: one doorbell bit per hart.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter MSWI.
//
// What it is         MSIP of hart i: bit 0 is the doorbell, bits 31:1 read zero whatever is written
//                    (WARL). The bit is the wire msip_o[i]: level, cleared by writing zero.
// Registers          +4 i: MSIP of hart i, 32 bits. An 8-byte access covers two of them, the even
//                    hart in the lower half; the byte strobes of bytes 0 and 4 say which doorbells
//                    a write reaches.
// Holes              The registers of harts not present. An 8-byte access is a hole when either of
//                    its two is absent, so that an error never has half an effect.
// Multicast          The second write port sets doorbells of one group of 64 harts, or of all harts
//                    that are present but one; it clears none. It and we_i are never high at once:
//                    both are of the one register bus. See multicast_doorbell.v.
// Timing             A write at edge N is on the wire, and in every later read, after edge N.
// Reset              All doorbells are clear.
`default_nettype none

module aclint_mswi #(
  parameter HartSlots = 4  // a power of two, at least 4
) (
  input  wire                 clk_i,
  input  wire                 rst_ni,
  input  wire [11:0]          hart_count_i,  // harts present, at most HartSlots; static
  input  wire                 we_i,
  input  wire [13:0]          woffset_i,
  input  wire                 wwide_i,
  input  wire [63:0]          wdata_i,
  input  wire [7:0]           wstrb_i,
  output wire                 whole_o,
  input  wire [13:0]          roffset_i,
  input  wire                 rwide_i,
  output wire [63:0]          rdata_o,
  output wire                 rhole_o,
  // multicast: sets ring_mask_i in ring_group_i, or everything but ring_spared_i
  input  wire                 ring_i,
  input  wire                 ring_all_but_i,
  input  wire [5:0]           ring_group_i,
  input  wire [63:0]          ring_mask_i,    // of harts that are present
  input  wire [31:0]          ring_spared_i,
  input  wire [5:0]           rgroup_i,
  output wire [63:0]          rgroup_o,       // the doorbells of group rgroup_i
  output wire [HartSlots-1:0] msip_o
);

  localparam PairBits  = $clog2(HartSlots) - 1;
  localparam GroupBits = (HartSlots < 64) ? HartSlots : 64;  // harts of a group

  reg  [HartSlots-1:0] msip_q;
  wire [PairBits-1:0]  wpair = woffset_i[PairBits+2:3];
  wire [PairBits-1:0]  rpair = roffset_i[PairBits+2:3];
  wire [11:0]          wbase = {ring_group_i, 6'd0};
  wire [11:0]          rbase = {rgroup_i, 6'd0};
  wire [PairBits:0]    wring = wbase[PairBits:0];  // first hart of the group
  wire [PairBits:0]    rring = rbase[PairBits:0];
  wire                 unused = ^{woffset_i[1:0], roffset_i[1:0], wdata_i, wstrb_i, wbase, rbase,
                                  ring_mask_i};

  assign whole_o  = ({woffset_i[13:3], woffset_i[2] | wwide_i} >= hart_count_i);
  assign rhole_o  = ({roffset_i[13:3], roffset_i[2] | rwide_i} >= hart_count_i);
  assign msip_o   = msip_q;
  assign rdata_o  = {31'd0, msip_q[{rpair, 1'b1}], 31'd0, msip_q[{rpair, 1'b0}]};
  assign rgroup_o = {{64-GroupBits{1'b0}}, msip_q[rring +: GroupBits]};

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      msip_q <= {HartSlots{1'b0}};
    end else if (we_i) begin
      if (wstrb_i[0]) msip_q[{wpair, 1'b0}] <= wdata_i[0];
      if (wstrb_i[4]) msip_q[{wpair, 1'b1}] <= wdata_i[32];
    end else if (ring_i) begin
      msip_q[wring +: GroupBits] <= msip_q[wring +: GroupBits] | ring_mask_i[GroupBits-1:0];
    end else if (ring_all_but_i) begin
      msip_q <= msip_q | (~({HartSlots{1'b1}} << hart_count_i) &
                          ~({{HartSlots-1{1'b0}}, 1'b1} << ring_spared_i));
    end
  end

endmodule

`default_nettype wire
