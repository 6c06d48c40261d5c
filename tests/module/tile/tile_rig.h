// A tile module on a rig: a mock interconnect with the mock home behind it, wires, a horizon.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_MODULE_TILE_TILE_RIG_H
#define STANDSTILL_TESTS_MODULE_TILE_TILE_RIG_H

#include <tlm_utils/passthrough_target_socket.h>

#include <memory>
#include <systemc>
#include <vector>

#include "support/tile_bench.h"
#include "tile/tile_module.h"

namespace standstill {

/// Takes the tile's messages to the mock home and brings its answers back.
class MockInterconnect : public sc_core::sc_module {
 public:
  tlm_utils::passthrough_target_socket<MockInterconnect, 64, CoherenceProtocol> port{"port"};
  MockHome home{TileBench::kHomeLatency, TileBench::kDeviceLatency};
  bool delays_agree = true;  ///< each message came with the delay its cycle says

  MockInterconnect(const sc_core::sc_module_name& name, CoreClock clock, Horizon& horizon)
      : sc_module(name), clock_(clock), horizon_(horizon) {
    SC_HAS_PROCESS(MockInterconnect);
    port.register_nb_transport_fw(this, &MockInterconnect::take);
    horizon_.set_reach(0, home.shortest());
    SC_METHOD(serve);
    sensitive << due_;
    dont_initialize();
  }

  void push(const Foreign& foreign) {
    home.push(foreign);
    schedule();
  }
  /// Hands a message to the tile now.
  void deliver(Message message) {
    Channel channel = channel_of(message.type);
    sc_core::sc_time delay = clock_.until(message.cycle);
    port->nb_transport_bw(message, channel, delay);
  }

 private:
  tlm::tlm_sync_enum take(Message& message, Channel& channel, sc_core::sc_time& delay) {
    delays_agree = delays_agree && delay == clock_.until(message.cycle) &&
                   channel == channel_of(message.type) && message.cycle > clock_.now();
    home.push(message);
    schedule();
    return tlm::TLM_ACCEPTED;
  }
  void schedule() {
    const Cycle effect = home.next_effect();
    if (effect == kNever) return horizon_.set_next_event(0, kNever);
    horizon_.set_next_event(0, effect - home.shortest());
    due_.notify(clock_.until(effect - home.shortest()));
  }
  void serve() {
    std::vector<Message> replies;
    home.serve_until(clock_.now(), replies);
    for (const Message& reply : replies) deliver(reply);
    schedule();
  }

  CoreClock clock_;
  Horizon& horizon_;
  sc_core::sc_event due_{"due"};
};

/// Changes of the wires and announcements, by cycle.
struct Signal {
  Cycle cycle;
  unsigned bit;  ///< code of the interrupt or NMI; 0: an announcement of mtime
  std::uint64_t value;
};

class TileRig : public sc_core::sc_module, public EndListener, public ConsoleSink {
 public:
  class NoEnd : public tile::EndOfRun {
   public:
    Cycle end_cycle() const override { return last; }
    Cycle last = kNever;
  };

  TileRig(const sc_core::sc_module_name& name, const MachineConfig& machine, bool lockstep,
          std::vector<Signal> signals = {})
      : sc_module(name),
        config(one_hart(machine)),
        map(map_of(config)),
        clock(config.period_ps()),
        horizon(1, 2, 1 + TileBench::kHomeLatency),
        interconnect("interconnect", clock, horizon),
        signals_(std::move(signals)) {
    SC_HAS_PROCESS(TileRig);
    tile::TileOptions options;
    options.reach = horizon.tile_reach();
    const tile::TileContext context{config, map,   clock,      horizon, sink,
                                    *this,  *this, end_of_run, lockstep};
    module = std::make_unique<tile::TileModule>("tile", options, context);
    module->noc.bind(interconnect.port);
    module->wires.bind(wires);
    module->tile().reset(kCode, 0);
    horizon.set_reach(1, config.hart.irq_sync);
    SC_METHOD(play);
  }

  void load(const assembler::Program& program) {
    Addr at = program.base();
    for (const assembler::Word word : program.words()) {
      interconnect.home.line(at).write(offset_in_line(at), 4, word, 0);
      at += 4;
    }
  }
  void run(Cycle end) {
    end_of_run.last = end;
    sc_core::sc_start(clock.until_middle(end - 1));
  }
  void end(std::uint32_t, Cycle) override {}
  void put(char, Cycle) override {}

  MachineConfig config;
  AddressMap map;
  CoreClock clock;
  Horizon horizon;
  RecordingSink sink;
  NoEnd end_of_run;
  MockInterconnect interconnect;
  std::unique_ptr<tile::TileModule> module;
  sc_core::sc_vector<sc_core::sc_signal<bool>> wires{"wires", platform::kWires};

 private:
  static MachineConfig one_hart(MachineConfig machine) {
    machine.harts = 1;
    return machine;
  }
  static AddressMap map_of(const MachineConfig& machine) {
    AddressMap map;
    map.harts = map.homes = 1;
    map.dram_size = machine.dram.size;
    return map;
  }

  /// As the fabric does: effects begin at the beginning of a cycle.
  void play() {
    while (next_ < signals_.size() && signals_[next_].cycle <= clock.now()) {
      const Signal& signal = signals_[next_++];
      if (signal.bit == 0)
        module->announce_time(signal.value, signal.cycle);
      else
        wires[static_cast<unsigned>(platform::interrupt_row(signal.bit).wire)].write(signal.value !=
                                                                                     0);
    }
    const Cycle next = next_ < signals_.size() ? signals_[next_].cycle : kNever;
    horizon.set_next_event(1, next);
    if (next != kNever) next_trigger(clock.until(next));
  }

  std::vector<Signal> signals_;
  std::size_t next_ = 0;
};

}  // namespace standstill

#endif  // STANDSTILL_TESTS_MODULE_TILE_TILE_RIG_H
