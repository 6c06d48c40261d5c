// Decoder of the barrier unit's window: names the register an access touches, or nothing.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the register map in barrier_unit.v; platform/standstill/devices.h, namespace barrier.
//
// What it is         Combinational; one stands in the write path and one in the read path. What an
//                    access may do to the register it touches is not decided here.
// Holes              Barriers that are not built in, harts that are not present, groups without a
//                    hart that is present, an 8-byte access to the registers of two harts, and what
//                    lies between the registers: no output is high.
`default_nettype none

module barrier_unit_decode #(
  parameter Barriers = 4  // 1 to 16
) (
  input  wire [11:0] hart_count_i,
  input  wire [19:0] offset_i,     // aligned to the size of the access
  input  wire        wide_i,       // 8 bytes, else 4
  output wire        arrive_o,     // ARRIVE of hart_o
  output wire        released_o,   // RELEASED of hart_o
  output wire        members_o,    // MEMBERS of group_o
  output wire        arrived_o,    // ARRIVED of group_o
  output wire        progress_o,   // GENERATION and MISSING
  output wire        control_o,    // CONTROL and STATUS
  output wire [3:0]  barrier_o,
  output wire [11:0] hart_o,
  output wire [5:0]  group_o       // of hart_o, or by itself
);

  localparam [4:0] Count = Barriers[4:0];

  wire barrier = ({1'b0, barrier_o} < Count);
  wire hart    = barrier & ~offset_i[15] & ~wide_i & (hart_o < hart_count_i);
  wire group   = barrier & (offset_i[15:10] == 6'b10_0000) & ({group_o, 6'd0} < hart_count_i);
  wire pair    = barrier & (offset_i[15:4] == 12'h840);
  wire unused  = ^offset_i[1:0];

  assign barrier_o  = offset_i[19:16];
  assign hart_o     = offset_i[13:2];
  assign group_o    = offset_i[15] ? offset_i[8:3] : offset_i[13:8];
  assign arrive_o   = hart & ~offset_i[14];
  assign released_o = hart & offset_i[14];
  assign members_o  = group & ~offset_i[9];
  assign arrived_o  = group & offset_i[9];
  assign progress_o = pair & ~offset_i[3];
  assign control_o  = pair & offset_i[3];

endmodule

`default_nettype wire
