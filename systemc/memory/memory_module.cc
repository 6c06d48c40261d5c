// Moves messages between the sockets and the pure DRAM.
// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_module.h"

namespace standstill::memory {

MemoryModule::MemoryModule(const sc_core::sc_module_name& name, const DramConfig& config,
                           unsigned homes, GuestMemory& memory, const CoreClock& clock,
                           Horizon& horizon, unsigned source, SourceId log_source)
    : sc_module(name),
      ports("port", homes),
      dram_(config, memory, log_source),
      clock_(clock),
      horizon_(horizon),
      source_(source),
      wake_("wake") {
  for (unsigned home = 0; home < homes; ++home) {
    ports[home].register_nb_transport_fw(this, &MemoryModule::receive, static_cast<int>(home));
  }
  SC_METHOD(activate);
  sensitive << wake_;
  dont_initialize();
}

tlm::tlm_sync_enum MemoryModule::receive(int port, Message& message, Channel&, sc_core::sc_time&) {
  dram_.receive(static_cast<unsigned>(port), message);
  plan();
  return tlm::TLM_ACCEPTED;
}

void MemoryModule::activate() {
  out_.clear();
  dram_.step(clock_.now(), out_);
  for (Dram::Answer& answer : out_) {
    Channel phase = channel_of(answer.message.type);
    sc_core::sc_time delay = clock_.until(answer.message.cycle);
    ports[answer.port]->nb_transport_bw(answer.message, phase, delay);
  }
  plan();
}

/// Tells the horizon and the scheduler when memory has something to do next.
void MemoryModule::plan() {
  const Cycle next = dram_.next_event();
  horizon_.set_next_event(source_, next);
  if (next != kNever) wake_.notify(clock_.until(next));
}

}  // namespace standstill::memory
