// AXI4 slave, restricted to single beats: turns AXI handshakes into accesses of a register bus.
// SPDX-License-Identifier: Apache-2.0
//
// Source: AMBA AXI4 specification (ARM IHI 0022), chapters A3 (handshakes, WSTRB, responses) and
// A5 (transaction identifiers).
//
// What it is         64-bit data, 32-bit address, AxID carries the hart's index, comes back in BID/RID.
// Protocol, write    1. AWREADY is high while idle; AW is taken and remembered.
//                    2. WREADY is high from the next clock on; the W beat is taken. On that edge the
//                       register is written, or nothing at all when the access is in error.
//                    3. BVALID is high from the next clock on, until BREADY.
// Protocol, read     1. ARREADY is high while idle; AR is taken and remembered.
//                    2. On the next edge the register is read into RDATA.
//                    3. RVALID is high from then on, until RREADY.
// Timing             3 clocks from valid to the edge of the response handshake, in both directions;
//                    the two directions are independent, one transaction in flight in each.
// Back-pressure      The register bus may put the data's edge off (reg_wwait_i, reg_rwait_i): WREADY
//                    and RVALID then stay low. A response stands until it is taken, and nothing
//                    new is taken before.
// Errors             SLVERR: a burst (AxLEN != 0), a size other than 4 or 8 bytes, a misaligned
//                    address, WLAST at the wrong beat. DECERR: the register bus says "hole".
//                    An access in error has no side effect. Every transaction whose
//                    beats all come is answered: those of a refused burst are taken, or given as
//                    zeroes, to the last, which AWLEN tells; an early WLAST does not end it.
// Posted writes      "Bufferable" (AWCACHE[0]): the bridge before this slave has answered already.
//                    Here the write is as any other; posted_error_o says at the edge of its last
//                    beat that it was refused, for nobody waits for BRESP.
// Left out           AxBURST, AxLOCK, AxPROT, AxQOS, AxREGION, ARCACHE: a single-beat slave needs
//                    none.
`default_nettype none

module axi_slave (
  input  wire        clk_i,
  input  wire        rst_ni,
  // write address
  input  wire        awvalid_i,
  output wire        awready_o,
  input  wire [11:0] awid_i,
  input  wire [31:0] awaddr_i,
  input  wire [7:0]  awlen_i,
  input  wire [2:0]  awsize_i,
  input  wire [3:0]  awcache_i,
  // write data
  input  wire        wvalid_i,
  output wire        wready_o,
  input  wire [63:0] wdata_i,
  input  wire [7:0]  wstrb_i,
  input  wire        wlast_i,
  // write response
  output wire        bvalid_o,
  input  wire        bready_i,
  output wire [11:0] bid_o,
  output wire [1:0]  bresp_o,
  // read address
  input  wire        arvalid_i,
  output wire        arready_o,
  input  wire [11:0] arid_i,
  input  wire [31:0] araddr_i,
  input  wire [7:0]  arlen_i,
  input  wire [2:0]  arsize_i,
  input  wire [3:0]  arcache_i,
  // read data
  output wire        rvalid_o,
  input  wire        rready_i,
  output wire [11:0] rid_o,
  output wire [63:0] rdata_o,
  output wire [1:0]  rresp_o,
  output wire        rlast_o,
  // register bus: write side; hole and wait answer reg_waddr_o and reg_wwide_o in the same clock
  output wire        reg_we_o,       // the write happens at this edge
  output wire [11:0] reg_wid_o,      // whose it is
  output wire [31:0] reg_waddr_o,
  output wire        reg_wwide_o,
  output wire [63:0] reg_wdata_o,
  output wire [7:0]  reg_wstrb_o,
  input  wire        reg_whole_i,
  input  wire        reg_wwait_i,    // not at this edge; must fall again
  output wire        posted_error_o, // a posted write of reg_wid_o to reg_waddr_o is refused
  // register bus: read side; data, hole and wait answer reg_raddr_o and reg_rwide_o likewise
  output wire        reg_re_o,       // the data is taken at this edge
  output wire [31:0] reg_raddr_o,
  output wire        reg_rwide_o,
  input  wire [63:0] reg_rdata_i,
  input  wire        reg_rhole_i,
  input  wire        reg_rwait_i     // not at this edge; must fall again
);

  localparam [1:0] OKAY   = 2'b00;
  localparam [1:0] SLVERR = 2'b10;
  localparam [1:0] DECERR = 2'b11;

  localparam [1:0] IDLE = 2'd0;  // ready for an address
  localparam [1:0] DATA = 2'd1;  // write: takes W beats; read: looks the register up
  localparam [1:0] RESP = 2'd2;  // offers the response

  wire unused_cache = ^{awcache_i[3:1], arcache_i};

  // Lanes of the 64-bit word an access of legal size touches.
  function [7:0] lanes(input wide, input upper);
    lanes = wide ? 8'hFF : upper ? 8'hF0 : 8'h0F;
  endfunction

  function [63:0] lane_mask(input wide, input upper);
    lane_mask = {{32{wide | upper}}, {32{wide | ~upper}}};
  endfunction

  // Single beat, 4 or 8 bytes, aligned.
  function legal(input [2:0] addr, input [7:0] len, input [2:0] size);
    legal = (len == 8'd0) && ((size == 3'd2 && addr[1:0] == 2'd0) ||
                              (size == 3'd3 && addr == 3'd0));
  endfunction

  // ---------------------------------------------------------------------------------- write
  reg [1:0]  wstate_q;
  reg [11:0] awid_q;
  reg [31:0] awaddr_q;
  reg        awwide_q;
  reg        awlegal_q;
  reg        awposted_q;
  reg [7:0]  wbeats_q;    // beats still to come after the next one
  reg        wlast_ok_q;  // WLAST stood where AWLEN says, so far
  reg [1:0]  bresp_q;

  wire wlast_ok = wlast_ok_q & (wlast_i == (wbeats_q == 8'd0));
  wire wwait    = awlegal_q & ~reg_whole_i & reg_wwait_i;
  wire wdone    = (wstate_q == DATA) & ~wwait & wvalid_i & (wbeats_q == 8'd0);
  wire wgood    = awlegal_q & wlast_ok;

  assign awready_o      = (wstate_q == IDLE);
  assign wready_o       = (wstate_q == DATA) & ~wwait;
  assign bvalid_o       = (wstate_q == RESP);
  assign bid_o          = awid_q;
  assign bresp_o        = bresp_q;
  assign reg_we_o       = wdone & wgood & ~reg_whole_i;
  assign reg_wid_o      = awid_q;
  assign reg_waddr_o    = awaddr_q;
  assign reg_wwide_o    = awwide_q;
  assign reg_wdata_o    = wdata_i;
  assign reg_wstrb_o    = wstrb_i & lanes(awwide_q, awaddr_q[2]);
  assign posted_error_o = awposted_q & wdone & ~(wgood & ~reg_whole_i);

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      wstate_q   <= IDLE;
      awid_q     <= 12'd0;
      awaddr_q   <= 32'd0;
      awwide_q   <= 1'b0;
      awlegal_q  <= 1'b0;
      awposted_q <= 1'b0;
      wbeats_q   <= 8'd0;
      wlast_ok_q <= 1'b0;
      bresp_q    <= OKAY;
    end else begin
      case (wstate_q)
        IDLE: if (awvalid_i) begin
          wstate_q   <= DATA;
          awid_q     <= awid_i;
          awaddr_q   <= awaddr_i;
          awwide_q   <= (awsize_i == 3'd3);
          awlegal_q  <= legal(awaddr_i[2:0], awlen_i, awsize_i);
          awposted_q <= awcache_i[0];
          wbeats_q   <= awlen_i;
          wlast_ok_q <= 1'b1;
        end
        DATA: if (wvalid_i && !wwait) begin
          wbeats_q   <= wbeats_q - 8'd1;
          wlast_ok_q <= wlast_ok;
          if (wdone) begin
            wstate_q <= RESP;
            bresp_q  <= !wgood ? SLVERR : reg_whole_i ? DECERR : OKAY;
          end
        end
        default: if (bready_i) wstate_q <= IDLE;
      endcase
    end
  end

  // ----------------------------------------------------------------------------------- read
  reg [1:0]  rstate_q;
  reg [11:0] arid_q;
  reg [31:0] araddr_q;
  reg        arwide_q;
  reg        arlegal_q;
  reg [7:0]  rbeats_q;  // beats still to come after this one
  reg [63:0] rdata_q;
  reg [1:0]  rresp_q;

  wire rwait = arlegal_q & ~reg_rhole_i & reg_rwait_i;

  assign reg_re_o    = (rstate_q == DATA) & arlegal_q & ~reg_rhole_i & ~reg_rwait_i;
  assign arready_o   = (rstate_q == IDLE);
  assign rvalid_o    = (rstate_q == RESP);
  assign rid_o       = arid_q;
  assign rdata_o     = rdata_q;
  assign rresp_o     = rresp_q;
  assign rlast_o     = (rbeats_q == 8'd0);
  assign reg_raddr_o = araddr_q;
  assign reg_rwide_o = arwide_q;

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      rstate_q  <= IDLE;
      arid_q    <= 12'd0;
      araddr_q  <= 32'd0;
      arwide_q  <= 1'b0;
      arlegal_q <= 1'b0;
      rbeats_q  <= 8'd0;
      rdata_q   <= 64'd0;
      rresp_q   <= OKAY;
    end else begin
      case (rstate_q)
        IDLE: if (arvalid_i) begin
          rstate_q  <= DATA;
          arid_q    <= arid_i;
          araddr_q  <= araddr_i;
          arwide_q  <= (arsize_i == 3'd3);
          arlegal_q <= legal(araddr_i[2:0], arlen_i, arsize_i);
          rbeats_q  <= arlen_i;
        end
        DATA: if (!rwait) begin
          rstate_q <= RESP;
          rresp_q  <= !arlegal_q ? SLVERR : reg_rhole_i ? DECERR : OKAY;
          rdata_q  <= (arlegal_q && !reg_rhole_i)
                      ? reg_rdata_i & lane_mask(arwide_q, araddr_q[2]) : 64'd0;
        end
        default: if (rready_i) begin
          rbeats_q <= rbeats_q - 8'd1;
          if (rbeats_q == 8'd0) rstate_q <= IDLE;
        end
      endcase
    end
  end

endmodule

`default_nettype wire
