// What always holds at the pins of the SSWI.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter SSWI. Bound to the module in the bench, and
// part of its proof.
`default_nettype none

// One hart: its wire is high in the clock after a one is written to it, and in no other.
module aclint_sswi_hart_check #(
  parameter HartSlots = 4
) (
  input wire                 clk_i, rst_ni,
  input wire [11:0]          hart_count_i,
  input wire                 we_i,
  input wire [13:0]          woffset_i,
  input wire                 wwide_i,
  input wire [63:0]          wdata_i,
  input wire [7:0]           wstrb_i,
  input wire                 whole_o,
  input wire [13:0]          roffset_i,
  input wire                 rwide_i,
  input wire [63:0]          rdata_o,
  input wire                 rhole_o, busy_o,
  input wire [HartSlots-1:0] ssip_o,
  input wire [11:0]          hart
);
  localparam SlotBits = $clog2(HartSlots);

  wire [SlotBits-1:0] index = hart[SlotBits-1:0];
  wire hit = we_i && woffset_i[13:3] == hart[11:1] && (hart[0] ? wstrb_i[4] && wdata_i[32]
                                                               : wstrb_i[0] && wdata_i[0]);
  reg expected;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) expected <= 1'b0;
    else expected <= hit;

  always @* if (rst_ni) begin
    assert (ssip_o[index] == expected);
    if (ssip_o[index]) assert (busy_o);  // else nobody would look when it falls
    if (busy_o) assert (ssip_o != {HartSlots{1'b0}});
    assert (rdata_o == 64'd0);
    assert (whole_o == !(woffset_i[13:2] < hart_count_i &&
                         (!wwide_i || (woffset_i[13:2] | 12'd1) < hart_count_i)));
    assert (rhole_o == !(roffset_i[13:2] < hart_count_i &&
                         (!rwide_i || (roffset_i[13:2] | 12'd1) < hart_count_i)));
  end
endmodule

module aclint_sswi_check #(
  parameter HartSlots = 4
) (
  input wire                 clk_i, rst_ni,
  input wire [11:0]          hart_count_i,
  input wire                 we_i,
  input wire [13:0]          woffset_i,
  input wire                 wwide_i,
  input wire [63:0]          wdata_i,
  input wire [7:0]           wstrb_i,
  input wire                 whole_o,
  input wire [13:0]          roffset_i,
  input wire                 rwide_i,
  input wire [63:0]          rdata_o,
  input wire                 rhole_o, busy_o,
  input wire [HartSlots-1:0] ssip_o
);
  genvar h;
  generate
    for (h = 0; h < HartSlots; h = h + 1) begin : harts
      aclint_sswi_hart_check #(.HartSlots(HartSlots)) of (.*, .hart(h[11:0]));
    end
  endgenerate
endmodule

`default_nettype wire
