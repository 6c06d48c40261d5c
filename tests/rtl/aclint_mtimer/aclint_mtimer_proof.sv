// The MTIMER under any traffic on the register bus, with any one hart that is present watched.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/aclint_mtimer.v, aclint_mtimer_check.sv.
`default_nettype none

module aclint_mtimer_proof #(
  parameter HartSlots = 4
) (
  input wire        clk_i, tick_i, we_i,
  input wire [14:0] woffset_i,
  input wire [63:0] wdata_i,
  input wire [7:0]  wstrb_i
);
  (* anyconst *) wire [11:0] hart;
  (* anyconst *) wire [11:0] hart_count_i;

  reg rst_ni = 1'b0;
  always @(posedge clk_i) rst_ni <= 1'b1;

  // A read changes nothing, so it is enough to look at the time and the comparator in turns.
  (* anyconst *) wire first;
  reg turn = 1'b0;
  always @(posedge clk_i) turn <= !turn;
  wire [14:0] roffset_i = (turn ^ first) ? 15'h7FF8 : {hart, 3'd0};

  wire [63:0]          rdata_o, mtime_o;
  wire [HartSlots-1:0] mtip_o;
  wire                 mtime_written_o, whole_o, rhole_o;
  aclint_mtimer #(.HartSlots(HartSlots)) dut (.*);
  aclint_mtimer_hart_check #(.HartSlots(HartSlots)) check (.*);

  always @* begin
    assume (hart < hart_count_i && hart_count_i <= HartSlots);
    assume (!(we_i && whole_o));
  end
endmodule

`default_nettype wire
