// The AXI slave under any master and any register bus, for the first clocks after reset: long enough
// for several transactions one after another and for bursts.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/axi_slave.v, axi_slave_check.sv.
`default_nettype none

module axi_slave_proof (
  input wire        clk_i, awvalid_i,
  input wire [11:0] awid_i,
  input wire [31:0] awaddr_i,
  input wire [7:0]  awlen_i,
  input wire [2:0]  awsize_i,
  input wire [3:0]  awcache_i,
  input wire        wvalid_i,
  input wire [63:0] wdata_i,
  input wire [7:0]  wstrb_i,
  input wire        wlast_i, bready_i, arvalid_i,
  input wire [11:0] arid_i,
  input wire [31:0] araddr_i,
  input wire [7:0]  arlen_i,
  input wire [2:0]  arsize_i,
  input wire [3:0]  arcache_i,
  input wire        rready_i, reg_whole_i, reg_wwait_i,
  input wire [63:0] reg_rdata_i,
  input wire        reg_rhole_i, reg_rwait_i
);
  reg rst_ni = 1'b0;
  always @(posedge clk_i) rst_ni <= 1'b1;

  wire        awready_o, wready_o, bvalid_o;
  wire [11:0] bid_o;
  wire [1:0]  bresp_o;
  wire        arready_o, rvalid_o;
  wire [11:0] rid_o;
  wire [63:0] rdata_o;
  wire [1:0]  rresp_o;
  wire        rlast_o, reg_we_o;
  wire [31:0] reg_waddr_o;
  wire        reg_wwide_o;
  wire [63:0] reg_wdata_o;
  wire [7:0]  reg_wstrb_o;
  wire        posted_error_o, reg_re_o;
  wire [11:0] reg_wid_o;
  wire [31:0] reg_raddr_o;
  wire        reg_rwide_o;
  axi_slave dut (.*);
  axi_slave_check check (.*);
endmodule

`default_nettype wire
