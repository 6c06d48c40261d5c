// A pure tile on a bench: programs, wires and foreigners go in, events come out.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SUPPORT_TILE_BENCH_H
#define STANDSTILL_TESTS_SUPPORT_TILE_BENCH_H

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "standstill/memory_map.h"
#include "support/assembler.h"
#include "support/mock_file.h"
#include "support/mock_home.h"
#include "support/recording_sink.h"
#include "tile/tile.h"

namespace standstill {

/// Where programs and data of tests lie.
inline constexpr Addr kCode = platform::kDramBase;
inline constexpr Addr kData = platform::kDramBase + 0x10000;
inline constexpr Addr kDevice = 0x10000000;

/// How a run is cut into calls of advance(): given the clock, where the next call ends.
using Cuts = std::function<Cycle(Cycle)>;
inline Cuts one_call() {
  return [](Cycle) { return kNever; };
}
inline Cuts lock_step() {
  return [](Cycle clock) { return clock + 1; };
}

class TileBench : public EndListener, public ConsoleSink {
 public:
  static constexpr Cycle kHomeLatency = 20;
  static constexpr Cycle kDeviceLatency = 30;

  struct Options {
    bool spin_skipping = true;
    Addr tohost = 0;
    Cycle home_latency = kHomeLatency;
  };

  explicit TileBench(const MachineConfig& machine = {}) : TileBench(machine, Options()) {}
  TileBench(const MachineConfig& machine, const Options& chosen)
      : config(machine), home(chosen.home_latency, kDeviceLatency) {
    config.harts = 1;
    map.harts = 1;
    map.homes = 1;
    map.dram_size = config.dram.size;
    tile::TileOptions options;
    options.reach = 1 + home.shortest();
    options.spin_skipping = chosen.spin_skipping;
    options.tohost = chosen.tohost;
    tile.emplace(options, config, map, sink, *this, *this);
    tile->reset(kCode, 0);
  }

  /// Puts the program where it belongs in home's memory.
  void load(const assembler::Program& program) {
    Addr at = program.base();
    for (const assembler::Word word : program.words()) {
      home.line(at).write(offset_in_line(at), 4, word, 0);
      at += 4;
    }
  }
  void poke(Addr addr, std::uint64_t value) {
    home.line(addr).write(offset_in_line(addr), 8, value, 0);
  }
  void wire(Cycle cycle, unsigned bit, bool level) {
    tile->set_wire({cycle, bit, level, make_edge_id(9, 0, bit, ++edges_)});
  }

  /// Runs until every cycle before `end` has been served.
  /// Stops, as the machine does, at the end the guest has made.
  void run(Cycle limit, const Cuts& cuts = one_call()) {
    while (tile->clock() < std::min(limit, last_cycle())) {
      const Cycle end = std::min(limit, last_cycle());
      const Cycle clock = tile->clock();
      const Cycle horizon = std::min({home.next_effect(), cuts(clock), end});
      if (horizon < clock) throw std::logic_error("the bench's horizon lies behind the tile");
      Cycle next = tile->advance(horizon);
      parked = parked || tile->view().spinning;
      for (const Message& message : tile->outbox().messages()) home.push(message);
      if (const auto& question = tile->outbox().question())
        next = std::min(next, answer(*question));
      tile->outbox().clear();
      // What the tile sends from now on takes effect after `next`, which no event of home passes.
      std::vector<Message> replies;
      home.serve_until(next == kNever ? end : next, replies);
      for (const Message& reply : replies) {
        if (reply.cycle < tile->clock()) throw std::logic_error("a reply in the tile's past");
        tile->receive(reply);
      }
    }
  }

  /// The number the mock fabric gives to what it does for the request `id`.
  static EventId file_event(EventId id) { return id | EventId{1} << 63; }

  /// Cycle of the `nth` marker `phase`, kNever if there is none.
  Cycle marker(int phase, unsigned nth = 0) const {
    for (const Event& event : sink.events)
      if (event.kind == EventKind::Marker && event.a == static_cast<unsigned>(phase) && nth-- == 0)
        return event.cycle;
    return kNever;
  }
  unsigned markers(int phase) const {
    unsigned count = 0;
    while (marker(phase, count) != kNever) ++count;
    return count;
  }
  std::uint64_t reg(unsigned index) const { return tile->reg(index); }
  Cycle charged(Cause cause) const { return tile->counters().cycles[static_cast<unsigned>(cause)]; }
  Cycle charged_in_all() const {
    Cycle sum = 0;
    for (const Cycle cycles : tile->counters().cycles) sum += cycles;
    return sum;
  }

  /// First cycle after the end the guest has made, kNever if it has made none.
  Cycle last_cycle() const {
    return end_cycle == kNever ? kNever : end_cycle + config.end.end_delay;
  }
  /// Closes the account where the run has ended.
  void finish() { tile->finish(std::min(tile->clock(), last_cycle())); }

  /// Everything there is to tell of the run, in the order of the log: events, messages, registers,
  /// counters.
  std::string story() {
    std::stable_sort(sink.events.begin(), sink.events.end(),
                     [](const Event& a, const Event& b) { return a.cycle < b.cycle; });
    std::string text = sink.text();
    for (const Message& m : home.received)
      for (const std::uint64_t field : {std::uint64_t(m.type), m.cycle, m.addr, m.value, m.id,
                                        m.transaction, m.cause, line_sum(m.line)})
        text += std::to_string(field) + ' ';
    text += "\nregisters";
    for (unsigned r = 0; r < 32; ++r) text += ' ' + std::to_string(tile->reg(r));
    const tile::HartCounters& counters = tile->counters();
    text += "\ncounters " + std::to_string(counters.instructions) + ' ' +
            std::to_string(counters.traps) + ' ' + std::to_string(counters.interrupts);
    for (const Cycle cycles : counters.cycles) text += ' ' + std::to_string(cycles);
    return text + ' ' + std::to_string(tile->clock()) + '\n';
  }

  void end(std::uint32_t code, Cycle cycle) override {
    end_code = code;
    end_cycle = cycle;
  }
  void put(char character, Cycle) override { console += character; }

  MachineConfig config;
  AddressMap map;
  RecordingSink sink;
  MockHome home;
  MockFile file;
  std::optional<tile::Tile> tile;
  std::string console;
  std::uint32_t end_code = 0;
  Cycle end_cycle = kNever;
  bool parked = false;  ///< the hart has stood in a loop that is advanced in closed form

 private:
  /// Answers, and tells when that will have its effect.
  Cycle answer(const tile::Outbox::Question& question) {
    const CsrAnswer answer = file.answer(question.request, question.arrival);
    const Cycle cycle =
        file.edge_after(question.arrival) + config.hart.irq_sync + config.fabric.csr_answer;
    if (cycle < tile->clock()) throw std::logic_error("an answer in the tile's past");
    tile->answer({cycle, answer.rdata, answer.illegal, file_event(question.id)});
    return cycle;
  }

  /// Of the bytes and of who wrote them.
  static std::uint64_t line_sum(const Line& line) {
    std::uint64_t sum = 0;
    for (const std::uint8_t byte : line.bytes) sum = mix(sum, byte);
    for (const EventId writer : line.writers) sum = mix(sum, writer);
    return sum;
  }

  std::uint64_t edges_ = 0;
};

/// The program's usual end: the hart stays there.
inline void stop_here(assembler::Program& program) { program << assembler::jump(0); }

}  // namespace standstill

#endif  // STANDSTILL_TESTS_SUPPORT_TILE_BENCH_H
