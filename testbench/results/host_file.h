// host.json: what belongs to this host and this moment, and must not be in the results.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_RESULTS_HOST_FILE_H
#define STANDSTILL_TESTBENCH_RESULTS_HOST_FILE_H

#include <cstdint>
#include <optional>
#include <string>

#include "testbench/program/simulation.h"

namespace standstill::testbench {

/// Versions of what the program was built with.
struct Versions {
  std::string standstill;
  std::string verilator;
  std::string systemc;
  std::string compiler;
};

struct HostFacts {
  Versions versions;
  Switches switches;
  LogLevel log_level = LogLevel::Rendezvous;
  std::optional<CycleWindow> waves;     ///< what there are waves of
  std::string elf;                      ///< path of the program that ran
  std::uint64_t microseconds = 0;       ///< host time of the simulation alone
  std::uint64_t peak_resident_kib = 0;  ///< largest resident size of this process so far
};

/// The file's text. Rates are integers, rounded down.
std::string host_text(const HostFacts& facts, const RunOutcome& outcome);

/// "auto", "4", "64", "1024".
const char* fabric_class_name(FabricClass fabric_class);
/// The class of that name; Auto for any other.
FabricClass fabric_class_of(const std::string& name);
/// "marks", "rendezvous", "all".
const char* log_level_name(LogLevel level);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_RESULTS_HOST_FILE_H
