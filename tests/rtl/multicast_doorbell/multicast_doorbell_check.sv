// What always holds of the doorbells, written in either way.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the data sheets in rtl/multicast_doorbell.v and rtl/aclint_mswi.v. Bound to the two
// together in the bench, and part of their proof.
`default_nettype none

// One hart, followed by a shadow of its doorbell.
module multicast_doorbell_hart_check #(
  parameter HartSlots = 4
) (
  input wire                 clk_i, rst_ni,
  input wire [11:0]          hart_count_i,
  input wire                 we_i, wmulticast_i,
  input wire [13:0]          woffset_i,
  input wire                 wwide_i,
  input wire [63:0]          wdata_i,
  input wire [7:0]           wstrb_i,
  input wire                 whole_o,
  input wire                 rmulticast_i,
  input wire [13:0]          roffset_i,
  input wire [63:0]          rdata_o,
  input wire                 rhole_o,
  input wire [HartSlots-1:0] msip_o,
  input wire [11:0]          hart
);
  localparam SlotBits = $clog2(HartSlots);

  wire [SlotBits-1:0] index   = hart[SlotBits-1:0];
  wire                present = (hart < hart_count_i);
  wire                done    = we_i && !whole_o;
  wire                mswi    = done && !wmulticast_i && woffset_i[13:3] == hart[11:1] &&
                                wstrb_i[hart[0] ? 4 : 0];
  wire                ring    = done && wmulticast_i && woffset_i[11:3] == {3'd0, hart[11:6]} &&
                                wstrb_i[hart[5:3]] && wdata_i[hart[5:0]];
  wire                all_but = done && wmulticast_i && woffset_i[11:0] == 12'h200 &&
                                wstrb_i[3:0] == 4'hF && wdata_i[31:0] != {20'd0, hart};

  reg shadow;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) shadow <= 1'b0;
    else if (mswi) shadow <= hart[0] ? wdata_i[32] : wdata_i[0];
    else if ((ring || all_but) && present) shadow <= 1'b1;

  wire [63:0] of_pair = hart[0] ? rdata_o >> 32 : {32'd0, rdata_o[31:0]};
  wire        rmswi   = !rhole_o && !rmulticast_i && roffset_i[13:3] == hart[11:1];
  wire        rring   = !rhole_o && rmulticast_i && roffset_i[11:3] == {3'd0, hart[11:6]};

  always @(posedge clk_i) if (rst_ni) begin
    // None is lost, none comes of itself, none is a neighbour's.
    assert (msip_o[index] == shadow);
    assert (present || !shadow);  // of the shadow
    // Both ways show the one state.
    if (rmswi) assert (of_pair == {63'd0, shadow});
    if (rring) assert (rdata_o[hart[5:0]] == shadow);
  end
endmodule

// Where the multicast doorbell has registers.
module multicast_doorbell_window_check (
  input wire        clk_i, rst_ni,
  input wire [11:0] hart_count_i,
  input wire        wmulticast_i,
  input wire [13:0] woffset_i,
  input wire        wwide_i, whole_o,
  input wire        rmulticast_i,
  input wire [13:0] roffset_i,
  input wire        rwide_i,
  input wire [63:0] rdata_o,
  input wire        rhole_o
);
  function exists(input [11:0] offset, input wide);
    exists = (offset < 12'h200) ? {17'd0, offset[11:3], 6'd0} < {20'd0, hart_count_i}
                                : offset == 12'h200 && !wide;
  endfunction

  always @(posedge clk_i) if (rst_ni) begin
    if (wmulticast_i) assert (whole_o == !exists(woffset_i[11:0], wwide_i));
    if (rmulticast_i) assert (rhole_o == !exists(roffset_i[11:0], rwide_i));
    if (rmulticast_i && roffset_i[11:0] == 12'h200) assert (rhole_o || rdata_o[31:0] == 32'd0);
  end
endmodule

module multicast_doorbell_check #(
  parameter HartSlots = 4
) (
  input wire                 clk_i, rst_ni,
  input wire [11:0]          hart_count_i,
  input wire                 we_i, wmulticast_i,
  input wire [13:0]          woffset_i,
  input wire                 wwide_i,
  input wire [63:0]          wdata_i,
  input wire [7:0]           wstrb_i,
  input wire                 whole_o,
  input wire                 rmulticast_i,
  input wire [13:0]          roffset_i,
  input wire                 rwide_i,
  input wire [63:0]          rdata_o,
  input wire                 rhole_o,
  input wire [HartSlots-1:0] msip_o
);
  multicast_doorbell_window_check window (.*);

  genvar h;
  generate
    for (h = 0; h < HartSlots; h = h + 1) begin : harts
      multicast_doorbell_hart_check #(.HartSlots(HartSlots)) of (.*, .hart(h[11:0]));
    end
  endgenerate
endmodule

`default_nettype wire
