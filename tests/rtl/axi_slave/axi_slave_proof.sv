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

  // What ties the module's state to that of the checker; the induction needs it.
  localparam [1:0] IDLE = 2'd0, DATA = 2'd1, RESP = 2'd2;

  (* hierconn *) wire [1:0]  \dut.wstate_q ;
  (* hierconn *) wire        \dut.awlegal_q , \dut.awposted_q , \dut.wlast_ok_q ;
  (* hierconn *) wire [7:0]  \dut.wbeats_q ;
  (* hierconn *) wire        \check.open , \check.good , \check.wrote , \check.posted ;
  (* hierconn *) wire [8:0]  \check.left ;

  always @* if (rst_ni) begin
    assert (\dut.wstate_q <= RESP && \check.open == (\dut.wstate_q != IDLE));
    if (\dut.wstate_q == DATA) begin
      assert (\dut.awposted_q == \check.posted );
      assert (\check.left == {1'b0, \dut.wbeats_q } + 9'd1 && !\check.wrote );
      assert (\check.good == (\dut.awlegal_q && \dut.wlast_ok_q ));
      assert (!\dut.awlegal_q || (\dut.wbeats_q == 8'd0 && \dut.wlast_ok_q ));
    end
  end

  (* hierconn *) wire [1:0]  \dut.rstate_q ;
  (* hierconn *) wire [11:0] \dut.arid_q ;
  (* hierconn *) wire        \dut.arlegal_q ;
  (* hierconn *) wire [7:0]  \dut.rbeats_q ;
  (* hierconn *) wire        \check.ropen , \check.rgood , \check.looked ;
  (* hierconn *) wire [8:0]  \check.rleft ;
  (* hierconn *) wire [11:0] \check.read_id ;

  always @* if (rst_ni) begin
    assert (\dut.rstate_q <= RESP && \check.ropen == (\dut.rstate_q != IDLE));
    if (\check.ropen ) begin
      assert (\check.looked == (\dut.rstate_q == RESP));
      assert (\dut.arid_q == \check.read_id && \dut.arlegal_q == \check.rgood );
      assert (\check.rleft == {1'b0, \dut.rbeats_q } + 9'd1);
    end
  end
endmodule

`default_nettype wire
