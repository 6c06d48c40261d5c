// The rows of the parameter table.
// SPDX-License-Identifier: Apache-2.0
//
// Sources in short: "E31" SiFive E31 core complex manual, pipeline chapter; "FE310" SiFive
// FE310-G000 manual, the same; "FU540" SiFive FU540 and Microchip PolarFire SoC manuals;
// "Microchip" its note on the interrupt latency of the U54; "Zawrs" RISC-V Zawrs 1.01; "Garnet"
// gem5's Garnet defaults; "gem5 MESI" gem5's MESI_Two_Level defaults; "QEMU" hw/riscv/virt.c;
// "choice" our own, as nothing is published.
#include <type_traits>

#include "standstill/memory_map.h"
#include "testbench/config/parameters.h"
#include "testbench/config/stalls.h"

namespace standstill::testbench {
namespace {

using M = MachineConfig;
constexpr std::uint64_t kKiB = 1024;
constexpr std::uint64_t kMiB = 1024 * kKiB;
constexpr std::uint64_t kLatencyMax = 100'000;

/// The field reached from `object` by pointers to members.
template <auto First, auto... Rest, typename Object>
auto& reach(Object& object) {
  if constexpr (sizeof...(Rest) == 0) {
    return object.*First;
  } else {
    return reach<Rest...>(object.*First);
  }
}

template <auto... Path>
struct Field {
  static std::uint64_t get(const M& config) {
    return static_cast<std::uint64_t>(reach<Path...>(config));
  }
  static void set(M& config, std::uint64_t value) {
    auto& field = reach<Path...>(config);
    field = static_cast<std::remove_reference_t<decltype(field)>>(value);
  }
};

template <auto... Path>
Parameter number(const char* key, const char* unit, std::uint64_t min, std::uint64_t max,
                 const char* doc, const char* source) {
  return {key,
          ParameterKind::Number,
          unit,
          min,
          max,
          false,
          1,
          nullptr,
          doc,
          source,
          &Field<Path...>::get,
          &Field<Path...>::set};
}

/// A latency; `min` is 1 where something crosses between two modules.
template <auto... Path>
Parameter cycles(const char* key, std::uint64_t min, const char* doc, const char* source) {
  return number<Path...>(key, "cycles", min, kLatencyMax, doc, source);
}

template <auto... Path>
Parameter power(const char* key, const char* unit, std::uint64_t min, std::uint64_t max,
                const char* doc, const char* source) {
  Parameter row = number<Path...>(key, unit, min, max, doc, source);
  row.power_of_two = true;
  return row;
}

template <auto... Path>
Parameter bytes(const char* key, std::uint64_t min, std::uint64_t max, std::uint64_t step,
                const char* doc, const char* source) {
  Parameter row = number<Path...>(key, "bytes", min, max, doc, source);
  row.kind = ParameterKind::Bytes;
  row.step = step;
  return row;
}

template <auto... Path>
Parameter choice(const char* key, const char* choices, std::uint64_t last, const char* doc,
                 const char* source) {
  Parameter row = number<Path...>(key, "", 0, last, doc, source);
  row.kind = ParameterKind::Choice;
  row.choices = choices;
  return row;
}

/// The stalls, of which get and set know the number alone.
Parameter stalls(const char* key, const char* doc, const char* source) {
  Parameter row = number<&M::harts>(key, "stalls", 0, kMostStalls, doc, source);
  row.kind = ParameterKind::Stalls;
  row.get = [](const M& config) -> std::uint64_t { return config.hart.stall.size(); };
  row.set = [](M& config, std::uint64_t count) { config.hart.stall.resize(count); };
  return row;
}

/// The one text there is, of which get and set know the length alone.
Parameter text(const char* key, std::uint64_t max, const char* doc, const char* source) {
  Parameter row = number<&M::harts>(key, "bytes", 0, max, doc, source);
  row.kind = ParameterKind::Text;
  row.get = [](const M& config) -> std::uint64_t { return config.device.uart_input.size(); };
  row.set = [](M& config, std::uint64_t length) { config.device.uart_input.resize(length); };
  return row;
}

template <auto... Path>
Parameter boolean(const char* key, const char* doc, const char* source) {
  Parameter row = number<Path...>(key, "", 0, 1, doc, source);
  row.kind = ParameterKind::Bool;
  return row;
}

using Rows = std::vector<Parameter>;

void add(Rows& rows, Rows more) { rows.insert(rows.end(), more.begin(), more.end()); }

Rows machine_rows() {
  return {
      number<&M::harts>("machine.harts", "harts", 1, platform::kMaxHarts,
                        "number of harts, each a tile", "FU540"),
      number<&M::frequency>("machine.frequency", "Hz", 1'000'000, 100'000'000'000,
                            "core clock; divides 1e12, so that a cycle is whole picoseconds",
                            "FU540"),
  };
}

template <auto Member>
Parameter hart(const char* key, std::uint64_t min, const char* doc, const char* source) {
  return cycles<&M::hart, Member>(key, min, doc, source);
}

Rows pipeline_rows() {
  using H = HartConfig;
  return {
      hart<&H::mispredict_penalty>("hart.mispredict_penalty", 0, "bubble after a wrong prediction",
                                   "E31, FE310"),
      hart<&H::taken_penalty>("hart.taken_penalty", 0,
                              "bubble of a correctly predicted taken branch or jump", "choice"),
      power<&M::hart, &H::bht_entries>("hart.bht_entries", "entries", 1, 65536,
                                       "two-bit counters of the branch history table", "E31"),
      power<&M::hart, &H::btb_entries>("hart.btb_entries", "entries", 1, 65536,
                                       "targets of indirect jumps", "E31: 28 to 40"),
      number<&M::hart, &H::ras_entries>("hart.ras_entries", "entries", 1, 64,
                                        "return-address stack", "E31: 2 to 6"),
      hart<&H::load_use>("hart.load_use", 0, "after the issue of a word or double-word load",
                         "E31: 2-cycle result"),
      hart<&H::load_use_narrow>("hart.load_use_narrow", 0,
                                "after the issue of a byte or half-word load",
                                "E31: 3-cycle result"),
      hart<&H::mul_latency>("hart.mul_latency", 0, "after the issue of a multiply",
                            "E31: 5-cycle result"),
      hart<&H::div_base>("hart.div_base", 0, "after the issue of a divide", "E31: 2 to 33"),
      hart<&H::div_per_bit>("hart.div_per_bit", 0, "further, for each bit of the quotient",
                            "choice"),
      hart<&H::csr_latency>("hart.csr_latency", 0, "of a CSR instruction, beyond its issue",
                            "E31: 3-cycle result"),
      hart<&H::fence_latency>("hart.fence_latency", 0, "of a fence, the store buffer being empty",
                              "choice"),
      hart<&H::fence_i_latency>("hart.fence_i_latency", 0,
                                "of fence.i, the store buffer being empty", "choice"),
      hart<&H::atomic_latency>("hart.atomic_latency", 0, "of a near atomic that hits", "choice"),
      hart<&H::trap_entry>("hart.trap_entry", 1,
                           "from the interrupted instruction to the handler's first fetch",
                           "Microchip"),
      hart<&H::trap_return>("hart.trap_return", 1, "of MRET and SRET", "choice"),
      hart<&H::wfi_wake>("hart.wfi_wake", 1, "from the interrupt's visibility to the next issue",
                         "choice"),
  };
}

Rows hart_memory_rows() {
  using H = HartConfig;
  return {
      number<&M::hart, &H::store_buffer_depth>("hart.store_buffer_depth", "stores", 1, 64,
                                               "stores that wait for the L1", "choice"),
      choice<&M::hart, &H::store_order>("hart.store_order", "fifo|relaxed", 1,
                                        "relaxed lets stores to different lines pass each other",
                                        "choice"),
      hart<&H::store_linger>(
          "hart.store_linger", 1,
          "relaxed: so long a store stays in the buffer while the hart does not wait for it",
          "choice"),
      choice<&M::hart, &H::atomics>("hart.atomics", "near|far", 1,
                                    "where atomics are done: in the L1 or at the home node",
                                    "choice"),
      hart<&H::lrsc_hold>("hart.lrsc_hold", 1,
                          "a snoop of a reserved line is held back at most this long", "choice"),
      hart<&H::wrs_timeout>("hart.wrs_timeout", 1, "WRS.STO gives up after this",
                            "Zawrs: 10 to 100 misses"),
      hart<&H::irq_sync>("hart.irq_sync", 1, "synchroniser at the tile's interrupt inputs",
                         "choice"),
      stalls("hart.stall", "the hart, or every hart, issues nothing from cycle on", "choice"),
  };
}

Rows rnmi_rows() {
  using H = HartConfig;
  constexpr auto kFirst = platform::kDramBase, kLast = kFirst + platform::kDramMaxSize - 4;
  Rows rows = {
      boolean<&M::hart, &H::smrnmi>(
          "hart.smrnmi", "resumable non-maskable interrupts: CSRs, mnret, the watchdog's NMI",
          "choice"),
      boolean<&M::hart, &H::nmie_reset>("hart.nmie_reset", "mnstatus.NMIE out of reset",
                                        "choice: programs need not know of it; Smrnmi 1.0: false"),
      number<&M::hart, &H::rnmi_interrupt_vector>("hart.rnmi_interrupt_vector", "", kFirst, kLast,
                                                  "where a non-maskable interrupt goes", "choice"),
      number<&M::hart, &H::rnmi_exception_vector>(
          "hart.rnmi_exception_vector", "", kFirst, kLast,
          "where an exception in machine mode goes while mnstatus.NMIE is clear", "choice"),
  };
  rows[2].step = rows[3].step = 4;
  rows[2].kind = rows[3].kind = ParameterKind::Address;
  return rows;
}

template <auto Group>
Rows l1_rows(const char* const (&keys)[5]) {
  using L = L1Config;
  return {
      bytes<Group, &L::size>(keys[0], 64, 16 * kMiB, 64, "capacity, 64-byte lines", "FU540"),
      number<Group, &L::ways>(keys[1], "ways", 1, 16, "ways of a set, true LRU", "FU540"),
      cycles<Group, &L::miss_latency>(
          keys[2], 1, "from the access to the request's leaving the tile", "gem5 MESI"),
      cycles<Group, &L::fill_latency>(
          keys[3], 1, "from the line's arrival to the access being tried again", "gem5 MESI"),
      cycles<Group, &L::snoop_latency>(
          keys[4], 1, "from the snoop's arrival to the answer's leaving the tile", "gem5 MESI"),
  };
}

Rows l2_rows() {
  return {
      bytes<&M::l2, &L2Config::size>("l2.size", 64, 1024 * kMiB, 64,
                                     "capacity of all banks together", "FU540"),
      number<&M::l2, &L2Config::ways>("l2.ways", "ways", 1, 64, "ways of a set, true LRU", "FU540"),
      number<&M::l2, &L2Config::banks>("l2.banks", "banks", 1, 256,
                                       "home nodes; lines are interleaved over them", "FU540"),
      cycles<&M::l2, &L2Config::tag_latency>(
          "l2.tag_latency", 1, "from a message's arrival to the directory's decision", "choice"),
      cycles<&M::l2, &L2Config::data_latency>("l2.data_latency", 0, "further, to read the line",
                                              "choice"),
  };
}

Rows interconnect_rows() {
  using I = InterconnectConfig;
  return {
      choice<&M::interconnect, &I::kind>("interconnect.kind", "crossbar|ring|mesh", 2,
                                         "shape of the interconnect", "choice"),
      cycles<&M::interconnect, &I::hop_latency>(
          "interconnect.hop_latency", 1, "of a link and the router before it, for the first flit",
          "Garnet: router 1, link 1, and one to arbitrate"),
      power<&M::interconnect, &I::link_bytes>("interconnect.link_bytes", "bytes", 1, 64,
                                              "a line takes 64 / link_bytes flits", "Garnet"),
      number<&M::interconnect, &I::columns>(
          "interconnect.columns", "routers", 0, platform::kMaxHarts,
          "of a mesh; 0: as many as make it most nearly a square", "choice"),
      number<&M::interconnect, &I::concentration>("interconnect.concentration", "harts", 1, 64,
                                                  "harts at one router of a ring or mesh",
                                                  "choice"),
      number<&M::interconnect, &I::hart0_router>(
          "interconnect.hart0_router", "", 0, platform::kMaxHarts - 1,
          "router of hart 0; the others follow in order, row by row", "choice"),
      number<&M::interconnect, &I::device_router>(
          "interconnect.device_router", "", 0, platform::kMaxHarts - 1,
          "router of the device bus and the interrupt fabric", "choice"),
      choice<&M::interconnect, &I::homes>(
          "interconnect.homes", "spread|edge", 1,
          "home nodes lie evenly over the routers, or along the first row and the last", "choice"),
  };
}

Rows dram_rows() {
  return {
      bytes<&M::dram, &DramConfig::size>("dram.size", 1 * kMiB, platform::kDramMaxSize, 4096,
                                         "from 0x80000000 upwards", "choice"),
      cycles<&M::dram, &DramConfig::latency>(
          "dram.latency", 1, "from the request's arrival to the line's leaving", "choice"),
      cycles<&M::dram, &DramConfig::line_cycles>(
          "dram.line_cycles", 1, "one line occupies the channel this long", "choice"),
  };
}

Rows device_rows() {
  return {
      cycles<&M::device, &DeviceConfig::uart_latency>("device.uart_latency", 1,
                                                      "access to the UART", "choice"),
      text("device.uart_input", 4096, "what the guest can read from the serial port", "choice"),
      cycles<&M::device, &DeviceConfig::uart_input_interval>(
          "device.uart_input_interval", 1, "between two characters of it, and before the first",
          "choice"),
      cycles<&M::device, &DeviceConfig::rtc_latency>("device.rtc_latency", 1,
                                                     "access to the real-time clock", "choice"),
      cycles<&M::device, &DeviceConfig::finisher_latency>("device.finisher_latency", 1,
                                                          "access to the test finisher", "choice"),
      cycles<&M::device, &DeviceConfig::bus_latency>("device.bus_latency", 1,
                                                     "decode and bridge, either way", "choice"),
  };
}

Rows fabric_rows() {
  return {
      number<&M::fabric, &FabricConfig::clock_divider>("fabric.clock_divider", "cycles", 1, 1000,
                                                       "core cycles of a fabric clock", "choice"),
      number<&M::fabric, &FabricConfig::timebase_divider>(
          "fabric.timebase_divider", "clocks", 1, 1'000'000,
          "fabric clocks of an mtime tick; the default makes 10 MHz", "QEMU"),
      number<&M::fabric, &FabricConfig::posted_depth>(
          "fabric.posted_depth", "stores", 1, 64,
          "posted stores that may be under way; the next one waits", "choice"),
      boolean<&M::fabric, &FabricConfig::posted_stores>(
          "fabric.posted_stores",
          "the bridge answers a device store before the RTL has; a refused one is interrupt 27",
          "choice"),
      boolean<&M::fabric, &FabricConfig::imsic>(
          "fabric.imsic", "harts have the CSRs of their interrupt file: miselect, mireg, mtopei",
          "choice"),
      cycles<&M::fabric, &FabricConfig::csr_request>(
          "fabric.csr_request", 1, "from such a CSR instruction to its standing at the fabric",
          "choice"),
      cycles<&M::fabric, &FabricConfig::csr_answer>(
          "fabric.csr_answer", 0,
          "of its answer, beyond hart.irq_sync after the edge that gives it", "choice"),
      boolean<&M::fabric, &FabricConfig::multicast_doorbell>(
          "fabric.multicast_doorbell",
          "the device tree has the multicast doorbell; its registers stay", "choice"),
      boolean<&M::fabric, &FabricConfig::barrier_unit>(
          "fabric.barrier_unit", "the device tree has the barrier unit; its registers stay",
          "choice"),
      number<&M::end, &EndConfig::end_delay>(
          "end.end_delay", "cycles", 1, 1'000'000,
          "from the finisher's or tohost's write to the last cycle of every hart", "choice"),
  };
}

Rows all_rows() {
  Rows rows;
  add(rows, machine_rows());
  add(rows, pipeline_rows());
  add(rows, hart_memory_rows());
  add(rows, rnmi_rows());
  add(rows, l1_rows<&M::l1i>({"l1i.size", "l1i.ways", "l1i.miss_latency", "l1i.fill_latency",
                              "l1i.snoop_latency"}));
  add(rows, l1_rows<&M::l1d>({"l1d.size", "l1d.ways", "l1d.miss_latency", "l1d.fill_latency",
                              "l1d.snoop_latency"}));
  add(rows, l2_rows());
  add(rows, interconnect_rows());
  add(rows, dram_rows());
  add(rows, device_rows());
  add(rows, fabric_rows());
  return rows;
}

}  // namespace

const std::vector<Parameter>& parameters() {
  static const Rows kRows = all_rows();
  return kRows;
}

}  // namespace standstill::testbench
