// Bus errors: keeps, per hart, the first posted write that was refused, and interrupts the hart.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. The bridge answers a posted write before the bus has seen it (AMBA AXI4, ARM IHI
// 0022, A4.4: a bufferable write may be answered at an intermediate point); when the bus refuses it
// later, nobody is left to trap. A bus-error unit with an interrupt takes the place of the trap.
//
// What it is         A refused posted write of hart i sets PENDING of hart i and keeps its address;
//                    if PENDING stands already, it sets OVERFLOW and the address stays the first
//                    one's. bus_err_irq_o[i] is PENDING: a level.
// Registers          For hart i from +0x10 i on:
//                      +0x0 ADDR    64 bits  RO  byte address of the write; 0 while none is pending
//                      +0x8 STATUS  32 bits      bit 0 PENDING, bit 1 OVERFLOW: a one written clears
//                                                it. The others read zero.
// Holes              Harts not present; +0xC, also as half of 8 bytes at +0x8; a write to ADDR.
// At one edge        The bus has one write channel: it does not refuse a write at the edge at which
//                    it performs one.
// Timing             An error at edge N is on the wire, and in every later read, after edge N.
// Reset              Nothing is pending.
`default_nettype none

module bus_error #(
  parameter HartSlots = 4  // a power of two, at least 4
) (
  input  wire                 clk_i,
  input  wire                 rst_ni,
  input  wire [11:0]          hart_count_i,  // harts present, at most HartSlots; static
  input  wire                 error_i,       // a posted write is refused at this edge
  input  wire [11:0]          error_hart_i,  // whose; of a hart not present it is dropped
  input  wire [31:0]          error_addr_i,
  input  wire                 we_i,
  input  wire [15:0]          woffset_i,
  input  wire                 wwide_i,
  input  wire [63:0]          wdata_i,
  input  wire [7:0]           wstrb_i,
  output wire                 whole_o,
  input  wire [15:0]          roffset_i,
  input  wire                 rwide_i,
  output wire [63:0]          rdata_o,
  output wire                 rhole_o,
  output wire [HartSlots-1:0] bus_err_irq_o
);

  localparam SlotBits = $clog2(HartSlots);

  reg [31:0]          addr_q [0:HartSlots-1];
  reg [HartSlots-1:0] pending_q;
  reg [HartSlots-1:0] overflow_q;

  wire [SlotBits-1:0] windex = woffset_i[SlotBits+3:4];
  wire [SlotBits-1:0] rindex = roffset_i[SlotBits+3:4];
  wire [SlotBits-1:0] eindex = error_hart_i[SlotBits-1:0];
  wire                error  = error_i & (error_hart_i < hart_count_i);
  wire                answer = we_i & wstrb_i[0];
  wire [63:0]         raddr  = {32'd0, pending_q[rindex] ? addr_q[rindex] : 32'd0};
  wire                unused = ^{woffset_i[1:0], roffset_i[1:0], wdata_i, wstrb_i};

  assign whole_o       = (woffset_i[15:4] >= hart_count_i) | ~woffset_i[3] | woffset_i[2] | wwide_i;
  assign rhole_o       = (roffset_i[15:4] >= hart_count_i) |
                         (roffset_i[3] & (roffset_i[2] | rwide_i));
  assign rdata_o       = roffset_i[3] ? {62'd0, overflow_q[rindex], pending_q[rindex]} : raddr;
  assign bus_err_irq_o = pending_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      pending_q  <= {HartSlots{1'b0}};
      overflow_q <= {HartSlots{1'b0}};
    end else begin
      if (answer && wdata_i[0]) pending_q[windex]  <= 1'b0;
      if (answer && wdata_i[1]) overflow_q[windex] <= 1'b0;
      if (error) pending_q[eindex] <= 1'b1;
      if (error && pending_q[eindex]) overflow_q[eindex] <= 1'b1;
    end
  end

  always @(posedge clk_i) begin
    if (error && !pending_q[eindex]) addr_q[eindex] <= error_addr_i;
  end

endmodule

`default_nettype wire
