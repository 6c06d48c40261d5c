// What `standstill diff` found, for people and for programs.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_DIFF_REPORT_H
#define STANDSTILL_TESTBENCH_PROGRAM_DIFF_REPORT_H

#include <string>
#include <vector>

#include "testbench/baseline/identity.h"
#include "testbench/baseline/moves.h"
#include "testbench/program/diff_parting.h"

namespace standstill::testbench {

struct DiffReport {
  std::vector<Difference> differing;  ///< of what went in
  std::string status_before;          ///< "pass", ... as in results.json
  std::string status_after;
  std::vector<Move> figures;
  std::vector<Move> phases;     ///< of each hart
  std::vector<Move> functions;  ///< of the critical paths
  LogComparison logs;

  bool outcome_differs() const { return status_before != status_after; }
  /// Nothing differs in what came out.
  bool nothing_moved() const;
  /// Nothing differs in what went in, nor in what came out.
  bool is_empty() const;
};

/// Causes first, then headlines, then every figure, then the events.
std::string diff_text(const DiffReport& report);
/// docs/baselines.md describes it.
std::string diff_json(const DiffReport& report);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_DIFF_REPORT_H
