// Supervisor-level software interrupts: a store that sets mip.SSIP of another hart.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter SSWI.
//
// What it is         SETSSIP of hart i: writing a one to bit 0 raises ssip_o[i] for one clock; that
//                    edge sets SSIP in the hart, which clears it itself. Writing zero does nothing,
//                    and every bit reads zero.
// Registers          +4 i: SETSSIP of hart i, 32 bits. An 8-byte access covers two of them, the even
//                    hart in the lower half; the byte strobes of bytes 0 and 4 say which of them a
//                    write reaches.
// Holes              The registers of harts not present. An 8-byte access is a hole when either of
//                    its two is absent, so that an error never has half an effect.
// Timing             A write at edge N raises the wire after edge N, and it falls after edge N + 1.
//                    The bus never writes at two edges in succession, so that two writes are two
//                    pulses.
// Reset              All wires are low.
`default_nettype none

module aclint_sswi #(
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
  output wire                 busy_o,        // a wire is high and falls at the next edge
  output wire [HartSlots-1:0] ssip_o
);

  localparam PairBits = $clog2(HartSlots) - 1;

  reg  [HartSlots-1:0] ssip_q;
  reg                  busy_q;
  wire [PairBits-1:0]  wpair    = woffset_i[PairBits+2:3];
  wire                 set_even = we_i & wstrb_i[0] & wdata_i[0];
  wire                 set_odd  = we_i & wstrb_i[4] & wdata_i[32];
  wire                 unused   = ^{woffset_i[1:0], roffset_i[1:0], wdata_i, wstrb_i};

  assign whole_o = ({woffset_i[13:3], woffset_i[2] | wwide_i} >= hart_count_i);
  assign rhole_o = ({roffset_i[13:3], roffset_i[2] | rwide_i} >= hart_count_i);
  assign rdata_o = 64'd0;
  assign busy_o  = busy_q;
  assign ssip_o  = ssip_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ssip_q <= {HartSlots{1'b0}};
      busy_q <= 1'b0;
    end else if (we_i || busy_q) begin
      ssip_q <= {HartSlots{1'b0}};
      if (set_even) ssip_q[{wpair, 1'b0}] <= 1'b1;
      if (set_odd)  ssip_q[{wpair, 1'b1}] <= 1'b1;
      busy_q <= set_even | set_odd;
    end
  end

endmodule

`default_nettype wire
