// The pins of the interrupt fabric, one field a port of rtl/fabric_top.v.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/fabric_top.v; AMBA AXI4 (ARM IHI 0022).
#ifndef STANDSTILL_FABRIC_FABRIC_PINS_H
#define STANDSTILL_FABRIC_FABRIC_PINS_H

#include <array>
#include <cstdint>
#include <vector>

#include "fabric/csr_port.h"
#include "standstill/interrupts.h"
#include "standstill/memory_map.h"

namespace standstill::fabric {

/// What the fabric samples at a rising edge.
struct FabricInputs {
  bool rst_n = true;
  std::uint16_t hart_count = 0;  ///< harts present, 1..1024; static
  bool rtc_tick = false;         ///< mtime rises by one at this edge
  std::uint32_t irq = 0;         ///< lines of devices: bit s is PLIC source s, 1..31

  bool awvalid = false;
  std::uint16_t awid = 0;  ///< hart id, 12 bits
  std::uint32_t awaddr = 0;
  std::uint8_t awlen = 0;    ///< beats - 1
  std::uint8_t awsize = 0;   ///< log2 of the bytes of a beat
  std::uint8_t awcache = 0;  ///< bit 0: bufferable (posted)
  bool wvalid = false;
  std::uint64_t wdata = 0;
  std::uint8_t wstrb = 0;
  bool wlast = false;
  bool bready = false;

  bool arvalid = false;
  std::uint16_t arid = 0;
  std::uint32_t araddr = 0;
  std::uint8_t arlen = 0;
  std::uint8_t arsize = 0;
  std::uint8_t arcache = 0;
  bool rready = false;

  std::vector<CsrRequest> csr;  ///< taken at this edge; at most one a hart, in any order
};

/// Bit h is the wire of hart h.
using HartWires = std::array<std::uint64_t, platform::kMaxHarts / 64>;

inline bool wire_of(const HartWires& wires, unsigned hart) {
  return (wires[hart / 64] >> (hart % 64) & 1) != 0;
}

/// What the fabric shows after a rising edge.
struct FabricOutputs {
  bool awready = false;
  bool wready = false;
  bool bvalid = false;
  std::uint16_t bid = 0;
  std::uint8_t bresp = 0;
  bool arready = false;
  bool rvalid = false;
  std::uint16_t rid = 0;
  std::uint64_t rdata = 0;
  std::uint8_t rresp = 0;
  bool rlast = false;

  HartWires msip{};
  HartWires mtip{};
  HartWires wdt_irq{};
  HartWires nmi{};
  HartWires ssip{};  ///< a pulse of one clock for each SETSSIP
  HartWires meip{};
  HartWires seip{};
  HartWires barrier_irq{};
  HartWires bus_err_irq{};
  std::uint64_t mtime = 0;
  bool mtime_written = false;  ///< mtime was written at this edge
  bool busy = false;           ///< the next edge changes something, whatever the inputs

  std::vector<CsrAnswer> csr;  ///< to the requests taken at this edge, by rising hart
};

/// The outputs that are interrupt wires, by platform::Wire.
inline constexpr HartWires FabricOutputs::*kWireOutputs[platform::kWires] = {
    &FabricOutputs::msip, &FabricOutputs::mtip,        &FabricOutputs::wdt_irq,
    &FabricOutputs::nmi,  &FabricOutputs::ssip,        &FabricOutputs::meip,
    &FabricOutputs::seip, &FabricOutputs::barrier_irq, &FabricOutputs::bus_err_irq};

/// AXI4 response codes.
inline constexpr std::uint8_t kOkay = 0;
inline constexpr std::uint8_t kSlvErr = 2;
inline constexpr std::uint8_t kDecErr = 3;

}  // namespace standstill::fabric

#endif  // STANDSTILL_FABRIC_FABRIC_PINS_H
