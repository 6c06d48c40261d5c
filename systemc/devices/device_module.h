// Simple devices as TLM targets: a register file, a place in memory and a latency.
// SPDX-License-Identifier: Apache-2.0
//
// Source: IEEE 1666-2011, 15.2.6 (early completion: the target returns TLM_COMPLETED with the delay
// until it is done).
#ifndef STANDSTILL_DEVICES_DEVICE_MODULE_H
#define STANDSTILL_DEVICES_DEVICE_MODULE_H

#include <tlm_utils/simple_target_socket.h>

#include <systemc>
#include <tlm>

#include "common/clock.h"
#include "common/config.h"
#include "devices/finisher_registers.h"
#include "devices/uart_registers.h"
#include "standstill/memory_map.h"

namespace standstill::devices {

/// A base-protocol target. An access arriving at cycle a takes effect, and is answered, at
/// a + latency.
class DeviceModule : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<DeviceModule> bus{"bus"};

  DeviceModule(const sc_core::sc_module_name& name, const platform::Region& region, Cycle latency,
               CoreClock clock, RegisterFile& registers);

 private:
  tlm::tlm_sync_enum nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);

  const platform::Region region_;
  const Cycle latency_;
  const CoreClock clock_;
  RegisterFile& registers_;
};

/// ns16550a at platform::kUart.
class Uart : private UartRegisters, public DeviceModule {
 public:
  Uart(const sc_core::sc_module_name& name, const DeviceConfig& config, CoreClock clock,
       ConsoleSink& console)
      : UartRegisters(console),
        DeviceModule(name, platform::kUart, config.uart_latency, clock, *this) {}
};

/// Test finisher at platform::kFinisher.
class Finisher : private FinisherRegisters, public DeviceModule {
 public:
  Finisher(const sc_core::sc_module_name& name, const DeviceConfig& config, CoreClock clock,
           EndListener& listener)
      : FinisherRegisters(listener),
        DeviceModule(name, platform::kFinisher, config.finisher_latency, clock, *this) {}
};

}  // namespace standstill::devices

#endif  // STANDSTILL_DEVICES_DEVICE_MODULE_H
