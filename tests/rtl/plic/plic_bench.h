// The PLIC on a bench: its register bus and its lines, without a model.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the register bus in rtl/fabric_top.v.
#ifndef STANDSTILL_TESTS_RTL_PLIC_BENCH_H
#define STANDSTILL_TESTS_RTL_PLIC_BENCH_H

#include <cstdint>

#include "Vplic.h"
#include "rtl/support/block_bench.h"

namespace standstill::rtl {

class PlicBench : public BlockBench<Vplic> {
 public:
  static constexpr unsigned kHarts = 4;

  explicit PlicBench(unsigned harts = kHarts) {
    dut.hart_count_i = static_cast<SData>(harts);
    settle();
  }

  /// Bit s: the line of source s. It is sampled at the next clock.
  void lines(std::uint32_t bits) { dut.irq_i = bits >> 1; }

  /// Puts a write on the bus for the next clock.
  void present_write(std::uint32_t offset, std::uint32_t data) {
    const bool upper = (offset & 4) != 0;
    dut.we_i = 1;
    dut.wwide_i = 0;
    dut.woffset_i = offset;
    dut.wdata_i = upper ? std::uint64_t{data} << 32 : data;
    dut.wstrb_i = upper ? 0xF0 : 0x0F;
  }
  /// Puts a read on the bus and gives its data; with `take` the next clock is that which takes it.
  std::uint32_t present_read(std::uint32_t offset, bool take) {
    dut.re_i = take;
    dut.rwide_i = 0;
    dut.roffset_i = offset;
    settle();
    return static_cast<std::uint32_t>((offset & 4) != 0 ? dut.rdata_o >> 32 : dut.rdata_o);
  }
  /// A clock, and the bus is free again.
  void edge() {
    clock();
    dut.we_i = dut.re_i = 0;
  }

  void write(std::uint32_t offset, std::uint32_t data) {
    present_write(offset, data);
    edge();
  }
  std::uint32_t read(std::uint32_t offset) {
    const std::uint32_t data = present_read(offset, true);
    edge();
    return data;
  }

  /// Bit c: the wire of context c.
  unsigned wires() const {
    unsigned bits = 0;
    for (unsigned h = 0; h < kHarts; ++h)
      bits |= (dut.meip_o >> h & 1u) << (2 * h) | (dut.seip_o >> h & 1u) << (2 * h + 1);
    return bits;
  }
};

}  // namespace standstill::rtl

#endif  // STANDSTILL_TESTS_RTL_PLIC_BENCH_H
