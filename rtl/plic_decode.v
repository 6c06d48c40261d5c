// Address decoder of the PLIC's window: names the register an access touches, or a hole.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V PLIC specification 1.0, chapter "Memory Map"; contexts in the order of QEMU's
// `virt` board: 2 h is machine mode of hart h, 2 h + 1 its supervisor mode.
//
// What it is         Combinational; one stands in the write path and one in the read path.
//                      0x000000 + 4 s          priority of source s; s = 0 is reserved
//                      0x001000                pending bits of sources 31:0
//                      0x002000 + 0x80 c       enable bits of sources 31:0 for context c
//                      0x200000 + 0x1000 c     threshold of context c
//                      0x200004 + 0x1000 c     claim (read), completion (write) of context c
// Holes              Everything else: sources above Sources, contexts of harts not present, and every
//                    access of 8 bytes.
`default_nettype none

module plic_decode #(
  parameter Sources = 31  // at most 31: one word of pending and enable bits
) (
  input  wire [11:0] hart_count_i,
  input  wire [25:0] offset_i,  // aligned to the size of the access
  input  wire        wide_i,    // 8 bytes, else 4
  output wire        priority_o,
  output wire        pending_o,
  output wire        enable_o,
  output wire        threshold_o,
  output wire        claim_o,
  output wire        hole_o,
  output wire [4:0]  source_o,  // of a priority
  output wire [12:0] context_o  // of the last three; meaningless for the others
);

  localparam [9:0]  LastSource   = Sources[9:0];
  localparam [13:0] EnableStart  = 14'h040;  // 0x002000 in steps of a context's enable words
  localparam [13:0] ContextStart = 14'h200;  // 0x200000 in steps of a context's page

  wire        sources  = (offset_i[25:12] == 14'd0);
  wire        pendings = (offset_i[25:12] == 14'd1);
  wire        targets  = (offset_i[25:21] != 5'd0);
  wire        enables  = ~(sources | pendings | targets);
  wire [9:0]  word     = offset_i[11:2];
  wire [13:0] context_index = targets ? offset_i[25:12] - ContextStart
                                      : offset_i[20:7] - EnableStart;
  wire        present  = (context_index[13:1] < {1'b0, hart_count_i});
  wire        unused   = ^offset_i[1:0];

  assign priority_o  = ~wide_i & sources & (word <= LastSource);
  assign pending_o   = ~wide_i & pendings & (word == 10'd0);
  assign enable_o    = ~wide_i & enables & present & (word[4:0] == 5'd0);
  assign threshold_o = ~wide_i & targets & present & (word == 10'd0);
  assign claim_o     = ~wide_i & targets & present & (word == 10'd1);
  assign hole_o      = ~(priority_o | pending_o | enable_o | threshold_o | claim_o);
  assign source_o    = word[4:0];
  assign context_o   = context_index[12:0];

endmodule

`default_nettype wire
