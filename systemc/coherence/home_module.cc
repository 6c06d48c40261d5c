// Moves messages between the sockets and the pure home node.
// SPDX-License-Identifier: Apache-2.0
#include "coherence/home_module.h"

namespace standstill::coherence {

HomeModule::HomeModule(const sc_core::sc_module_name& name, const MachineConfig& config,
                       const AddressMap& map, unsigned bank, const CoreClock& clock,
                       Horizon& horizon, unsigned source, EventSink& events, const HomeTable& table)
    : sc_module(name),
      noc("noc"),
      memory("memory"),
      home_(config, map, bank, events, table),
      clock_(clock),
      horizon_(horizon),
      source_(source),
      wake_("wake") {
  noc.register_nb_transport_bw(this, &HomeModule::receive);
  memory.register_nb_transport_bw(this, &HomeModule::receive);
  SC_METHOD(activate);
  sensitive << wake_;
  dont_initialize();
}

tlm::tlm_sync_enum HomeModule::receive(Message& message, Channel&, sc_core::sc_time&) {
  home_.receive(message);
  plan();
  return tlm::TLM_ACCEPTED;
}

void HomeModule::activate() {
  out_.clear();
  home_.step(clock_.now(), out_);
  for (Message& message : out_) {
    Channel phase = channel_of(message.type);
    sc_core::sc_time delay = clock_.until(message.cycle);
    const bool to_memory =
        message.type == MessageType::MemRead || message.type == MessageType::MemWrite;
    (to_memory ? memory : noc)->nb_transport_fw(message, phase, delay);
  }
  plan();
}

/// Tells the horizon and the scheduler when this home has something to do next.
void HomeModule::plan() {
  const Cycle next = home_.next_event();
  horizon_.set_next_event(source_, next);
  if (next != kNever) wake_.notify(clock_.until(next));
}

}  // namespace standstill::coherence
