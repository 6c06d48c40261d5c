// The barrier unit under any traffic on the register bus, with any one barrier watched.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/barrier_unit.v, barrier_unit_check.sv. The assertions in here say what the module's
// registers, seen by their hierarchical names, have to do with the checker's model: without them
// induction would begin in states that are never reached.
`default_nettype none

module barrier_unit_proof (
  input wire        clk_i, we, wwide_i, rwide_i,
  input wire [19:0] woffset_i, roffset_i,
  input wire [63:0] wdata_i,
  input wire [7:0]  wstrb_i
);
  localparam HartSlots = 4;
  localparam Barriers  = 2;

  (* anyconst *) wire [3:0]  barrier;
  (* anyconst *) wire [11:0] hart_count_i;

  reg rst_ni = 1'b0;
  always @(posedge clk_i) rst_ni <= 1'b1;

  wire [63:0]          rdata_o;
  wire                 whole_o, rhole_o, busy_o;
  wire [HartSlots-1:0] barrier_irq_o;
  wire                 we_i = we && !whole_o;  // no write reaches a hole
  barrier_unit #(.HartSlots(HartSlots), .Barriers(Barriers)) dut (.*);
  barrier_unit_window_check #(.HartSlots(HartSlots), .Barriers(Barriers)) window (.*);
  barrier_unit_one_check #(.HartSlots(HartSlots)) one (.*);

  always @* begin
    assume (barrier < Barriers);
    assume (hart_count_i >= 1 && hart_count_i <= HartSlots);
    assume (woffset_i[1:0] == 2'd0 && roffset_i[1:0] == 2'd0);
    assume (!(wwide_i && woffset_i[2]) && !(rwide_i && roffset_i[2]));
    assume ((wstrb_i & (wwide_i ? 8'h00 : woffset_i[2] ? 8'h0F : 8'hF0)) == 8'h00);
  end

  // The module's registers of the two barriers, and the model's.
  (* hierconn *) wire [3:0]  \dut.members_q[0] ;
  (* hierconn *) wire [3:0]  \dut.members_q[1] ;
  (* hierconn *) wire [3:0]  \dut.arrived_q[0] ;
  (* hierconn *) wire [3:0]  \dut.arrived_q[1] ;
  (* hierconn *) wire [3:0]  \dut.released_q[0] ;
  (* hierconn *) wire [3:0]  \dut.released_q[1] ;
  (* hierconn *) wire [1:0]  \dut.members_set_q ;
  (* hierconn *) wire [1:0]  \dut.arrived_set_q ;
  (* hierconn *) wire [1:0]  \dut.released_set_q ;
  (* hierconn *) wire [11:0] \dut.member_count_q[0] ;
  (* hierconn *) wire [11:0] \dut.member_count_q[1] ;
  (* hierconn *) wire [11:0] \dut.arrived_count_q[0] ;
  (* hierconn *) wire [11:0] \dut.arrived_count_q[1] ;
  (* hierconn *) wire [31:0] \dut.generation_q[0] ;
  (* hierconn *) wire [31:0] \dut.generation_q[1] ;
  (* hierconn *) wire [3:0]  \dut.flags_q[0] ;
  (* hierconn *) wire [3:0]  \dut.flags_q[1] ;
  (* hierconn *) wire [1:0]  \dut.run_q ;
  (* hierconn *) wire [1:0]  \dut.irq_enable_q ;
  (* hierconn *) wire [3:0]  \one.members ;
  (* hierconn *) wire [3:0]  \one.arrived ;
  (* hierconn *) wire [3:0]  \one.released ;
  (* hierconn *) wire [3:0]  \one.came ;
  (* hierconn *) wire [3:0]  \one.ever ;
  (* hierconn *) wire [3:0]  \one.called ;
  (* hierconn *) wire [3:0]  \one.flags ;
  (* hierconn *) wire [31:0] \one.generation ;
  (* hierconn *) wire        \one.run ;
  (* hierconn *) wire [31:0] \one.seen ;
  (* hierconn *) wire        \one.known ;
  (* hierconn *) wire        \one.irq ;

  wire       b        = barrier[0];
  wire [3:0] members  = b ? \dut.members_q[1] : \dut.members_q[0] ;
  wire [3:0] arrived  = b ? \dut.arrived_q[1] : \dut.arrived_q[0] ;
  wire [3:0] released = b ? \dut.released_q[1] : \dut.released_q[0] ;
  wire [11:0] member_count  = b ? \dut.member_count_q[1] : \dut.member_count_q[0] ;
  wire [11:0] arrived_count = b ? \dut.arrived_count_q[1] : \dut.arrived_count_q[0] ;
  wire [31:0] generation    = b ? \dut.generation_q[1] : \dut.generation_q[0] ;
  wire [3:0]  flags         = b ? \dut.flags_q[1] : \dut.flags_q[0] ;
  wire        members_set   = \dut.members_set_q >> b;
  wire        arrived_set   = \dut.arrived_set_q >> b;
  wire        released_set  = \dut.released_set_q >> b;
  wire        run           = \dut.run_q >> b;
  wire        irq           = \dut.irq_enable_q >> b;

  function [11:0] ones(input [3:0] word);
    ones = {11'd0, word[0]} + {11'd0, word[1]} + {11'd0, word[2]} + {11'd0, word[3]};
  endfunction

  always @* if (rst_ni) begin
    assert ((members_set ? members : 4'd0) == \one.members );
    assert ((arrived_set ? arrived : 4'd0) == \one.arrived );
    assert ((released_set ? released : 4'd0) == \one.released );
    assert (member_count == ones(\one.members ));
    assert (arrived_count == ones(\one.arrived ));
    assert (generation == \one.generation );
    assert (flags == \one.flags );
    assert (run == \one.run && irq == \one.irq );
    assert ((\one.arrived & ~(\one.came & \one.ever )) == 4'd0);
    assert ((\one.called & ~\one.came ) == 4'd0);
    if (\one.known && \one.seen != \one.generation )
      assert (\one.run && (\one.members & ~\one.ever ) == 4'd0);
  end
endmodule

`default_nettype wire
