// The IMSIC's CSR port: what a hart asks its interrupt file, and what it is told.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V AIA 1.0, 2.1 and 3.8 to 3.10 (miselect, mireg, mtopei); rtl/imsic_files.v.
//
// A request is taken at one edge of the fabric's clock and answered at that same edge: the answer
// shows from then on, for one clock. Several harts may ask at one edge; each touches its own
// interrupt file alone. The read-modify-write is the RTL's, so nothing comes between its halves.
#ifndef STANDSTILL_COMMON_CSR_PORT_H
#define STANDSTILL_COMMON_CSR_PORT_H

#include <cstdint>

#include "common/types.h"

namespace standstill {

/// Values are those of the pins csr_reg_i.
enum class CsrReg : std::uint8_t { Miselect = 0, Mireg = 1, Mtopei = 2 };

/// Values are those of the pins csr_op_i. All return the old value. Any but Read of mtopei claims
/// the identity it returns.
enum class CsrOp : std::uint8_t { Read = 0, Write = 1, Set = 2, Clear = 3 };

struct CsrRequest {
  HartId hart = 0;
  CsrReg reg = CsrReg::Miselect;
  CsrOp op = CsrOp::Read;
  std::uint64_t wdata = 0;  ///< the value, or the bits to set or clear
};

struct CsrAnswer {
  HartId hart = 0;
  std::uint64_t rdata = 0;  ///< the value before; 0 if illegal
  bool illegal = false;     ///< an illegal-instruction exception; nothing has changed
};

/// Where harts ask: the fabric.
class CsrPort {
 public:
  virtual ~CsrPort() = default;
  /// A hart asks again only when it has been answered.
  /// @param arrival the cycle from which the request stands at the fabric, after SystemC's now; it
  ///                is taken at the first edge of the fabric's clock after that
  /// @param id      the request's number
  virtual void ask(const CsrRequest& request, Cycle arrival, EventId id) = 0;
};

/// Whom the fabric answers, at the edge itself.
class CsrListener {
 public:
  virtual ~CsrListener() = default;
  /// @param id number of what happened at the edge
  virtual void answer(const CsrAnswer& answer, EventId id) = 0;
};

}  // namespace standstill

#endif  // STANDSTILL_COMMON_CSR_PORT_H
