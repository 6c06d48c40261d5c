// The hart watchdog under any traffic on the register bus, with any one hart watched and read.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/hart_watchdog.v, hart_watchdog_check.sv.
`default_nettype none

module hart_watchdog_proof #(
  parameter HartSlots = 4,
  parameter TickBits  = 5  // a width at which Z3 is fast; the module's text is the same at each
) (
  input wire        clk_i, tick_i, we_i,
  input wire [15:0] woffset_i,
  input wire [63:0] wdata_i,
  input wire [7:0]  wstrb_i,
  input wire [15:0] any_write_i, any_read_i
);
  (* anyconst *) wire [11:0] hart;
  (* anyconst *) wire [11:0] hart_count_i;

  // A read changes nothing, so it is enough to look at the two words in turns.
  (* anyconst *) wire first;
  reg turn = 1'b0;
  always @(posedge clk_i) turn <= !turn;
  wire [15:0] roffset_i = {hart, turn ^ first, 3'd0};

  reg rst_ni = 1'b0;
  always @(posedge clk_i) rst_ni <= 1'b1;

  wire [63:0]          rdata_o;
  wire                 whole_o, rhole_o;
  wire [HartSlots-1:0] wdt_irq_o, nmi_o;
  hart_watchdog #(.HartSlots(HartSlots), .TickBits(TickBits)) dut (.*);
  hart_watchdog_hart_check #(.HartSlots(HartSlots), .TickBits(TickBits)) check (.*);

  // Of any read. It is a watchdog of its own, of which Yosys leaves nothing but the holes.
  wire any_whole, any_rhole;
  hart_watchdog #(.HartSlots(HartSlots), .TickBits(TickBits)) other (
    .clk_i(clk_i), .rst_ni(rst_ni), .hart_count_i(hart_count_i), .tick_i(1'b0), .we_i(1'b0),
    .woffset_i(any_write_i), .wdata_i(64'd0), .wstrb_i(8'd0), .whole_o(any_whole),
    .roffset_i(any_read_i), .rhole_o(any_rhole)
  );
  hart_watchdog_hole_check holes (
    .hart_count_i(hart_count_i), .woffset_i(any_write_i), .roffset_i(any_read_i),
    .whole_o(any_whole), .rhole_o(any_rhole)
  );

  always @* begin
    assume (hart < hart_count_i && hart_count_i <= HartSlots);
    assume (!(we_i && whole_o));
  end
endmodule

`default_nettype wire
