// Simple devices as TLM targets.
// SPDX-License-Identifier: Apache-2.0
//
// Source: IEEE 1666-2011, 15.2.6.
#include "devices/device_module.h"

#include <cstring>

namespace standstill::devices {

DeviceModule::DeviceModule(const sc_core::sc_module_name& name, const platform::Region& region,
                           Cycle latency, CoreClock clock, RegisterFile& registers)
    : sc_module(name), region_(region), latency_(latency), clock_(clock), registers_(registers) {
  bus.register_nb_transport_fw(this, &DeviceModule::nb_transport_fw);
}

tlm::tlm_sync_enum DeviceModule::nb_transport_fw(tlm::tlm_generic_payload& payload,
                                                 tlm::tlm_phase& /*phase*/,
                                                 sc_core::sc_time& delay) {
  const unsigned size = payload.get_data_length();
  const Addr addr = payload.get_address();
  if (payload.get_command() == tlm::TLM_IGNORE_COMMAND) {
    payload.set_response_status(tlm::TLM_COMMAND_ERROR_RESPONSE);
    return tlm::TLM_COMPLETED;
  }
  if (payload.get_byte_enable_ptr()) {
    payload.set_response_status(tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
    return tlm::TLM_COMPLETED;
  }
  if (!region_.contains(addr, size) || size > 8) {
    payload.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
    return tlm::TLM_COMPLETED;
  }
  delay += sc_core::sc_time::from_value(latency_ * clock_.period_ps());
  const Cycle done = (sc_core::sc_time_stamp() + delay).value() / clock_.period_ps();
  std::uint64_t value = 0;
  bool accepted = false;
  before_access(done);
  if (payload.is_write()) {
    std::memcpy(&value, payload.get_data_ptr(), size);
    accepted = registers_.write(addr - region_.base, size, value, done);
  } else {
    accepted = registers_.read(addr - region_.base, size, value, done);
    std::memcpy(payload.get_data_ptr(), &value, size);
  }
  after_access(done);
  payload.set_response_status(accepted ? tlm::TLM_OK_RESPONSE : tlm::TLM_GENERIC_ERROR_RESPONSE);
  return tlm::TLM_COMPLETED;
}

InterruptingDevice::InterruptingDevice(const sc_core::sc_module_name& name,
                                       const platform::Region& region, Cycle latency,
                                       const LineContext& context, RegisterFile& registers)
    : DeviceModule(name, region, latency, context.clock, registers),
      context_(context),
      line_(registers) {
  SC_HAS_PROCESS(InterruptingDevice);
  SC_METHOD(on_line);
  sensitive << line_event_;
  dont_initialize();
}

void InterruptingDevice::after_access(Cycle cycle) {
  line_.after_access(cycle);
  schedule();
}

void InterruptingDevice::on_line() {
  while (line_.next() <= context_.clock.now()) line.write(line_.take());
  schedule();
}

/// What lies beyond SystemC's own time never comes.
void InterruptingDevice::schedule() {
  const Cycle last = kNever / context_.clock.period_ps() - 1;
  const Cycle next = line_.next() > last ? kNever : line_.next();
  context_.horizon->set_next_event(context_.horizon_source, next);
  line_event_.cancel();
  if (next != kNever) line_event_.notify(context_.clock.until(next));
}

}  // namespace standstill::devices
