// Simple devices as TLM targets: a register file, a place in memory, a latency, perhaps a line.
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
#include "common/horizon.h"
#include "devices/finisher_registers.h"
#include "devices/interrupt_line.h"
#include "devices/rtc_registers.h"
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

 protected:
  /// Called before and after the access of the registers that takes effect at `cycle`.
  virtual void before_access(Cycle /*cycle*/) {}
  virtual void after_access(Cycle /*cycle*/) {}

 private:
  tlm::tlm_sync_enum nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);

  const platform::Region region_;
  const Cycle latency_;
  const CoreClock clock_;
  RegisterFile& registers_;
};

/// The surroundings of a device with a line. All pointers outlive the module.
struct LineContext {
  CoreClock clock{1000};
  Horizon* horizon = nullptr;
  unsigned horizon_source = 0;  ///< its event is the line's next change
};

/// A target with an interrupt line, which changes at the cycles at which RegisterFile::irq() does.
class InterruptingDevice : public DeviceModule {
 public:
  sc_core::sc_out<bool> line{"line"};

  InterruptingDevice(const sc_core::sc_module_name& name, const platform::Region& region,
                     Cycle latency, const LineContext& context, RegisterFile& registers);

 private:
  void start_of_simulation() override { schedule(); }
  void before_access(Cycle cycle) override { line_.before_access(cycle); }
  void after_access(Cycle cycle) override;
  void on_line();
  void schedule();

  const LineContext context_;
  InterruptLine line_;
  sc_core::sc_event line_event_{"line_event"};
};

/// ns16550a at platform::kUart.
class Uart : private UartRegisters, public InterruptingDevice {
 public:
  Uart(const sc_core::sc_module_name& name, const DeviceConfig& config, const LineContext& context,
       ConsoleSink& console)
      : UartRegisters(console, {config.uart_input, config.uart_input_interval}),
        InterruptingDevice(name, platform::kUart, config.uart_latency, context, *this) {}
};

/// Goldfish real-time clock at platform::kRtc.
class Rtc : private RtcRegisters, public InterruptingDevice {
 public:
  Rtc(const sc_core::sc_module_name& name, const DeviceConfig& config, const LineContext& context)
      : RtcRegisters(context.clock.period_ps()),
        InterruptingDevice(name, platform::kRtc, config.rtc_latency, context, *this) {}
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
