// Machine-level software interrupts: one doorbell bit per hart.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter MSWI.
//
// What it is         MSIP of hart i: bit 0 is the doorbell, bits 31:1 read zero whatever is written
//                    (WARL). The bit is the wire msip_o[i]: level, cleared by writing zero.
// Register bus       A 64-bit word holds two registers, the even hart in the lower half; the byte
//                    strobes of bytes 0 and 4 say which doorbells a write reaches.
// Timing             A write at edge N is on the wire, and in every later read, after edge N.
// Reset              All doorbells are clear.
`default_nettype none

module aclint_mswi #(
  parameter HartSlots = 4  // a power of two, at least 4
) (
  input  wire                 clk_i,
  input  wire                 rst_ni,
  input  wire                 we_i,
  input  wire [11:0]          whart_i,
  input  wire [63:0]          wdata_i,
  input  wire [7:0]           wstrb_i,
  input  wire [11:0]          rhart_i,
  output wire [63:0]          rdata_o,
  output wire [HartSlots-1:0] msip_o
);

  localparam PairBits = $clog2(HartSlots) - 1;

  reg  [HartSlots-1:0] msip_q;
  wire [PairBits-1:0]  wpair = whart_i[PairBits:1];
  wire [PairBits-1:0]  rpair = rhart_i[PairBits:1];
  wire                 unused = ^{whart_i, rhart_i, wdata_i, wstrb_i};

  assign msip_o  = msip_q;
  assign rdata_o = {31'd0, msip_q[{rpair, 1'b1}], 31'd0, msip_q[{rpair, 1'b0}]};

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      msip_q <= {HartSlots{1'b0}};
    end else if (we_i) begin
      if (wstrb_i[0]) msip_q[{wpair, 1'b0}] <= wdata_i[0];
      if (wstrb_i[4]) msip_q[{wpair, 1'b1}] <= wdata_i[32];
    end
  end

endmodule

`default_nettype wire
