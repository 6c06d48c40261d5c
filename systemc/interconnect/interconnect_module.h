// The interconnect in SystemC: a socket for each node around a pure topology.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_INTERCONNECT_INTERCONNECT_MODULE_H
#define STANDSTILL_INTERCONNECT_INTERCONNECT_MODULE_H

#include <tlm_utils/passthrough_target_socket.h>

#include <memory>
#include <systemc>
#include <vector>

#include "common/address_map.h"
#include "common/clock.h"
#include "common/horizon.h"
#include "common/protocol.h"
#include "interconnect/interconnect.h"

namespace standstill::interconnect {

/// Messages come in on the forward path of the sender's socket and leave on the backward path of
/// the receiver's. Passthrough sockets, since the simple target socket knows only the base
/// protocol's phases.
class InterconnectModule : public sc_core::sc_module {
 public:
  using Socket =
      tlm_utils::passthrough_target_socket_tagged<InterconnectModule, 64, CoherenceProtocol>;
  sc_core::sc_vector<Socket> ports;  ///< by NodeId

  SC_HAS_PROCESS(InterconnectModule);

  /// @param map        the nodes, each a port
  /// @param source     this module's index in `horizon`; its reach is Network::reach()
  /// @param log_source under which link hashes are logged
  InterconnectModule(const sc_core::sc_module_name& name, const InterconnectConfig& config,
                     const AddressMap& map, const CoreClock& clock, Horizon& horizon,
                     unsigned source, EventSink& events, SourceId log_source);

  /// Interconnect::arriving().
  const Line* arriving(Addr line) const { return network_->arriving(line); }

  /// Logs the links' hashes. At most once, when the run has ended.
  void finish(Cycle end) { network_->finish(end); }

 private:
  tlm::tlm_sync_enum receive(int port, Message& message, Channel& phase, sc_core::sc_time& delay);
  void activate();
  void plan();

  std::unique_ptr<Interconnect> network_;
  CoreClock clock_;
  Horizon& horizon_;
  unsigned source_;
  sc_core::sc_event wake_;
  std::vector<Message> out_;
};

}  // namespace standstill::interconnect

#endif  // STANDSTILL_INTERCONNECT_INTERCONNECT_MODULE_H
