// The machine, put together: the one file where modules are created and bound.
// SPDX-License-Identifier: Apache-2.0
//
//    tile 0   tile 1  ...  tile N-1          hart, store buffer, L1I, L1D
//      |        |             |    \_______________________________
//   ===+========+=============+===  interconnect                   | wires: msip, mtip, ...
//      |        |             |                                    | (platform::Wire)
//    home 0 ... home B-1    device bus --- UART, RTC, finisher     |
//      |        |             |                                    |
//    memory ----+             +----- fabric (Verilog) -------------+
#ifndef STANDSTILL_TESTBENCH_MACHINE_MACHINE_H
#define STANDSTILL_TESTBENCH_MACHINE_MACHINE_H

#include <memory>
#include <systemc>
#include <vector>

#include "coherence/home_module.h"
#include "devices/device_bus.h"
#include "devices/device_module.h"
#include "fabric/fabric_module.h"
#include "interconnect/interconnect_module.h"
#include "memory/memory_module.h"
#include "testbench/machine/interposer.h"
#include "testbench/machine/ordered_console.h"
#include "testbench/machine/run_end.h"
#include "testbench/program/simulation.h"
#include "tile/tile_module.h"

namespace standstill::testbench {

class Machine : public sc_core::sc_module, public TimeListener, public CsrPort, public CsrListener {
 public:
  Machine(const sc_core::sc_module_name& name, const RunRequest& request, EventSink& events,
          OrderedConsole& console, RunEnd& end);

  /// TimeListener: passes the fabric's announcement on to every tile.
  void announce_time(std::uint64_t mtime, Cycle cycle) override;

  /// CsrPort, CsrListener: between each tile and its interrupt file in the fabric.
  void ask(const CsrRequest& request, Cycle arrival, EventId id) override;
  void answer(const CsrAnswer& answer, EventId id) override;

  /// Brings every tile up to its horizon: afterwards nothing will be recorded for a cycle before
  /// SystemC's now.
  void catch_up();

  /// Tile::set_spin_skipping() for every tile; what they show is right after the next catch_up().
  void set_spin_skipping(bool on);

  /// The first cycle that no tile has run ahead to.
  Cycle furthest() const;

  /// Reads `count` bytes within a line as `hart` would load them, wherever the newest copy is, and
  /// changes nothing. False outside of DRAM.
  bool peek(HartId hart, Addr addr, std::uint8_t* bytes, std::size_t count) const;

  /// Closes all accounts; `end` is the first cycle that is not simulated.
  void finish(Cycle end);

  std::vector<std::unique_ptr<tile::TileModule>>& tiles() { return tiles_; }
  const std::vector<std::unique_ptr<tile::TileModule>>& tiles() const { return tiles_; }
  fabric::Fabric& fabric() { return *fabric_; }
  const AddressMap& map() const { return map_; }
  const CoreClock& clock() const { return clock_; }

 private:
  const Line* newest(Addr line) const;
  void load(const RunRequest& request);
  void create_tiles(const RunRequest& request, EventSink& events, OrderedConsole& console,
                    RunEnd& end);
  void create_homes(const MachineConfig& config, EventSink& events);
  void create_devices(const RunRequest& request, EventSink& events, OrderedConsole& console,
                      RunEnd& end);
  void create_interposer(const RunRequest& request, EventSink& events);
  devices::LineContext line_context(unsigned line);
  void bind();

  // Names at the horizon: homes 0..B-1, then these.
  unsigned interconnect_index() const { return map_.homes; }
  unsigned memory_index() const { return map_.homes + 1; }
  unsigned device_index() const { return map_.homes + 2; }
  unsigned fabric_index() const { return map_.homes + 3; }
  unsigned interposer_index() const { return map_.homes + 4; }
  unsigned line_index(unsigned line) const { return map_.homes + 5 + line; }

  AddressMap map_;
  MachineConfig config_;
  CoreClock clock_;
  Horizon horizon_;
  memory::GuestMemory memory_;
  sc_core::sc_vector<sc_core::sc_signal<bool>> wires_;  ///< by Fabric::wire_index()
  sc_core::sc_vector<sc_core::sc_signal<bool>> lines_;  ///< as platform::plic::kDeviceSources
  std::vector<std::unique_ptr<tile::TileModule>> tiles_;
  std::vector<std::unique_ptr<coherence::HomeModule>> homes_;
  interconnect::InterconnectModule interconnect_;
  memory::MemoryModule dram_;
  std::unique_ptr<devices::DeviceBus> device_bus_;
  std::unique_ptr<devices::Uart> uart_;
  std::unique_ptr<devices::Rtc> rtc_;
  std::unique_ptr<devices::Finisher> finisher_;
  std::unique_ptr<fabric::Fabric> fabric_;
  std::unique_ptr<Interposer> interposer_;                ///< of a test; null, else
  sc_core::sc_vector<sc_core::sc_signal<bool>> unheard_;  ///< wires of the fabric that it drives
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_MACHINE_MACHINE_H
