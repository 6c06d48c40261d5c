// A home node on the bench: the test plays the tiles and, unless asked not to, memory answers.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_UNIT_COHERENCE_HOME_BENCH_H
#define STANDSTILL_TESTS_UNIT_COHERENCE_HOME_BENCH_H

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "coherence/home.h"
#include "standstill/memory_map.h"

namespace standstill::coherence {

inline constexpr Addr kBase = platform::kDramBase;

/// Keeps every event.
class Recorder final : public EventSink {
 public:
  void record(const Event& event) override { events.push_back(event); }
  std::vector<Event> events;
};

struct HomeBench {
  static constexpr Cycle kMemoryLatency = 10;

  explicit HomeBench(unsigned harts = 4, unsigned sets = 16, unsigned ways = 4)
      : config(make_config(harts, sets, ways)),
        map{harts, 1, config.dram.size},
        home(config, map, 0, events) {}

  static MachineConfig make_config(unsigned harts, unsigned sets, unsigned ways) {
    MachineConfig config;
    config.harts = harts;
    config.l2.banks = 1;
    config.l2.ways = ways;
    config.l2.size = std::uint64_t{sets} * ways * kLineBytes;
    config.l2.tag_latency = 2;
    config.l2.data_latency = 4;
    return config;
  }

  Message make(MessageType type, NodeId tile, Addr addr) {
    Message message;
    message.type = type;
    message.source = message.requester = tile;
    message.destination = map.home_node(0);
    message.addr = addr;
    message.id = make_event_id(tile, ++ids);
    message.transaction = message.id;
    return message;
  }
  /// Hands `message` over for the cycle after now.
  EventId give(Message message) {
    message.cycle = now + 1;
    home.receive(message);
    return message.id;
  }
  EventId request(MessageType type, NodeId tile, Addr addr) { return give(make(type, tile, addr)); }
  EventId acknowledge(NodeId tile, Addr addr) { return request(MessageType::CompAck, tile, addr); }
  EventId answer(NodeId tile, Addr addr, Grant keeps) {
    Message message = make(MessageType::SnpResp, tile, addr);
    message.state = keeps;
    return give(message);
  }
  EventId answer_dirty(NodeId tile, Addr addr, Grant keeps, std::uint64_t value) {
    Message message = make(MessageType::SnpRespData, tile, addr);
    message.state = keeps;
    message.dirty = true;
    message.line.write(0, 8, value, message.id);
    return give(message);
  }

  /// Steps until nothing is at hand, or to `limit`; returns what went to tiles, in order of
  /// sending.
  std::vector<Message> run(Cycle limit = kNever - 1) {
    std::vector<Message> to_tiles;
    while (home.next_event() <= limit) {
      now = home.next_event();
      std::vector<Message> out;
      home.step(now, out);
      for (const Message& message : out) {
        EXPECT_GT(message.cycle, now) << name_of(message.type) << " into the past";
        if (message.type == MessageType::MemRead || message.type == MessageType::MemWrite) {
          to_memory.push_back(message);
          serve_memory(message);
        } else {
          to_tiles.push_back(message);
        }
      }
    }
    return to_tiles;
  }
  void serve_memory(const Message& message) {
    if (message.type == MessageType::MemWrite) {
      memory[message.addr] = message.line;
      return;
    }
    Message data = message;
    data.type = MessageType::MemData;
    data.id = make_event_id(100, ++ids);
    data.line = memory[message.addr];
    data.cycle = message.cycle + kMemoryLatency;
    home.receive(data);
  }

  /// One whole transaction without snoops; returns the answer.
  Message read(MessageType type, NodeId tile, Addr addr) {
    request(type, tile, addr);
    const std::vector<Message> out = run();
    if (type != MessageType::ReadOnce) {
      acknowledge(tile, addr);
      run();
    }
    return out.at(0);
  }

  MachineConfig config;
  AddressMap map;
  Recorder events;
  Home home;
  std::map<Addr, Line> memory;
  std::vector<Message> to_memory;
  Cycle now = 0;
  std::uint64_t ids = 0;
};

}  // namespace standstill::coherence

#endif  // STANDSTILL_TESTS_UNIT_COHERENCE_HOME_BENCH_H
