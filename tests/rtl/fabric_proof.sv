// What is proved of the fabric's modules, for every input: the properties P1 to P4 and P6 to P8 of
// ACLINT and AXI, and W1 to W5 of the watchdog, that tests only sample. Checkers stand outside the
// RTL.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4; AMBA AXI4 (ARM IHI 0022), A3.2 and A3.3.
//
// mswi_proof, mtimer_proof and watchdog_proof hold for all time (induction): the registers of a
// hart that is any one are followed by a shadow of them. axi_proof holds for the first clocks after reset (a bounded
// check), long enough for several transactions one after another and for bursts.
`default_nettype none

module mswi_proof (
  input wire        clk,
  input wire        we,
  input wire [11:0] whart, rhart,
  input wire [63:0] wdata,
  input wire [7:0]  wstrb
);
  (* anyconst *) wire [1:0] hart;

  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;

  wire [63:0] rdata;
  wire [3:0]  msip;
  aclint_mswi #(.HartSlots(4)) dut (
    .clk_i(clk), .rst_ni(started), .we_i(we), .whart_i(whart), .wdata_i(wdata), .wstrb_i(wstrb),
    .rhart_i(rhart), .rdata_o(rdata), .msip_o(msip)
  );

  reg  shadow = 1'b0;
  wire hit    = we && whart[1] == hart[1] && wstrb[hart[0] ? 4 : 0];
  always @(posedge clk) if (started && hit) shadow <= hart[0] ? wdata[32] : wdata[0];

  always @* if (started) begin
    assume (whart < 12'd4);
    assume (rhart < 12'd4);
    assert (msip[hart] == shadow);  // P1, P2, P6
    if (rhart[1] == hart[1]) assert ((hart[0] ? rdata[63:32] : rdata[31:0]) == {31'd0, shadow});
  end
endmodule

module mtimer_proof (
  input wire        clk,
  input wire        tick, cmp_we, mtime_we,
  input wire [11:0] whart,
  input wire [63:0] wdata,
  input wire [7:0]  wstrb
);
  (* anyconst *) wire [1:0]  hart;
  (* anyconst *) wire [11:0] count;

  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;

  wire [63:0] rdata, mtime;
  wire [3:0]  mtip;
  wire        written;
  aclint_mtimer #(.HartSlots(4)) dut (
    .clk_i(clk), .rst_ni(started), .hart_count_i(count), .tick_i(tick), .cmp_we_i(cmp_we),
    .mtime_we_i(mtime_we), .whart_i(whart), .wdata_i(wdata), .wstrb_i(wstrb), .rmtime_i(1'b0),
    .rhart_i({10'd0, hart}), .rdata_o(rdata), .mtip_o(mtip), .mtime_o(mtime),
    .mtime_written_o(written)
  );

  function [63:0] merge(input [63:0] old, input [63:0] value, input [7:0] strobes);
    integer i;
    for (i = 0; i < 8; i = i + 1)
      merge[8 * i +: 8] = strobes[i] ? value[8 * i +: 8] : old[8 * i +: 8];
  endfunction

  reg [63:0] compare = ~64'd0;
  reg [63:0] now     = 64'd0;
  reg        wrote   = 1'b0;
  always @(posedge clk) if (started) begin
    if (cmp_we && whart == {10'd0, hart}) compare <= merge(compare, wdata, wstrb);
    wrote <= mtime_we && wstrb != 8'd0;
    if (mtime_we && wstrb != 8'd0) now <= merge(now, wdata, wstrb);
    else if (tick) now <= now + 64'd1;
  end

  always @* if (started) begin
    assume (!(cmp_we && mtime_we));
    assume (whart < 12'd4);
    assume ({10'd0, hart} < count);
    assert (rdata == compare);              // P2, P6
    assert (mtime == now);
    assert (written == wrote);
    assert (mtip[hart] == (now >= compare));  // P3
  end
endmodule

module watchdog_proof #(
  parameter TickBits = 5  // a width at which z3 is fast; the module's text is the same at each
) (
  input wire        clk,
  input wire        tick, we, wcontrol,
  input wire [11:0] whart,
  input wire [63:0] wdata,
  input wire [7:0]  wstrb
);
  (* anyconst *) wire [1:0] hart;

  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;

  wire [63:0] rlimits, rcontrol;
  wire [3:0]  irqs, nmis;
  hart_watchdog #(.HartSlots(4), .TickBits(TickBits)) dut (
    .clk_i(clk), .rst_ni(started), .tick_i(tick), .we_i(we), .wcontrol_i(wcontrol),
    .whart_i(whart), .wdata_i(wdata), .wstrb_i(wstrb), .rhart_i({10'd0, hart}),
    .rlimits_o(rlimits), .rcontrol_o(rcontrol), .wdt_irq_o(irqs), .nmi_o(nmis)
  );

  function [63:0] merge(input [63:0] old, input [63:0] value, input [7:0] strobes);
    integer i;
    for (i = 0; i < 8; i = i + 1)
      merge[8 * i +: 8] = strobes[i] ? value[8 * i +: 8] : old[8 * i +: 8];
  endfunction

  // The shadow counts down where the module compares.
  reg [63:0] limits = 64'd0;
  reg [31:0] left   = 32'd0;
  reg        irq = 1'b0, nmi = 1'b0;
  wire       hit  = we && whart == {10'd0, hart};
  wire       pet  = hit && (wcontrol ? wstrb[3:0] != 4'd0 : wstrb != 8'd0);
  wire       ack  = hit && wcontrol && wstrb[4];
  wire [31:0] ticks    = (32'd1 << TickBits) - 32'd1;
  wire [63:0] limits_d = (hit && !wcontrol) ? merge(limits, wdata, wstrb) & {ticks, ticks} : limits;
  always @(posedge clk) if (started) begin
    limits <= limits_d;
    if (ack && wdata[32]) irq <= 1'b0;
    if (ack && wdata[33]) nmi <= 1'b0;
    if (tick && left != 32'd0) begin
      left <= left - 32'd1;
      if (left == 32'd1) nmi <= 1'b1;
      else if (left - 32'd1 == limits[63:32]) irq <= 1'b1;
    end
    if (pet) begin
      left <= limits_d[31:0];
      irq  <= 1'b0;
      nmi  <= 1'b0;
    end
  end

  always @* if (started) begin
    assume (whart < 12'd4);
    assert (rlimits == limits);                                           // W1: also from reset on,
    assert (rcontrol == {29'd0, left != 32'd0, nmi, irq, left});          // and whatever is written
    assert (irqs[hart] == irq && nmis[hart] == nmi);                      // to a neighbour
    assert (left <= limits[31:0]);
  end

  always @(posedge clk) if (started && $past(started)) begin
    if (nmis[hart] && !$past(nmis[hart]))                                 // W2: no NMI without a
      assert ($past(tick && rcontrol[31:0] == 32'd1 && !pet));            // timeout that runs out
    if (irqs[hart] && !$past(irqs[hart]))                                 // W3: the same
      assert (rlimits[63:32] != 32'd0 && rcontrol[31:0] == rlimits[63:32]);
    if ($past(pet))                                                       // W4: a pet starts anew
      assert (!nmis[hart] && !irqs[hart] && rcontrol[31:0] == rlimits[31:0]);
    if ($past(!hit && !tick))                                             // W5: else nothing moves
      assert ($stable(rlimits) && $stable(rcontrol) && $stable(irqs[hart]) && $stable(nmis[hart]));
  end
endmodule

module axi_proof (
  input wire        clk,
  input wire        awvalid, wvalid, wlast, bready, arvalid, rready, whole, rhole,
  input wire [11:0] awid, arid,
  input wire [31:0] awaddr, araddr,
  input wire [7:0]  awlen, arlen, wstrb,
  input wire [2:0]  awsize, arsize,
  input wire [63:0] wdata, reg_rdata
);
  reg started = 1'b0;
  always @(posedge clk) started <= 1'b1;

  wire        awready, wready, bvalid, arready, rvalid, rlast, we, wwide, rwide;
  wire [11:0] bid, rid;
  wire [1:0]  bresp, rresp;
  wire [63:0] rdata, reg_wdata;
  wire [31:0] waddr, raddr;
  wire [7:0]  reg_wstrb;
  axi_slave dut (
    .clk_i(clk), .rst_ni(started), .awvalid_i(awvalid), .awready_o(awready), .awid_i(awid),
    .awaddr_i(awaddr), .awlen_i(awlen), .awsize_i(awsize), .awcache_i(4'd0), .wvalid_i(wvalid),
    .wready_o(wready), .wdata_i(wdata), .wstrb_i(wstrb), .wlast_i(wlast), .bvalid_o(bvalid),
    .bready_i(bready), .bid_o(bid), .bresp_o(bresp), .arvalid_i(arvalid), .arready_o(arready),
    .arid_i(arid), .araddr_i(araddr), .arlen_i(arlen), .arsize_i(arsize), .arcache_i(4'd0),
    .rvalid_o(rvalid), .rready_i(rready), .rid_o(rid), .rdata_o(rdata), .rresp_o(rresp),
    .rlast_o(rlast), .reg_we_o(we), .reg_waddr_o(waddr), .reg_wwide_o(wwide),
    .reg_wdata_o(reg_wdata), .reg_wstrb_o(reg_wstrb), .reg_whole_i(whole), .reg_raddr_o(raddr),
    .reg_rwide_o(rwide), .reg_rdata_i(reg_rdata), .reg_rhole_i(rhole)
  );

  function legal(input [31:0] addr, input [7:0] len, input [2:0] size);
    legal = len == 8'd0 && (size == 3'd2 ? addr[1:0] == 2'd0 : size == 3'd3 && addr[2:0] == 3'd0);
  endfunction

  // The write in flight, from its address on.
  reg         open = 1'b0;  // address taken, response not
  reg         good, wrote;
  reg  [8:0]  left;         // beats
  reg  [11:0] id;
  reg  [31:0] addr;
  wire        beat = wvalid && wready;
  always @(posedge clk) if (started) begin
    if (awvalid && awready) begin
      open  <= 1'b1;
      good  <= legal(awaddr, awlen, awsize);
      wrote <= 1'b0;
      left  <= awlen + 9'd1;
      id    <= awid;
      addr  <= awaddr;
    end
    if (beat) left <= left - 9'd1;
    if (we) wrote <= 1'b1;
    if (bvalid && bready) open <= 1'b0;
  end

  // The read in flight.
  reg        ropen = 1'b0;
  reg        rgood;
  reg [8:0]  rleft;
  reg [11:0] read_id;
  always @(posedge clk) if (started) begin
    if (arvalid && arready) begin
      ropen   <= 1'b1;
      rgood   <= legal(araddr, arlen, arsize);
      rleft   <= arlen + 9'd1;
      read_id <= arid;
    end
    if (rvalid && rready) begin
      rleft <= rleft - 9'd1;
      if (rlast) ropen <= 1'b0;
    end
  end

  always @* if (started) begin
    assert (awready + wready + bvalid == 1);  // P8: it always waits for the master
    assert (awready == !open);
    if (wready) assert (left != 9'd0);
    if (we) assert (open && good && beat && wlast && !whole && waddr == addr);  // P7
    if (we) assert (reg_wstrb == (wstrb & (wwide ? 8'hFF : addr[2] ? 8'hF0 : 8'h0F)));
    if (bvalid) assert (open && left == 9'd0 && bid == id && (bresp == 2'd0) == wrote);
    if (bvalid && !good) assert (bresp == 2'd2);
    assert (arready == !ropen);
    assert (!(arready && rvalid));
    if (rvalid) assert (ropen && rid == read_id && rlast == (rleft == 9'd1));
    if (rvalid && !rgood) assert (rresp == 2'd2 && rdata == 64'd0);
  end

  always @(posedge clk) if (started && $past(started)) begin
    if ($past(bvalid && !bready)) assert (bvalid && $stable(bid) && $stable(bresp));
    if ($past(rvalid && !rready))
      assert (rvalid && $stable(rid) && $stable(rdata) && $stable(rresp) && $stable(rlast));
    if ($past(!arready && !rvalid)) assert (rvalid);  // P8
  end
endmodule

`default_nettype wire
