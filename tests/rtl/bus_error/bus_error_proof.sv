// The bus-error unit under any traffic on the register bus and any refusals, with any one hart
// watched.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/bus_error.v, bus_error_check.sv.
`default_nettype none

module bus_error_proof (
  input wire        clk_i, error_i, we_i, wwide_i, rwide_i,
  input wire [11:0] error_hart_i,
  input wire [31:0] error_addr_i,
  input wire [15:0] woffset_i,
  input wire [63:0] wdata_i,
  input wire [7:0]  wstrb_i
);
  localparam HartSlots = 4;

  (* anyconst *) wire [11:0] hart;
  (* anyconst *) wire [11:0] hart_count_i;

  reg rst_ni = 1'b0;
  always @(posedge clk_i) rst_ni <= 1'b1;

  // A read changes nothing, so it is enough to look at the two words in turns.
  (* anyconst *) wire first;
  (* anyconst *) wire [2:0] lane;
  reg turn = 1'b0;
  always @(posedge clk_i) turn <= !turn;
  wire [15:0] roffset_i = {hart, turn ^ first, lane};

  wire [63:0]          rdata_o;
  wire                 whole_o, rhole_o;
  wire [HartSlots-1:0] bus_err_irq_o;
  bus_error #(.HartSlots(HartSlots)) dut (.*);
  bus_error_hart_check #(.HartSlots(HartSlots)) check (.*);

  always @* begin
    assume (hart < HartSlots && hart_count_i <= HartSlots);
    assume (!(we_i && (whole_o || error_i || woffset_i[1:0] != 2'd0)));
  end
endmodule

`default_nettype wire
