// Doorbells that all take the same time.
// SPDX-License-Identifier: Apache-2.0
#include "constant_mswi.h"

#include <cstring>
#include <stdexcept>

#include "common/axi_extension.h"
#include "standstill/devices.h"

namespace standstill::testbench {

ConstantMswi::ConstantMswi(const sc_core::sc_module_name& name, Cycle latency,
                           const InterposerSite& site)
    : Interposer(name, platform::Wire::Msip, site.map.harts),
      site_(site),
      latency_(latency),
      levels_(site.map.harts),
      edges_(site.map.harts) {
  if (latency_ <= site.config.fabric.clock_divider)
    throw std::invalid_argument("a doorbell may not be quicker than the RTL's can be");
  SC_HAS_PROCESS(ConstantMswi);
  SC_METHOD(on_due);
  sensitive << due_;
  dont_initialize();
}

tlm::tlm_sync_enum ConstantMswi::from_bus(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                          sc_core::sc_time& delay) {
  const Addr addr = payload.get_address();
  const auto target = static_cast<HartId>((addr - platform::kMswi.base) / 4);
  const bool own = phase == tlm::BEGIN_REQ && platform::kMswi.contains(addr) &&
                   payload.get_data_length() == 4 && target < site_.map.harts;
  if (!own) return fabric->nb_transport_fw(payload, phase, delay);
  const Cycle arrival = (sc_core::sc_time_stamp() + delay).value() / site_.clock.period_ps();
  const auto* extension = payload.get_extension<AxiExtension>();
  payload.acquire();
  accesses_.push_back({&payload, target, arrival + latency_, extension ? extension->cause : 0});
  schedule();
  phase = tlm::END_REQ;
  return tlm::TLM_UPDATED;
}

void ConstantMswi::schedule() {
  const Cycle next = accesses_.empty() ? kNever : accesses_.front().due;
  site_.horizon.set_next_event(site_.horizon_source, next);
  if (next != kNever) due_.notify(site_.clock.until(next));
}

/// An answer may bring the next access here in the call: it comes last.
void ConstantMswi::on_due() {
  while (!accesses_.empty() && accesses_.front().due <= site_.clock.now()) {
    const Access access = accesses_.front();
    accesses_.pop_front();
    perform(access);
    tlm::tlm_phase phase = tlm::BEGIN_RESP;
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    access.payload->set_response_status(tlm::TLM_OK_RESPONSE);
    bus->nb_transport_bw(*access.payload, phase, delay);
    access.payload->release();
  }
  schedule();
}

void ConstantMswi::perform(const Access& access) {
  std::uint32_t data = levels_[access.target] ? 1 : 0;
  if (access.payload->is_read()) {
    std::memcpy(access.payload->get_data_ptr(), &data, sizeof data);
    return;
  }
  std::memcpy(&data, access.payload->get_data_ptr(), sizeof data);
  const bool level = (data & 1) != 0;
  if (level == levels_[access.target]) return;
  levels_[access.target] = level;
  wires[access.target].write(level);
  const unsigned code = platform::interrupt_row(wire).code;
  const SourceId source = site_.map.fabric_source();
  const EventId edge = make_edge_id(source, access.target, code, ++edges_[access.target]);
  if (site_.events.wants(EventKind::Wire))
    site_.events.record({site_.clock.now(), source, EventKind::Wire, edge, access.cause,
                         access.target, code, level});
}

}  // namespace standstill::testbench
