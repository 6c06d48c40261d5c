// Short ways to drive a CsrFile in tests.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_UNIT_HART_CSR_SUPPORT_H
#define STANDSTILL_TESTS_UNIT_HART_CSR_SUPPORT_H

#include <gtest/gtest.h>

#include <cstdint>

#include "hart/csr_bits.h"
#include "hart/csr_file.h"
#include "standstill/csr.h"

namespace standstill::hart {

namespace csr = platform::csr;
inline constexpr Counters kZero{0, 0, 0};

inline CsrResult write(CsrFile& file, std::uint16_t number, std::uint64_t value,
                       const Counters& counters = kZero) {
  return file.access(number, CsrOp::Write, value, true, counters);
}

/// The value of a CSR that must be legal to read.
inline std::uint64_t get(const CsrFile& file, std::uint16_t number,
                         const Counters& counters = kZero) {
  const CsrResult result = file.read(number, counters);
  EXPECT_TRUE(result.legal) << std::hex << number;
  return result.value;
}

/// What is left of `value` after writing it.
inline std::uint64_t round_trip(CsrFile& file, std::uint16_t number, std::uint64_t value) {
  EXPECT_TRUE(write(file, number, value).legal) << std::hex << number;
  return get(file, number);
}

/// Brings a hart in machine mode down to `privilege` by an mret; keeps the rest of mstatus.
inline void drop_to(CsrFile& file, Privilege privilege) {
  ASSERT_EQ(file.privilege(), Privilege::Machine);
  const std::uint64_t mpp = static_cast<std::uint64_t>(privilege) << kMppShift;
  const std::uint64_t status = get(file, csr::mstatus);
  const std::uint64_t mpie = (status & kMie) != 0 ? kMpie : 0;
  write(file, csr::mstatus, (status & ~(kMpp | kMpie)) | mpp | mpie);
  ASSERT_TRUE(file.mret().legal);
  ASSERT_EQ(file.privilege(), privilege);
}

}  // namespace standstill::hart

#endif  // STANDSTILL_TESTS_UNIT_HART_CSR_SUPPORT_H
