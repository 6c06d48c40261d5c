// Address decoder of the hart watchdog's window: names the block an access touches, or nothing.
// SPDX-License-Identifier: Apache-2.0
//
// Source: platform/standstill/memory_map.h and devices.h, namespace watchdog. A region of our own:
// QEMU's `virt` board has nothing here.
//
// What it is         Combinational; one stands in the write path and one in the read path.
//                      base + 0x10 i + 0x0   TIMEOUT and PRETIMEOUT of hart i
//                      base + 0x10 i + 0x8   PET and STATUS of hart i
// Holes              Everything else, and the blocks of harts not present: i >= hart_count_i or
//                    i >= HartSlots. An access of legal size stays within one block.
`default_nettype none

module hart_watchdog_decode #(
  parameter HartSlots = 4,
  parameter [31:0] BaseAddr = 32'h0240_0000  // 64-KiB aligned
) (
  input  wire [11:0] hart_count_i,
  input  wire [31:0] addr_i,     // aligned to the size of the access
  output wire        block_o,    // a register of a hart that is present
  output wire        control_o,  // PET and STATUS, else TIMEOUT and PRETIMEOUT
  output wire [11:0] hart_o
);

  localparam [11:0] Slots = HartSlots[11:0];

  wire        window = (addr_i[31:16] == BaseAddr[31:16]);
  wire [11:0] limit  = (hart_count_i < Slots) ? hart_count_i : Slots;
  wire        unused = ^addr_i[2:0];  // the lane; byte strobes say it

  assign hart_o    = addr_i[15:4];
  assign block_o   = window & (hart_o < limit);
  assign control_o = addr_i[3];

endmodule

`default_nettype wire
