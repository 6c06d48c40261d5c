// What always holds at the pins of the barrier unit.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the data sheet in rtl/barrier_unit.v. Bound to the module in the bench, and part of its
// proof.
`default_nettype none

// One barrier, followed by a model that compares sets of harts where the module counts.
module barrier_unit_one_check #(
  parameter HartSlots = 4
) (
  input wire                 clk_i, rst_ni,
  input wire [11:0]          hart_count_i,
  input wire                 we_i,
  input wire [19:0]          woffset_i,
  input wire                 wwide_i,
  input wire [63:0]          wdata_i,
  input wire [7:0]           wstrb_i,
  input wire [19:0]          roffset_i,
  input wire [63:0]          rdata_o,
  input wire                 rhole_o,
  input wire [HartSlots-1:0] barrier_irq_o,
  input wire                 busy_o,
  input wire [3:0]           barrier
);
  localparam Padded = (HartSlots < 64) ? 64 : HartSlots;
  localparam [HartSlots-1:0] None = {HartSlots{1'b0}};

  reg [HartSlots-1:0] members, arrived, released;
  reg [31:0]          generation;
  reg [3:0]           flags;
  reg                 run, irq;

  wire                 mine    = we_i && woffset_i[19:16] == barrier;
  wire [15:0]          at      = woffset_i[15:0];
  wire                 any     = (wstrb_i != 8'd0);
  wire [HartSlots-1:0] own     = {{HartSlots-1{1'b0}}, 1'b1} << at[13:2];
  wire [HartSlots-1:0] there   = ~({HartSlots{1'b1}} << hart_count_i);
  wire                 arrive  = mine && any && at < 16'h4000;
  wire                 ack     = mine && at >= 16'h4000 && at < 16'h8000 &&
                                 (at[2] ? wstrb_i[4] && wdata_i[32] : wstrb_i[0] && wdata_i[0]);
  wire                 tell    = mine && any && at >= 16'h8000 && at < 16'h8200;
  wire                 control = mine && (at & 16'hFFF8) == 16'h8408 && wstrb_i[0];
  wire                 status  = mine && (at & 16'hFFF8) == 16'h8408 && wstrb_i[4];

  wire legal    = arrive && run && (members & own) != None;
  wire counts   = legal && (arrived & own) == None;
  wire releases = counts && (members & ~(arrived | own)) == None;

  function [HartSlots-1:0] told(input [HartSlots-1:0] old);
    integer i;
    for (i = 0; i < HartSlots; i = i + 1)
      told[i] = (i / 64 == {26'd0, at[8:3]} && wstrb_i[i % 64 / 8]) ? wdata_i[i % 64] && there[i]
                                                                    : old[i];
  endfunction

  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) begin
      members    <= None;
      arrived    <= None;
      released   <= None;
      generation <= 32'd0;
      flags      <= 4'd0;
      run        <= 1'b0;
      irq        <= 1'b0;
    end else begin
      if (tell && !run) members <= told(members);
      if (control) {irq, run} <= wdata_i[1:0];
      if (releases || (control && !wdata_i[0])) arrived <= None;
      else if (counts) arrived <= arrived | own;
      if (releases) released <= released | members;
      else if (counts || ack) released <= released & ~own;
      if (releases) generation <= generation + 32'd1;
      flags <= (flags & ~(status ? wdata_i[35:32] : 4'd0)) |
               {control && !wdata_i[0] && arrived != None, tell && run, arrive && !legal,
                legal && !counts};
    end

  function [31:0] count(input [HartSlots-1:0] harts);
    integer i;
    begin
      count = 32'd0;
      for (i = 0; i < HartSlots; i = i + 1) count = count + {31'd0, harts[i]};
    end
  endfunction

  // What a read finds.
  wire [15:0] from = roffset_i[15:0];
  function [63:0] group(input [HartSlots-1:0] harts);
    reg [Padded-1:0] padded;
    begin
      padded = {{Padded-HartSlots{1'b0}}, harts} >> {from[8:3], 6'd0};
      group  = padded[63:0];
    end
  endfunction
  function [63:0] of_hart(input [HartSlots-1:0] harts);
    reg [HartSlots-1:0] first;
    begin
      first   = harts >> from[13:2];
      of_hart = from[2] ? {31'd0, first[0], 32'd0} : {63'd0, first[0]};
    end
  endfunction
  wire [63:0] expected = from < 16'h4000 ? of_hart(arrived) : from < 16'h8000 ? of_hart(released)
                       : from < 16'h8200 ? group(members)   : from < 16'h8400 ? group(arrived)
                       : from < 16'h8408 ? {count(members & ~arrived), generation}
                       : {28'd0, flags, 30'd0, irq, run};

  // The write before this clock's.
  reg                 wrote, released_all;
  reg [HartSlots-1:0] called;
  reg [31:0]          generation_before;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) begin
      wrote             <= 1'b0;
      released_all      <= 1'b0;
      called            <= None;
      generation_before <= 32'd0;
    end else begin
      wrote             <= mine;
      released_all      <= releases;
      called            <= (releases && irq) ? members : None;
      generation_before <= generation;
    end

  // Told from the stores and the wires, whatever the model says of arrivals: the members that have
  // come since this barrier's wires were high, and since RUN was set; and GENERATION as last read.
  reg [HartSlots-1:0]  came, ever;
  reg                  known;
  reg [31:0]           seen;
  wire [HartSlots-1:0] comes = (arrive && run) ? members & own : None;
  wire                 looks = !rhole_o && roffset_i[19:16] == barrier &&
                               (from & 16'hFFF8) == 16'h8400;
  wire                 rung  = wrote && barrier_irq_o != None;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) begin
      came  <= None;
      ever  <= None;
      known <= 1'b0;
    end else if (control && !wdata_i[0]) begin
      came  <= None;
      ever  <= None;
      known <= 1'b0;
    end else begin
      came <= (rung ? None : came) | comes;
      ever <= ever | comes;
      if (looks) {known, seen} <= {1'b1, rdata_o[31:0]};
    end

  always @(posedge clk_i) if (rst_ni) begin
    // Never early: whoever is rung has arrived since the wires were high before, and GENERATION
    // moves only when every member has arrived.
    if (rung) assert ((barrier_irq_o & ~came) == None);
    if (looks && known && rdata_o[31:0] != seen) assert ((members & ~ever) == None);
    if (!rhole_o && roffset_i[19:16] == barrier) assert (rdata_o == expected);
    // The wires are high for the clock after a release with IRQ, those of the members only.
    if (wrote) assert (barrier_irq_o == called);
    // So much for the pins. What the model they agree with is proved to keep:
    // a generation a release, and no other way;
    assert (generation == generation_before + {31'd0, released_all});     // of the shadow
    // and its states stay apart.
    assert ((arrived & ~members) == None && (members & ~there) == None);  // of the shadow
    assert ((arrived & released) == None);                                // of the shadow
    assert (run || arrived == None);                                      // of the shadow
    assert (members == None || arrived != members);                       // of the shadow
  end
endmodule

// Where there are registers, and when the wires are low.
module barrier_unit_window_check #(
  parameter HartSlots = 4,
  parameter Barriers  = 4
) (
  input wire                 clk_i, rst_ni,
  input wire [11:0]          hart_count_i,
  input wire                 we_i,
  input wire [19:0]          woffset_i,
  input wire                 wwide_i,
  input wire                 whole_o,
  input wire [19:0]          roffset_i,
  input wire                 rwide_i,
  input wire                 rhole_o,
  input wire [HartSlots-1:0] barrier_irq_o,
  input wire                 busy_o
);
  function exists(input [19:0] offset, input wide, input write);
    reg [15:0] at;
    reg [31:0] group;
    begin
      at    = offset[15:0];
      group = {26'd0, at[8:3]};
      if ({28'd0, offset[19:16]} >= Barriers) exists = 1'b0;
      else if (at < 16'h8000) exists = !wide && {20'd0, at[13:2]} < {20'd0, hart_count_i};
      else if (at < 16'h8200) exists = group * 64 < {20'd0, hart_count_i};
      else if (at < 16'h8400) exists = group * 64 < {20'd0, hart_count_i} && !write;
      else exists = at < 16'h8410 && (!write || at >= 16'h8408);
    end
  endfunction

  reg wrote;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) wrote <= 1'b0;
    else wrote <= we_i;

  always @(posedge clk_i) if (rst_ni) begin
    assert (whole_o == !exists(woffset_i, wwide_i, 1'b1));
    assert (rhole_o == !exists(roffset_i, rwide_i, 1'b0));
    if (!wrote) assert (!busy_o);
    assert (busy_o == (barrier_irq_o != {HartSlots{1'b0}}));
  end
endmodule

module barrier_unit_check #(
  parameter HartSlots = 4,
  parameter Barriers  = 4
) (
  input wire                 clk_i, rst_ni,
  input wire [11:0]          hart_count_i,
  input wire                 we_i,
  input wire [19:0]          woffset_i,
  input wire                 wwide_i,
  input wire [63:0]          wdata_i,
  input wire [7:0]           wstrb_i,
  input wire                 whole_o,
  input wire [19:0]          roffset_i,
  input wire                 rwide_i,
  input wire [63:0]          rdata_o,
  input wire                 rhole_o,
  input wire [HartSlots-1:0] barrier_irq_o,
  input wire                 busy_o
);
  barrier_unit_window_check #(.HartSlots(HartSlots), .Barriers(Barriers)) window (.*);

  genvar b;
  generate
    for (b = 0; b < Barriers; b = b + 1) begin : barriers
      barrier_unit_one_check #(.HartSlots(HartSlots)) one (.*, .barrier(b[3:0]));
    end
  endgenerate
endmodule

`default_nettype wire
