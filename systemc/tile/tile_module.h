// A tile in SystemC: one process around the pure `Tile`, its sockets and its interrupt wires.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TILE_TILE_MODULE_H
#define STANDSTILL_TILE_TILE_MODULE_H

#include <tlm_utils/simple_initiator_socket.h>

#include <array>
#include <systemc>

#include "common/clock.h"
#include "common/csr_port.h"
#include "common/cycle_window.h"
#include "common/horizon.h"
#include "common/protocol.h"
#include "standstill/interrupts.h"
#include "tile/tile.h"

namespace standstill::tile {

/// Knows when the run ends: no tile advances past it.
class EndOfRun {
 public:
  virtual ~EndOfRun() = default;
  /// First cycle that is not simulated; kNever while that is open.
  virtual Cycle end_cycle() const = 0;
  /// No tile may pass it yet, <= end_cycle(). Whoever moves it on brings the tiles up to date.
  virtual Cycle fence() const { return end_cycle(); }
};

/// A tile's surroundings. All references outlive the module.
struct TileContext {
  const MachineConfig& config;
  const AddressMap& map;
  CoreClock clock;
  Horizon& horizon;
  EventSink& events;
  EndListener& end;
  ConsoleSink& console;
  const EndOfRun& end_of_run;
  bool lockstep = false;
  CsrPort* csr_port = nullptr;  ///< needed where the machine has an IMSIC
  CycleWindow step_by_step{};   ///< played cycle by cycle, as all of it is with `lockstep`
};

/// Advances the tile to its horizon whenever SystemC's time has reached the tile's clock, and puts
/// what it sends on the interconnect ahead of time: with the cycle at which it takes effect. Runs
/// in the middle of a cycle, when all other modules and the wires have settled, so that the horizon
/// it asks is true whatever SystemC's order of processes.
class TileModule : public sc_core::sc_module, public TimeListener, public CsrListener {
 public:
  tlm_utils::simple_initiator_socket<TileModule, 64, CoherenceProtocol> noc{"noc"};
  sc_core::sc_vector<sc_core::sc_in<bool>> wires{"wires", platform::kWires};  ///< by platform::Wire

  TileModule(const sc_core::sc_module_name& name, const TileOptions& options,
             const TileContext& context);
  SC_HAS_PROCESS(TileModule);

  /// TimeListener: effective at this tile after its synchroniser.
  void announce_time(std::uint64_t mtime, Cycle cycle) override;

  /// CsrListener: effective at this tile after its synchroniser and `fabric.csr_answer`.
  void answer(const CsrAnswer& answer, EventId id) override;

  /// Advances to the horizon now, out of turn: brings a hart that waits up to date.
  void catch_up() { activate(); }

  Tile& tile() { return tile_; }
  const Tile& tile() const { return tile_; }

 private:
  tlm::tlm_sync_enum receive(Message& message, Channel& phase, sc_core::sc_time& delay);
  void activate();
  void on_wires();
  void expect(Cycle cycle);
  void send();

  TileContext context_;
  HartId hart_;
  Cycle irq_sync_;
  Tile tile_;
  Cycle earliest_output_ = 0;
  std::array<std::uint64_t, platform::kWires> edges_{};  ///< of each wire so far
  sc_core::sc_event wake_{"wake"};
};

}  // namespace standstill::tile

#endif  // STANDSTILL_TILE_TILE_MODULE_H
