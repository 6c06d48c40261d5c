// What always holds at the pins of the IMSIC.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V AIA 1.0, 2.1 and chapter 3. Bound to the module in the bench, and part of its
// proof.
`default_nettype none

// The interrupt file of one hart, followed by a shadow of it.
module imsic_hart_check #(
  parameter HartSlots  = 4,
  parameter Identities = 63
) (
  input wire                    clk_i, rst_ni, we_i,
  input wire [25:0]             woffset_i,
  input wire [63:0]             wdata_i,
  input wire [7:0]              wstrb_i,
  input wire [HartSlots-1:0]    csr_valid_i, csr_done_o, csr_illegal_o,
  input wire [2*HartSlots-1:0]  csr_reg_i, csr_op_i,
  input wire [64*HartSlots-1:0] csr_wdata_i, csr_rdata_o,
  input wire [HartSlots-1:0]    plic_meip_i, meip_o,
  input wire [11:0]             hart
);
  localparam SlotBits = $clog2(HartSlots);
  localparam IdBits   = $clog2(Identities + 1);
  localparam [63:0] Plic = 64'h4000_0000;

  // The MSI of this edge: 0 is none.
  wire         here   = we_i && woffset_i[25:12] == {2'd0, hart};
  wire [31:0]  le     = wdata_i[31:0];
  wire [31:0]  be     = {wdata_i[39:32], wdata_i[47:40], wdata_i[55:48], wdata_i[63:56]};
  wire [31:0]  msi    = !here ? 32'd0
                        : woffset_i[11:0] == 12'h000 && wstrb_i[3:0] == 4'b1111 ? le
                        : woffset_i[11:0] == 12'h004 && wstrb_i[7:4] == 4'b1111 ? be : 32'd0;

  // The request of this edge.
  wire [SlotBits-1:0] port    = hart[SlotBits-1:0];
  wire                valid   = csr_valid_i[port];
  wire [1:0]          csr     = csr_reg_i[2*port +: 2];
  wire [1:0]          op      = csr_op_i[2*port +: 2];
  wire [63:0]         operand = csr_wdata_i[64*port +: 64];

  // The shadow.
  reg [7:0]          selected;
  reg [1:0]          delivery;  // bits 30 and 0; 2 is the PLIC
  reg [IdBits-1:0]   threshold;
  reg [Identities:0] pending, enabled;

  // What counts; the most urgent of it as a bit, and as a number.
  reg  [Identities:0] counts;
  wire [Identities:0] urgent = counts & (~counts + 1'b1);
  reg  [IdBits-1:0]   number;
  integer             i;
  always @* begin
    number = 0;
    for (i = 0; i <= Identities; i = i + 1) begin
      counts[i] = pending[i] && enabled[i] && (threshold == 0 || i[IdBits-1:0] < threshold);
      if (urgent[i]) number = number | i[IdBits-1:0];
    end
  end

  wire in_file    = selected >= 8'h70;
  wire priorities = selected >= 8'h30 && selected <= 8'h3F;
  wire missing    = !(in_file || priorities) || (selected[0] && selected[7:4] != 4'h7);
  wire illegal    = csr == 2'd3 || (csr == 2'd1 && missing);
  wire mireg      = csr == 2'd1;
  reg  [63:0] old;
  always @* begin
    old = 64'd0;
    if (csr == 2'd0) old[7:0] = selected;
    if (mireg && selected == 8'h70) {old[30], old[0]} = delivery;
    if (mireg && selected == 8'h72) old[IdBits-1:0] = threshold;
    if (mireg && selected == 8'h80) old[Identities:0] = pending;
    if (mireg && selected == 8'hC0) old[Identities:0] = enabled;
    if (csr == 2'd2) old[16 +: IdBits] = number;
    if (csr == 2'd2) old[IdBits-1:0] = number;
  end
  wire [63:0] value = op == 2'd1 ? operand : op == 2'd2 ? old | operand : old & ~operand;

  // Bits that are an identity, and the one that arrives.
  wire [Identities:0] identities = {{Identities{1'b1}}, 1'b0};
  wire [Identities:0] arrival    = msi != 0 && msi <= Identities ? 64'd1 << msi[IdBits-1:0] : 0;

  reg                answer;   // due now
  reg                refusal;
  reg [63:0]         expected;
  reg                claimed;  // the answer is a claim
  reg                plic;     // the PLIC's wire at the last edge
  reg [Identities:0] was_counting;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) begin
      selected  <= 8'd0;
      delivery  <= 2'd2;
      threshold <= 0;
      pending   <= 0;
      enabled   <= 0;
      answer    <= 1'b0;
      plic      <= 1'b0;
    end else begin
      plic         <= plic_meip_i[port];
      answer       <= valid;
      refusal      <= illegal;
      expected     <= old;
      claimed      <= valid && csr == 2'd2 && op != 2'd0;
      was_counting <= counts;
      pending      <= pending | arrival;
      if (valid && op != 2'd0) begin
        if (csr == 2'd0) selected <= value[7:0];
        if (csr == 2'd2) pending <= (pending & ~urgent) | arrival;
        if (mireg && selected == 8'h70 && (value == 64'd0 || value == 64'd1 || value == Plic))
          delivery <= {value[30], value[0]};
        if (mireg && selected == 8'h72) threshold <= value[IdBits-1:0];
        if (mireg && selected == 8'h80) pending <= (value[Identities:0] & identities) | arrival;
        if (mireg && selected == 8'hC0) enabled <= value[Identities:0] & identities;
      end
    end

  wire [63:0]       told  = csr_rdata_o[64*port +: 64];
  wire [IdBits-1:0] taken = told[IdBits-1:0];
  always @* if (rst_ni) begin
    // Every request is answered at the next clock, and nothing else is.
    assert (csr_done_o[port] == answer);
    // It tells what was there before: nothing is lost, nothing is invented, no write of a neighbour
    // or of another register has reached it.
    if (answer) assert (csr_illegal_o[port] == refusal);
    if (answer) assert (told == expected);
    // A claim returns what counted, and nothing more urgent did.
    if (answer && claimed && told == 64'd0) assert (was_counting == 0);
    if (answer && claimed && told != 64'd0)
      assert (was_counting[taken] && (was_counting & ~(~64'd0 << taken)) == 0);
    // The wire is the condition, and moves with an edge alone.
    assert (meip_o[port] == (delivery[1] ? plic : delivery[0] && counts != 0));
  end
endmodule

// Holes; and every hart.
module imsic_check #(
  parameter HartSlots  = 4,
  parameter Identities = 63
) (
  input wire                    clk_i, rst_ni, we_i, wwide_i, rwide_i, whole_o, rhole_o,
                                busy_o,
  input wire [11:0]             hart_count_i,
  input wire [25:0]             woffset_i, roffset_i,
  input wire [63:0]             wdata_i, rdata_o,
  input wire [7:0]              wstrb_i,
  input wire [HartSlots-1:0]    csr_valid_i, csr_done_o, csr_illegal_o,
  input wire [2*HartSlots-1:0]  csr_reg_i, csr_op_i,
  input wire [64*HartSlots-1:0] csr_wdata_i, csr_rdata_o,
  input wire [HartSlots-1:0]    plic_meip_i, meip_o
);
  genvar h;
  generate
    for (h = 0; h < HartSlots; h = h + 1) begin : harts
      imsic_hart_check #(.HartSlots(HartSlots), .Identities(Identities)) of (.*, .hart(h[11:0]));
    end
  endgenerate
  imsic_bus_check #(.HartSlots(HartSlots)) bus (.*);
endmodule

module imsic_bus_check #(
  parameter HartSlots = 4
) (
  input wire                 clk_i, rst_ni, wwide_i, rwide_i, whole_o, rhole_o, busy_o,
  input wire [11:0]          hart_count_i,
  input wire [25:0]          woffset_i, roffset_i,
  input wire [63:0]          rdata_o,
  input wire [HartSlots-1:0] csr_done_o, plic_meip_i
);
  function present(input [25:0] offset);
    present = {6'd0, offset} >> 12 < {20'd0, hart_count_i};
  endfunction

  always @* begin
    assert (whole_o == (wwide_i || !present(woffset_i)));
    assert (rhole_o == (rwide_i || !present(roffset_i)));
    assert (rdata_o == 64'd0);
  end

  // An edge is asked for while an answer stands, or the PLIC's wires are not the last edge's.
  reg [HartSlots-1:0] plic;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) plic <= 0;
    else plic <= plic_meip_i;
  always @* if (rst_ni) assert (busy_o == (csr_done_o != 0 || plic_meip_i != plic));
endmodule

`default_nettype wire
