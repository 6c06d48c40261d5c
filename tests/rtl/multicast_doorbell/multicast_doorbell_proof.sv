// The doorbells under any traffic on the register bus, with any one hart of two groups watched.
// SPDX-License-Identifier: Apache-2.0
//
// Source: doorbells.v, multicast_doorbell_check.sv.
`default_nettype none

module multicast_doorbell_proof (
  input wire        clk_i, we_i, wmulticast_i, wwide_i, rmulticast_i, rwide_i,
  input wire [13:0] woffset_i, roffset_i,
  input wire [63:0] wdata_i,
  input wire [7:0]  wstrb_i
);
  localparam HartSlots = 128;

  (* anyconst *) wire [11:0] hart;
  (* anyconst *) wire [11:0] hart_count_i;

  reg rst_ni = 1'b0;
  always @(posedge clk_i) rst_ni <= 1'b1;

  wire [63:0]          rdata_o;
  wire                 whole_o, rhole_o;
  wire [HartSlots-1:0] msip_o;
  doorbells #(.HartSlots(HartSlots)) dut (.*);
  multicast_doorbell_hart_check #(.HartSlots(HartSlots)) check (.*);
  multicast_doorbell_window_check window (.*);

  always @* begin
    assume (hart < HartSlots);
    assume (hart_count_i >= 1 && hart_count_i <= HartSlots);
    assume (woffset_i[1:0] == 2'd0 && roffset_i[1:0] == 2'd0);
    assume (!(wwide_i && woffset_i[2]) && !(rwide_i && roffset_i[2]));
    assume (!wmulticast_i || woffset_i < 14'h1000);
    assume (!rmulticast_i || roffset_i < 14'h1000);
    assume ((wstrb_i & (wwide_i ? 8'h00 : woffset_i[2] ? 8'h0F : 8'hF0)) == 8'h00);
  end
endmodule

`default_nettype wire
