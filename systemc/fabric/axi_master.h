// Transactor: turns a queue of accesses into AXI4 single-beat handshakes, one clock at a time.
// SPDX-License-Identifier: Apache-2.0
//
// Source: AMBA AXI4 (ARM IHI 0022), A3.2 handshakes, A3.4 lanes and strobes.
//
// Each direction has one transaction in flight. Within a direction accesses go in the order they
// came; a read and a write pass each other unless one hart made both: what one hart does to the
// fabric happens in its order, posted or not.
//
// One clock:   drive(inputs)  ->  the RTL's rising edge  ->  clock(before, step)
// where `before` is what the RTL showed before the edge: valid and ready meet at the edge.
#ifndef STANDSTILL_FABRIC_AXI_MASTER_H
#define STANDSTILL_FABRIC_AXI_MASTER_H

#include <deque>
#include <optional>

#include "fabric/axi_request.h"
#include "fabric/fabric_pins.h"

namespace standstill::fabric {

/// What happened on the bus at one edge.
struct AxiStep {
  std::optional<AxiRequest> write_accepted;  ///< AW handshake
  std::optional<AxiRequest> read_accepted;   ///< AR handshake
  std::optional<AxiRequest> written;         ///< last W handshake: a register may have changed
  std::optional<AxiResponse> write_done;     ///< B handshake
  std::optional<AxiResponse> read_done;      ///< R handshake
};

class AxiMaster {
 public:
  /// Queues an access; it is on the pins from the next drive() at which its direction is free.
  void push(const AxiRequest& request);

  /// Sets the AXI pins for the coming edge.
  void drive(FabricInputs& inputs);

  /// Takes note of the handshakes of the edge that has just been evaluated.
  AxiStep clock(const FabricInputs& inputs, const FabricOutputs& before);

  /// True when nothing is queued or in flight.
  bool idle() const { return queue_.empty() && !write_.active && !read_.active; }

 private:
  struct Direction {
    bool active = false;
    bool address_sent = false;
    bool data_sent = false;  ///< writes only
    AxiRequest request;
  };

  void start_next();
  bool held_back(const AxiRequest& request) const;

  std::deque<AxiRequest> queue_;  ///< in order of arrival, both directions
  Direction write_;
  Direction read_;
};

}  // namespace standstill::fabric

#endif  // STANDSTILL_FABRIC_AXI_MASTER_H
