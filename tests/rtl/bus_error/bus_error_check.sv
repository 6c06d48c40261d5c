// What always holds at the pins of the bus-error unit.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the data sheet in rtl/bus_error.v. Bound to the module in the bench, and part of its
// proof.
`default_nettype none

// One hart, followed by shadows of its registers.
module bus_error_hart_check #(
  parameter HartSlots = 4
) (
  input wire                 clk_i, rst_ni,
  input wire [11:0]          hart_count_i,
  input wire                 error_i,
  input wire [11:0]          error_hart_i,
  input wire [31:0]          error_addr_i,
  input wire                 we_i,
  input wire [15:0]          woffset_i,
  input wire                 wwide_i,
  input wire [63:0]          wdata_i,
  input wire [7:0]           wstrb_i,
  input wire                 whole_o,
  input wire [15:0]          roffset_i,
  input wire                 rwide_i,
  input wire [63:0]          rdata_o,
  input wire                 rhole_o,
  input wire [HartSlots-1:0] bus_err_irq_o,
  input wire [11:0]          hart
);
  localparam SlotBits = $clog2(HartSlots);

  wire present = hart < hart_count_i;
  wire comes   = error_i && error_hart_i == hart && present;
  wire answer  = we_i && woffset_i == {hart, 4'h8} && wstrb_i[0];

  reg        pending, overflow;
  reg [31:0] first;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) begin
      pending  <= 1'b0;
      overflow <= 1'b0;
      first    <= 32'd0;
    end else begin
      pending  <= comes || pending && !(answer && wdata_i[0]);
      overflow <= comes && pending || overflow && !(answer && wdata_i[1]);
      first    <= comes && !pending ? error_addr_i : first;
    end

  always @* if (rst_ni) begin
    assert (bus_err_irq_o[hart[SlotBits-1:0]] == pending);
    if (roffset_i[15:4] == hart)
      assert (rdata_o == (roffset_i[3] ? {62'd0, overflow, pending}
                                       : pending ? {32'd0, first} : 64'd0));
    // STATUS can be written, and both can be read; as 8 bytes, ADDR alone.
    assert (whole_o == !(woffset_i[15:4] < hart_count_i && woffset_i[3:2] == 2'd2 && !wwide_i));
    assert (rhole_o == !(roffset_i[15:4] < hart_count_i &&
                         (!roffset_i[3] || !roffset_i[2] && !rwide_i)));
  end
endmodule

module bus_error_check #(
  parameter HartSlots = 4
) (
  input wire                 clk_i, rst_ni,
  input wire [11:0]          hart_count_i,
  input wire                 error_i,
  input wire [11:0]          error_hart_i,
  input wire [31:0]          error_addr_i,
  input wire                 we_i,
  input wire [15:0]          woffset_i,
  input wire                 wwide_i,
  input wire [63:0]          wdata_i,
  input wire [7:0]           wstrb_i,
  input wire                 whole_o,
  input wire [15:0]          roffset_i,
  input wire                 rwide_i,
  input wire [63:0]          rdata_o,
  input wire                 rhole_o,
  input wire [HartSlots-1:0] bus_err_irq_o
);
  genvar h;
  generate
    for (h = 0; h < HartSlots; h = h + 1) begin : harts
      bus_error_hart_check #(.HartSlots(HartSlots)) of (.*, .hart(h[11:0]));
    end
  endgenerate
endmodule

`default_nettype wire
