// Platform-level interrupt controller: lines of devices to wires of harts.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V PLIC specification 1.0. Contexts as on QEMU's `virt` board: 2 h is machine mode of
// hart h, 2 h + 1 its supervisor mode.
//
// What it is         Sources 1 to Sources, each with a line, a gateway (plic_gateway) and a
//                    priority; two contexts a hart, each with enables, a threshold and a wire
//                    (plic_targets). Addresses: plic_decode.
// Registers          32 bits, word accesses only; an access of 8 bytes is a hole.
//                      priority    RW  0: never interrupts; bits from PriorityBits up read zero.
//                                      Source 0 is reserved: reads zero, writes are ignored.
//                      pending     R   a write is a hole.
//                      enable      RW  bit s: source s; bit 0 reads zero.
//                      threshold   RW  sources of this priority and below do not interrupt.
//                      claim       R   best source of the context, which is then no longer pending;
//                                      0, and no effect, if there is none. The threshold does not
//                                      matter to it; sources of priority 0 are not taken.
//                      completion  W   opens the gateway of the source named. Ignored if the context
//                                      does not enable it, it is not in service, or there is none of
//                                      this number. Which context claimed it does not matter.
// Register bus       See fabric_top. A write without all four strobes of its word does nothing. re_i
//                    marks the edge at which a claim takes its source.
// At one edge        A claim sees what was before the edge, also of a write at the same edge.
// Lines              irq_i is synchronous to clk_i; synchronisers stand outside.
// Timing             A write, claim or line at edge N is in every later read, and on the wires after
//                    edge N+1. busy_o announces the edges that have work left over: with busy_o low,
//                    no access and no line that moves, an edge changes nothing in here.
// Reset              All zero: nothing pending, enabled or in service, priorities and thresholds 0.
`default_nettype none

module plic #(
  parameter        HartSlots    = 4,             // a power of two
  parameter        Sources      = 31,            // at most 31
  parameter        PriorityBits = 3,
  parameter [31:0] EdgeSources  = 32'hFF00_0000  // bit s: source s is edge-triggered, else level
) (
  input  wire                 clk_i,
  input  wire                 rst_ni,
  input  wire [11:0]          hart_count_i,  // harts present, at most HartSlots; static
  input  wire [Sources:1]     irq_i,
  // register bus, write side
  input  wire                 we_i,
  input  wire [25:0]          woffset_i,
  input  wire                 wwide_i,
  input  wire [63:0]          wdata_i,
  input  wire [7:0]           wstrb_i,
  output wire                 whole_o,
  // register bus, read side
  input  wire                 re_i,
  input  wire [25:0]          roffset_i,
  input  wire                 rwide_i,
  output wire [63:0]          rdata_o,
  output wire                 rhole_o,
  // wires
  output wire [HartSlots-1:0] meip_o,
  output wire [HartSlots-1:0] seip_o,
  output wire                 busy_o
);

  localparam Width = Sources + 1;
  localparam [31:0] LastSource = Sources;

  wire        wpriority, wpending, wenable, wthreshold, wcomplete;
  wire        rpriority, rpending, renable, rthreshold, rclaim;
  wire [4:0]  wsource, rsource, best;
  wire [12:0] wcontext, rcontext;
  wire        wabsent;

  plic_decode #(.Sources(Sources)) u_wdecode (
    .hart_count_i(hart_count_i), .offset_i(woffset_i), .wide_i(wwide_i), .priority_o(wpriority),
    .pending_o(wpending), .enable_o(wenable), .threshold_o(wthreshold), .claim_o(wcomplete),
    .hole_o(wabsent), .source_o(wsource), .context_o(wcontext)
  );

  plic_decode #(.Sources(Sources)) u_rdecode (
    .hart_count_i(hart_count_i), .offset_i(roffset_i), .wide_i(rwide_i), .priority_o(rpriority),
    .pending_o(rpending), .enable_o(renable), .threshold_o(rthreshold), .claim_o(rclaim),
    .hole_o(rhole_o), .source_o(rsource), .context_o(rcontext)
  );

  assign whole_o = wabsent | wpending;

  wire             wupper = woffset_i[2];
  wire [31:0]      wword  = wupper ? wdata_i[63:32] : wdata_i[31:0];
  wire             we     = we_i & ((wupper ? wstrb_i[7:4] : wstrb_i[3:0]) == 4'hF);
  wire [Sources:0] one    = {{Sources{1'b0}}, 1'b1};

  wire [Sources:0] pending, enable_of_writer, enable_of_reader;
  wire             taken;

  // ---------------------------------------------------------------------- claim and completion
  wire             complete = we & wcomplete & (wword <= LastSource);
  wire [Sources:0] claimed  = (re_i & rclaim & (best != 5'd0)) ? one << best : {Width{1'b0}};
  wire [Sources:0] completed = complete ? (one << wword[4:0]) & enable_of_writer : {Width{1'b0}};

  plic_gateway #(.Sources(Sources), .EdgeSources(EdgeSources)) u_gateway (
    .clk_i(clk_i), .rst_ni(rst_ni), .irq_i(irq_i), .claim_i(claimed), .complete_i(completed),
    .pending_o(pending), .taken_o(taken)
  );

  // ---------------------------------------------------------------------------------- priorities
  reg  [PriorityBits*Width-1:0] priorities_q;
  wire [PriorityBits-1:0]       rlevel;
  wire [PriorityBits-1:0]       rthreshold_level;

  assign rlevel = priorities_q[PriorityBits * rsource +: PriorityBits];

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni)
      priorities_q <= {PriorityBits*Width{1'b0}};
    else if (we & wpriority & (wsource != 5'd0))
      priorities_q[PriorityBits * wsource +: PriorityBits] <= wword[PriorityBits-1:0];
  end

  // ------------------------------------------------------------------------------------- targets
  reg notify_q;  // the wires may no longer be what they should

  plic_targets #(
    .HartSlots(HartSlots), .Sources(Sources), .PriorityBits(PriorityBits)
  ) u_targets (
    .clk_i(clk_i), .rst_ni(rst_ni), .pending_i(pending), .priorities_i(priorities_q),
    .notify_i(notify_q), .enable_we_i(we & wenable), .threshold_we_i(we & wthreshold),
    .wcontext_i(wcontext), .wdata_i(wword), .wenable_o(enable_of_writer),
    .best_i(rclaim), .rcontext_i(rcontext), .renable_o(enable_of_reader),
    .rthreshold_o(rthreshold_level), .best_o(best), .meip_o(meip_o), .seip_o(seip_o)
  );

  // A completion is among the writes: the edge after it is that at which its gateway is open.
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni)
      notify_q <= 1'b0;
    else
      notify_q <= we | taken | (claimed != {Width{1'b0}});
  end

  assign busy_o = notify_q;

  // --------------------------------------------------------------------------------------- reads
  wire [31:0] rword = rpriority  ? {{32-PriorityBits{1'b0}}, rlevel}
                    : rthreshold ? {{32-PriorityBits{1'b0}}, rthreshold_level}
                    : rpending   ? {{31-Sources{1'b0}}, pending}
                    : renable    ? {{31-Sources{1'b0}}, enable_of_reader}
                    : rclaim     ? {27'd0, best}
                                 : 32'd0;

  assign rdata_o = roffset_i[2] ? {rword, 32'd0} : {32'd0, rword};

endmodule

`default_nettype wire
