// The MTIMER under any traffic on the register bus, with any one hart that is present watched.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/aclint_mtimer.v, aclint_mtimer_check.sv.
`default_nettype none

module aclint_mtimer_proof (
  input wire        clk_i, tick_i, cmp_we_i, mtime_we_i,
  input wire [11:0] whart_i,
  input wire [63:0] wdata_i,
  input wire [7:0]  wstrb_i
);
  localparam HartSlots = 4;

  (* anyconst *) wire [11:0] hart;
  (* anyconst *) wire [11:0] hart_count_i;

  reg rst_ni = 1'b0;
  always @(posedge clk_i) rst_ni <= 1'b1;

  // A read changes nothing, so it is enough to look at the time and the comparator in turns.
  (* anyconst *) wire first;
  reg turn = 1'b0;
  always @(posedge clk_i) turn <= !turn;
  wire        rmtime_i = turn ^ first;
  wire [11:0] rhart_i  = hart;

  wire [63:0]          rdata_o, mtime_o;
  wire [HartSlots-1:0] mtip_o;
  wire                 mtime_written_o;
  aclint_mtimer #(.HartSlots(HartSlots)) dut (.*);
  aclint_mtimer_hart_check #(.HartSlots(HartSlots)) check (.*);

  always @* begin
    assume (hart < HartSlots && hart < hart_count_i);
    assume (whart_i < HartSlots);
    assume (!(cmp_we_i && mtime_we_i));
  end
endmodule

`default_nettype wire
