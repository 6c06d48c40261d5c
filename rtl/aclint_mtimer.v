// Machine-level timer: one 64-bit time for all, one 64-bit comparator per hart.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4, chapter MTIMER; RISC-V privileged specification,
// "Machine Timer (mtime and mtimecmp) Registers".
//
// What it is         mtip_o[i] is high exactly while MTIME >= MTIMECMP[i] (unsigned), level; it falls
//                    also when MTIME is lowered. All of it can be written in halves and bytes.
// Registers          +8 i: MTIMECMP of hart i; +0x7FF8: MTIME, where SiFive's CLINT has it. 64 bits
//                    each, read and written whole or in 32-bit halves.
// Holes              The comparators of harts not present.
// Time               MTIME rises by one at an edge with tick_i high. A write at the same edge takes
//                    the place of the tick: strobed bytes are replaced, the others hold.
//                    mtime_written_o is high for the one clock that follows a write of MTIME.
//                    A write without a strobe is none, and leaves the tick alone.
// Timing             mtip_o is a register set from the values MTIME and MTIMECMP take at the same
//                    edge, so without a tick or a write nothing in this module changes.
// Reset              MTIME is zero. The specification leaves MTIMECMP open; here it is all ones.
//                    The array itself has no reset: a comparator is "not armed" until its first
//                    write, and all ones stand for it so long, in reads, compares and partial
//                    writes.
// Remark             State lives in an array and in vectors, not in an instance per hart: simulation
//                    of 1,024 comparators is then three times as fast. Comparators are looked at on
//                    ticks and on writes only.
`default_nettype none

module aclint_mtimer #(
  parameter HartSlots = 4  // a power of two, at least 4
) (
  input  wire                 clk_i,
  input  wire                 rst_ni,
  input  wire [11:0]          hart_count_i,  // harts present, at most HartSlots; static
  input  wire                 tick_i,
  input  wire                 we_i,
  input  wire [14:0]          woffset_i,
  input  wire [63:0]          wdata_i,
  input  wire [7:0]           wstrb_i,
  output wire                 whole_o,
  input  wire [14:0]          roffset_i,
  output wire [63:0]          rdata_o,
  output wire                 rhole_o,
  output wire [HartSlots-1:0] mtip_o,
  output wire [63:0]          mtime_o,
  output wire                 mtime_written_o
);

  localparam SlotBits = $clog2(HartSlots);
  localparam [11:0] MtimeSlot = 12'hFFF;  // MTIME stands where MTIMECMP 4095 would

  reg [63:0]          mtime_q;
  reg                 mtime_written_q;
  reg [63:0]          mtimecmp_q [0:HartSlots-1];
  reg [HartSlots-1:0] armed_q;
  reg [HartSlots-1:0] mtip_q;

  wire [SlotBits-1:0] windex = woffset_i[SlotBits+2:3];
  wire [SlotBits-1:0] rindex = roffset_i[SlotBits+2:3];
  wire                wmtime = (woffset_i[14:3] == MtimeSlot);
  wire                rmtime = (roffset_i[14:3] == MtimeSlot);
  wire                unused = ^{woffset_i[2:0], roffset_i[2:0]};  // byte strobes say the lane

  // Bit mask of the strobed bytes.
  wire [63:0] wmask = {{8{wstrb_i[7]}}, {8{wstrb_i[6]}}, {8{wstrb_i[5]}}, {8{wstrb_i[4]}},
                       {8{wstrb_i[3]}}, {8{wstrb_i[2]}}, {8{wstrb_i[1]}}, {8{wstrb_i[0]}}};

  wire [63:0] wcmp_old = armed_q[windex] ? mtimecmp_q[windex] : {64{1'b1}};
  wire [63:0] wcmp_d   = (wcmp_old & ~wmask) | (wdata_i & wmask);
  wire [63:0] rcmp     = armed_q[rindex] ? mtimecmp_q[rindex] : {64{1'b1}};
  wire        strobed  = (wstrb_i != 8'd0);
  wire        cmp_we   = we_i & ~wmtime & strobed;
  wire        mtime_we = we_i & wmtime & strobed;
  wire [63:0] mtime_d  = mtime_we ? ((mtime_q & ~wmask) | (wdata_i & wmask))
                                  : mtime_q + {63'd0, tick_i};
  wire        time_max = &mtime_d;  // reaches a comparator that is not armed

  assign whole_o         = ~wmtime & (woffset_i[14:3] >= hart_count_i);
  assign rhole_o         = ~rmtime & (roffset_i[14:3] >= hart_count_i);
  assign rdata_o         = rmtime ? mtime_q : rcmp;
  assign mtip_o          = mtip_q;
  assign mtime_o         = mtime_q;
  assign mtime_written_o = mtime_written_q;

  integer i;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      mtime_q         <= 64'd0;
      mtime_written_q <= 1'b0;
      armed_q         <= {HartSlots{1'b0}};
      mtip_q          <= {HartSlots{1'b0}};
    end else begin
      mtime_q         <= mtime_d;
      mtime_written_q <= mtime_we;
      if (tick_i || mtime_we) begin
        mtip_q <= {HartSlots{1'b0}};
        for (i = 0; i < HartSlots; i = i + 1)
          if (armed_q[i] ? mtime_d >= mtimecmp_q[i] : time_max && i < {20'd0, hart_count_i})
            mtip_q[i] <= 1'b1;
      end
      if (cmp_we) begin
        armed_q[windex] <= 1'b1;
        mtip_q[windex]  <= (mtime_d >= wcmp_d);
      end
    end
  end

  always @(posedge clk_i) begin
    if (cmp_we) mtimecmp_q[windex] <= wcmp_d;
  end

endmodule

`default_nettype wire
