// Moves messages between the sockets and the pure topology.
// SPDX-License-Identifier: Apache-2.0
#include "interconnect/interconnect_module.h"

namespace standstill::interconnect {

InterconnectModule::InterconnectModule(const sc_core::sc_module_name& name,
                                       const InterconnectConfig& config, const AddressMap& map,
                                       const CoreClock& clock, Horizon& horizon, unsigned source,
                                       EventSink& events, SourceId log_source)
    : sc_module(name),
      ports("port", map.nodes()),
      network_(make_interconnect(config, map.harts, map.homes, log_source, events)),
      clock_(clock),
      horizon_(horizon),
      source_(source),
      wake_("wake") {
  for (unsigned node = 0; node < map.nodes(); ++node) {
    ports[node].register_nb_transport_fw(this, &InterconnectModule::receive,
                                         static_cast<int>(node));
  }
  SC_METHOD(activate);
  sensitive << wake_;
  dont_initialize();
}

tlm::tlm_sync_enum InterconnectModule::receive(int, Message& message, Channel&, sc_core::sc_time&) {
  network_->inject(message);
  plan();
  return tlm::TLM_ACCEPTED;
}

void InterconnectModule::activate() {
  out_.clear();
  network_->step(clock_.now(), out_);
  for (Message& message : out_) {
    Channel phase = channel_of(message.type);
    sc_core::sc_time delay = clock_.until(message.cycle);
    ports[message.destination]->nb_transport_bw(message, phase, delay);
  }
  plan();
}

/// Tells the horizon and the scheduler when the network has something to do next.
void InterconnectModule::plan() {
  const Cycle next = network_->next_event();
  horizon_.set_next_event(source_, next);
  if (next != kNever) wake_.notify(clock_.until(next));
}

}  // namespace standstill::interconnect
