// The device bus as an initiator of the base protocol: devices that use its freedoms.
// SPDX-License-Identifier: Apache-2.0
//
// Source: IEEE 1666-2011, 15.2.6 (transitions of phases, request and response exclusion rules).
#include <gtest/gtest.h>
#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "devices/device_bus.h"
#include "devices/device_module.h"

namespace standstill::devices {
namespace {

const CoreClock kClock{1000};
constexpr platform::Region kRegion{"device", 0x2000'0000, 0x1000};

/// Injects requests a cycle ahead of theirs, keeps the answers.
class Requests : public sc_core::sc_module, public tlm::tlm_fw_transport_if<CoherenceProtocol> {
 public:
  tlm::tlm_target_socket<64, CoherenceProtocol> node{"node"};
  std::vector<Message> answers;

  Requests(const sc_core::sc_module_name& name, std::vector<Cycle> cycles)
      : sc_module(name), cycles_(std::move(cycles)) {
    node.bind(*this);
    SC_HAS_PROCESS(Requests);
    SC_METHOD(play);
  }

  tlm::tlm_sync_enum nb_transport_fw(Message& message, Channel&, sc_core::sc_time&) override {
    answers.push_back(message);
    return tlm::TLM_ACCEPTED;
  }
  void b_transport(Message&, sc_core::sc_time&) override {}
  bool get_direct_mem_ptr(Message&, tlm::tlm_dmi&) override { return false; }
  unsigned transport_dbg(Message&) override { return 0; }

 private:
  /// The n-th request is a load of 4 bytes at 4 n.
  void play() {
    for (; next_ < cycles_.size() && cycles_[next_] <= kClock.now() + 1; ++next_) {
      Message message;
      message.type = MessageType::ReadNoSnp;
      message.cycle = cycles_[next_];
      message.addr = kRegion.base + 4 * next_;
      message.size = 4;
      Channel channel = Channel::Req;
      sc_core::sc_time delay = kClock.until(message.cycle);
      node->nb_transport_bw(message, channel, delay);
    }
    if (next_ < cycles_.size()) next_trigger(kClock.until(cycles_[next_] - 1));
  }

  std::vector<Cycle> cycles_;
  std::size_t next_ = 0;
};

/// What a device did, and what it saw: each request's cycle and each END_RESP.
class Device : public sc_core::sc_module {
 public:
  using Payload = tlm::tlm_generic_payload;
  tlm_utils::simple_target_socket<Device> bus{"bus"};
  std::vector<Cycle> requests;
  std::vector<Cycle> ends;

  explicit Device(const sc_core::sc_module_name& name) : sc_module(name) {
    bus.register_nb_transport_fw(this, &Device::nb_transport_fw);
    SC_HAS_PROCESS(Device);
    SC_METHOD(act);
    sensitive << event_;
    dont_initialize();
  }

 protected:
  virtual tlm::tlm_sync_enum request(Payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay) = 0;

  /// Calls the bus back with a phase at a later cycle.
  void later(Cycle cycle, Payload& payload, tlm::tlm_phase_enum phase) {
    plans_.push_back({cycle, &payload, phase});
    act();
  }

  void fill(Payload& payload) {
    const auto value = static_cast<std::uint32_t>(payload.get_address());
    std::copy_n(reinterpret_cast<const unsigned char*>(&value), 4, payload.get_data_ptr());
    payload.set_response_status(tlm::TLM_OK_RESPONSE);
  }

 private:
  struct Plan {
    Cycle cycle;
    Payload* payload;
    tlm::tlm_phase_enum phase;
  };

  tlm::tlm_sync_enum nb_transport_fw(Payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay) {
    if (phase == tlm::END_RESP) {
      ends.push_back(kClock.now());
      return tlm::TLM_COMPLETED;
    }
    EXPECT_EQ(phase, tlm::BEGIN_REQ);
    requests.push_back(kClock.now());
    return request(payload, phase, delay);
  }

  void act() {
    Cycle next = kNever;
    for (std::size_t i = 0; i < plans_.size();) {
      if (plans_[i].cycle > kClock.now()) {
        next = std::min(next, plans_[i++].cycle);
        continue;
      }
      const Plan plan = plans_[i];
      plans_.erase(plans_.begin() + static_cast<std::ptrdiff_t>(i));
      if (plan.phase == tlm::BEGIN_RESP) fill(*plan.payload);
      tlm::tlm_phase phase = plan.phase;
      sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
      bus->nb_transport_bw(*plan.payload, phase, delay);
    }
    if (next != kNever) event_.notify(kClock.until(next));
  }

  std::vector<Plan> plans_;
  sc_core::sc_event event_;
};

/// Takes its first request at once, any other 20 cycles after it came; answers the first after 5.
class HesitantDevice : public Device {
 public:
  using Device::Device;

 private:
  tlm::tlm_sync_enum request(Payload& payload, tlm::tlm_phase& phase, sc_core::sc_time&) override {
    const Cycle now = kClock.now();
    const bool first = requests.size() == 1;
    if (!first) later(now + 20, payload, tlm::END_REQ);
    later(now + (first ? 5 : 25), payload, tlm::BEGIN_RESP);
    if (!first) return tlm::TLM_ACCEPTED;
    phase = tlm::END_REQ;
    return tlm::TLM_UPDATED;
  }
};

/// Answers by BEGIN_RESP on the return path.
class PromptDevice : public Device {
 public:
  using Device::Device;

 private:
  tlm::tlm_sync_enum request(Payload& payload, tlm::tlm_phase& phase,
                             sc_core::sc_time& delay) override {
    fill(payload);
    phase = tlm::BEGIN_RESP;
    delay += sc_core::sc_time::from_value(3 * kClock.period_ps());
    return tlm::TLM_UPDATED;
  }
};

template <typename Model>
struct Rig {
  explicit Rig(std::vector<Cycle> cycles)
      : requests("requests", std::move(cycles)),
        bus("bus", DeviceConfig{}, {{kRegion, 0}}, {kClock, 1, 1, &horizon, 0}),
        device("device") {
    bus.node.bind(requests.node);
    bus.devices[0].bind(device.bus);
    sc_core::sc_start(sc_core::sc_time::from_value(200 * kClock.period_ps()));
  }

  void expect_values(std::size_t count) const {
    ASSERT_EQ(requests.answers.size(), count);
    for (const Message& answer : requests.answers) {
      EXPECT_FALSE(answer.error);
      EXPECT_EQ(answer.value, answer.addr);
    }
  }

  Horizon horizon{1, 1, 1};
  Requests requests;
  DeviceBus bus;
  Model device;
};

// The answer to an older request says nothing about the request that still waits to be taken.
TEST(DeviceBridge, AnAnswerEndsOnlyTheRequestItAnswers) {
  Rig<HesitantDevice> rig({10, 12, 14});
  EXPECT_EQ(rig.device.requests, (std::vector<Cycle>{12, 14, 34}));
  rig.expect_values(3);
}

TEST(DeviceBridge, AnAnswerOnTheReturnPathIsEnded) {
  Rig<PromptDevice> rig({10, 11});
  EXPECT_EQ(rig.device.requests, (std::vector<Cycle>{12, 15}));
  EXPECT_EQ(rig.device.ends, (std::vector<Cycle>{12, 15}));
  rig.expect_values(2);
  ASSERT_EQ(rig.requests.answers.size(), 2u);
  EXPECT_EQ(rig.requests.answers[0].cycle, 17u);
  EXPECT_EQ(rig.requests.answers[1].cycle, 20u);
}

/// A console that nothing may reach.
struct NoConsole : ConsoleSink {
  void put(char, Cycle) override { ADD_FAILURE() << "printed"; }
};

class Initiator : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<Initiator> bus{"bus"};
  explicit Initiator(const sc_core::sc_module_name& name) : sc_module(name) {}
};

// Read or write: a device that took everything else for a read would answer wrongly, silently.
TEST(DeviceBridge, ASimpleDeviceRefusesWhatItCannotDo) {
  NoConsole console;
  Horizon horizon(1, 1, 1);
  Uart uart("uart", DeviceConfig{}, {kClock, &horizon, 0}, console);
  sc_core::sc_signal<bool> line("line");
  uart.line.bind(line);
  Initiator initiator("initiator");
  initiator.bus.bind(uart.bus);
  sc_core::sc_start(sc_core::SC_ZERO_TIME);
  unsigned char data = 'x';
  unsigned char enable = 0;
  const auto access = [&](tlm::tlm_command command, unsigned char* enables) {
    tlm::tlm_generic_payload payload;
    payload.set_command(command);
    payload.set_address(platform::kUart.base);
    payload.set_data_ptr(&data);
    payload.set_data_length(1);
    payload.set_byte_enable_ptr(enables);
    payload.set_byte_enable_length(enables ? 1 : 0);
    tlm::tlm_phase phase = tlm::BEGIN_REQ;
    sc_core::sc_time delay;
    EXPECT_EQ(initiator.bus->nb_transport_fw(payload, phase, delay), tlm::TLM_COMPLETED);
    return payload.get_response_status();
  };
  EXPECT_EQ(access(tlm::TLM_IGNORE_COMMAND, nullptr), tlm::TLM_COMMAND_ERROR_RESPONSE);
  EXPECT_EQ(access(tlm::TLM_WRITE_COMMAND, &enable), tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
  EXPECT_EQ(access(tlm::TLM_READ_COMMAND, nullptr), tlm::TLM_OK_RESPONSE);
  EXPECT_EQ(data, 0);
}

}  // namespace
}  // namespace standstill::devices
