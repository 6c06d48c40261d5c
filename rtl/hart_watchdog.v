// Hart watchdog: one countdown per hart, first an interrupt, then a non-maskable interrupt.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own; the names and the meaning of "pretimeout" are those of Linux's watchdog API, the
// two stages those of ARM's generic watchdog (SBSA: WS0 interrupt, WS1 higher agent).
//
// What it is         A hart that lives pets its watchdog. TIMEOUT ticks after the last pet nmi_o[i]
//                    rises; PRETIMEOUT ticks before that, wdt_irq_o[i]. Both are levels and stay
//                    until software answers. One tick is one tick of mtime's clock; what the guest
//                    writes to MTIME does not move the watchdog.
// Registers          Four of 32 bits for hart i from +0x10 i on, in two 64-bit words:
//                      +0x0 TIMEOUT     RW  ticks from a pet to the NMI; 0: off. Writing is a pet.
//                      +0x4 PRETIMEOUT  RW  the interrupt comes so long before the NMI; 0, or
//                                           TIMEOUT and more: it never comes. Writing is a pet.
//                      +0x8 PET         W   any value: a pet.  R: ticks left, 0 while stopped.
//                      +0xC STATUS      bit 0 PRE  the interrupt's wire, bit 1 NMI the NMI's wire:
//                                           a one written clears it. Bit 2 RUN, read-only: it
//                                           counts. The others read zero.
// Holes              The registers of harts not present. An access stays within one of the words.
// A pet              clears PRE and NMI and starts the countdown anew, or stops it if TIMEOUT is 0.
//                    After the NMI the countdown stands until a pet; writing STATUS starts nothing.
// At one edge        A tick at the edge of a pet does not count: the NMI comes with the TIMEOUT-th
//                    tick after it. A pet wins over the expiry it meets. Expiry wins over a write
//                    of STATUS, so that no event is lost. A pet wins over a write of STATUS in the
//                    same 64-bit word.
// Register bus       Byte strobes say which of the two registers a write reaches; a write without a
//                    strobe is none. TIMEOUT and PRETIMEOUT can be written in bytes.
// Timing             A write at edge N is on the wires, and in every later read, after edge N.
//                    Without a tick or a write nothing in this module changes.
// Reset              All off, all registers zero. The arrays have no reset; a hart's values count
//                    only once they have been set.
// Remark             Deadlines are compared, not counted down: the only thing that moves with a
//                    tick is one common counter. It wraps, which differences do not notice.
`default_nettype none

module hart_watchdog #(
  parameter HartSlots = 4,  // a power of two, at least 4
  parameter TickBits  = 32  // of the limits; fewer, for proofs only, and the bits above read zero
) (
  input  wire                 clk_i,
  input  wire                 rst_ni,
  input  wire [11:0]          hart_count_i,  // harts present, at most HartSlots; static
  input  wire                 tick_i,
  input  wire                 we_i,
  input  wire [15:0]          woffset_i,
  input  wire [63:0]          wdata_i,
  input  wire [7:0]           wstrb_i,
  output wire                 whole_o,
  input  wire [15:0]          roffset_i,
  output wire [63:0]          rdata_o,
  output wire                 rhole_o,
  output wire [HartSlots-1:0] wdt_irq_o,
  output wire [HartSlots-1:0] nmi_o
);

  localparam SlotBits = $clog2(HartSlots);

  reg [TickBits-1:0]  ticks_q;
  reg [TickBits-1:0]  timeout_q    [0:HartSlots-1];
  reg [TickBits-1:0]  pretimeout_q [0:HartSlots-1];
  reg [TickBits-1:0]  deadline_q   [0:HartSlots-1];  // the tick at which the NMI comes
  reg [HartSlots-1:0] set_q;                         // the limits have been written
  reg [HartSlots-1:0] running_q;
  reg [HartSlots-1:0] irq_q;
  reg [HartSlots-1:0] nmi_q;

  wire [SlotBits-1:0] windex   = woffset_i[SlotBits+3:4];
  wire [SlotBits-1:0] rindex   = roffset_i[SlotBits+3:4];
  wire                wcontrol = woffset_i[3];  // the word of PET and STATUS
  wire                unused   = ^{woffset_i[2:0], roffset_i[2:0]};  // byte strobes say the lane

  // Bit mask of the strobed bytes.
  wire [63:0] wmask = {{8{wstrb_i[7]}}, {8{wstrb_i[6]}}, {8{wstrb_i[5]}}, {8{wstrb_i[4]}},
                       {8{wstrb_i[3]}}, {8{wstrb_i[2]}}, {8{wstrb_i[1]}}, {8{wstrb_i[0]}}};

  wire        limits_we = we_i & ~wcontrol & (wstrb_i != 8'd0);
  wire        pet       = limits_we | (we_i & wcontrol & (wstrb_i[3:0] != 4'd0));
  wire        ack       = we_i & wcontrol & wstrb_i[4];
  wire [31:0] wtimeout  = timeout_q[windex];
  wire [31:0] wpre      = pretimeout_q[windex];
  wire [63:0] wlimits   = set_q[windex] ? {wpre, wtimeout} : 64'd0;
  wire [63:0] limits_d  = limits_we ? ((wlimits & ~wmask) | (wdata_i & wmask)) : wlimits;

  wire [TickBits-1:0] timeout_d = limits_d[TickBits-1:0];
  wire [TickBits-1:0] ticks_d   = ticks_q + {{TickBits-1{1'b0}}, tick_i};
  wire [TickBits-1:0] rdistance = deadline_q[rindex] - ticks_q;
  wire [31:0]         rleft     = running_q[rindex] ? rdistance : 0;
  wire [31:0]         rtimeout  = timeout_q[rindex];
  wire [31:0]         rpre      = pretimeout_q[rindex];

  wire [63:0]         rlimits   = set_q[rindex] ? {rpre, rtimeout} : 64'd0;
  wire [63:0]         rcontrol  = {29'd0, running_q[rindex], nmi_q[rindex], irq_q[rindex], rleft};

  assign whole_o    = (woffset_i[15:4] >= hart_count_i);
  assign rhole_o    = (roffset_i[15:4] >= hart_count_i);
  assign rdata_o    = roffset_i[3] ? rcontrol : rlimits;
  assign wdt_irq_o  = irq_q;
  assign nmi_o      = nmi_q;

  // The last assignment counts: an expiry comes after the answer it meets, a pet after both. A
  // countdown that begins at PRETIMEOUT or below never has so much left.
  integer i;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ticks_q   <= {TickBits{1'b0}};
      set_q     <= {HartSlots{1'b0}};
      running_q <= {HartSlots{1'b0}};
      irq_q     <= {HartSlots{1'b0}};
      nmi_q     <= {HartSlots{1'b0}};
    end else begin
      ticks_q <= ticks_d;
      if (ack && wdata_i[32]) irq_q[windex] <= 1'b0;
      if (ack && wdata_i[33]) nmi_q[windex] <= 1'b0;
      if (tick_i && running_q != {HartSlots{1'b0}}) begin
        for (i = 0; i < HartSlots; i = i + 1) begin
          if (running_q[i] && deadline_q[i] == ticks_d) begin
            nmi_q[i]     <= 1'b1;
            running_q[i] <= 1'b0;
          end else if (running_q[i] && deadline_q[i] - ticks_d == pretimeout_q[i]) begin
            irq_q[i]     <= 1'b1;
          end
        end
      end
      if (pet) begin
        set_q[windex]     <= 1'b1;
        running_q[windex] <= (timeout_d != {TickBits{1'b0}});
        irq_q[windex]     <= 1'b0;
        nmi_q[windex]     <= 1'b0;
      end
    end
  end

  always @(posedge clk_i) begin
    if (pet) timeout_q[windex]    <= timeout_d;
    if (pet) pretimeout_q[windex] <= limits_d[TickBits+31:32];
    if (pet) deadline_q[windex]   <= ticks_d + timeout_d;
  end

endmodule

`default_nettype wire
