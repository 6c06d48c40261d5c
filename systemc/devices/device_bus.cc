// The node behind which the memory-mapped devices stand.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Arm IHI 0050 (AMBA 5 CHI), ReadNoSnp and WriteNoSnp; IEEE 1666-2011 chapter 15.
#include "devices/device_bus.h"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace standstill::devices {
namespace {

/// The row number of answers that come from no device: after all devices.
constexpr unsigned kNoDevice = ~0u;

unsigned devices_of(const std::vector<DeviceRange>& table) {
  unsigned count = 0;
  for (const DeviceRange& range : table) count = std::max(count, range.device + 1);
  return count;
}

}  // namespace

struct DeviceBus::Access final : tlm::tlm_mm_interface {
  /// Leads from a payload back to its access.
  struct Extension : AxiExtension {
    explicit Extension(Access* to) : access(to) {}
    Access* access;
  };

  Access() : payload(this) { payload.set_extension<AxiExtension>(&extension); }
  ~Access() override { payload.clear_extension<AxiExtension>(&extension); }
  Access(const Access&) = delete;
  Access& operator=(const Access&) = delete;

  /// The bus keeps its own payloads; a target's reference does not outlive the answer.
  void free(tlm::tlm_generic_payload*) override {}

  void prepare(const Message& message) {
    request = message;
    data = message.type == MessageType::WriteNoSnp ? message.value : 0;
    error = false;
    payload.set_command(message.type == MessageType::WriteNoSnp ? tlm::TLM_WRITE_COMMAND
                                                                : tlm::TLM_READ_COMMAND);
    payload.set_address(message.addr);
    payload.set_data_ptr(reinterpret_cast<unsigned char*>(&data));
    payload.set_data_length(message.size);
    payload.set_streaming_width(message.size);
    payload.set_byte_enable_ptr(nullptr);
    payload.set_dmi_allowed(false);
    payload.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
    extension.hart = message.requester;
    extension.posted = message.posted;
    extension.cause = message.id;
    extension.answer = 0;
  }

  Message request;
  unsigned device = kNoDevice;
  std::uint64_t sequence = 0;
  std::uint64_t data = 0;
  bool error = false;
  Extension extension{this};
  tlm::tlm_generic_payload payload;
};

bool DeviceBus::Outgoing::before(const Outgoing& other) const {
  return std::tie(leave, device, sequence) < std::tie(other.leave, other.device, other.sequence);
}

DeviceBus::DeviceBus(const sc_core::sc_module_name& name, const DeviceConfig& config,
                     const std::vector<DeviceRange>& table, const DeviceBusContext& context)
    : sc_module(name),
      devices("devices", devices_of(table)),
      latency_(std::max<Cycle>(config.bus_latency, 1)),
      table_(table),
      context_(context),
      ports_(devices.size()) {
  node.register_nb_transport_bw(this, &DeviceBus::from_interconnect);
  for (unsigned i = 0; i < devices.size(); ++i)
    devices[i].register_nb_transport_bw(this, &DeviceBus::from_device, static_cast<int>(i));
  SC_HAS_PROCESS(DeviceBus);
  SC_METHOD(on_dispatch);
  sensitive << dispatch_event_;
  dont_initialize();
  SC_METHOD(on_send);
  sensitive << send_event_;
  dont_initialize();
}

DeviceBus::~DeviceBus() = default;

Cycle DeviceBus::reach(const MachineConfig& config) {
  const Cycle by_answer = config.interconnect.hop_latency;
  const Cycle by_wire = 1 + config.fabric.clock_divider + config.hart.irq_sync;
  const Cycle by_end = config.device.finisher_latency + config.end.end_delay;
  return std::min({by_answer, by_wire, by_end});
}

DeviceBus::Access* DeviceBus::allocate(const Message& request) {
  if (free_.empty()) {
    pool_.push_back(std::make_unique<Access>());
    free_.push_back(pool_.back().get());
  }
  Access* access = free_.back();
  free_.pop_back();
  access->prepare(request);
  access->sequence = ++sequence_;
  return access;
}

Cycle DeviceBus::cycle_after(const sc_core::sc_time& delay) const {
  return (sc_core::sc_time_stamp() + delay).value() / context_.clock.period_ps();
}

/// The device that serves a request, or -1 if it is not to be served.
int DeviceBus::decode(const Message& request) const {
  const bool known =
      request.type == MessageType::ReadNoSnp || request.type == MessageType::WriteNoSnp;
  const unsigned size = request.size;
  const bool legal = size == 1 || size == 2 || size == 4 || size == 8;
  if (!known || !legal || request.addr % size != 0) return -1;
  for (const DeviceRange& range : table_)
    if (range.region.contains(request.addr, size)) return static_cast<int>(range.device);
  return -1;
}

tlm::tlm_sync_enum DeviceBus::from_interconnect(Message& message, Channel& channel,
                                                sc_core::sc_time& /*delay*/) {
  if (channel != Channel::Req) return tlm::TLM_ACCEPTED;
  ++counters_.requests;
  Access* access = allocate(message);
  const int device = decode(message);
  if (device >= 0) {
    enqueue(access, static_cast<unsigned>(device));
  } else {
    access->device = kNoDevice;
    access->error = true;
    finish(access, message.cycle + latency_);
  }
  schedule();
  return tlm::TLM_ACCEPTED;
}

void DeviceBus::enqueue(Access* access, unsigned device) {
  access->device = device;
  const auto order = [](const Access* a, const Access* b) {
    return std::tie(a->request.cycle, a->request.source, a->sequence) <
           std::tie(b->request.cycle, b->request.source, b->sequence);
  };
  auto& waiting = ports_[device].waiting;
  waiting.insert(std::upper_bound(waiting.begin(), waiting.end(), access, order), access);
}

Cycle DeviceBus::next_dispatch(const DevicePort& port) const {
  if (port.waiting.empty() || port.open) return kNever;
  return std::max(port.waiting.front()->request.cycle + latency_, port.free_at);
}

void DeviceBus::schedule() {
  Cycle dispatch = kNever;
  for (const DevicePort& port : ports_) dispatch = std::min(dispatch, next_dispatch(port));
  if (dispatch != kNever) dispatch_event_.notify(context_.clock.until(dispatch));
  const Cycle leave = outgoing_.empty() ? kNever : outgoing_.front().leave;
  if (leave != kNever) send_event_.notify(context_.clock.until(leave - 1));
  context_.horizon->set_next_event(context_.horizon_source, std::min(dispatch, leave));
}

void DeviceBus::on_dispatch() {
  const Cycle now = context_.clock.now();
  for (unsigned device = 0; device < ports_.size(); ++device)
    while (next_dispatch(ports_[device]) <= now) issue(device);
  schedule();
}

void DeviceBus::issue(unsigned device) {
  DevicePort& port = ports_[device];
  Access* access = port.waiting.front();
  port.waiting.pop_front();
  const Cycle now = context_.clock.now();
  counters_.wait_cycles += now - (access->request.cycle + latency_);
  tlm::tlm_phase phase = tlm::BEGIN_REQ;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  port.open = access;
  access->payload.acquire();
  const auto state = devices[device]->nb_transport_fw(access->payload, phase, delay);
  if (state == tlm::TLM_ACCEPTED) return;
  port.open = nullptr;
  port.free_at = cycle_after(delay);
  if (state != tlm::TLM_COMPLETED && phase != tlm::BEGIN_RESP) return;
  if (state == tlm::TLM_UPDATED) {
    phase = tlm::END_RESP;
    devices[device]->nb_transport_fw(access->payload, phase, delay);
  }
  finish(access, port.free_at);
}

tlm::tlm_sync_enum DeviceBus::from_device(int device, tlm::tlm_generic_payload& payload,
                                          tlm::tlm_phase& phase, sc_core::sc_time& delay) {
  DevicePort& port = ports_[static_cast<unsigned>(device)];
  Access* access = static_cast<Access::Extension*>(payload.get_extension<AxiExtension>())->access;
  if (port.open == access) {  // END_REQ, or a BEGIN_RESP that implies it
    port.open = nullptr;
    port.free_at = cycle_after(delay);
  }
  const bool answer = phase == tlm::BEGIN_RESP;
  if (answer) {
    finish(access, cycle_after(delay));
    phase = tlm::END_RESP;
  }
  schedule();
  return answer ? tlm::TLM_COMPLETED : tlm::TLM_ACCEPTED;
}

void DeviceBus::finish(Access* access, Cycle done) {
  if (access->device != kNoDevice) {
    access->error = access->payload.is_response_error();
    access->payload.release();
  }
  if (access->error) ++counters_.errors;
  const Outgoing outgoing{done + latency_, access->device, access->sequence, access};
  const auto order = [](const Outgoing& a, const Outgoing& b) { return a.before(b); };
  outgoing_.insert(std::upper_bound(outgoing_.begin(), outgoing_.end(), outgoing, order), outgoing);
}

/// Answers may still be added at this point in time by processes that have not run: wait a delta.
void DeviceBus::on_send() {
  settled_ = !settled_;
  if (settled_) {
    next_trigger(sc_core::SC_ZERO_TIME);
    return;
  }
  const Cycle now = context_.clock.now();
  while (!outgoing_.empty() && outgoing_.front().leave <= now + 1) {
    const Outgoing first = outgoing_.front();
    outgoing_.erase(outgoing_.begin());
    send(first);
  }
  schedule();
}

void DeviceBus::send(const Outgoing& outgoing) {
  Access* access = outgoing.access;
  const Message& request = access->request;
  Message message;
  message.type = MessageType::Comp;
  message.served_by = ServedBy::Device;
  message.size = request.size;
  message.error = access->error;
  message.posted = request.posted;
  message.source = context_.node;
  message.destination = request.source;
  message.requester = request.requester;
  message.addr = request.addr;
  message.value = access->error || request.type != MessageType::ReadNoSnp ? 0 : access->data;
  message.cycle = outgoing.leave;
  message.id = make_event_id(context_.source, ++event_count_);
  message.transaction = request.transaction;
  message.cause = access->extension.answer != 0 ? access->extension.answer : request.id;
  free_.push_back(access);
  Channel channel = channel_of(message.type);
  sc_core::sc_time delay = context_.clock.until(outgoing.leave);
  node->nb_transport_fw(message, channel, delay);
}

}  // namespace standstill::devices
