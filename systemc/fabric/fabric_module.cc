// The interrupt fabric in the machine: transactions in, AXI at the RTL's pins, wires out.
// SPDX-License-Identifier: Apache-2.0
//
// Source: IEEE 1666-2011 chapter 15 (base protocol); rtl/fabric_top.v.
#include "fabric/fabric_module.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <stdexcept>
#include <string>

#include "standstill/devices.h"

namespace standstill::fabric {
namespace {

tlm::tlm_response_status status_of(std::uint8_t code) {
  if (code == kOkay) return tlm::TLM_OK_RESPONSE;
  return code == kDecErr ? tlm::TLM_ADDRESS_ERROR_RESPONSE : tlm::TLM_GENERIC_ERROR_RESPONSE;
}

/// What the bus has no pins for is refused before it gets there.
tlm::tlm_response_status impossible(const tlm::tlm_generic_payload& payload) {
  const unsigned size = payload.get_data_length();
  if (payload.get_command() == tlm::TLM_IGNORE_COMMAND) return tlm::TLM_COMMAND_ERROR_RESPONSE;
  if (payload.get_byte_enable_ptr()) return tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE;
  if (size != 1 && size != 2 && size != 4 && size != 8) return tlm::TLM_BURST_ERROR_RESPONSE;
  if (payload.get_streaming_width() < size) return tlm::TLM_BURST_ERROR_RESPONSE;
  if (payload.get_address() >> 32 != 0) return tlm::TLM_ADDRESS_ERROR_RESPONSE;
  return tlm::TLM_OK_RESPONSE;
}

/// But for whose it is.
AxiRequest request_of(const tlm::tlm_generic_payload& payload, const AxiExtension& extension) {
  AxiRequest request;
  request.addr = static_cast<std::uint32_t>(payload.get_address());
  request.size = payload.get_data_length();
  request.write = payload.is_write();
  request.posted = extension.posted && request.write;
  if (request.write) std::memcpy(&request.data, payload.get_data_ptr(), request.size);
  return request;
}

std::unique_ptr<FabricRtl> checked_rtl(unsigned harts, FabricClass size_class,
                                       FabricOutputs& outputs) {
  auto rtl = make_fabric_rtl(harts, size_class, &outputs);
  if (!rtl)
    throw std::invalid_argument("fabric size class of " +
                                std::to_string(slots_of(size_class, harts)) +
                                " slots does not hold " + std::to_string(harts) + " harts");
  return rtl;
}

}  // namespace

Fabric::Fabric(const sc_core::sc_module_name& name, const FabricConfig& config, unsigned harts,
               const FabricContext& context, bool gating, FabricClass size_class)
    : sc_module(name),
      wires("wires", platform::kWires * harts),
      irq("irq", std::size(platform::plic::kDeviceSources)),
      divider_(config.clock_divider),
      tick_cycles_(Cycle{config.clock_divider} * config.timebase_divider),
      harts_(harts),
      posted_depth_(config.posted_depth),
      edges_(platform::kWires * std::size_t{harts}),
      context_(context),
      indices_(harts),
      gating_(gating),
      rtl_(checked_rtl(harts, size_class, outputs_)) {
  inputs_.hart_count = static_cast<std::uint16_t>(harts);
  if (context_.hart_ids.empty())
    for (HartId hart = 0; hart < harts; ++hart) context_.hart_ids.push_back(hart);
  for (unsigned index = 0; index < harts; ++index) indices_.at(context_.hart_ids[index]) = index;
  bus.register_nb_transport_fw(this, &Fabric::nb_transport_fw);
  SC_HAS_PROCESS(Fabric);
  SC_METHOD(on_edge);
  sensitive << edge_event_;
  dont_initialize();
  SC_METHOD(on_falling_edge);
  sensitive << falling_event_;
  dont_initialize();
  SC_METHOD(on_line);
  for (auto& line : irq) sensitive << line;
  dont_initialize();
}

Fabric::~Fabric() = default;

void Fabric::start_of_simulation() {
  context_.time->announce_time(outputs_.mtime, 0);
  schedule();
}

Cycle Fabric::next_evaluation() const {
  const Cycle next_edge = last_edge_ + divider_;
  if (!gating_ || !master_.idle() || outputs_.busy) return next_edge;
  const Cycle tick = (last_edge_ / tick_cycles_ + 1) * tick_cycles_;
  const Cycle arrival = arrivals_.empty() ? kNever : accesses_[arrivals_.front()].arrival;
  const Cycle first = std::min({arrival, next_question(), next_line_change()});
  return first == kNever ? tick : std::min(tick, std::max(next_edge, edge_after(first)));
}

void Fabric::schedule() {
  const Cycle next = next_evaluation();
  context_.horizon->set_next_event(context_.horizon_source, next);
  edge_event_.notify(context_.clock.until(next));
}

void Fabric::set_gating(bool gating) {
  gating_ = gating;
  // Edges before now that were left out need no evaluation; one at now still may.
  const Cycle now = context_.clock.now();
  if (!gating && now > 0) last_edge_ = std::max(last_edge_, (now - 1) / divider_ * divider_);
  schedule();
}

void Fabric::set_wave_hook(std::function<void()> settled) {
  settled_ = std::move(settled);
  if (gating_) set_gating(false);
}

std::uint64_t Fabric::new_access(const Access& access) {
  if (free_tags_.empty()) {
    accesses_.emplace_back();
    free_tags_.push_back(accesses_.size() - 1);
  }
  const std::uint64_t tag = free_tags_.back();
  free_tags_.pop_back();
  accesses_[tag] = access;
  accesses_[tag].request.tag = tag;
  return tag;
}

tlm::tlm_sync_enum Fabric::nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                           sc_core::sc_time& delay) {
  if (phase != tlm::BEGIN_REQ) return tlm::TLM_COMPLETED;
  const auto refusal = impossible(payload);
  if (refusal != tlm::TLM_OK_RESPONSE) {
    payload.set_response_status(refusal);
    return tlm::TLM_COMPLETED;
  }
  const AxiExtension* extension = payload.get_extension<AxiExtension>();
  const AxiExtension none;
  if (!extension) extension = &none;
  if (payload.has_mm()) payload.acquire();
  Access access;
  access.payload = &payload;
  access.request = request_of(payload, *extension);
  access.request.hart = index_of(extension->hart);
  access.cause = extension->cause;
  access.arrival = (sc_core::sc_time_stamp() + delay).value() / context_.clock.period_ps();
  const std::uint64_t tag = new_access(access);
  const auto later = [this](Cycle arrival, std::uint64_t other) {
    return arrival < accesses_[other].arrival;
  };
  arrivals_.insert(std::upper_bound(arrivals_.begin(), arrivals_.end(), access.arrival, later),
                   tag);
  schedule();
  phase = tlm::END_REQ;
  return tlm::TLM_UPDATED;
}

void Fabric::on_edge() {
  const Cycle cycle = context_.clock.now();
  // Switching gating on puts the next evaluation off, and leaves the event where it was.
  if (cycle == next_evaluation()) {
    sample_arrivals(cycle);
    sample_questions(cycle);
    sample_lines(cycle);
    evaluate(cycle);
  }
  schedule();
}

void Fabric::on_falling_edge() {
  rtl_->fall();
  if (settled_) settled_();
}

void Fabric::sample_arrivals(Cycle cycle) {
  while (!arrivals_.empty() && accesses_[arrivals_.front()].arrival < cycle) {
    Access& access = accesses_[arrivals_.front()];
    arrivals_.pop_front();
    // Only what has been answered here is posted on the bus.
    access.request.posted = access.request.posted && posted_open_ < posted_depth_;
    master_.push(access.request);
    if (access.request.posted) {
      ++posted_open_;
      answer(access, kOkay, 0);
    }
  }
}

/// An odd number of cycles has its half inside a cycle. That cycle is then left to those who look
/// at the rising edge: the fall comes in the cycle's last instant.
sc_core::sc_time Fabric::half_a_clock() const {
  const std::uint64_t period = context_.clock.period_ps();
  const std::uint64_t whole = divider_ / 2 * period;
  return sc_core::sc_time::from_value(divider_ % 2 == 0 ? whole : whole + period - 1);
}

void Fabric::evaluate(Cycle cycle) {
  last_edge_ = cycle;
  ++evaluations_;
  inputs_.rtc_tick = cycle % tick_cycles_ == 0;
  master_.drive(inputs_);
  const FabricOutputs before = outputs_;
  rtl_->rise(inputs_, outputs_);
  if (settled_) {
    settled_();
    falling_event_.notify(half_a_clock());
  } else {
    rtl_->fall();
  }
  const AxiStep step = master_.clock(inputs_, before);
  note_requests(step, cycle);
  answer_questions(cycle);
  drive_wires(step, before, cycle);
  note_plic(step);
  if (step.write_done) finish(*step.write_done, cycle);
  if (step.read_done) finish(*step.read_done, cycle);
}

void Fabric::note_requests(const AxiStep& step, Cycle cycle) {
  for (const auto* accepted : {&step.write_accepted, &step.read_accepted}) {
    if (!*accepted) continue;
    const AxiRequest& request = **accepted;
    Access& access = access_of(request);
    ++(request.write ? counters_.writes : counters_.reads);
    counters_.wait_cycles += cycle - access.arrival;
    access.id = record(EventKind::BusRequest, cycle, access.cause, request.addr, request.data,
                       hart_at(request.hart) | std::uint64_t{request.write} << 16);
  }
}

void Fabric::finish(const AxiResponse& response, Cycle cycle) {
  Access& access = access_of(response.request);
  const EventId id = record(EventKind::BusResponse, cycle, access.id, response.request.addr,
                            response.data, response.code);
  if (response.code != kOkay) ++counters_.refused;
  if (access.payload) {
    access.id = id;
    answer(access, response.code, response.data);
    free_tags_.push_back(response.request.tag);
    return;
  }
  --posted_open_;
  if (response.code != kOkay) {
    ++counters_.late_errors;
    record(EventKind::Error, cycle, id, response.request.addr, hart_at(response.request.hart), 0);
  }
  free_tags_.push_back(response.request.tag);
}

void Fabric::answer(Access& access, std::uint8_t code, std::uint64_t data) {
  tlm::tlm_generic_payload& payload = *access.payload;
  access.payload = nullptr;
  payload.set_response_status(status_of(code));
  if (payload.is_read()) std::memcpy(payload.get_data_ptr(), &data, payload.get_data_length());
  if (auto* extension = payload.get_extension<AxiExtension>()) extension->answer = access.id;
  tlm::tlm_phase phase = tlm::BEGIN_RESP;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  bus->nb_transport_bw(payload, phase, delay);
  if (payload.has_mm()) payload.release();
}

EventId Fabric::record(EventKind kind, Cycle cycle, EventId cause, std::uint64_t a, std::uint64_t b,
                       std::uint64_t c) {
  const EventId id = make_event_id(context_.source, ++event_count_);
  if (context_.events->wants(kind))
    context_.events->record({cycle, context_.source, kind, id, cause, a, b, c});
  return id;
}

}  // namespace standstill::fabric
