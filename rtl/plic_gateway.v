// Interrupt gateways of the PLIC: a line of a device becomes one request at a time.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V PLIC specification 1.0, chapters "Interrupt Gateways" and "Interrupt Flow".
//
// What it is         One gateway a source, all of them as vectors; bit 0 is no source. A gateway is
//                      open        it takes the next request,
//                      pending     the request waits for a claim (its bit of the pending word), or
//                      in service  claimed, not completed; it takes no request.
// Level              The line is the request. A request once taken stays when the line falls; the
//                    line is looked at again when the gateway opens.
// Edge               A rising line is the request. While the gateway is not open one edge is kept,
//                    to be taken when it opens: the counter of the specification, saturating at one.
// At one edge        A claim and a completion come together only for two sources. A gateway that
//                    closes or opens at an edge takes no request at it.
// Timing             A line high at edge N is pending after edge N. A completion at edge N opens the
//                    gateway for edge N+1, which has to be evaluated.
// Reset              All gateways are open, all lines count as low.
`default_nettype none

module plic_gateway #(
  parameter        Sources     = 31,
  parameter [31:0] EdgeSources = 32'd0  // bit s: source s is edge-triggered, else level
) (
  input  wire             clk_i,
  input  wire             rst_ni,
  input  wire [Sources:1] irq_i,
  input  wire [Sources:0] claim_i,     // of pending sources only
  input  wire [Sources:0] complete_i,  // without effect but for a source in service
  output wire [Sources:0] pending_o,
  output wire             taken_o      // a request is taken at the coming edge
);

  localparam [Sources:0] Edge = EdgeSources[Sources:0];

  reg  [Sources:0] line_q;     // the lines at the edge before, of edge-triggered sources
  reg  [Sources:0] kept_q;     // edges not taken yet
  reg  [Sources:0] pending_q;
  reg  [Sources:0] service_q;

  wire [Sources:0] line    = {irq_i, 1'b0};
  wire [Sources:0] edges   = kept_q | (line & ~line_q & Edge);
  wire [Sources:0] request = edges | (line & ~Edge);
  wire [Sources:0] take    = request & ~pending_q & ~service_q;

  assign pending_o = pending_q;
  assign taken_o   = (take != {Sources+1{1'b0}});

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      line_q    <= {Sources+1{1'b0}};
      kept_q    <= {Sources+1{1'b0}};
      pending_q <= {Sources+1{1'b0}};
      service_q <= {Sources+1{1'b0}};
    end else begin
      line_q    <= line & Edge;
      kept_q    <= edges & ~take;
      pending_q <= (pending_q & ~claim_i) | take;
      service_q <= (service_q & ~complete_i) | claim_i;
    end
  end

endmodule

`default_nettype wire
