// A tile in SystemC: one process around the pure `Tile`, its sockets and its interrupt wires.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TILE_TILE_MODULE_H
#define STANDSTILL_TILE_TILE_MODULE_H

#include <tlm_utils/simple_initiator_socket.h>

#include <systemc>

#include "common/clock.h"
#include "common/horizon.h"
#include "common/protocol.h"
#include "standstill/devices.h"
#include "tile/tile.h"

namespace standstill::tile {

/// Knows when the run ends: no tile advances past it.
class EndOfRun {
 public:
  virtual ~EndOfRun() = default;
  /// First cycle that is not simulated; kNever while that is open.
  virtual Cycle end_cycle() const = 0;
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
};

/// Advances the tile to its horizon whenever SystemC's time has reached the tile's clock, and puts
/// what it sends on the interconnect ahead of time: with the cycle at which it takes effect. Runs
/// in the middle of a cycle, when all other modules and the wires have settled, so that the horizon
/// it asks is true whatever SystemC's order of processes.
class TileModule : public sc_core::sc_module, public TimeListener {
 public:
  tlm_utils::simple_initiator_socket<TileModule, 64, CoherenceProtocol> noc{"noc"};
  sc_core::sc_in<bool> msip{"msip"};        ///< machine software interrupt, from the fabric
  sc_core::sc_in<bool> mtip{"mtip"};        ///< machine timer interrupt, from the fabric
  sc_core::sc_in<bool> wdt_irq{"wdt_irq"};  ///< the watchdog's pre-timeout interrupt
  sc_core::sc_in<bool> nmi{"nmi"};          ///< its timeout: the non-maskable interrupt

  TileModule(const sc_core::sc_module_name& name, const TileOptions& options,
             const TileContext& context);
  SC_HAS_PROCESS(TileModule);

  /// TimeListener: effective at this tile after its synchroniser.
  void announce_time(std::uint64_t mtime, Cycle cycle) override;

  /// Advances to the horizon now, out of turn: brings a hart that waits up to date.
  void catch_up() { activate(); }

  Tile& tile() { return tile_; }
  const Tile& tile() const { return tile_; }

 private:
  tlm::tlm_sync_enum receive(Message& message, Channel& phase, sc_core::sc_time& delay);
  void activate();
  void on_msip() { on_wire(msip.read(), 3, msip_edges_); }
  void on_mtip() { on_wire(mtip.read(), 7, mtip_edges_); }
  void on_wdt_irq() { on_wire(wdt_irq.read(), platform::watchdog::kInterrupt, wdt_irq_edges_); }
  void on_nmi() { on_wire(nmi.read(), platform::watchdog::kNmi, nmi_edges_); }
  void on_wire(bool level, unsigned mip_bit, std::uint64_t& edges);
  void expect(Cycle cycle);
  void send();

  TileContext context_;
  HartId hart_;
  Cycle irq_sync_;
  Tile tile_;
  Cycle earliest_output_ = 0;
  std::uint64_t msip_edges_ = 0;
  std::uint64_t mtip_edges_ = 0;
  std::uint64_t wdt_irq_edges_ = 0;
  std::uint64_t nmi_edges_ = 0;
  sc_core::sc_event wake_{"wake"};
};

}  // namespace standstill::tile

#endif  // STANDSTILL_TILE_TILE_MODULE_H
