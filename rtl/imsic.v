// IMSIC: message-signalled interrupts, one interrupt file per hart at machine level.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V AIA 1.0, chapter 3; platform/standstill/memory_map.h for the window.
//
// What it is         The memory side, and the wires; imsic_files.v has the files and the CSR port.
//                    An MSI is a 32-bit write of an identity to the page of a hart:
//                      0x1000 h + 0x0   seteipnum_le of hart h, little-endian
//                      0x1000 h + 0x4   seteipnum_be of hart h, big-endian
//                      all others       read-only zero; writes are ignored
//                    Reads give zero. A write of what is no identity, or with a byte left out, is
//                    ignored.
// Holes              Pages of harts not present. The specification would have some of them read-only
//                    zero; an error tells the guest more. Accesses of 8 bytes, as AIA prefers;
//                    axi_slave refuses the other sizes.
// Order              The bus makes one write an edge and a write is in the file after its edge, so
//                    MSIs take effect in the order in which the bus accepted them.
// Wires              meip_o[h]: the file's own signal, or plic_meip_i[h] where eidelivery says so
//                    (its reset value). Registers: nothing but an edge moves them.
// Timing             An MSI at edge N is on the wire, and in every later CSR access, after edge N;
//                    so is what plic_meip_i says at edge N.
`default_nettype none

module imsic #(
  parameter HartSlots  = 4,  // a power of two from 2 to 2048
  parameter Identities = 63  // fewer, for proofs only; 3 at least
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,
  input  wire [11:0]             hart_count_i,  // harts present, at most HartSlots; static
  // register bus; offsets within the window, aligned to the size of the access
  input  wire                    we_i,
  input  wire [25:0]             woffset_i,
  input  wire                    wwide_i,
  input  wire [63:0]             wdata_i,
  input  wire [7:0]              wstrb_i,
  output wire                    whole_o,
  input  wire [25:0]             roffset_i,
  input  wire                    rwide_i,
  output wire [63:0]             rdata_o,
  output wire                    rhole_o,
  // CSR ports of the harts
  input  wire [HartSlots-1:0]    csr_valid_i,
  input  wire [2*HartSlots-1:0]  csr_reg_i,
  input  wire [2*HartSlots-1:0]  csr_op_i,
  input  wire [64*HartSlots-1:0] csr_wdata_i,
  output wire [HartSlots-1:0]    csr_done_o,
  output wire [64*HartSlots-1:0] csr_rdata_o,
  output wire [HartSlots-1:0]    csr_illegal_o,
  // wires
  input  wire [HartSlots-1:0]    plic_meip_i,
  output wire [HartSlots-1:0]    meip_o,
  output wire                    busy_o  // an answer will end with the next edge, or plic_meip_i
                                         // is not what it was at the last one
);

  localparam [31:0] LastNumber = Identities;

  function hole(input [13:0] page, input wide, input [11:0] present);
    hole = wide || page >= {2'd0, present};
  endfunction

  assign whole_o = hole(woffset_i[25:12], wwide_i, hart_count_i);
  assign rhole_o = hole(roffset_i[25:12], rwide_i, hart_count_i);
  assign rdata_o = 64'd0;

  // The two registers are the two halves of the first double word of a page.
  wire        setting = (woffset_i[11:3] == 9'd0);
  wire        big     = woffset_i[2];
  wire [31:0] number  = big ? {wdata_i[39:32], wdata_i[47:40], wdata_i[55:48], wdata_i[63:56]}
                            : wdata_i[31:0];
  wire        whole_word = big ? (wstrb_i[7:4] == 4'hF) : (wstrb_i[3:0] == 4'hF);
  wire        identity   = (number != 32'd0) & (number <= LastNumber);
  wire        msi        = we_i & setting & whole_word & identity;

  reg [HartSlots-1:0] plic_q;  // plic_meip_i at the last edge

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni)
      plic_q <= {HartSlots{1'b0}};
    else
      plic_q <= plic_meip_i;
  end

  assign busy_o = (csr_done_o != {HartSlots{1'b0}}) | (plic_q != plic_meip_i);

  imsic_files #(.HartSlots(HartSlots), .Identities(Identities)) u_files (
    .clk_i(clk_i), .rst_ni(rst_ni),
    .msi_i(msi), .msi_hart_i(woffset_i[23:12]), .msi_identity_i(number[5:0]),
    .csr_valid_i(csr_valid_i), .csr_reg_i(csr_reg_i), .csr_op_i(csr_op_i),
    .csr_wdata_i(csr_wdata_i), .csr_done_o(csr_done_o), .csr_rdata_o(csr_rdata_o),
    .csr_illegal_o(csr_illegal_o), .plic_meip_i(plic_meip_i), .meip_o(meip_o)
  );

  wire unused = ^{woffset_i[1:0], roffset_i[11:0]};

endmodule

`default_nettype wire
