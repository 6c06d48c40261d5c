// A small PLIC under any traffic on the register bus and any behaviour of its lines.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/plic.v, plic_check.sv. Two harts of which one or two are present, three sources of
// which the last is edge-triggered, four priorities.
`default_nettype none

module plic_proof (
  input wire        clk_i,
  input wire [3:1]  irq_i,
  input wire        we_i, wwide_i, re_i, rwide_i,
  input wire [25:0] woffset_i, roffset_i,
  input wire [63:0] wdata_i,
  input wire [7:0]  wstrb_i
);
  localparam HartSlots    = 2;
  localparam Sources      = 3;
  localparam PriorityBits = 2;
  localparam [31:0] EdgeSources = 32'h8;

  (* anyconst *) wire [11:0] hart_count_i;

  reg rst_ni = 1'b0;
  always @(posedge clk_i) rst_ni <= 1'b1;

  wire                 whole_o, rhole_o, busy_o;
  wire [63:0]          rdata_o;
  wire [HartSlots-1:0] meip_o, seip_o;
  plic #(
    .HartSlots(HartSlots), .Sources(Sources), .PriorityBits(PriorityBits),
    .EdgeSources(EdgeSources)
  ) dut (.*);
  plic_check #(
    .HartSlots(HartSlots), .Sources(Sources), .PriorityBits(PriorityBits),
    .EdgeSources(EdgeSources)
  ) check (.*);

  // The contract of the register bus.
  always @* begin
    assume (hart_count_i == 12'd1 || hart_count_i == HartSlots);
    assume (woffset_i % (wwide_i ? 8 : 4) == 0);
    assume (roffset_i % (rwide_i ? 8 : 4) == 0);
    assume (!(we_i && whole_o));
    assume (!(re_i && rhole_o));
    if (!wwide_i) assume ((wstrb_i & (woffset_i[2] ? 8'h0F : 8'hF0)) == 8'd0);
  end

  // Registers of the module and of its checker, joined to these names when Yosys flattens both:
  // that they agree is the invariant that makes the proof one for all time.
  (* hierconn *) wire [Sources:0] \dut.u_gateway.pending_q ;
  (* hierconn *) wire [Sources:0] \dut.u_gateway.service_q ;
  (* hierconn *) wire [Sources:0] \dut.u_gateway.kept_q ;
  (* hierconn *) wire [Sources:0] \dut.u_gateway.line_q ;
  (* hierconn *) wire [Sources:0] \check.pending ;
  (* hierconn *) wire [Sources:0] \check.service ;
  (* hierconn *) wire [Sources:0] \check.kept ;
  (* hierconn *) wire [Sources:0] \check.seen ;

  always @* if (rst_ni) begin
    assert (\dut.u_gateway.pending_q == \check.pending );
    assert (\dut.u_gateway.service_q == \check.service );
    assert (\dut.u_gateway.kept_q == \check.kept );
    assert (\dut.u_gateway.line_q == (\check.seen & EdgeSources[Sources:0]));
    assert ((\check.pending & \check.service ) == 0);
    assert (!\check.pending [0] && !\check.service [0] && !\check.kept [0] && !\check.seen [0]);
    assert ((\check.kept & ~EdgeSources[Sources:0]) == 0);
  end

  (* hierconn *) wire [PriorityBits*(Sources+1)-1:0] \dut.priorities_q ;
  (* hierconn *) wire [PriorityBits-1:0] \check.level[0] ;
  (* hierconn *) wire [PriorityBits-1:0] \check.level[1] ;
  (* hierconn *) wire [PriorityBits-1:0] \check.level[2] ;
  (* hierconn *) wire [PriorityBits-1:0] \check.level[3] ;

  always @* if (rst_ni)
    assert (\dut.priorities_q ==
            {\check.level[3] , \check.level[2] , \check.level[1] , \check.level[0] } &&
            \check.level[0] == 0);

  (* hierconn *) wire [2*HartSlots-1:0]  \dut.u_targets.set_q ;
  (* hierconn *) wire [Sources:0]        \dut.u_targets.enable_q[0] ;
  (* hierconn *) wire [Sources:0]        \dut.u_targets.enable_q[1] ;
  (* hierconn *) wire [Sources:0]        \dut.u_targets.enable_q[2] ;
  (* hierconn *) wire [Sources:0]        \dut.u_targets.enable_q[3] ;
  (* hierconn *) wire [PriorityBits-1:0] \dut.u_targets.threshold_q[0] ;
  (* hierconn *) wire [PriorityBits-1:0] \dut.u_targets.threshold_q[1] ;
  (* hierconn *) wire [PriorityBits-1:0] \dut.u_targets.threshold_q[2] ;
  (* hierconn *) wire [PriorityBits-1:0] \dut.u_targets.threshold_q[3] ;
  (* hierconn *) wire [Sources:0]        \check.enable[0] ;
  (* hierconn *) wire [Sources:0]        \check.enable[1] ;
  (* hierconn *) wire [Sources:0]        \check.enable[2] ;
  (* hierconn *) wire [Sources:0]        \check.enable[3] ;
  (* hierconn *) wire [PriorityBits-1:0] \check.threshold[0] ;
  (* hierconn *) wire [PriorityBits-1:0] \check.threshold[1] ;
  (* hierconn *) wire [PriorityBits-1:0] \check.threshold[2] ;
  (* hierconn *) wire [PriorityBits-1:0] \check.threshold[3] ;

  localparam Bits = Sources + 1 + PriorityBits;
  wire [4*Bits-1:0] kept_by_module = {
    \dut.u_targets.enable_q[3] , \dut.u_targets.threshold_q[3] ,
    \dut.u_targets.enable_q[2] , \dut.u_targets.threshold_q[2] ,
    \dut.u_targets.enable_q[1] , \dut.u_targets.threshold_q[1] ,
    \dut.u_targets.enable_q[0] , \dut.u_targets.threshold_q[0] };
  wire [4*Bits-1:0] kept_by_check = {
    \check.enable[3] , \check.threshold[3] , \check.enable[2] , \check.threshold[2] ,
    \check.enable[1] , \check.threshold[1] , \check.enable[0] , \check.threshold[0] };
  wire [3:0] set = \dut.u_targets.set_q ;
  always @* if (rst_ni)
    assert (kept_by_check ==
            ({{Bits{set[3]}}, {Bits{set[2]}}, {Bits{set[1]}}, {Bits{set[0]}}} & kept_by_module));
endmodule

`default_nettype wire
