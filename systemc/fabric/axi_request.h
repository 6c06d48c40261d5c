// One access to the fabric as the bridge hands it to the AXI master, and its answer.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_FABRIC_AXI_REQUEST_H
#define STANDSTILL_FABRIC_AXI_REQUEST_H

#include <cstdint>

#include "common/types.h"

namespace standstill::fabric {

struct AxiRequest {
  HartId hart = 0;  ///< its index at the fabric; becomes AxID
  std::uint32_t addr = 0;
  unsigned size = 4;  ///< bytes: 1, 2, 4, 8
  bool write = false;
  std::uint64_t data = 0;  ///< of a write, in the low `size` bytes
  bool posted = false;     ///< AWCACHE[0]; the bridge has answered already
  std::uint64_t tag = 0;   ///< the caller's own; comes back with the answer
};

struct AxiResponse {
  AxiRequest request;
  std::uint64_t data = 0;  ///< of a read, in the low `size` bytes
  std::uint8_t code = 0;   ///< kOkay, kSlvErr, kDecErr
};

}  // namespace standstill::fabric

#endif  // STANDSTILL_FABRIC_AXI_REQUEST_H
