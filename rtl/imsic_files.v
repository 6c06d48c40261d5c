// Interrupt files of the IMSIC, one per hart, behind the CSRs through which a hart works its own.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V AIA 1.0, 2.1 (miselect, mireg) and 3.8 to 3.11 (interrupt files, mtopei).
//
// What it is         One machine-level file a hart: identities 1 to Identities, each with a pending
//                    bit (eip) and an enable bit (eie). The lower an identity, the more urgent. One
//                    "counts" if it is pending, enabled and below the threshold.
// CSR port           csr_valid_i[h] is a request of hart h: csr_reg_i names the CSR, csr_op_i says
//                    0 read, 1 write, 2 set bits, 3 clear bits. The answer is the value before.
//                      0 miselect   bits 7:0; the others are read-only zero
//                      1 mireg      the register that miselect names
//                          0x70       eidelivery, WARL: 0 off, 1 this file, 0x4000_0000 the PLIC;
//                                     any other value leaves it as it is
//                          0x72       eithreshold, WLRL: 0 is none, else identities >= it do not
//                                     count; has as many bits as an identity, the low ones
//                          0x80 0xC0  eip0 and eie0; bits that are no identity are read-only zero
//                          read-only zero: 0x30-0x3F even (priorities of major interrupts, which
//                                     are fixed), 0x71, 0x73-0x7F, 0x82-0xBF even, 0xC2-0xFF even
//                          illegal instruction: all others, the odd ones do not exist at XLEN 64
//                      2 mtopei     the most urgent identity that counts in 26:16 and 10:0, or 0,
//                                   whatever eidelivery. Every op but read claims it: clears its
//                                   pending bit; the operand is ignored
//                      3 no CSR     illegal instruction
// MSI                msi_i makes one identity of one hart pending.
// At one edge        All ports and one MSI may act; a port touches its own file alone. The MSI is
//                    after the CSR access to the same file: an identity that arrives anew while it
//                    is claimed is pending again.
// Timing             A request taken at edge N is answered after edge N, for one clock, by
//                    csr_done_o; csr_rdata_o (0 if illegal) and csr_illegal_o mean something only
//                    beside it. Without a request or an MSI nothing changes but an answer's end,
//                    and the wires with plic_meip_i.
// Wires              Registers. meip_o[h] after an edge, of the file as it is then: eidelivery is 1
//                    and an identity counts, or it is 0x4000_0000 and plic_meip_i[h] was high.
// Reset              eidelivery is 0x4000_0000. The specification leaves the rest open; here all of
//                    it is zero.
// Remark             State lives in arrays, and only files that are touched are looked at: that is
//                    what makes simulation of 1,024 of them quick. Verilator wants no nonblocking
//                    assignment to an array in a loop, so they are blocking, and so is what the
//                    wires are made of. This is sound because all of it is read and written in one
//                    block, and nowhere else.
`default_nettype none

module imsic_files #(
  parameter HartSlots  = 4,  // a power of two, at least 2
  parameter Identities = 63  // fewer, for proofs only; 3 at least
) (
  input  wire                    clk_i,
  input  wire                    rst_ni,
  input  wire                    msi_i,
  input  wire [11:0]             msi_hart_i,      // below HartSlots
  input  wire [5:0]              msi_identity_i,  // 1 to Identities
  input  wire [HartSlots-1:0]    csr_valid_i,
  input  wire [2*HartSlots-1:0]  csr_reg_i,
  input  wire [2*HartSlots-1:0]  csr_op_i,
  input  wire [64*HartSlots-1:0] csr_wdata_i,
  output reg  [HartSlots-1:0]    csr_done_o,
  output reg  [64*HartSlots-1:0] csr_rdata_o,
  output reg  [HartSlots-1:0]    csr_illegal_o,
  input  wire [HartSlots-1:0]    plic_meip_i,
  output reg  [HartSlots-1:0]    meip_o
);

  localparam SlotBits = $clog2(HartSlots);
  localparam IdBits   = $clog2(Identities + 1);
  localparam Group    = (HartSlots < 64) ? HartSlots : 64;  // ports looked at together

  localparam [1:0] MISELECT = 2'd0, MIREG = 2'd1, MTOPEI = 2'd2;  // csr_reg_i
  localparam [1:0] READ = 2'd0, WRITE = 2'd1, SET = 2'd2;         // csr_op_i

  localparam [7:0] EIDELIVERY = 8'h70, EITHRESHOLD = 8'h72, EIP0 = 8'h80, EIE0 = 8'hC0;

  localparam [1:0] FILE = 2'b01, PLIC = 2'b10;  // bits 30 and 0 of eidelivery; off is none

  localparam [Identities:0] NONE = {Identities+1{1'b0}};
  localparam [Identities:0] ALL  = {{Identities{1'b1}}, 1'b0};  // zero is no identity

  (* mem2reg *) reg [7:0]          miselect_q    [0:HartSlots-1];
  (* mem2reg *) reg [1:0]          eidelivery_q  [0:HartSlots-1];
  (* mem2reg *) reg [IdBits-1:0]   eithreshold_q [0:HartSlots-1];
  (* mem2reg *) reg [Identities:0] eip_q         [0:HartSlots-1];
  (* mem2reg *) reg [Identities:0] eie_q         [0:HartSlots-1];

  // What the wires are made of.
  reg [HartSlots-1:0] signal_q;     // eidelivery is 1, and an identity counts
  reg [HartSlots-1:0] from_plic_q;  // eidelivery is 0x4000_0000

  // Of the identities that are pending and enabled, those that count.
  function [Identities:0] counting(input [Identities:0] set, input [IdBits-1:0] threshold);
    counting = (threshold == {IdBits{1'b0}}) ? set : set & ~(~NONE << threshold);
  endfunction

  // The most urgent of a set, 0 if it is empty.
  function [IdBits-1:0] top(input [Identities:0] set);
    integer i;
    begin
      top = {IdBits{1'b0}};
      for (i = Identities; i > 0; i = i - 1)
        if (set[i]) top = i[IdBits-1:0];
    end
  endfunction

  // An access to mireg is an illegal instruction; arguments are miselect's bits 7:4 and 0.
  function absent(input [3:0] range, input odd);
    absent = (range == 4'h3 || range >= 4'h8) ? odd : range != 4'h7;
  endfunction

  function [63:0] modified(input [1:0] op, input [63:0] value, input [63:0] operand);
    modified = (op == WRITE) ? operand : (op == SET) ? value | operand : value & ~operand;
  endfunction

  function legal_delivery(input [63:0] value);
    legal_delivery = value == 64'd0 || value == 64'd1 || value == 64'h4000_0000;
  endfunction

  integer    g, h;           // the ports g and up; the rest is of port h
  reg [1:0]  csr, op;
  reg [7:0]  select;         // what mireg names
  reg [63:0] before, after;  // the CSR's value

  wire [SlotBits-1:0] m      = msi_hart_i[SlotBits-1:0];
  wire                unused = ^{msi_hart_i, msi_identity_i};

  /* verilator lint_off BLKSEQ */  // see the remark
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      for (h = 0; h < HartSlots; h = h + 1) begin
        miselect_q[h]    = 8'd0;
        eidelivery_q[h]  = PLIC;
        eithreshold_q[h] = {IdBits{1'b0}};
        eip_q[h]         = NONE;
        eie_q[h]         = NONE;
      end
      csr_done_o    <= {HartSlots{1'b0}};
      csr_rdata_o   <= 0;
      csr_illegal_o <= {HartSlots{1'b0}};
      signal_q      = {HartSlots{1'b0}};
      from_plic_q   = {HartSlots{1'b1}};
      meip_o        <= {HartSlots{1'b0}};
    end else begin
      csr_done_o <= csr_valid_i;
      for (g = 0; g < HartSlots; g = g + Group)
        if (csr_valid_i[g +: Group] != {Group{1'b0}})
          for (h = g; h < g + Group; h = h + 1)
            if (csr_valid_i[h]) begin
              csr    = csr_reg_i[2*h +: 2];
              op     = csr_op_i[2*h +: 2];
              select = miselect_q[h];
              before = 64'd0;
              case (csr)
                MISELECT: before[7:0] = select;
                MIREG: case (select)
                  EIDELIVERY:  {before[30], before[0]} = eidelivery_q[h];
                  EITHRESHOLD: before[IdBits-1:0]      = eithreshold_q[h];
                  EIP0:        before[Identities:0]    = eip_q[h];
                  EIE0:        before[Identities:0]    = eie_q[h];
                  default: ;
                endcase
                MTOPEI: begin
                  before[IdBits-1:0]   = top(counting(eip_q[h] & eie_q[h], eithreshold_q[h]));
                  before[16 +: IdBits] = before[IdBits-1:0];
                end
                default: ;
              endcase
              after = modified(op, before, csr_wdata_i[64*h +: 64]);
              if (op != READ) case (csr)
                MISELECT: miselect_q[h] = after[7:0];
                MIREG: case (select)
                  EIDELIVERY:  if (legal_delivery(after)) eidelivery_q[h] = {after[30], after[0]};
                  EITHRESHOLD: eithreshold_q[h] = after[IdBits-1:0];
                  EIP0:        eip_q[h] = after[Identities:0] & ALL;
                  EIE0:        eie_q[h] = after[Identities:0] & ALL;
                  default: ;
                endcase
                MTOPEI: eip_q[h][before[IdBits-1:0]] = 1'b0;
                default: ;
              endcase
              csr_rdata_o[64*h +: 64] <= before;
              csr_illegal_o[h] <= (csr == MIREG) ? absent(select[7:4], select[0]) : csr > MTOPEI;
              from_plic_q[h] = eidelivery_q[h] == PLIC;
              signal_q[h]    = eidelivery_q[h] == FILE &&
                counting(eip_q[h] & eie_q[h], eithreshold_q[h]) != NONE;
            end
      if (msi_i) begin
        eip_q[m][msi_identity_i[IdBits-1:0]] = 1'b1;
        signal_q[m] = eidelivery_q[m] == FILE &&
          counting(eip_q[m] & eie_q[m], eithreshold_q[m]) != NONE;
      end
      meip_o <= signal_q | (from_plic_q & plic_meip_i);
    end
  end
  /* verilator lint_on BLKSEQ */

endmodule

`default_nettype wire
