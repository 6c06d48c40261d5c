// What always holds at the pins of the MTIMER.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter MTIMER. Bound to the module in the bench,
// and part of its proof.
`default_nettype none

// One hart, followed by shadows of its comparator and of the time.
module aclint_mtimer_hart_check #(
  parameter HartSlots = 4
) (
  input wire                 clk_i, rst_ni,
  input wire [11:0]          hart_count_i,
  input wire                 tick_i, we_i,
  input wire [14:0]          woffset_i,
  input wire [63:0]          wdata_i,
  input wire [7:0]           wstrb_i,
  input wire                 whole_o,
  input wire [14:0]          roffset_i,
  input wire [63:0]          rdata_o,
  input wire                 rhole_o,
  input wire [HartSlots-1:0] mtip_o,
  input wire [63:0]          mtime_o,
  input wire                 mtime_written_o,
  input wire [11:0]          hart
);
  localparam SlotBits = $clog2(HartSlots);

  function [63:0] merge(input [63:0] old, input [63:0] value, input [7:0] strobes);
    integer i;
    for (i = 0; i < 8; i = i + 1)
      merge[8 * i +: 8] = strobes[i] ? value[8 * i +: 8] : old[8 * i +: 8];
  endfunction

  wire wcompare = we_i && woffset_i[14:3] == hart;
  wire wtime    = we_i && woffset_i[14:3] == 12'hFFF;

  reg [63:0] compare, now;
  reg        wrote;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) begin
      compare <= ~64'd0;
      now     <= 64'd0;
      wrote   <= 1'b0;
    end else begin
      if (wcompare) compare <= merge(compare, wdata_i, wstrb_i);
      wrote <= wtime && wstrb_i != 8'd0;
      if (wtime && wstrb_i != 8'd0) now <= merge(now, wdata_i, wstrb_i);
      else if (tick_i) now <= now + 64'd1;
    end

  wire present = hart < hart_count_i;
  always @* if (rst_ni) begin
    assert (mtime_o == now);
    assert (mtime_written_o == wrote);
    assert (mtip_o[hart[SlotBits-1:0]] == (present && now >= compare));
    if (roffset_i[14:3] == 12'hFFF) assert (rdata_o == now);
    if (roffset_i[14:3] == hart) assert (rdata_o == compare);
  end

  // The comparators of the harts present, and the time.
  always @* if (rst_ni) begin
    assert (whole_o == !(woffset_i[14:3] < hart_count_i || woffset_i >= 15'h7FF8));
    assert (rhole_o == !(roffset_i[14:3] < hart_count_i || roffset_i >= 15'h7FF8));
  end
endmodule

module aclint_mtimer_check #(
  parameter HartSlots = 4
) (
  input wire                 clk_i, rst_ni,
  input wire [11:0]          hart_count_i,
  input wire                 tick_i, we_i,
  input wire [14:0]          woffset_i,
  input wire [63:0]          wdata_i,
  input wire [7:0]           wstrb_i,
  input wire                 whole_o,
  input wire [14:0]          roffset_i,
  input wire [63:0]          rdata_o,
  input wire                 rhole_o,
  input wire [HartSlots-1:0] mtip_o,
  input wire [63:0]          mtime_o,
  input wire                 mtime_written_o
);
  genvar h;
  generate
    for (h = 0; h < HartSlots; h = h + 1) begin : harts
      aclint_mtimer_hart_check #(.HartSlots(HartSlots)) of (.*, .hart(h[11:0]));
    end
  endgenerate
endmodule

`default_nettype wire
