// Multicast doorbell: rings up to 64 harts by one store, or all harts but one.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own; the doorbells are those of the RISC-V ACLINT specification 1.0-rc4, chapter
// MSWI.
//
// What it is         Another way to write the MSWI: the doorbells stand there, once. What is rung
//                    here is read and taken back there, and the reverse. Combinational.
// Registers          +8 g    RING g   RW  group g: bit i is hart 64 g + i. A one written sets MSIP
//                                         of the hart, a zero changes nothing. Reads give the MSIP
//                                         bits.
//                    +0x200  ALL_BUT  W   32 bits: the writer's hart index. Sets MSIP of every
//                                         hart that is present, but not of that one; an index no
//                                         hart has spares none. Reads zero.
//                    RING is one register of 64 bits or two of 32; byte strobes are honoured.
//                    ALL_BUT takes whole words only: a write without all four strobes rings nobody.
// Holes              A group without a hart that is present; everything else, and the 64-bit access
//                    that begins at ALL_BUT. Bits of absent harts in a group that has others are
//                    ignored, and read zero.
// Timing             That of the MSWI: a write at edge N is on the wires after edge N.
`default_nettype none

module multicast_doorbell (
  input  wire [11:0] hart_count_i,  // harts present, at most HartSlots; static
  input  wire        we_i,
  input  wire [11:0] woffset_i,
  input  wire        wwide_i,
  input  wire [63:0] wdata_i,
  input  wire [7:0]  wstrb_i,
  output wire        whole_o,
  input  wire [11:0] roffset_i,
  input  wire        rwide_i,
  output wire [63:0] rdata_o,
  output wire        rhole_o,
  // to the MSWI: doorbells that are set at this edge
  output wire        ring_o,          // those of ring_mask_o, in group ring_group_o
  output wire        ring_all_but_o,  // those of all harts but ring_spared_o
  output wire [5:0]  ring_group_o,
  output wire [63:0] ring_mask_o,
  output wire [31:0] ring_spared_o,
  // from the MSWI: doorbells of a group
  output wire [5:0]  rgroup_o,
  input  wire [63:0] rgroup_i
);

  localparam [11:0] AllBut = 12'h200;

  wire wgroup  = (woffset_i < AllBut) & ({woffset_i[8:3], 6'd0} < hart_count_i);
  wire rgroup  = (roffset_i < AllBut) & ({roffset_i[8:3], 6'd0} < hart_count_i);
  wire wallbut = (woffset_i == AllBut) & ~wwide_i;
  wire rallbut = (roffset_i == AllBut) & ~rwide_i;

  // Harts of the group that are present.
  wire [11:0] wcount   = hart_count_i - {woffset_i[8:3], 6'd0};
  wire [63:0] wpresent = ~({64{1'b1}} << wcount);
  wire [63:0] wmask    = {{8{wstrb_i[7]}}, {8{wstrb_i[6]}}, {8{wstrb_i[5]}}, {8{wstrb_i[4]}},
                          {8{wstrb_i[3]}}, {8{wstrb_i[2]}}, {8{wstrb_i[1]}}, {8{wstrb_i[0]}}};

  assign whole_o        = ~(wgroup | wallbut);
  assign rhole_o        = ~(rgroup | rallbut);
  assign ring_o         = we_i & wgroup;
  assign ring_all_but_o = we_i & wallbut & (wstrb_i[3:0] == 4'hF);
  assign ring_group_o   = woffset_i[8:3];
  assign ring_mask_o    = wdata_i & wmask & wpresent;
  assign ring_spared_o  = wdata_i[31:0];
  assign rgroup_o       = roffset_i[8:3];
  assign rdata_o        = rgroup ? rgroup_i : 64'd0;

endmodule

`default_nettype wire
