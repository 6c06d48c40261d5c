// The IMSIC under any traffic on the bus and at all its CSR ports, with any one hart watched.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/imsic.v, imsic_check.sv. What a file holds shows at the pins only when it is read; for
// induction it has to be the checker's shadow at all times, so this wrapper looks inside. To
// Yosys a wire with the attribute "hierconn" is the wire whose path is its name.
`default_nettype none

module imsic_proof #(
  parameter HartSlots  = 2,  // or 4
  parameter Identities = 3
) (
  input wire                    clk_i, we_i, wwide_i, rwide_i,
  input wire [25:0]             woffset_i, roffset_i,
  input wire [63:0]             wdata_i,
  input wire [7:0]              wstrb_i,
  input wire [HartSlots-1:0]    csr_valid_i,
  input wire [2*HartSlots-1:0]  csr_reg_i, csr_op_i,
  input wire [64*HartSlots-1:0] csr_wdata_i,
  input wire [HartSlots-1:0]    plic_meip_i
);
  (* anyconst *) wire [11:0] hart;
  (* anyconst *) wire [11:0] hart_count_i;

  reg rst_ni = 1'b0;
  always @(posedge clk_i) rst_ni <= 1'b1;

  wire [63:0]             rdata_o;
  wire                    whole_o, rhole_o, busy_o;
  wire [HartSlots-1:0]    csr_done_o, csr_illegal_o, meip_o;
  wire [64*HartSlots-1:0] csr_rdata_o;
  imsic #(.HartSlots(HartSlots), .Identities(Identities)) dut (.*);
  imsic_hart_check #(.HartSlots(HartSlots), .Identities(Identities)) check (.*);
  imsic_bus_check #(.HartSlots(HartSlots)) bus (.*);

  // What the files hold, of up to four, and what the shadow says of the one that is watched.
  (* hierconn *) wire [7:0]           \dut.u_files.miselect_q[0] , \dut.u_files.miselect_q[1] ;
  (* hierconn *) wire [7:0]           \dut.u_files.miselect_q[2] , \dut.u_files.miselect_q[3] ;
  (* hierconn *) wire [1:0]           \dut.u_files.eidelivery_q[0] , \dut.u_files.eidelivery_q[1] ;
  (* hierconn *) wire [1:0]           \dut.u_files.eidelivery_q[2] , \dut.u_files.eidelivery_q[3] ;
  (* hierconn *) wire [1:0]           \dut.u_files.eithreshold_q[0] , \dut.u_files.eithreshold_q[1] ;
  (* hierconn *) wire [1:0]           \dut.u_files.eithreshold_q[2] , \dut.u_files.eithreshold_q[3] ;
  (* hierconn *) wire [Identities:0]  \dut.u_files.eip_q[0] , \dut.u_files.eip_q[1] ;
  (* hierconn *) wire [Identities:0]  \dut.u_files.eip_q[2] , \dut.u_files.eip_q[3] ;
  (* hierconn *) wire [Identities:0]  \dut.u_files.eie_q[0] , \dut.u_files.eie_q[1] ;
  (* hierconn *) wire [Identities:0]  \dut.u_files.eie_q[2] , \dut.u_files.eie_q[3] ;
  (* hierconn *) wire [HartSlots-1:0] \dut.u_files.from_plic_q , \dut.u_files.signal_q ;
  (* hierconn *) wire [7:0]           \check.selected ;
  (* hierconn *) wire [1:0]           \check.delivery , \check.threshold ;
  (* hierconn *) wire [Identities:0]  \check.pending , \check.enabled , \check.counts ;

  localparam Bits = 12 + 2 * (Identities + 1);
  wire [Bits-1:0] file_0 = {\dut.u_files.miselect_q[0] , \dut.u_files.eidelivery_q[0] ,
    \dut.u_files.eithreshold_q[0] , \dut.u_files.eip_q[0] , \dut.u_files.eie_q[0] };
  wire [Bits-1:0] file_1 = {\dut.u_files.miselect_q[1] , \dut.u_files.eidelivery_q[1] ,
    \dut.u_files.eithreshold_q[1] , \dut.u_files.eip_q[1] , \dut.u_files.eie_q[1] };
  wire [Bits-1:0] file_2 = {\dut.u_files.miselect_q[2] , \dut.u_files.eidelivery_q[2] ,
    \dut.u_files.eithreshold_q[2] , \dut.u_files.eip_q[2] , \dut.u_files.eie_q[2] };
  wire [Bits-1:0] file_3 = {\dut.u_files.miselect_q[3] , \dut.u_files.eidelivery_q[3] ,
    \dut.u_files.eithreshold_q[3] , \dut.u_files.eip_q[3] , \dut.u_files.eie_q[3] };
  wire [Bits-1:0] watched = hart[1] ? (hart[0] ? file_3 : file_2) : (hart[0] ? file_1 : file_0);
  wire [Bits-1:0] shadow = {\check.selected , \check.delivery , \check.threshold ,
    \check.pending , \check.enabled };

  always @* if (rst_ni) begin
    assert (watched == shadow);
    assert (!\check.pending [0] && !\check.enabled [0]);  // zero is no identity
    assert (\check.delivery != 2'd3);
    assert (\dut.u_files.from_plic_q [hart[1:0]] == \check.delivery [1]);
    assert (\dut.u_files.signal_q [hart[1:0]] == (\check.delivery [0] && \check.counts != 0));
  end

  always @* begin
    assume (hart < HartSlots && hart_count_i <= HartSlots);
    // axi_slave sees to these.
    assume (woffset_i[1:0] == 2'd0 && roffset_i[1:0] == 2'd0);
    assume (!(we_i && whole_o));
  end
endmodule

`default_nettype wire
