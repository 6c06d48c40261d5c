// What always holds at the pins of the PLIC.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V PLIC specification 1.0; the data sheet in rtl/plic.v. Bound to the module in the
// bench, and part of its proof.
`default_nettype none

// Everything the guest can know, in the words of the specification, and every read, wire and error
// compared with it. The module's own shortcuts (when it looks at the wires, how it finds the best
// source) are not in here.
module plic_check #(
  parameter        HartSlots    = 4,
  parameter        Sources      = 31,
  parameter        PriorityBits = 3,
  parameter [31:0] EdgeSources  = 32'hFF00_0000
) (
  input wire                 clk_i, rst_ni,
  input wire [11:0]          hart_count_i,
  input wire [Sources:1]     irq_i,
  input wire                 we_i,
  input wire [25:0]          woffset_i,
  input wire                 wwide_i,
  input wire [63:0]          wdata_i,
  input wire [7:0]           wstrb_i,
  input wire                 whole_o,
  input wire                 re_i,
  input wire [25:0]          roffset_i,
  input wire                 rwide_i,
  input wire [63:0]          rdata_o,
  input wire                 rhole_o,
  input wire [HartSlots-1:0] meip_o, seip_o,
  input wire                 busy_o
);
  localparam Contexts    = 2 * HartSlots;
  localparam ContextBits = $clog2(Contexts);
  localparam [2:0] Nothing = 0, Priority = 1, Pending = 2, Enable = 3, Threshold = 4, Claim = 5;

  // ------------------------------------------------------------------------------- memory map
  function [2:0] kind(input [31:0] offset, input wide, input [31:0] contexts);
    kind = wide ? Nothing
         : offset < 32'h1000 ? (offset / 4 <= Sources ? Priority : Nothing)
         : offset < 32'h2000 ? (offset == 32'h1000 ? Pending : Nothing)
         : offset < 32'h200000 ? ((offset - 32'h2000) / 32'h80 < contexts &&
                                  offset % 32'h80 == 0 ? Enable : Nothing)
         : (offset - 32'h200000) / 32'h1000 >= contexts ? Nothing
         : offset % 32'h1000 == 0 ? Threshold
         : offset % 32'h1000 == 4 ? Claim
         : Nothing;
  endfunction

  function [31:0] target(input [31:0] offset);
    target = offset < 32'h200000 ? (offset - 32'h2000) / 32'h80
                                 : (offset - 32'h200000) / 32'h1000;
  endfunction

  wire [31:0] contexts  = {20'd0, hart_count_i} * 2;
  wire [31:0] to        = {6'd0, woffset_i};
  wire [31:0] from      = {6'd0, roffset_i};
  wire [2:0]  wkind     = kind(to, wwide_i, contexts);
  wire [2:0]  rkind     = kind(from, rwide_i, contexts);
  wire [31:0] wcontext  = target(to);
  wire [31:0] rcontext  = target(from);
  wire [ContextBits-1:0] wtarget = wcontext[ContextBits-1:0];
  wire [ContextBits-1:0] rtarget = rcontext[ContextBits-1:0];
  wire [4:0]  wsource   = woffset_i[6:2];
  wire [4:0]  rsource   = roffset_i[6:2];
  wire [31:0] wword     = woffset_i[2] ? wdata_i[63:32] : wdata_i[31:0];
  wire [31:0] rword     = roffset_i[2] ? rdata_o[63:32] : rdata_o[31:0];
  wire [31:0] rother    = roffset_i[2] ? rdata_o[31:0] : rdata_o[63:32];
  wire        write     = we_i && (wstrb_i == (woffset_i[2] ? 8'hF0 : 8'h0F));

  always @* if (rst_ni) begin
    assert (whole_o == (wkind == Nothing || wkind == Pending));
    assert (rhole_o == (rkind == Nothing));
  end

  // -------------------------------------------------------------------- a shadow of each source
  reg [Sources:0]        pending, service, seen, kept;  // seen: the line before; kept: an edge since
  reg [PriorityBits-1:0] level  [0:Sources];
  reg [Sources:0]        enable [0:Contexts-1];
  reg [PriorityBits-1:0] threshold [0:Contexts-1];

  wire       claims    = re_i && rkind == Claim && rword != 32'd0;
  wire       completes = write && wkind == Claim && wword <= Sources;
  wire [4:0] done      = wword[4:0];

  integer s, c;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) begin
      pending <= 0;
      service <= 0;
      seen    <= 0;
      kept    <= 0;
      for (s = 0; s <= Sources; s = s + 1) level[s] <= 0;
      for (c = 0; c < Contexts; c = c + 1) enable[c] <= 0;
      for (c = 0; c < Contexts; c = c + 1) threshold[c] <= 0;
    end else begin
      for (s = 1; s <= Sources; s = s + 1) begin
        seen[s] <= irq_i[s];
        if (EdgeSources[s] && irq_i[s] && !seen[s]) kept[s] <= 1'b1;
        if (!pending[s] && !service[s]) begin
          if (EdgeSources[s] ? kept[s] || (irq_i[s] && !seen[s]) : irq_i[s]) begin
            pending[s] <= 1'b1;
            kept[s]    <= 1'b0;
          end
        end
      end
      if (claims) begin
        pending[rword[4:0]] <= 1'b0;
        service[rword[4:0]] <= 1'b1;
      end
      if (completes && service[done] && enable[wtarget][done]) service[done] <= 1'b0;
      if (write && wkind == Priority && wsource != 5'd0) level[wsource] <= wword[PriorityBits-1:0];
      if (write && wkind == Enable) enable[wtarget] <= {wword[Sources:1], 1'b0};
      if (write && wkind == Threshold) threshold[wtarget] <= wword[PriorityBits-1:0];
    end

  // ------------------------------------------------------------------------------------- reads
  always @* if (rst_ni) begin
    assert (rother == 32'd0);
    case (rkind)
      Priority:  assert (rword == {{32-PriorityBits{1'b0}}, level[rsource]});
      Pending:   assert (rword == {{31-Sources{1'b0}}, pending});
      Enable:    assert (rword == {{31-Sources{1'b0}}, enable[rtarget]});
      Threshold: assert (rword == {{32-PriorityBits{1'b0}}, threshold[rtarget]});
      default:   ;
    endcase
  end

  // What a claim says: a source that may be claimed, and no other is better; none, if none may be.
  wire [Sources:0] offered = pending & enable[rtarget];
  integer o;
  always @* if (rst_ni && rkind == Claim) begin
    assert (rword <= Sources);
    if (rword != 32'd0) assert (offered[rword[4:0]] && level[rword[4:0]] != 0);
    for (o = 1; o <= Sources; o = o + 1)
      if (offered[o] && level[o] != 0)
        assert (rword != 32'd0 && (level[rword[4:0]] > level[o] ||
                                   (level[rword[4:0]] == level[o] && rword <= o)));
  end

  // No interrupt is given out twice: from its claim to its completion a source is nobody else's.
  always @* if (rst_ni && claims) assert (!service[rword[4:0]]);

  // None is lost: one that waits goes on waiting unless it is claimed, whatever is written.
  reg [Sources:0] was_pending, was_claimed;
  reg             known;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) known <= 1'b0;
    else begin
      known       <= 1'b1;
      was_pending <= pending;
      was_claimed <= 0;
      if (claims) was_claimed[rword[4:0]] <= 1'b1;
    end
  always @* if (rst_ni && known && rkind == Pending)
    assert ((was_pending & ~was_claimed & ~rword[Sources:0]) == 0);

  // ------------------------------------------------------------------------------------- wires
  reg [Contexts-1:0] asked;  // by the registers as they are now
  integer n, m;
  always @*
    for (n = 0; n < Contexts; n = n + 1) begin
      asked[n] = 1'b0;
      for (m = 1; m <= Sources; m = m + 1)
        if (pending[m] && enable[n][m] && level[m] > threshold[n]) asked[n] = 1'b1;
    end

  // At every edge the wires become what the registers before it ask for.
  reg [Contexts-1:0] wires;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) wires <= 0;
    else         wires <= asked;

  genvar h;
  generate
    for (h = 0; h < HartSlots; h = h + 1) begin : harts
      always @* if (rst_ni) assert ({seip_o[h], meip_o[h]} == wires[2 * h +: 2]);
    end
  endgenerate

  // ---------------------------------------------------------------------------------- idleness
  // Where busy_o is low the wires are right, and every request seen has been taken.
  wire [Sources:0] requests = (seen & ~EdgeSources[Sources:0]) | kept;
  always @* if (rst_ni && !busy_o) begin
    assert (wires == asked);
    assert ((requests & ~pending & ~service) == 0);
  end

  // So an edge without an access and without a line that moves changes nothing.
  wire [Sources:0] line = {irq_i, 1'b0};
  reg              was_idle;
  reg [Contexts-1:0] was_wires;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) was_idle <= 1'b0;
    else begin
      was_idle  <= !busy_o && !we_i && !re_i && line == seen;
      was_wires <= wires;
    end
  always @* if (rst_ni && was_idle)
    assert (known && pending == was_pending && wires == was_wires && !busy_o);
endmodule

`default_nettype wire
