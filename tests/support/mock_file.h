// A mock of a hart's interrupt file behind a clock: enough to see that every answer finds its way.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SUPPORT_MOCK_FILE_H
#define STANDSTILL_TESTS_SUPPORT_MOCK_FILE_H

#include <vector>

#include "common/csr_port.h"

namespace standstill {

/// miselect keeps what is written; mireg is a register of its own for each even miselect and
/// illegal for odd ones; mtopei counts its claims.
class MockFile {
 public:
  struct Asked {
    CsrRequest request;
    Cycle arrival;
  };

  /// Core cycles of the clock that takes requests.
  explicit MockFile(Cycle divider = 4) : divider_(divider) {}

  /// The edge at which a request is taken.
  Cycle edge_after(Cycle arrival) const { return (arrival / divider_ + 1) * divider_; }

  CsrAnswer answer(const CsrRequest& request, Cycle arrival) {
    asked.push_back({request, arrival});
    CsrAnswer answer;
    answer.hart = request.hart;
    answer.illegal = request.reg == CsrReg::Mireg && registers_[0] % 2 == 1;
    if (answer.illegal) return answer;
    std::uint64_t& place = request.reg == CsrReg::Miselect ? registers_[0]
                           : request.reg == CsrReg::Mireg  ? registers_[1 + registers_[0] % 7]
                                                           : registers_[8];
    answer.rdata = place;
    if (request.op == CsrOp::Read) return answer;
    if (request.reg == CsrReg::Mtopei)
      ++place;
    else
      place = request.op == CsrOp::Write ? request.wdata
              : request.op == CsrOp::Set ? place | request.wdata
                                         : place & ~request.wdata;
    return answer;
  }

  std::vector<Asked> asked;

 private:
  Cycle divider_;
  std::uint64_t registers_[9] = {};
};

}  // namespace standstill

#endif  // STANDSTILL_TESTS_SUPPORT_MOCK_FILE_H
