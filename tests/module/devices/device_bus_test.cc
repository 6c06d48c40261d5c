// The device bus between mocks: a scripted interconnect in front, devices of both kinds behind.
// SPDX-License-Identifier: Apache-2.0
#include "devices/device_bus.h"

#include <gmock/gmock.h>
#include <tlm_utils/simple_target_socket.h>

#include <memory>
#include <string>
#include <vector>

#include "devices/device_module.h"
#include "standstill/devices.h"

namespace standstill::devices {
namespace {

const CoreClock kClock{1000};
constexpr NodeId kNode = 12;
constexpr SourceId kSource = 3;
constexpr platform::Region kSlowRegion{"slow", 0x2000'0000, 0x1000};

/// Stands where the interconnect would: injects requests ahead of their cycle, keeps the answers.
class MockInterconnect : public sc_core::sc_module,
                         public tlm::tlm_fw_transport_if<CoherenceProtocol> {
 public:
  tlm::tlm_target_socket<64, CoherenceProtocol> node{"node"};
  std::vector<Message> answers;
  std::vector<Cycle> called;  ///< SystemC's cycle at each answer

  MockInterconnect(const sc_core::sc_module_name& name, std::vector<Message> requests)
      : sc_module(name), requests_(std::move(requests)) {
    node.bind(*this);
    SC_HAS_PROCESS(MockInterconnect);
    SC_METHOD(play);
  }

  tlm::tlm_sync_enum nb_transport_fw(Message& message, Channel& channel,
                                     sc_core::sc_time& delay) override {
    EXPECT_EQ(channel, Channel::Rsp);
    EXPECT_EQ(kClock.now() + delay.value() / 1000, message.cycle);
    EXPECT_GT(delay, sc_core::SC_ZERO_TIME);
    answers.push_back(message);
    called.push_back(kClock.now());
    return tlm::TLM_ACCEPTED;
  }
  void b_transport(Message&, sc_core::sc_time&) override {}
  bool get_direct_mem_ptr(Message&, tlm::tlm_dmi&) override { return false; }
  unsigned transport_dbg(Message&) override { return 0; }

 private:
  /// Each request is handed over one cycle ahead of its arrival.
  void play() {
    const Cycle now = kClock.now();
    for (; next_ < requests_.size() && requests_[next_].cycle <= now + 1; ++next_) {
      Message copy = requests_[next_];
      Channel channel = channel_of(copy.type);
      sc_core::sc_time delay = kClock.until(copy.cycle);
      node->nb_transport_bw(copy, channel, delay);
    }
    if (next_ < requests_.size()) next_trigger(kClock.until(requests_[next_].cycle - 1));
  }

  std::vector<Message> requests_;
  std::size_t next_ = 0;
};

/// A device that answers by its own BEGIN_RESP, a fixed time after each request.
class SlowDevice : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<SlowDevice> bus{"bus"};
  std::vector<Addr> order;
  std::vector<HartId> harts;
  bool accept_later = false;  ///< END_REQ only together with the answer
  Cycle latency = 7;          ///< from the request to the answer

  explicit SlowDevice(const sc_core::sc_module_name& name) : sc_module(name) {
    bus.register_nb_transport_fw(this, &SlowDevice::nb_transport_fw);
    SC_HAS_PROCESS(SlowDevice);
    SC_METHOD(respond);
    sensitive << event_;
    dont_initialize();
  }

 private:
  tlm::tlm_sync_enum nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time&) {
    order.push_back(payload.get_address());
    harts.push_back(payload.get_extension<AxiExtension>()->hart);
    payload.acquire();
    pending_.push_back({kClock.now() + latency, &payload});
    event_.notify(kClock.until(pending_.front().first));
    if (accept_later) return tlm::TLM_ACCEPTED;
    phase = tlm::END_REQ;
    return tlm::TLM_UPDATED;
  }

  void respond() {
    while (!pending_.empty() && pending_.front().first <= kClock.now()) {
      tlm::tlm_generic_payload* payload = pending_.front().second;
      pending_.erase(pending_.begin());
      payload->set_response_status(tlm::TLM_OK_RESPONSE);
      if (payload->is_read()) payload->get_data_ptr()[0] = 0x77;
      payload->get_extension<AxiExtension>()->answer = 4242;
      tlm::tlm_phase phase = tlm::BEGIN_RESP;
      sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
      EXPECT_EQ(bus->nb_transport_bw(*payload, phase, delay), tlm::TLM_COMPLETED);
      payload->release();
    }
    if (!pending_.empty()) event_.notify(kClock.until(pending_.front().first));
  }

  std::vector<std::pair<Cycle, tlm::tlm_generic_payload*>> pending_;
  sc_core::sc_event event_;
};

Message request(Cycle cycle, MessageType type, Addr addr, unsigned size, std::uint64_t value = 0,
                NodeId from = 0) {
  Message message;
  message.type = type;
  message.cycle = cycle;
  message.addr = addr;
  message.size = static_cast<std::uint8_t>(size);
  message.value = value;
  message.source = message.requester = from;
  message.destination = kNode;
  message.id = 500 + cycle;
  message.transaction = 900 + cycle;
  return message;
}
Message load(Cycle cycle, Addr addr, unsigned size, NodeId from = 0) {
  return request(cycle, MessageType::ReadNoSnp, addr, size, 0, from);
}
Message store(Cycle cycle, Addr addr, unsigned size, std::uint64_t value, NodeId from = 0) {
  return request(cycle, MessageType::WriteNoSnp, addr, size, value, from);
}

struct Rig : ConsoleSink, EndListener {
  explicit Rig(std::vector<Message> requests, DeviceConfig device_config = {})
      : config(device_config),
        interconnect("interconnect", std::move(requests)),
        bus("bus", config, {{platform::kUart, 0}, {platform::kFinisher, 1}, {kSlowRegion, 2}},
            {kClock, kNode, kSource, &horizon, 0}),
        uart("uart", config, {kClock, &horizon, 1}, *this),
        finisher("finisher", config, kClock, *this),
        slow("slow") {
    bus.node.bind(interconnect.node);
    bus.devices[0].bind(uart.bus);
    bus.devices[1].bind(finisher.bus);
    bus.devices[2].bind(slow.bus);
    uart.line.bind(line);
  }

  void put(char character, Cycle cycle) override { printed.push_back({character, cycle}); }
  void end(std::uint32_t code, Cycle cycle) override { ended.push_back({code, cycle}); }

  void run_to(Cycle cycle) {
    sc_core::sc_start(sc_core::sc_time::from_value(cycle * 1000) - sc_core::sc_time_stamp());
  }

  DeviceConfig config;
  Horizon horizon{1, 2, 1};
  MockInterconnect interconnect;
  DeviceBus bus;
  Uart uart;
  sc_core::sc_signal<bool> line{"line"};
  Finisher finisher;
  SlowDevice slow;
  std::vector<std::pair<char, Cycle>> printed;
  std::vector<std::pair<std::uint32_t, Cycle>> ended;
};

constexpr Addr kThr = platform::kUart.base;
constexpr Addr kFinish = platform::kFinisher.base;

TEST(DeviceBus, AStoreTakesTheBusTheDeviceAndTheBus) {
  Rig rig({store(10, kThr, 1, 'A', 5)});
  rig.run_to(200);
  const Cycle done = 10 + rig.config.bus_latency + rig.config.uart_latency;
  EXPECT_THAT(rig.printed, testing::ElementsAre(std::pair{'A', done}));
  ASSERT_EQ(rig.interconnect.answers.size(), 1u);
  const Message& answer = rig.interconnect.answers[0];
  EXPECT_EQ(answer.type, MessageType::Comp);
  EXPECT_EQ(answer.cycle, done + rig.config.bus_latency);
  EXPECT_EQ(answer.source, kNode);
  EXPECT_EQ(answer.destination, 5u);
  EXPECT_EQ(answer.requester, 5u);
  EXPECT_EQ(answer.addr, kThr);
  EXPECT_EQ(answer.transaction, 910u);
  EXPECT_EQ(answer.cause, 510u);
  EXPECT_EQ(answer.id, make_event_id(kSource, 1));
  EXPECT_EQ(answer.served_by, ServedBy::Device);
  EXPECT_FALSE(answer.error);
}

TEST(DeviceBus, ALoadBringsTheValueBack) {
  Rig rig({load(10, kThr + 5, 1), load(20, kSlowRegion.base, 4, 3)});
  rig.run_to(200);
  ASSERT_EQ(rig.interconnect.answers.size(), 2u);
  EXPECT_EQ(rig.interconnect.answers[0].value, 0x77u);  // 20 + 2 + 7 + 2 is earlier than 34
  EXPECT_EQ(rig.interconnect.answers[0].cause, 4242u);
  EXPECT_EQ(rig.interconnect.answers[0].cycle, 31u);
  EXPECT_EQ(rig.interconnect.answers[1].value, 0x60u);
  EXPECT_THAT(rig.slow.harts, testing::ElementsAre(3u));
}

TEST(DeviceBus, WhatNoDeviceTakesIsAnsweredWithAnError) {
  const std::vector<Message> refused = {
      load(10, 0x3000'0000, 4),
      store(20, 0x3000'0000, 4, 1),
      load(30, kThr + 0x100, 1),
      store(40, kFinish + 2, 4, 0x5555),
      load(50, kFinish, 3),
      store(60, kFinish, 0, 0x5555),
      store(70, kFinish, 1, 0x55),
      load(80, platform::kUart.base + 9, 1),
      request(90, MessageType::ReadShared, kThr, 1),
  };
  Rig rig(refused);
  rig.run_to(300);
  ASSERT_EQ(rig.interconnect.answers.size(), refused.size());
  for (const Message& answer : rig.interconnect.answers) {
    EXPECT_TRUE(answer.error) << std::hex << answer.addr;
    EXPECT_EQ(answer.value, 0u);
  }
  EXPECT_EQ(rig.interconnect.answers[0].cycle, 10 + 2 * rig.config.bus_latency);
  EXPECT_EQ(rig.bus.counters().errors, refused.size());
  EXPECT_TRUE(rig.printed.empty());
  EXPECT_TRUE(rig.ended.empty());
}

TEST(DeviceBus, ADeviceServesOneAfterAnother) {
  Rig rig({store(10, kThr, 1, 'A', 0), store(11, kThr, 1, 'B', 1), store(12, kThr, 1, 'C', 2)});
  rig.run_to(200);
  const Cycle first = 10 + rig.config.bus_latency + rig.config.uart_latency;
  EXPECT_THAT(
      rig.printed,
      testing::ElementsAre(std::pair{'A', first}, std::pair{'B', first + rig.config.uart_latency},
                           std::pair{'C', first + 2 * rig.config.uart_latency}));
  EXPECT_EQ(rig.bus.counters().wait_cycles, 19u + 38u);
}

TEST(DeviceBus, RequestsOfOneCycleAreServedInTheOrderOfTheirSenders) {
  Rig rig({store(10, kThr, 1, 'C', 9), store(10, kThr, 1, 'A', 2), store(10, kThr, 1, 'B', 2)});
  rig.run_to(200);
  std::string text;
  for (const auto& [character, cycle] : rig.printed) text += character;
  EXPECT_EQ(text, "ABC");
}

TEST(DeviceBus, DevicesDoNotWaitForOneAnother) {
  Rig rig({store(10, kThr, 1, 'A'), store(11, kFinish, 4, 0x5555)});
  rig.run_to(200);
  EXPECT_THAT(rig.ended, testing::ElementsAre(std::pair{
                             0u, 11 + rig.config.bus_latency + rig.config.finisher_latency}));
}

/// Answers of a UART (device 0), a slow device (2) and of nobody, all done in one cycle. Sender i
/// is the i-th in the order of devices; the requests come in another order.
void expect_order_of_devices(Rig& rig, Cycle leave) {
  rig.run_to(200);
  ASSERT_EQ(rig.interconnect.answers.size(), 3u);
  for (NodeId i = 0; i < 3; ++i) {
    EXPECT_EQ(rig.interconnect.answers[i].cycle, leave);
    EXPECT_EQ(rig.interconnect.answers[i].destination, i);
    EXPECT_EQ(rig.interconnect.answers[i].id, make_event_id(kSource, i + 1));
  }
}

TEST(DeviceBus, AnswersOfOneCycleLeaveInTheOrderOfTheDevices) {
  DeviceConfig config;
  config.uart_latency = 1;
  Rig rig({load(30, kSlowRegion.base, 4, 1), store(36, kThr, 1, 'A', 0), load(37, 0, 4, 2)},
          config);
  expect_order_of_devices(rig, 41);
}

// With the shortest latency an answer leaves at the very cycle at which others may still be made.
TEST(DeviceBus, ThatOrderHoldsWithTheShortestLatency) {
  DeviceConfig config;
  config.bus_latency = 1;
  Rig rig({store(18, kThr, 1, 'A', 0), load(31, kSlowRegion.base, 4, 1), load(38, 0, 4, 2)},
          config);
  expect_order_of_devices(rig, 40);
}

TEST(DeviceBus, ThatOrderHoldsWhateverSystemCRunsFirst) {
  DeviceConfig config;
  config.bus_latency = 1;
  Rig rig({load(13, kSlowRegion.base, 4, 1), store(18, kThr, 1, 'A', 0), load(38, 0, 4, 2)},
          config);
  rig.slow.latency = 25;
  expect_order_of_devices(rig, 40);
}

TEST(DeviceBus, ThatOrderHoldsWhenTheSlowAnswerIsMadeLast) {
  DeviceConfig config;
  config.bus_latency = 1;
  config.uart_latency = 1;
  Rig rig({store(37, kThr, 1, 'A', 0), load(38, 0, 4, 2), load(38, kSlowRegion.base, 4, 1)},
          config);
  rig.slow.latency = 0;
  expect_order_of_devices(rig, 40);
}

TEST(DeviceBus, HonoursADeviceThatAcceptsLate) {
  Rig rig({load(10, kSlowRegion.base, 4), load(11, kSlowRegion.base + 4, 4),
           load(12, kSlowRegion.base + 8, 4)});
  rig.slow.accept_later = true;
  rig.run_to(200);
  ASSERT_EQ(rig.interconnect.answers.size(), 3u);
  EXPECT_EQ(rig.interconnect.answers[0].cycle, 12 + 7 + 2u);
  EXPECT_EQ(rig.interconnect.answers[1].cycle, 12 + 14 + 2u);
  EXPECT_EQ(rig.interconnect.answers[2].cycle, 12 + 21 + 2u);
}

TEST(DeviceBus, TheHorizonKnowsWhatIsAtHand) {
  Rig rig({store(10, kThr, 1, 'A')});
  rig.run_to(5);
  EXPECT_EQ(rig.horizon.oldest(), kNever);
  rig.run_to(10);
  EXPECT_EQ(rig.horizon.oldest(), 12u);
  rig.run_to(13);
  EXPECT_EQ(rig.horizon.oldest(), 34u);
  rig.run_to(34);
  EXPECT_EQ(rig.horizon.oldest(), kNever);
}

TEST(DeviceBus, RunsAThousandRequestsOnItsPool) {
  std::vector<Message> requests;
  for (Cycle i = 0; i < 1000; ++i)
    requests.push_back(
        load(10 + i, kSlowRegion.base + 4 * (i % 16), 4, static_cast<NodeId>(i % 64)));
  Rig rig(requests);
  rig.run_to(5000);
  ASSERT_EQ(rig.interconnect.answers.size(), 1000u);
  for (Cycle i = 0; i < 1000; ++i) {
    EXPECT_EQ(rig.interconnect.answers[i].cycle, 10 + i + 11);
    EXPECT_EQ(rig.interconnect.answers[i].addr, requests[i].addr);
  }
}

}  // namespace
}  // namespace standstill::devices
