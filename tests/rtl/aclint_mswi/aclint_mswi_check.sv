// What always holds at the pins of the MSWI.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter MSWI. Bound to the module in the bench, and
// part of its proof.
`default_nettype none

// One hart, followed by a shadow of its register.
module aclint_mswi_hart_check #(
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
  input wire                 rhole_o,
  input wire                 ring_i, ring_all_but_i,
  input wire [5:0]           ring_group_i,
  input wire [63:0]          ring_mask_i,
  input wire [31:0]          ring_spared_i,
  input wire [5:0]           rgroup_i,
  input wire [63:0]          rgroup_o,
  input wire [HartSlots-1:0] msip_o,
  input wire [11:0]          hart
);
  localparam SlotBits = $clog2(HartSlots);

  wire [SlotBits-1:0] index = hart[SlotBits-1:0];
  wire                whit  = we_i && woffset_i[13:3] == hart[11:1] && wstrb_i[hart[0] ? 4 : 0];
  wire                rhit  = !rhole_o && roffset_i[13:3] == hart[11:1];

  // The multicast doorbell's port: never at the edge of a write, nor both of its ways at once.
  wire rung = (ring_i && ring_group_i == hart[11:6] && ring_mask_i[hart[5:0]]) ||
              (ring_all_but_i && hart < hart_count_i && ring_spared_i != {20'd0, hart});

  reg shadow;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) shadow <= 1'b0;
    else if (whit) shadow <= hart[0] ? wdata_i[32] : wdata_i[0];
    else if (rung) shadow <= 1'b1;

  always @* if (rst_ni) begin
    // A write is seen at the next clock, and a write to another hart is not.
    assert (msip_o[index] == shadow);
    if (rgroup_i == hart[11:6]) assert (rgroup_o[hart[5:0]] == shadow);
    // WARL: bits 31:1 read zero.
    if (rhit) assert ((hart[0] ? rdata_o[63:32] : rdata_o[31:0]) == {31'd0, shadow});
  end

  // A hole is where a register is absent that the access touches, in part or whole.
  always @* if (rst_ni) begin
    assert (whole_o == !(woffset_i[13:2] < hart_count_i &&
                         (!wwide_i || (woffset_i[13:2] | 12'd1) < hart_count_i)));
    assert (rhole_o == !(roffset_i[13:2] < hart_count_i &&
                         (!rwide_i || (roffset_i[13:2] | 12'd1) < hart_count_i)));
  end
endmodule

module aclint_mswi_check #(
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
  input wire                 rhole_o,
  input wire                 ring_i, ring_all_but_i,
  input wire [5:0]           ring_group_i,
  input wire [63:0]          ring_mask_i,
  input wire [31:0]          ring_spared_i,
  input wire [5:0]           rgroup_i,
  input wire [63:0]          rgroup_o,
  input wire [HartSlots-1:0] msip_o
);
  genvar h;
  generate
    for (h = 0; h < HartSlots; h = h + 1) begin : harts
      aclint_mswi_hart_check #(.HartSlots(HartSlots)) of (.*, .hart(h[11:0]));
    end
  endgenerate
endmodule

`default_nettype wire
