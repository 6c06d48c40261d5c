// A bench round the pins of the IMSIC: bus accesses, CSR accesses of one hart or of several at
// once. SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_RTL_IMSIC_BENCH_H
#define STANDSTILL_TESTS_RTL_IMSIC_BENCH_H

#include "Vimsic.h"
#include "imsic_model.h"
#include "rtl/support/block_bench.h"

namespace standstill::rtl {

class ImsicBench : public BlockBench<Vimsic> {
 public:
  static constexpr unsigned kSlots = 4;

  explicit ImsicBench(unsigned harts = kSlots) { dut.hart_count_i = static_cast<SData>(harts); }

  struct Answer {
    bool done;
    std::uint64_t value;
    bool illegal;
  };

  /// Puts a write of four bytes on the bus, for the coming edge if it is no hole; all strobes.
  void present_write(std::uint32_t offset, std::uint32_t value) {
    const unsigned upper = offset / 4 % 2;
    dut.woffset_i = offset;
    dut.wwide_i = 0;
    dut.wdata_i = std::uint64_t{value} << 32 * upper;
    dut.wstrb_i = static_cast<CData>(upper != 0 ? 0xF0 : 0x0F);
    settle();
    dut.we_i = !dut.whole_o;
  }

  /// A write of four bytes; false: refused.
  bool write(std::uint32_t offset, std::uint32_t value) {
    present_write(offset, value);
    const bool taken = dut.we_i != 0;
    clock();
    dut.we_i = 0;
    return taken;
  }

  bool msi(unsigned hart, std::uint32_t identity) { return write(0x1000 * hart, identity); }

  /// Puts a request on a hart's CSR port.
  void present_csr(unsigned hart, unsigned csr, unsigned op, std::uint64_t operand) {
    dut.csr_valid_i = static_cast<CData>(dut.csr_valid_i | 1u << hart);
    put2(dut.csr_reg_i, hart, csr);
    put2(dut.csr_op_i, hart, op);
    dut.csr_wdata_i[2 * hart] = static_cast<IData>(operand);
    dut.csr_wdata_i[2 * hart + 1] = static_cast<IData>(operand >> 32);
  }

  Answer answer(unsigned hart) const {
    const std::uint64_t low = dut.csr_rdata_o[2 * hart], high = dut.csr_rdata_o[2 * hart + 1];
    return {(dut.csr_done_o >> hart & 1) != 0, high << 32 | low,
            (dut.csr_illegal_o >> hart & 1) != 0};
  }

  /// One access of one hart.
  Answer csr(unsigned hart, unsigned csr, unsigned op = kRead, std::uint64_t operand = 0) {
    present_csr(hart, csr, op, operand);
    clock();
    dut.csr_valid_i = 0;
    return answer(hart);
  }

  /// The register `select` of a hart's file.
  Answer mireg(unsigned hart, std::uint64_t select, unsigned op = kRead,
               std::uint64_t operand = 0) {
    csr(hart, kMiselect, kWrite, select);
    return csr(hart, kMireg, op, operand);
  }

  std::uint64_t claim(unsigned hart) { return csr(hart, kMtopei, kWrite).value; }

  /// Delivers from the file, with these identities enabled.
  void enable(unsigned hart, std::uint64_t identities) {
    mireg(hart, kEidelivery, kWrite, 1);
    mireg(hart, kEie0, kWrite, identities);
  }

 private:
  static void put2(CData& pins, unsigned hart, unsigned value) {
    pins = static_cast<CData>((pins & ~(3u << 2 * hart)) | value << 2 * hart);
  }
};

}  // namespace standstill::rtl

#endif  // STANDSTILL_TESTS_RTL_IMSIC_BENCH_H
