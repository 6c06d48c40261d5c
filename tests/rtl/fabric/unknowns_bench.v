// Four-valued simulation of the fabric: what nobody drives must not become what somebody sees.
// SPDX-License-Identifier: Apache-2.0
//
// Every pin of the bus is x while its valid is low, power-up state is x, and comparators are read
// before they are written. From reset on no wire, ready or valid may be x, and no response while
// it is valid. Verilator has two values only, so this runs under Icarus Verilog.
`default_nettype none

module unknowns_bench;

  parameter HartSlots = 4;
  localparam Harts = HartSlots - 1;

  reg         clk = 1'b0;
  reg         rst_n = 1'bx;
  reg         tick = 1'b0;
  reg         awvalid, wvalid, bready, arvalid, rready;
  reg  [31:0] awaddr, araddr;
  reg  [2:0]  awsize, arsize;
  reg  [63:0] wdata;
  reg  [7:0]  wstrb;

  wire        awready, wready, bvalid, arready, rvalid, rlast, mtime_written;
  wire [11:0] bid, rid;
  wire [1:0]  bresp, rresp;
  wire [63:0] rdata, mtime;
  wire [HartSlots-1:0] msip, ssip, mtip, meip, seip, wdt_irq, nmi, barrier_irq, bus_err_irq;
  wire        busy;
  reg  [31:1] irq = 31'd0;
  reg                     csr_valid = 1'b0;  // of all harts
  reg  [1:0]              csr_reg, csr_op;
  reg  [63:0]             csr_wdata;
  wire [HartSlots-1:0]    csr_done, csr_illegal;
  wire [64*HartSlots-1:0] csr_rdata;

  fabric_top #(.HartSlots(HartSlots)) dut (
    .clk_i(clk), .rst_ni(rst_n), .hart_count_i(Harts[11:0]), .rtc_tick_i(tick), .irq_i(irq),
    .awvalid_i(awvalid), .awready_o(awready), .awid_i(awvalid ? 12'h5A : 12'hx),
    .awaddr_i(awaddr), .awlen_i(awvalid ? 8'd0 : 8'hx), .awsize_i(awsize), .awcache_i(4'hx),
    .wvalid_i(wvalid), .wready_o(wready), .wdata_i(wdata), .wstrb_i(wstrb),
    .wlast_i(wvalid ? 1'b1 : 1'bx),
    .bvalid_o(bvalid), .bready_i(bready), .bid_o(bid), .bresp_o(bresp),
    .arvalid_i(arvalid), .arready_o(arready), .arid_i(arvalid ? 12'hA5 : 12'hx),
    .araddr_i(araddr), .arlen_i(arvalid ? 8'd0 : 8'hx), .arsize_i(arsize), .arcache_i(4'hx),
    .rvalid_o(rvalid), .rready_i(rready), .rid_o(rid), .rdata_o(rdata), .rresp_o(rresp),
    .rlast_o(rlast),
    .csr_valid_i({HartSlots{csr_valid}}), .csr_reg_i({HartSlots{csr_reg}}),
    .csr_op_i({HartSlots{csr_op}}), .csr_wdata_i({HartSlots{csr_wdata}}),
    .csr_done_o(csr_done), .csr_rdata_o(csr_rdata), .csr_illegal_o(csr_illegal),
    .msip_o(msip), .ssip_o(ssip), .mtip_o(mtip), .meip_o(meip), .seip_o(seip),
    .wdt_irq_o(wdt_irq), .nmi_o(nmi), .barrier_irq_o(barrier_irq), .bus_err_irq_o(bus_err_irq),
    .mtime_o(mtime), .mtime_written_o(mtime_written), .busy_o(busy)
  );

  integer errors = 0;
  integer checks = 0;

  task known;
    begin
      checks = checks + 1;
      if (^{awready, wready, bvalid, arready, rvalid, mtime_written, busy, msip, ssip, mtip, meip,
            seip, wdt_irq, nmi, barrier_irq, bus_err_irq, mtime} === 1'bx ||
          (bvalid && ^{bid, bresp} === 1'bx) ||
          (rvalid && ^{rid, rdata, rresp, rlast} === 1'bx) ||
          ^{csr_done, busy} === 1'bx || (busy && ^{csr_rdata, csr_illegal} === 1'bx)) begin
        errors = errors + 1;
        $display("unknown at %0t: msip %b mtip %b mtime %h r %b %h b %b %b", $time, msip, mtip,
                 mtime, rvalid, rdata, bvalid, bresp);
      end
    end
  endtask

  task clock;
    begin
      #1 clk = 1'b1;
      #1 known;
      clk = 1'b0;
      #1 known;
    end
  endtask

  task idle;
    begin
      {awvalid, wvalid, bready, arvalid, rready} = 5'd0;
      {awaddr, araddr, awsize, arsize, wdata, wstrb} = {142{1'bx}};
    end
  endtask

  // `strobes` 0x0F or 0xF0: the other half of the data is x.
  task write(input [31:0] addr, input [2:0] size, input [63:0] data, input [7:0] strobes);
    begin
      awvalid = 1'b1; awaddr = addr; awsize = size;
      clock;
      idle;
      clock;
      wvalid = 1'b1; wstrb = strobes;
      wdata = {strobes[4] ? data[63:32] : 32'hx, strobes[0] ? data[31:0] : 32'hx};
      clock;
      idle;
      clock;
      bready = 1'b1;
      clock;
      idle;
    end
  endtask

  task read(input [31:0] addr, input [2:0] size);
    begin
      arvalid = 1'b1; araddr = addr; arsize = size;
      clock;
      idle;
      clock;
      clock;
      rready = 1'b1;
      clock;
      idle;
    end
  endtask

  // Every hart asks its interrupt file: 0 miselect, 1 mireg, 2 mtopei; 0 read, 1 write, 2 set bits.
  task csr(input [1:0] which, input [1:0] op, input [63:0] data);
    begin
      csr_valid = 1'b1; csr_reg = which; csr_op = op; csr_wdata = data;
      clock;
      csr_valid = 1'b0; csr_reg = 2'bx; csr_op = 2'bx; csr_wdata = {64{1'bx}};
    end
  endtask

  task ticks(input integer count);
    begin
      tick = 1'b1;
      repeat (count) clock;
      tick = 1'b0;
    end
  endtask

  integer i;
  initial begin
    idle;
    #1 rst_n = 1'b0;
    #1 clk = 1'b1;
    #1 clk = 1'b0;
    #1 rst_n = 1'b1;
    known;
    repeat (3) clock;
    for (i = 0; i < HartSlots; i = i + 1) begin
      read(32'h0200_0000 + 4 * i, 3'd2);
      read(32'h0200_4000 + 8 * i, 3'd3);
      read(32'h0240_0000 + 16 * i, 3'd3);
      read(32'h0240_0008 + 16 * i, 3'd3);
    end
    ticks(2);
    write(32'h0200_4000, 3'd2, 64'd3, 8'h0F);
    ticks(2);
    write(32'h0200_400C, 3'd2, 64'd0, 8'hF0);
    read(32'h0200_4008, 3'd3);
    write(32'h0200_0004, 3'd2, 64'h1_0000_0000, 8'hF0);
    read(32'h0200_0000, 3'd3);
    write(32'h0200_BFFC, 3'd2, 64'hFFFF_FFFF_0000_0000, 8'hF0);
    ticks(2);
    write(32'h0200_BFF8, 3'd2, 64'h0000_0000_FFFF_FFFF, 8'h0F);
    if (mtip !== {1'b0, {Harts{1'b1}}}) errors = errors + 1;
    ticks(1);
    read(32'h0200_BFF8, 3'd3);
    read(32'h0200_C000, 3'd2);
    // A line of a device, claimed and completed; contexts that nobody has set up.
    for (i = 0; i < 2 * HartSlots; i = i + 1) begin
      read(32'h0C00_2000 + 128 * i, 3'd2);
      read(32'h0C20_0000 + 4096 * i, 3'd2);
      read(32'h0C20_0004 + 4096 * i, 3'd2);
    end
    write(32'h0C00_002C, 3'd2, 64'h1_0000_0000, 8'hF0);
    write(32'h0C00_2000, 3'd2, 64'h800, 8'h0F);
    irq[11] = 1'b1;
    repeat (3) clock;
    if (meip !== 1) errors = errors + 1;
    read(32'h0C20_0004, 3'd2);
    irq[11] = 1'b0;
    write(32'h0C20_0004, 3'd2, 64'hB_0000_0000, 8'hF0);
    repeat (3) clock;
    if (meip !== 0) errors = errors + 1;
    // A watchdog whose limits come in halves, a pet of one that has none, an answer.
    write(32'h0240_0000, 3'd2, 64'd4, 8'h0F);
    write(32'h0240_0004, 3'd2, 64'h2_0000_0000, 8'hF0);
    write(32'h0240_0018, 3'd2, 64'd0, 8'h0F);
    ticks(2);
    if (wdt_irq !== 1 || nmi !== 0) errors = errors + 1;
    ticks(2);
    if (nmi !== 1) errors = errors + 1;
    read(32'h0240_0000, 3'd3);
    read(32'h0240_0008, 3'd3);
    read(32'h0240_0018, 3'd3);
    write(32'h0240_000C, 3'd2, 64'h3_0000_0000, 8'hF0);
    if (wdt_irq !== 0 || nmi !== 0) errors = errors + 1;
    // SETSSIP of two harts; a refused write that says it was posted, and its answer.
    write(32'h02F0_0000, 3'd3, 64'h1_0000_0001, 8'hFF);
    read(32'h02F0_0000, 3'd3);
    read(32'h0242_0000 + 16 * 12'h5A, 3'd3);
    read(32'h0242_0000, 3'd3);
    read(32'h0242_0008, 3'd2);
    write(32'h0200_C000, 3'd3, 64'd1, 8'hFF);
    write(32'h0242_0008, 3'd2, 64'd3, 8'h0F);
    read(32'h0242_0000, 3'd3);
    // Interrupt files: a claim of nothing, bits set where none were, an MSI, its claim.
    csr(2'd2, 2'd1, {64{1'bx}});
    csr(2'd0, 2'd1, 64'hC0);
    csr(2'd1, 2'd2, 64'hFE);
    csr(2'd0, 2'd1, 64'h70);
    csr(2'd1, 2'd1, 64'd1);
    write(32'h2400_1000, 3'd2, 64'd3, 8'h0F);
    if (meip !== 2) errors = errors + 1;
    read(32'h2400_1000, 3'd2);
    csr(2'd2, 2'd1, {64{1'bx}});
    if (meip !== 0 || csr_rdata[127:0] !== {64'h3_0003, 64'd0}) errors = errors + 1;
    csr(2'd1, 2'd0, {64{1'bx}});
    csr(2'd3, 2'd0, {64{1'bx}});
    // Barriers that nobody has set up; one of two harts, its release and the answer to it.
    for (i = 0; i < 4; i = i + 1) begin
      read(32'h0250_8000 + 65536 * i, 3'd3);
      read(32'h0250_8200 + 65536 * i, 3'd3);
      read(32'h0250_8400 + 65536 * i, 3'd3);
      read(32'h0250_8408 + 65536 * i, 3'd3);
      read(32'h0250_0004 + 65536 * i, 3'd2);
      read(32'h0250_4004 + 65536 * i, 3'd2);
    end
    write(32'h0250_8000, 3'd2, 64'd3, 8'h0F);
    write(32'h0250_8408, 3'd2, 64'd3, 8'h0F);
    write(32'h0250_0000, 3'd2, 64'd0, 8'h0F);
    read(32'h0250_8200, 3'd3);
    write(32'h0250_0004, 3'd2, 64'd0, 8'hF0);
    read(32'h0250_8400, 3'd3);
    if (rdata !== 64'h2_0000_0001) errors = errors + 1;
    write(32'h0250_4004, 3'd2, 64'h1_0000_0000, 8'hF0);
    read(32'h0250_4004, 3'd2);
    read(32'h0250_4000, 3'd2);
    // Doorbells of a group, and of all but one.
    write(32'h0241_0000, 3'd2, 64'd2, 8'h0F);
    if (msip !== 2) errors = errors + 1;
    write(32'h0241_0200, 3'd2, 64'd2, 8'h0F);
    if (msip !== ({HartSlots{1'b1}} >> (HartSlots - Harts) & ~4)) errors = errors + 1;
    read(32'h0241_0000, 3'd3);
    read(32'h0241_0200, 3'd2);
    if (errors == 0 && checks > 100) $display("no unknowns in %0d checks", checks);
    $finish;
  end

endmodule

`default_nettype wire
