// Address decoder of the fabric: names the window an address lies in, and the offset within it.
// SPDX-License-Identifier: Apache-2.0
//
// Source: platform/standstill/memory_map.h, kFabricRegions: row i there is bit i here. A test
// compares the two at the ends of each window and on every page.
//
// What it is         Combinational; one stands in the write path and one in the read path. Which
//                    registers a window has is the business of the block behind it.
// Holes              Where no bit of select_o is set there is nothing. An access of legal size, 4
//                    or 8 bytes and aligned, never straddles the end of a window.
`default_nettype none

module fabric_decode (
  input  wire [31:0] addr_i,
  output wire [8:0]  select_o,  // one hot, or zero
  output wire [25:0] offset_o   // from the window's base: its low bits, as many as the window has
);

  localparam Windows = 9;

  localparam [32*Windows-1:0] Bases = {
    32'h2400_0000,  // 8 IMSIC
    32'h0C00_0000,  // 7 PLIC
    32'h02F0_0000,  // 6 SSWI
    32'h0250_0000,  // 5 barrier unit
    32'h0242_0000,  // 4 bus errors
    32'h0241_0000,  // 3 multicast doorbell
    32'h0240_0000,  // 2 hart watchdog
    32'h0200_4000,  // 1 MTIMER
    32'h0200_0000   // 0 MSWI
  };

  localparam [32*Windows-1:0] Sizes = {
    32'h0400_0000, 32'h0400_0000, 32'h0000_4000, 32'h0010_0000, 32'h0001_0000, 32'h0000_1000,
    32'h0001_0000, 32'h0000_8000, 32'h0000_4000
  };

  // Every window but the MTIMER's starts at a multiple of its size, rounded up to a power of two.
  assign offset_o = {addr_i[25:15], addr_i[14] ^ select_o[1], addr_i[13:0]};

  genvar i;
  generate
    for (i = 0; i < Windows; i = i + 1) begin : g_window
      wire [31:0] offset = addr_i - Bases[32*i +: 32];
      assign select_o[i] = (offset < Sizes[32*i +: 32]);
    end
  endgenerate

endmodule

`default_nettype wire
