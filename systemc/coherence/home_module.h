// A home node in SystemC: sockets and one process around the pure `Home`.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_COHERENCE_HOME_MODULE_H
#define STANDSTILL_COHERENCE_HOME_MODULE_H

#include <tlm_utils/simple_initiator_socket.h>

#include <systemc>
#include <vector>

#include "coherence/home.h"
#include "common/clock.h"
#include "common/horizon.h"
#include "common/protocol.h"

namespace standstill::coherence {

/// Sends through `noc` to tiles and through `memory` to DRAM; receives on the backward paths.
class HomeModule : public sc_core::sc_module {
 public:
  using Socket = tlm_utils::simple_initiator_socket<HomeModule, 64, CoherenceProtocol>;
  Socket noc;
  Socket memory;

  /// @param source  this module's index in `horizon`; its reach is Home::reach()
  HomeModule(const sc_core::sc_module_name& name, const MachineConfig& config,
             const AddressMap& map, unsigned bank, const CoreClock& clock, Horizon& horizon,
             unsigned source, EventSink& events, const HomeTable& table = kHomeTable);

  SC_HAS_PROCESS(HomeModule);

  const Home& home() const { return home_; }

 private:
  tlm::tlm_sync_enum receive(Message& message, Channel& phase, sc_core::sc_time& delay);
  void activate();
  void plan();

  Home home_;
  CoreClock clock_;
  Horizon& horizon_;
  unsigned source_;
  sc_core::sc_event wake_;
  std::vector<Message> out_;
};

}  // namespace standstill::coherence

#endif  // STANDSTILL_COHERENCE_HOME_MODULE_H
