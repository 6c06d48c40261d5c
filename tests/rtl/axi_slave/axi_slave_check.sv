// What always holds at the pins of the AXI slave.
// SPDX-License-Identifier: Apache-2.0
//
// Source: AMBA AXI4 (ARM IHI 0022), A3.2 and A3.3; the data sheet in rtl/axi_slave.v. Bound to the
// module in the bench, and part of its proof.
`default_nettype none

module axi_slave_check (
  input wire        clk_i, rst_ni, awvalid_i, awready_o,
  input wire [11:0] awid_i,
  input wire [31:0] awaddr_i,
  input wire [7:0]  awlen_i,
  input wire [2:0]  awsize_i,
  input wire [3:0]  awcache_i,
  input wire        wvalid_i, wready_o,
  input wire [63:0] wdata_i,
  input wire [7:0]  wstrb_i,
  input wire        wlast_i, bvalid_o, bready_i,
  input wire [11:0] bid_o,
  input wire [1:0]  bresp_o,
  input wire        arvalid_i, arready_o,
  input wire [11:0] arid_i,
  input wire [31:0] araddr_i,
  input wire [7:0]  arlen_i,
  input wire [2:0]  arsize_i,
  input wire [3:0]  arcache_i,
  input wire        rvalid_o, rready_i,
  input wire [11:0] rid_o,
  input wire [63:0] rdata_o,
  input wire [1:0]  rresp_o,
  input wire        rlast_o, reg_we_o,
  input wire [11:0] reg_wid_o,
  input wire [31:0] reg_waddr_o,
  input wire        reg_wwide_o,
  input wire [63:0] reg_wdata_o,
  input wire [7:0]  reg_wstrb_o,
  input wire        reg_whole_i, reg_wwait_i, posted_error_o, reg_re_o,
  input wire [31:0] reg_raddr_o,
  input wire        reg_rwide_o,
  input wire [63:0] reg_rdata_i,
  input wire        reg_rhole_i, reg_rwait_i
);
  function legal(input [2:0] addr, input [7:0] len, input [2:0] size);
    legal = len == 8'd0 && (size == 3'd2 ? addr[1:0] == 2'd0 : size == 3'd3 && addr == 3'd0);
  endfunction

  // The write in flight, from its address on.
  reg        open;   // address taken, response not
  reg        good;   // legal so far
  reg        wrote;  // the register bus has seen it
  reg        posted;
  reg [8:0]  left;   // beats
  reg [11:0] id;
  reg [31:0] addr;
  reg        wide;
  wire       beat = wvalid_i && wready_o;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) open <= 1'b0;
    else begin
      if (awvalid_i && awready_o) begin
        open  <= 1'b1;
        good  <= legal(awaddr_i[2:0], awlen_i, awsize_i);
        wrote <= 1'b0;
        posted <= awcache_i[0];
        left  <= {1'b0, awlen_i} + 9'd1;
        id    <= awid_i;
        addr  <= awaddr_i;
        wide  <= awsize_i == 3'd3;
      end
      if (beat) left <= left - 9'd1;
      if (beat && wlast_i != (left == 9'd1)) good <= 1'b0;
      if (reg_we_o) wrote <= 1'b1;
      if (bvalid_o && bready_i) open <= 1'b0;
    end

  // A legal access may be put off by the block it is for, and nothing else is.
  wire wput_off = open && !bvalid_o && left == 9'd1 && good && !reg_whole_i && reg_wwait_i;
  wire refused  = beat && left == 9'd1 && !reg_we_o;

  always @* if (rst_ni) begin
    // The bus waits for the master, or for that block: it is ready, or it answers.
    assert ({1'b0, awready_o} + {1'b0, wready_o} + {1'b0, bvalid_o} == {1'b0, !wput_off});
    assert (awready_o == !open);
    if (wready_o) assert (left != 9'd0);
    // A legal write reaches the register bus, once, and no other does.
    assert (reg_we_o == (open && good && beat && wlast_i && !reg_whole_i));
    if (open && !bvalid_o) assert (reg_waddr_o == addr && reg_wid_o == id);
    // That a posted write is refused is told once, at its last beat.
    assert (posted_error_o == (refused && posted));
    if (open && !bvalid_o && good) assert (reg_wwide_o == wide);
    if (reg_we_o) assert (!wrote && reg_wdata_o == wdata_i);
    if (reg_we_o) assert (reg_wstrb_o == (wstrb_i & (wide ? 8'hFF : addr[2] ? 8'hF0 : 8'h0F)));
    // It is answered with its own ID when all its beats are there, and says whether it happened.
    if (bvalid_o) assert (open && left == 9'd0 && bid_o == id);
    if (bvalid_o) assert (bresp_o == (!good ? 2'd2 : wrote ? 2'd0 : 2'd3));
  end

  // The read in flight.
  reg        ropen, rgood, rhole, looked;  // looked: the register bus has been read
  reg [8:0]  rleft;
  reg [11:0] read_id;
  reg [31:0] raddr;
  reg        rwide;
  reg [63:0] data;
  wire       rput_off = rgood && !reg_rhole_i && reg_rwait_i;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) ropen <= 1'b0;
    else begin
      if (arvalid_i && arready_o) begin
        ropen   <= 1'b1;
        rgood   <= legal(araddr_i[2:0], arlen_i, arsize_i);
        looked  <= 1'b0;
        rleft   <= {1'b0, arlen_i} + 9'd1;
        read_id <= arid_i;
        raddr   <= araddr_i;
        rwide   <= arsize_i == 3'd3;
      end
      if (ropen && !looked && !rput_off) begin
        looked <= 1'b1;
        rhole  <= reg_rhole_i;
        data   <= reg_rdata_i & {{32{rwide || raddr[2]}}, {32{rwide || !raddr[2]}}};
      end
      if (rvalid_o && rready_i) begin
        rleft <= rleft - 9'd1;
        if (rlast_o) ropen <= 1'b0;
      end
    end

  always @* if (rst_ni) begin
    assert (arready_o == !ropen);
    assert (rvalid_o == (ropen && looked));  // an answer from the clock after, until it is taken
    assert (reg_re_o == (ropen && !looked && rgood && !reg_rhole_i && !reg_rwait_i));
    if (ropen && !looked) assert (reg_raddr_o == raddr);
    if (ropen && !looked && rgood) assert (reg_rwide_o == rwide);
    if (rvalid_o) begin
      assert (rid_o == read_id && rleft != 9'd0 && rlast_o == (rleft == 9'd1));
      assert (rresp_o == (!rgood ? 2'd2 : rhole ? 2'd3 : 2'd0));
      assert (rdata_o == (rgood && !rhole ? data : 64'd0));
    end
  end

  // An offered response holds still until it is taken.
  reg        known, was_b, was_r;
  reg [13:0] was_bdata;
  reg [78:0] was_rdata;
  always @(posedge clk_i or negedge rst_ni)
    if (!rst_ni) known <= 1'b0;
    else begin
      known     <= 1'b1;
      was_b     <= bvalid_o && !bready_i;
      was_r     <= rvalid_o && !rready_i;
      was_bdata <= {bid_o, bresp_o};
      was_rdata <= {rid_o, rdata_o, rresp_o, rlast_o};
    end
  always @* if (rst_ni && known) begin
    if (was_b) assert (bvalid_o && was_bdata == {bid_o, bresp_o});
    if (was_r) assert (rvalid_o && was_rdata == {rid_o, rdata_o, rresp_o, rlast_o});
  end
endmodule

`default_nettype wire
