// Barrier unit: several barriers of harts in hardware. A store arrives, an interrupt releases.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own; the idea is that of the barrier networks of many-core machines, the manners are
// those of ACLINT: an address for each hart, so that an arrival is a store of anything.
//
// What it is         Harts that are members of a barrier arrive at it, each once a generation. The
//                    arrival of the last releases all of them and begins the next generation.
// Registers          Of barrier b, from +0x1_0000 b on:
//                      +4 h         ARRIVE      W   32 bits, any value: hart h arrives. R: bit 0,
//                                                   it has, in this generation.
//                      +0x4000 4 h  RELEASED    RW  32 bits. Bit 0: hart h has been released, and
//                                                   has neither arrived again nor written a one.
//                      +0x8000 8 g  MEMBERS     RW  bit i: hart 64 g + i is a member.
//                      +0x8200 8 g  ARRIVED     RO  the same of harts that have arrived.
//                      +0x8400      GENERATION  RO  32 bits: releases since reset.
//                      +0x8404      MISSING     RO  32 bits: members that have not arrived.
//                      +0x8408      CONTROL     RW  32 bits. Bit 0 RUN, bit 1 IRQ.
//                      +0x840C      STATUS      RW  32 bits: the flags below; a one clears.
//                    From +0x8000 on an access may be of 4 or of 8 bytes. Byte strobes are
//                    honoured; a write to ARRIVE without a strobe is none.
// RUN                While RUN is clear MEMBERS can be written, and nobody arrives; while it is set
//                    MEMBERS stands still, and harts arrive. So no barrier releases with its
//                    members half told. Clearing RUN forgets the arrivals of an unfinished
//                    generation; those harts are not released, and releases given before stay.
//                    An arrival has no generation with it: one that is on its way when RUN is
//                    cleared would count in the next, or as a stranger. So clear RUN only when no
//                    ARRIVE is in flight.
// Flags              bit 0 TWICE      a member arrived again in one generation: that is none.
//                    bit 1 STRANGER   an arrival of no member, or without RUN: none either.
//                    bit 2 LOCKED     a write of MEMBERS while RUN is set: refused.
//                    bit 3 ABANDONED  RUN was cleared when some had arrived and some had not.
// Release            GENERATION rises by one, ARRIVED is cleared, RELEASED of each member is set;
//                    with IRQ set barrier_irq_o of each member is high for one clock. It is an
//                    edge, to be latched at the hart: a level would still be that of the release
//                    before while the store that arrives is on its way.
// Generation safe    A hart is released once a generation: RELEASED can be set again only after the
//                    hart has arrived again, and that arrival takes the old release back. So no
//                    release is lost or given twice to a hart that is late to look.
// Ordering           An arrival counts from the edge at which the write is taken. The hart that
//                    wants its earlier accesses seen by those it releases puts `fence rw, o` before
//                    the store; who has found the latch set, or GENERATION moved, puts
//                    `fence i, rw` before it looks at what the others did.
// How to wait        By interrupt alone: store to ARRIVE, WFI until the latch in mip is set, clear
//                    it. For a hart that waits for its barriers one after the other. By register:
//                    until GENERATION is not what it was before the store, with WFI in between. For
//                    a hart at several barriers at once. A read of RELEASED may overtake a posted
//                    store to ARRIVE, and find the release before.
// Holes              Barriers and harts that are not there, see the decoder; writes to what is RO.
// Timing             A write at edge N is in the registers and on the wires after edge N. busy_o:
//                    the wires fall at the next edge.
// Reset              All registers zero.
`default_nettype none

module barrier_unit #(
  parameter HartSlots = 4,  // a power of two, at least 4
  parameter Barriers  = 4   // 1 to 16
) (
  input  wire                 clk_i,
  input  wire                 rst_ni,
  input  wire [11:0]          hart_count_i,  // harts present, at most HartSlots; static
  input  wire                 we_i,
  input  wire [19:0]          woffset_i,
  input  wire                 wwide_i,
  input  wire [63:0]          wdata_i,
  input  wire [7:0]           wstrb_i,
  output wire                 whole_o,
  input  wire [19:0]          roffset_i,
  input  wire                 rwide_i,
  output wire [63:0]          rdata_o,
  output wire                 rhole_o,
  output wire [HartSlots-1:0] barrier_irq_o,
  output wire                 busy_o
);

  localparam Groups      = (HartSlots + 63) / 64;
  localparam GroupBits   = HartSlots / Groups;  // harts of a group
  localparam HartBits    = $clog2(GroupBits);
  localparam BarrierBits = (Barriers > 1) ? $clog2(Barriers) : 1;
  localparam Words       = Barriers * Groups;
  localparam WordBits    = (Words > 1) ? $clog2(Words) : 1;

  // A bit a hart: group g of barrier b is word b * Groups + g. A word whose _set_q bit is clear
  // stands for zero.
  (* mem2reg *) reg [GroupBits-1:0] members_q  [0:Words-1];
  (* mem2reg *) reg [GroupBits-1:0] arrived_q  [0:Words-1];
  (* mem2reg *) reg [GroupBits-1:0] released_q [0:Words-1];
  reg [Words-1:0]          members_set_q;
  reg [Words-1:0]          arrived_set_q;
  reg [Words-1:0]          released_set_q;

  (* mem2reg *) reg [11:0] member_count_q  [0:Barriers-1];
  (* mem2reg *) reg [11:0] arrived_count_q [0:Barriers-1];
  (* mem2reg *) reg [31:0] generation_q    [0:Barriers-1];
  (* mem2reg *) reg [3:0]  flags_q         [0:Barriers-1];
  reg [Barriers-1:0]       run_q;
  reg [Barriers-1:0]       irq_enable_q;
  reg [HartSlots-1:0]      irq_q;
  reg                      busy_q;

  // ---------------------------------------------------------------------------------- decode
  wire        warrive, wreleased, wmembers, warrived, wprogress, wcontrol;
  wire        rarrive, rreleased, rmembers, rarrived, rprogress, rcontrol;
  wire [3:0]  wbarrier, rbarrier;
  wire [11:0] whart, rhart;
  wire [5:0]  wgroup, rgroup;

  barrier_unit_decode #(.Barriers(Barriers)) u_wdecode (
    .hart_count_i(hart_count_i), .offset_i(woffset_i), .wide_i(wwide_i), .arrive_o(warrive),
    .released_o(wreleased), .members_o(wmembers), .arrived_o(warrived), .progress_o(wprogress),
    .control_o(wcontrol), .barrier_o(wbarrier), .hart_o(whart), .group_o(wgroup)
  );

  barrier_unit_decode #(.Barriers(Barriers)) u_rdecode (
    .hart_count_i(hart_count_i), .offset_i(roffset_i), .wide_i(rwide_i), .arrive_o(rarrive),
    .released_o(rreleased), .members_o(rmembers), .arrived_o(rarrived), .progress_o(rprogress),
    .control_o(rcontrol), .barrier_o(rbarrier), .hart_o(rhart), .group_o(rgroup)
  );

  wire [BarrierBits-1:0] wb     = wbarrier[BarrierBits-1:0];
  wire [BarrierBits-1:0] rb     = rbarrier[BarrierBits-1:0];
  wire [9:0]             wplace = {6'd0, wbarrier} * Groups[9:0] + {4'd0, wgroup};
  wire [9:0]             rplace = {6'd0, rbarrier} * Groups[9:0] + {4'd0, rgroup};
  wire [WordBits-1:0]    wword  = wplace[WordBits-1:0];
  wire [WordBits-1:0]    rword  = rplace[WordBits-1:0];
  wire [31:0]            wfirst = {28'd0, wbarrier} * Groups;  // the barrier's first word
  wire                   unused = ^{wbarrier, rbarrier, whart, rhart, wplace, rplace,
                                    warrived, wprogress, wdata_i};

  assign whole_o = ~(warrive | wreleased | wmembers | wcontrol);
  assign rhole_o = ~(rarrive | rreleased | rmembers | rarrived | rprogress | rcontrol);

  // ----------------------------------------------------------------------------------- write
  wire        upper     = woffset_i[2];
  wire        arrive    = we_i & warrive & (wstrb_i != 8'd0);
  wire        ack       = we_i & wreleased & (upper ? wstrb_i[4] & wdata_i[32]
                                                    : wstrb_i[0] & wdata_i[0]);
  wire        member_we = we_i & wmembers & (wstrb_i != 8'd0);
  wire        ctrl_we   = we_i & wcontrol & wstrb_i[0];
  wire        status_we = we_i & wcontrol & wstrb_i[4];

  // The words of the group, with the hart's own bit of each.
  function [GroupBits-1:0] word_of(input set, input [GroupBits-1:0] bits);
    word_of = set ? bits : {GroupBits{1'b0}};
  endfunction

  wire [GroupBits-1:0] members  = word_of(members_set_q[wword], members_q[wword]);
  wire [GroupBits-1:0] arrived  = word_of(arrived_set_q[wword], arrived_q[wword]);
  wire [GroupBits-1:0] released = word_of(released_set_q[wword], released_q[wword]);
  wire [HartBits-1:0]  wh       = whart[HartBits-1:0];
  wire [GroupBits-1:0] own      = {{GroupBits-1{1'b0}}, 1'b1} << wh;

  // An arrival that counts, and the one that completes the generation.
  wire        may_come  = run_q[wb] & members[wh];
  wire        counted   = arrive & may_come & ~arrived[wh];
  wire [11:0] arrivals  = arrived_count_q[wb] + 12'd1;
  wire        last      = counted & (arrivals == member_count_q[wb]);
  wire        close     = ctrl_we & ~wdata_i[0];

  // MEMBERS, a group at a time; those who are absent are never members.
  wire [63:0] wmask     = {{8{wstrb_i[7]}}, {8{wstrb_i[6]}}, {8{wstrb_i[5]}}, {8{wstrb_i[4]}},
                           {8{wstrb_i[3]}}, {8{wstrb_i[2]}}, {8{wstrb_i[1]}}, {8{wstrb_i[0]}}};
  wire [11:0] wcount    = hart_count_i - {wgroup, 6'd0};
  wire [63:0] wpresent  = ~({64{1'b1}} << wcount);
  wire [63:0] wold      = {{64-GroupBits{1'b0}}, members};
  wire [63:0] wnew      = (wold & ~wmask) | (wdata_i & wmask & wpresent);

  function [11:0] ones(input [63:0] word);
    integer i;
    begin
      ones = 12'd0;
      for (i = 0; i < 64; i = i + 1) ones = ones + {11'd0, word[i]};
    end
  endfunction

  wire [3:0]  raised    = {close & (arrived_count_q[wb] != 12'd0), member_we & run_q[wb],
                           arrive & ~may_come, arrive & may_come & ~counted};
  wire [3:0]  cleared   = status_we ? wdata_i[35:32] : 4'd0;

  integer b, c, g, k;

  // Who belongs to each barrier, and whether it runs.
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      run_q         <= {Barriers{1'b0}};
      irq_enable_q  <= {Barriers{1'b0}};
      members_set_q <= {Words{1'b0}};
      for (b = 0; b < Barriers; b = b + 1) begin
        member_count_q[b] <= 12'd0;
        flags_q[b]        <= 4'd0;
      end
    end else if (we_i) begin
      if (member_we && !run_q[wb]) begin
        members_set_q[wword] <= 1'b1;
        member_count_q[wb]   <= member_count_q[wb] - ones(wold) + ones(wnew);
      end
      if (ctrl_we) run_q[wb]        <= wdata_i[0];
      if (ctrl_we) irq_enable_q[wb] <= wdata_i[1];
      flags_q[wb] <= (flags_q[wb] & ~cleared) | raised;
    end
  end

  // Who has arrived, and who has been released and does not know it yet.
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      arrived_set_q  <= {Words{1'b0}};
      released_set_q <= {Words{1'b0}};
      for (c = 0; c < Barriers; c = c + 1) begin
        arrived_count_q[c] <= 12'd0;
        generation_q[c]    <= 32'd0;
      end
    end else if (last || close) begin
      arrived_set_q[wfirst +: Groups] <= {Groups{1'b0}};
      if (last) released_set_q[wfirst +: Groups] <= {Groups{1'b1}};
      arrived_count_q[wb] <= 12'd0;
      generation_q[wb]    <= generation_q[wb] + {31'd0, last};
    end else if (counted) begin
      arrived_set_q[wword] <= 1'b1;
      arrived_count_q[wb]  <= arrivals;
    end
  end

  always @(posedge clk_i) begin
    if (member_we && !run_q[wb]) members_q[wword] <= wnew[GroupBits-1:0];
    if (counted) arrived_q[wword] <= arrived | own;
    if (last)
      for (g = 0; g < Groups; g = g + 1)
        released_q[wfirst+g] <= word_of(released_set_q[wfirst+g], released_q[wfirst+g]) |
                                word_of(members_set_q[wfirst+g], members_q[wfirst+g]);
    else if (counted || ack)
      released_q[wword] <= released & ~own;
  end

  // The wires: one clock high.
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      irq_q  <= {HartSlots{1'b0}};
      busy_q <= 1'b0;
    end else begin
      busy_q <= last & irq_enable_q[wb];
      if (last && irq_enable_q[wb])
        for (k = 0; k < Groups; k = k + 1)
          irq_q[k*GroupBits +: GroupBits] <= word_of(members_set_q[wfirst+k], members_q[wfirst+k]);
      else if (busy_q)
        irq_q <= {HartSlots{1'b0}};
    end
  end

  // ------------------------------------------------------------------------------------ read
  wire [11:0]          missing = member_count_q[rb] - arrived_count_q[rb];
  wire [GroupBits-1:0] rharts  = rmembers  ? word_of(members_set_q[rword], members_q[rword])
                               : rreleased ? word_of(released_set_q[rword], released_q[rword])
                                           : word_of(arrived_set_q[rword], arrived_q[rword]);
  wire                 rbit    = rharts[rhart[HartBits-1:0]];

  assign rdata_o = (rmembers | rarrived) ? {{64-GroupBits{1'b0}}, rharts}
                 : (rarrive | rreleased) ? {31'd0, rbit & roffset_i[2], 31'd0, rbit & ~roffset_i[2]}
                 : rprogress             ? {20'd0, missing, generation_q[rb]}
                 : {28'd0, flags_q[rb], 30'd0, irq_enable_q[rb], run_q[rb]};

  assign barrier_irq_o = irq_q;
  assign busy_o        = busy_q;

endmodule

`default_nettype wire
