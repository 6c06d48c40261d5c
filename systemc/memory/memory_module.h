// Memory in SystemC: a socket for each home node around the pure `Dram`.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_MEMORY_MEMORY_MODULE_H
#define STANDSTILL_MEMORY_MEMORY_MODULE_H

#include <tlm_utils/passthrough_target_socket.h>

#include <systemc>
#include <vector>

#include "common/clock.h"
#include "common/horizon.h"
#include "common/protocol.h"
#include "memory/dram.h"

namespace standstill::memory {

/// Requests come in on the forward path of a home's socket; lines leave on its backward path.
class MemoryModule : public sc_core::sc_module {
 public:
  using Socket = tlm_utils::passthrough_target_socket_tagged<MemoryModule, 64, CoherenceProtocol>;
  sc_core::sc_vector<Socket> ports;  ///< by bank

  SC_HAS_PROCESS(MemoryModule);

  /// @param homes      number of ports
  /// @param source     this module's index in `horizon`; its reach is Dram::reach()
  /// @param log_source whose numbers its messages have
  MemoryModule(const sc_core::sc_module_name& name, const DramConfig& config, unsigned homes,
               GuestMemory& memory, const CoreClock& clock, Horizon& horizon, unsigned source,
               SourceId log_source);

  /// Dram::arriving().
  const Line* arriving(Addr line) const { return dram_.arriving(line); }

 private:
  tlm::tlm_sync_enum receive(int port, Message& message, Channel& phase, sc_core::sc_time& delay);
  void activate();
  void plan();

  Dram dram_;
  CoreClock clock_;
  Horizon& horizon_;
  unsigned source_;
  sc_core::sc_event wake_;
  std::vector<Dram::Answer> out_;
};

}  // namespace standstill::memory

#endif  // STANDSTILL_MEMORY_MEMORY_MODULE_H
