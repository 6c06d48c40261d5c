// The MSWI under any traffic on both of its ports, with any one hart watched.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/aclint_mswi.v, aclint_mswi_check.sv.
`default_nettype none

module aclint_mswi_proof #(
  parameter HartSlots = 4
) (
  input wire        clk_i, we_i, wwide_i, rwide_i,
  input wire [13:0] woffset_i, roffset_i,
  input wire [63:0] wdata_i,
  input wire [7:0]  wstrb_i,
  input wire        ring_i, ring_all_but_i,
  input wire [5:0]  ring_group_i, rgroup_i,
  input wire [63:0] ring_mask_i,
  input wire [31:0] ring_spared_i
);
  (* anyconst *) wire [11:0] hart;
  (* anyconst *) wire [11:0] hart_count_i;

  reg rst_ni = 1'b0;
  always @(posedge clk_i) rst_ni <= 1'b1;

  wire [63:0]          rdata_o, rgroup_o;
  wire [HartSlots-1:0] msip_o;
  wire                 whole_o, rhole_o;

  aclint_mswi #(.HartSlots(HartSlots)) dut (.*);
  aclint_mswi_hart_check #(.HartSlots(HartSlots)) check (.*);

  always @* begin
    assume (hart < HartSlots && hart_count_i <= HartSlots);
    assume (!(we_i && whole_o));
    // The multicast doorbell's port, as multicast_doorbell_proof has it.
    assume (we_i + ring_i + ring_all_but_i <= 2'd1);
    assume (!ring_i || {ring_group_i, 6'd0} < hart_count_i);
  end
endmodule

`default_nettype wire
