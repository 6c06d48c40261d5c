// Everything about a machine that can be set: nested plain structs, one for each part.
// SPDX-License-Identifier: Apache-2.0
//
// Each field is one row of the parameter table (testbench/config/parameters.cc), which carries its
// key, unit, range and source; docs/timing.md lists them. All latencies are core cycles. Defaults
// are the preset `u54`, a SiFive U54-like in-order hart; figures without a published source are
// marked so in the table.
#ifndef STANDSTILL_COMMON_CONFIG_H
#define STANDSTILL_COMMON_CONFIG_H

#include <cstdint>
#include <string>
#include <vector>

#include "common/types.h"
#include "standstill/memory_map.h"

namespace standstill {

enum class StoreOrder : std::uint8_t { Fifo, Relaxed };
enum class AtomicsAt : std::uint8_t { Near, Far };
enum class InterconnectKind : std::uint8_t { Crossbar, Ring, Mesh };
enum class HomePlacement : std::uint8_t { Spread, Edge };
enum class FabricClass : std::uint8_t { Auto, Slots4, Slots64, Slots1024 };

/// Hart slots of the Verilated fabric: those of the class, or of the smallest that holds `harts`.
constexpr unsigned slots_of(FabricClass size_class, unsigned harts) {
  switch (size_class) {
    case FabricClass::Slots4:
      return 4;
    case FabricClass::Slots64:
      return 64;
    case FabricClass::Slots1024:
      return 1024;
    case FabricClass::Auto:
      break;
  }
  return harts <= 4 ? 4 : harts <= 64 ? 64 : 1024;
}

/// A time in which a hart does nothing and cannot tell, as a processor in its System Management
/// Mode.
struct Stall {
  static constexpr unsigned kEveryHart = ~0u;
  unsigned hart = kEveryHart;
  Cycle cycle = 0;   ///< nothing issues from this cycle on
  Cycle length = 1;  ///< for so many cycles
};

/// In-order pipeline. Latencies count the cycles beyond the issue cycle.
struct HartConfig {
  Cycle mispredict_penalty = 3;  ///< flush after a wrong prediction
  Cycle taken_penalty = 0;       ///< bubble of a correctly predicted taken branch or jump
  unsigned bht_entries = 256;    ///< two-bit counters; power of two
  unsigned btb_entries = 32;     ///< targets of indirect jumps; power of two
  unsigned ras_entries = 4;      ///< return-address stack
  Cycle load_use = 1;            ///< before the result of a word or double-word load can be used
  Cycle load_use_narrow = 2;     ///< the same for a byte or half-word load
  Cycle mul_latency = 4;         ///< before the result of a multiply can be used
  Cycle div_base = 2;            ///< a divide takes this
  Cycle div_per_bit = 1;         ///< and this for each bit of the quotient
  Cycle csr_latency = 2;         ///< of a CSR instruction, beyond its issue
  Cycle fence_latency = 1;       ///< of a fence, the store buffer being empty
  Cycle fence_i_latency = 4;     ///< of fence.i, the store buffer being empty
  Cycle atomic_latency = 3;      ///< of a near atomic that hits
  Cycle trap_entry = 4;          ///< from the interrupted instruction to the handler's first fetch
  Cycle trap_return = 4;         ///< of MRET and SRET
  Cycle wfi_wake = 2;            ///< from the interrupt's visibility to the next issue
  unsigned store_buffer_depth = 4;
  StoreOrder store_order = StoreOrder::Fifo;
  Cycle store_linger = 64;  ///< relaxed: a store nobody waits for stays in the buffer this long
  AtomicsAt atomics = AtomicsAt::Near;
  Cycle lrsc_hold = 80;      ///< a snoop of a reserved line is held back at most this long
  Cycle wrs_timeout = 800;   ///< WRS.STO gives up after this
  Cycle irq_sync = 2;        ///< synchroniser at the tile's interrupt inputs, >= 1
  std::vector<Stall> stall;  ///< injected; they may overlap, in any order
  bool smrnmi = true;  ///< resumable non-maskable interrupts; without, the NMI wire ends nowhere
  bool nmie_reset = true;  ///< mnstatus.NMIE out of reset
  Addr rnmi_interrupt_vector = platform::kRnmiInterruptVector;
  Addr rnmi_exception_vector = platform::kRnmiExceptionVector;
};

/// A private first-level cache, 64-byte lines, true LRU.
struct L1Config {
  std::uint64_t size = 32 * 1024;  ///< bytes
  unsigned ways = 8;
  Cycle miss_latency = 1;   ///< from the access to the request's leaving the tile
  Cycle fill_latency = 1;   ///< from the line's arrival to the access being tried again
  Cycle snoop_latency = 1;  ///< from the snoop's arrival to the answer's leaving the tile
};

/// The shared, inclusive second-level cache with its directory; one home node a bank.
struct L2Config {
  std::uint64_t size = 2 * 1024 * 1024;  ///< bytes, all banks together
  unsigned ways = 16;
  unsigned banks = 4;
  Cycle tag_latency = 2;   ///< from a message's arrival to the directory's decision
  Cycle data_latency = 4;  ///< further, to read the line
};

/// Routers, the links between them, and who is at which router: systemc/interconnect/topology.h.
struct InterconnectConfig {
  InterconnectKind kind = InterconnectKind::Crossbar;
  Cycle hop_latency = 3;       ///< of a link and the router before it, for the first flit
  unsigned link_bytes = 16;    ///< width of a link: a line takes 64 / link_bytes flits
  unsigned columns = 0;        ///< of a mesh; 0: as many as make it most nearly a square
  unsigned concentration = 1;  ///< harts at one router of a ring or mesh
  unsigned hart0_router = 0;   ///< where hart 0 is; the others follow in order of the routers
  unsigned device_router = 0;  ///< where the device bus is, and behind it the interrupt fabric
  HomePlacement homes = HomePlacement::Spread;
};

struct DramConfig {
  std::uint64_t size = 256ull * 1024 * 1024;  ///< bytes, from 0x80000000
  Cycle latency = 90;     ///< from the request's arrival at memory to the line's leaving
  Cycle line_cycles = 8;  ///< one line occupies the channel this long
};

struct DeviceConfig {
  Cycle uart_latency = 20;
  std::string uart_input;               ///< what the guest can read from the serial port
  Cycle uart_input_interval = 100'000;  ///< between two characters of it, and before the first
  Cycle rtc_latency = 20;
  Cycle finisher_latency = 4;
  Cycle bus_latency = 2;  ///< decode and bridge, either way
};

struct FabricConfig {
  unsigned clock_divider = 4;      ///< core cycles of a fabric clock
  unsigned timebase_divider = 25;  ///< fabric clocks of an mtime tick
  bool posted_stores = false;      ///< the bridge answers a device store before the RTL has
  unsigned posted_depth = 4;       ///< so many answered stores may be under way; the next one waits
  bool imsic = true;               ///< harts have the CSRs of their interrupt file
  Cycle csr_request = 1;           ///< from such a CSR instruction to its standing at the fabric
  Cycle csr_answer = 0;  ///< of its answer, beyond hart.irq_sync after the edge that gives it
  /// What the device tree tells of; without its node no firmware of ours touches the device.
  bool multicast_doorbell = true;
  bool barrier_unit = true;
};

/// How the run ends.
struct EndConfig {
  Cycle end_delay = 64;  ///< from the finisher's or tohost's write to the last cycle of every hart
};

/// A machine, whole. Two runs of one ELF with equal MachineConfig leave the same bytes.
struct MachineConfig {
  unsigned harts = 4;
  std::uint64_t frequency = 1'000'000'000;  ///< Hz; divides 1e12
  HartConfig hart;
  L1Config l1i;
  L1Config l1d;
  L2Config l2;
  InterconnectConfig interconnect;
  DramConfig dram;
  DeviceConfig device;
  FabricConfig fabric;
  EndConfig end;

  std::uint64_t period_ps() const { return 1'000'000'000'000ull / frequency; }
  Cycle cycles_per_tick() const { return Cycle{fabric.clock_divider} * fabric.timebase_divider; }
  std::uint64_t timebase_hz() const { return frequency / cycles_per_tick(); }
};

/// What changes how fast the host is and no event: goes to host.json, never to results.json.
struct Switches {
  bool lockstep = false;      ///< horizon = now + 1
  bool rtl_gating = true;     ///< evaluate the RTL only on cycles that can change it
  bool spin_skipping = true;  ///< advance spin loops in closed form
  FabricClass fabric_class = FabricClass::Auto;
};

}  // namespace standstill

#endif  // STANDSTILL_COMMON_CONFIG_H
