// Accesses through the fabric with a block's own model beside it, compared after every clock.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the bus in rtl/axi_slave.v: a read is taken at the edge after that of its address.
#ifndef STANDSTILL_TESTS_RTL_FABRIC_SCOREBOARD_H
#define STANDSTILL_TESTS_RTL_FABRIC_SCOREBOARD_H

#include "fabric_bench.h"

namespace standstill::fabric {

/// What stands beside the fabric: the model of one block, and the wires that are its own.
class Scoreboard {
 public:
  virtual ~Scoreboard() = default;

  /// Whether a legal access finds a register; `write` as in AxiRequest.
  virtual bool exists(Addr addr, unsigned size, bool write) const = 0;
  /// The coming edge writes. `data` and `strobes` as on the 64-bit bus.
  virtual void write(Addr addr, std::uint64_t data, std::uint8_t strobes) = 0;
  /// The coming edge reads: the double word at `addr`, as far as the access looks at it.
  virtual std::uint64_t read(Addr addr) = 0;
  /// An edge has passed: compares the wires.
  virtual void edge(const FabricBench& bench) = 0;
};

/// One access from its first clock to its answer.
/// @param before  done before each clock: moves the other inputs
template <typename Before>
void access(FabricBench& bench, Scoreboard& board, const AxiRequest& request, Before before) {
  const Addr addr = request.addr;
  const unsigned shift = addr % 8 * 8;
  const bool exists = board.exists(addr, request.size, request.write);
  const std::uint64_t lanes = request.size == 8 ? ~std::uint64_t{0} : 0xFFFFFFFF;
  const auto strobes = static_cast<std::uint8_t>((request.size == 8 ? 0xFF : 0x0F) << (addr % 8));
  std::uint64_t expected = 0;
  bool addressed = false;
  bench.master.push(request);
  for (unsigned clock = 0; clock < 100; ++clock) {
    before();
    const AxiStep step = bench.step();
    if (exists && step.written) board.write(addr, request.data << shift, strobes);
    if (exists && addressed) expected = board.read(addr) >> shift & lanes;
    addressed = step.read_accepted.has_value();
    board.edge(bench);
    const auto& answer = request.write ? step.write_done : step.read_done;
    if (!answer) continue;
    ASSERT_EQ(answer->code, exists ? kOkay : kDecErr) << std::hex << addr;
    if (!request.write) {
      ASSERT_EQ(answer->data, expected) << std::hex << addr;
    }
    return;
  }
  FAIL() << "no answer to " << std::hex << addr;
}

}  // namespace standstill::fabric

#endif  // STANDSTILL_TESTS_RTL_FABRIC_SCOREBOARD_H
