// Targets of the PLIC: what each context enables, its threshold, and its wire to the hart.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V PLIC specification 1.0, chapters "Interrupt Enables", "Priority Thresholds",
// "Interrupt Notifications" and "Interrupt Claim Process".
//
// What it is         The enable word and the threshold of every context, two contexts a hart, and
//                    meip_o[h] (context 2 h) and seip_o[h] (context 2 h + 1): high while a source is
//                    pending, enabled, and of a priority above the context's threshold. Priority 0
//                    is above none.
// Best               best_o is the source a claim by rcontext_i takes: pending, enabled, of the
//                    highest priority, and of these the lowest number; 0 if there is none. As the
//                    specification wants it, a claim does not look at the threshold.
// Timing             The wires are registers, looked at only where notify_i is high: one pass over
//                    all contexts. best_o and the reads are combinational, for one context alone.
// Reset              Nothing is enabled, thresholds are 0. The arrays have no reset; a context's
//                    values count only once one of them has been written.
// Remark             The pass compares no priorities a context: the pending sources above each of
//                    the few levels are found once, a context picks its level's and masks them.
`default_nettype none

module plic_targets #(
  parameter HartSlots    = 4,  // a power of two
  parameter Sources      = 31,
  parameter PriorityBits = 3
) (
  input  wire                                clk_i,
  input  wire                                rst_ni,
  input  wire [Sources:0]                    pending_i,
  input  wire [PriorityBits*(Sources+1)-1:0] priorities_i,  // of source 0, 1, ... from bit 0 up
  input  wire                                notify_i,
  input  wire                                enable_we_i,
  input  wire                                threshold_we_i,
  input  wire [12:0]                         wcontext_i,
  input  wire [31:0]                         wdata_i,
  output wire [Sources:0]                    wenable_o,     // enable word of wcontext_i
  input  wire                                best_i,        // best_o is wanted, else it is 0
  input  wire [12:0]                         rcontext_i,
  output wire [Sources:0]                    renable_o,     // enable word of rcontext_i
  output wire [PriorityBits-1:0]             rthreshold_o,
  output reg  [4:0]                          best_o,
  output wire [HartSlots-1:0]                meip_o,
  output wire [HartSlots-1:0]                seip_o
);

  localparam Contexts    = 2 * HartSlots;
  localparam ContextBits = $clog2(Contexts);
  localparam Levels      = 1 << PriorityBits;
  localparam Width       = Sources + 1;
  localparam MachineMode    = 0;
  localparam SupervisorMode = 1;

  reg [Sources:0]        enable_q    [0:Contexts-1];
  reg [PriorityBits-1:0] threshold_q [0:Contexts-1];
  reg [Contexts-1:0]     set_q;                      // the context's values have been written
  reg [HartSlots-1:0]    meip_q;
  reg [HartSlots-1:0]    seip_q;

  wire [ContextBits-1:0]  windex = wcontext_i[ContextBits-1:0];
  wire [ContextBits-1:0]  rindex = rcontext_i[ContextBits-1:0];
  wire                    unused = ^{wcontext_i, rcontext_i, wdata_i};
  wire                    we         = enable_we_i | threshold_we_i;
  wire [PriorityBits-1:0] wthreshold = set_q[windex] ? threshold_q[windex] : {PriorityBits{1'b0}};

  assign wenable_o    = set_q[windex] ? enable_q[windex] : {Width{1'b0}};
  assign renable_o    = set_q[rindex] ? enable_q[rindex] : {Width{1'b0}};
  assign rthreshold_o = set_q[rindex] ? threshold_q[rindex] : {PriorityBits{1'b0}};
  assign meip_o       = meip_q;
  assign seip_o       = seip_q;

  // Sources of this priority.
  function [Sources:0] at_level(input [PriorityBits-1:0] level,
                                input [PriorityBits*Width-1:0] priorities);
    integer s;
    for (s = 0; s < Width; s = s + 1)
      at_level[s] = (priorities[PriorityBits * s +: PriorityBits] == level);
  endfunction

  // Pending sources above level 0, above level 1, ...: above the last there is none.
  function [Width*Levels-1:0] urgent(input [Sources:0] pending,
                                     input [PriorityBits*Width-1:0] priorities);
    integer level;
    begin
      urgent = {Width*Levels{1'b0}};
      for (level = Levels - 1; level > 0; level = level - 1)
        urgent[Width * (level - 1) +: Width] = urgent[Width * level +: Width] |
            (pending & at_level(level[PriorityBits-1:0], priorities));
    end
  endfunction

  // The wires of all harts in one mode.
  function [HartSlots-1:0] notified(input integer mode, input [Width*Levels-1:0] sources);
    integer h;
    for (h = 0; h < HartSlots; h = h + 1)
      notified[h] = set_q[2 * h + mode] &&
          (sources[Width * threshold_q[2 * h + mode] +: Width] & enable_q[2 * h + mode]) !=
              {Width{1'b0}};
  endfunction

  // The lowest source of the highest level that has a candidate.
  function [4:0] best(input [Sources:0] candidates, input [PriorityBits*Width-1:0] priorities);
    integer level, s;
    reg [Sources:0] found, highest;
    begin
      highest = {Width{1'b0}};
      for (level = 1; level < Levels; level = level + 1) begin
        found = candidates & at_level(level[PriorityBits-1:0], priorities);
        if (found != {Width{1'b0}}) highest = found;
      end
      best = 5'd0;
      for (s = Sources; s > 0; s = s - 1)
        if (highest[s]) best = s[4:0];
    end
  endfunction

  always @* begin
    best_o = 5'd0;
    if (best_i) best_o = best(pending_i & renable_o, priorities_i);
  end

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      set_q  <= {Contexts{1'b0}};
      meip_q <= {HartSlots{1'b0}};
      seip_q <= {HartSlots{1'b0}};
    end else begin
      if (we) set_q[windex] <= 1'b1;
      if (notify_i) begin
        meip_q <= notified(MachineMode, urgent(pending_i, priorities_i));
        seip_q <= notified(SupervisorMode, urgent(pending_i, priorities_i));
      end
    end
  end

  always @(posedge clk_i) begin
    if (we) enable_q[windex]    <= enable_we_i ? {wdata_i[Sources:1], 1'b0} : wenable_o;
    if (we) threshold_q[windex] <= threshold_we_i ? wdata_i[PriorityBits-1:0] : wthreshold;
  end

endmodule

`default_nettype wire
