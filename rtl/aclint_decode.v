// Address decoder of the ACLINT window: names the register an access touches, or a hole.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, MSWI and MTIMER register maps, in the layout of
// SiFive's CLINT (MSWI at +0x0000, MTIMER at +0x4000, MTIME at +0xBFF8).
//
// What it is         Combinational; one stands in the write path and one in the read path.
//                      base + 0x0000 + 4 i   MSIP of hart i         32 bits
//                      base + 0x4000 + 8 i   MTIMECMP of hart i     64 bits
//                      base + 0xBFF8         MTIME                  64 bits
// Holes              Everything else, and the registers of harts not present: i >= hart_count_i or
//                    i >= HartSlots. An 8-byte access to the MSWI covers two registers and is a
//                    hole when either is absent, so that an error never has half an effect.
`default_nettype none

module aclint_decode #(
  parameter HartSlots = 4,
  parameter [31:0] BaseAddr = 32'h0200_0000  // 64-KiB aligned
) (
  input  wire [11:0] hart_count_i,
  input  wire [31:0] addr_i,  // aligned to the size of the access
  input  wire        wide_i,  // 8 bytes, else 4
  output wire        mswi_o,
  output wire        mtimecmp_o,
  output wire        mtime_o,
  output wire        hole_o,
  output wire [11:0] hart_o   // index of the (lower) hart; meaningless for MTIME
);

  localparam [11:0] Slots     = HartSlots[11:0];
  localparam [11:0] MtimeSlot = 12'hFFF;  // MTIME stands where MTIMECMP 4095 would

  wire        window    = (addr_i[31:16] == BaseAddr[31:16]);
  wire        mswi      = window & (addr_i[15:14] == 2'b00);
  wire        mtimer    = window & (addr_i[15] ^ addr_i[14]);  // 0x4000 to 0xBFFF
  wire [11:0] mswi_hart = addr_i[13:2];
  wire [11:0] mswi_last = {mswi_hart[11:1], mswi_hart[0] | wide_i};
  wire [11:0] cmp_hart  = {addr_i[15], addr_i[13:3]};          // (offset - 0x4000) / 8
  wire [11:0] limit     = (hart_count_i < Slots) ? hart_count_i : Slots;
  wire        unused    = ^addr_i[1:0];

  assign mswi_o     = mswi & (mswi_last < limit);
  assign mtime_o    = mtimer & (cmp_hart == MtimeSlot);
  assign mtimecmp_o = mtimer & (cmp_hart < limit);
  assign hole_o     = ~(mswi_o | mtime_o | mtimecmp_o);
  assign hart_o     = mswi ? mswi_hart : cmp_hart;

endmodule

`default_nettype wire
