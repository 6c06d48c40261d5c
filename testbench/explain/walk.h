// The walk back from `return` to `call` along what each moment waited for.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_EXPLAIN_WALK_H
#define STANDSTILL_TESTBENCH_EXPLAIN_WALK_H

#include "testbench/explain/path.h"
#include "testbench/explain/timeline.h"

namespace standstill::testbench {

/// From `returned` on hart `hart` back to `call`. Where another hart has let this one go on, the
/// walk goes over to it, at the latest such moment; elsewhere it follows the program. The segments
/// cover [call, returned) exactly.
CriticalPath walk_back(const Timeline& timeline, HartId hart, Cycle call, Cycle returned);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_EXPLAIN_WALK_H
