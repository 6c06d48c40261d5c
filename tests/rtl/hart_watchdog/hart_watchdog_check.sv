// What always holds at the pins of the hart watchdog.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the data sheet in rtl/hart_watchdog.v. Bound to the module in the bench, and part of its
// proof.
`default_nettype none

// One hart, followed by a shadow that counts down where the module compares. rdata_o is looked at
// when the read is of this hart.
module hart_watchdog_hart_check #(
  parameter HartSlots = 4,
  parameter TickBits  = 32
) (
  input wire                 clk_i, rst_ni,
  input wire                 tick_i, we_i,
  input wire [15:0]          woffset_i,
  input wire [63:0]          wdata_i,
  input wire [7:0]           wstrb_i,
  input wire [15:0]          roffset_i,
  input wire [63:0]          rdata_o,
  input wire [HartSlots-1:0] wdt_irq_o, nmi_o,
  input wire [11:0]          hart
);
  localparam SlotBits = $clog2(HartSlots);
  localparam [31:0] Ticks = {32{1'b1}} >> (32 - TickBits);

  function [63:0] merge(input [63:0] old, input [63:0] value, input [7:0] strobes);
    integer i;
    for (i = 0; i < 8; i = i + 1)
      merge[8 * i +: 8] = strobes[i] ? value[8 * i +: 8] : old[8 * i +: 8];
  endfunction

  reg [63:0] limits;
  reg [31:0] left;
  reg        irq, nmi;

  wire        hit      = we_i && woffset_i[15:4] == hart;
  wire        wcontrol = woffset_i[3];
  wire        pet      = hit && (wcontrol ? wstrb_i[3:0] != 4'd0 : wstrb_i != 8'd0);
  wire        ack      = hit && wcontrol && wstrb_i[4];
  wire [63:0] limits_d = (hit && !wcontrol) ? merge(limits, wdata_i, wstrb_i) & {Ticks, Ticks}
                                              : limits;
  wire        expires  = tick_i && left == 32'd1;
  wire        comes    = tick_i && left > 32'd1 && left - 32'd1 == limits[63:32];

  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) begin
      limits <= 64'd0;
      left   <= 32'd0;
      irq    <= 1'b0;
      nmi    <= 1'b0;
    end else begin
      limits <= limits_d;
      left   <= pet ? limits_d[31:0] : left - {31'd0, tick_i && left != 32'd0};
      irq    <= !pet && (comes || irq && !(ack && wdata_i[32]));
      nmi    <= !pet && (expires || nmi && !(ack && wdata_i[33]));
    end

  wire [SlotBits-1:0] index = hart[SlotBits-1:0];
  always @* if (rst_ni) begin
    assert (wdt_irq_o[index] == irq && nmi_o[index] == nmi);
    assert (left <= limits[31:0]);  // of the shadow alone: without it induction does not close
    if (roffset_i[15:4] == hart)
      assert (rdata_o == (roffset_i[3] ? {29'd0, left != 32'd0, nmi, irq, left} : limits));
  end

  // The same in words: what may have happened where a wire rises, and where nothing came.
  reg was_irq, was_nmi, was_pet, was_expiry, was_idle, known;
  reg [63:0] was_limits;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) known <= 1'b0;
    else begin
      known      <= 1'b1;
      was_irq    <= wdt_irq_o[index];
      was_nmi    <= nmi_o[index];
      was_pet    <= pet;
      was_expiry <= expires && !pet;
      was_idle   <= !hit && !tick_i;
      was_limits <= limits;
    end
  always @* if (rst_ni && known) begin
    // No NMI without a timeout that runs out, and no interrupt without a pretimeout.
    if (nmi_o[index] && !was_nmi) assert (was_expiry);
    if (wdt_irq_o[index] && !was_irq) assert (limits[63:32] != 32'd0 && left == limits[63:32]);
    // A pet starts anew.
    if (was_pet) assert (!nmi_o[index] && !wdt_irq_o[index] && left == limits[31:0]);
    // Without a tick or a write of its own nothing moves.
    if (was_idle)
      assert (nmi_o[index] == was_nmi && wdt_irq_o[index] == was_irq && limits == was_limits);
  end
endmodule

// A hole is a hart that is not present.
module hart_watchdog_hole_check (
  input wire [11:0] hart_count_i,
  input wire [15:0] woffset_i, roffset_i,
  input wire        whole_o, rhole_o
);
  always @* begin
    assert (whole_o == (woffset_i[15:4] >= hart_count_i));
    assert (rhole_o == (roffset_i[15:4] >= hart_count_i));
  end
endmodule

module hart_watchdog_check #(
  parameter HartSlots = 4,
  parameter TickBits  = 32
) (
  input wire                 clk_i, rst_ni,
  input wire [11:0]          hart_count_i,
  input wire                 tick_i, we_i,
  input wire [15:0]          woffset_i,
  input wire [63:0]          wdata_i,
  input wire [7:0]           wstrb_i,
  input wire                 whole_o,
  input wire [15:0]          roffset_i,
  input wire [63:0]          rdata_o,
  input wire                 rhole_o,
  input wire [HartSlots-1:0] wdt_irq_o, nmi_o
);
  hart_watchdog_hole_check holes (.*);

  genvar h;
  generate
    for (h = 0; h < HartSlots; h = h + 1) begin : harts
      hart_watchdog_hart_check #(.HartSlots(HartSlots), .TickBits(TickBits)) of (
        .*, .hart(h[11:0])
      );
    end
  endgenerate
endmodule

`default_nettype wire
