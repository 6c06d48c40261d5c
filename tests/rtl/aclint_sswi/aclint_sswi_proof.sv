// The SSWI under any traffic on the register bus, with any one hart watched.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/aclint_sswi.v, aclint_sswi_check.sv.
`default_nettype none

module aclint_sswi_proof (
  input wire        clk_i, we_i, wwide_i, rwide_i,
  input wire [13:0] woffset_i, roffset_i,
  input wire [63:0] wdata_i,
  input wire [7:0]  wstrb_i
);
  localparam HartSlots = 4;

  (* anyconst *) wire [11:0] hart;
  (* anyconst *) wire [11:0] hart_count_i;

  reg rst_ni = 1'b0;
  always @(posedge clk_i) rst_ni <= 1'b1;

  wire [63:0]          rdata_o;
  wire [HartSlots-1:0] ssip_o;
  wire                 whole_o, rhole_o, busy_o;
  aclint_sswi #(.HartSlots(HartSlots)) dut (.*);
  aclint_sswi_hart_check #(.HartSlots(HartSlots)) check (.*);

  // Two writes are two edges of the wire, because the bus never writes at two edges in succession.
  reg wrote = 1'b0, rang = 1'b0;
  always @(posedge clk_i) begin
    wrote <= we_i;
    rang  <= ssip_o[hart[1:0]];
  end

  always @* begin
    assume (hart < HartSlots && hart_count_i <= HartSlots);
    assume (!(we_i && whole_o));
    assume (!(we_i && wrote));
    if (rst_ni) assert (!(rang && ssip_o[hart[1:0]]));
  end
endmodule

`default_nettype wire
