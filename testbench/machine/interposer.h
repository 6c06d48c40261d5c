// What a test may put between the device bus and the fabric, to see what a part of it is worth.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_MACHINE_INTERPOSER_H
#define STANDSTILL_TESTBENCH_MACHINE_INTERPOSER_H

#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>

#include <systemc>
#include <tlm>

#include "common/address_map.h"
#include "common/clock.h"
#include "common/config.h"
#include "common/event_log.h"
#include "common/horizon.h"
#include "standstill/interrupts.h"

namespace standstill::testbench {

/// Where it stands. All references outlive it.
struct InterposerSite {
  const MachineConfig& config;
  const AddressMap& map;
  CoreClock clock;
  Horizon& horizon;
  unsigned horizon_source;  ///< its name at the horizon; its reach is that of the fabric
  EventSink& events;        ///< it writes in the fabric's name
};

/// Passes on to the fabric what it does not do itself, and drives one kind of wire in its place:
/// the fabric's own of that kind end nowhere.
class Interposer : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<Interposer> bus{"bus"};
  tlm_utils::simple_initiator_socket<Interposer> fabric{"fabric"};
  sc_core::sc_vector<sc_core::sc_out<bool>> wires;  ///< one a hart
  const platform::Wire wire;

 protected:
  Interposer(const sc_core::sc_module_name& name, platform::Wire kind, unsigned harts)
      : sc_module(name), wires("wires", harts), wire(kind) {
    bus.register_nb_transport_fw(this, &Interposer::from_bus);
    fabric.register_nb_transport_bw(this, &Interposer::from_fabric);
  }

  virtual tlm::tlm_sync_enum from_bus(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                      sc_core::sc_time& delay) = 0;
  tlm::tlm_sync_enum from_fabric(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                 sc_core::sc_time& delay) {
    return bus->nb_transport_bw(payload, phase, delay);
  }
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_MACHINE_INTERPOSER_H
