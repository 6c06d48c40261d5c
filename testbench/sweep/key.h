// Everything that determines a run, and the hash of it by which a run is known again.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_SWEEP_KEY_H
#define STANDSTILL_TESTBENCH_SWEEP_KEY_H

#include <string>
#include <vector>

#include "common/config.h"
#include "testbench/elf/image.h"
#include "testbench/probes/event_log.h"
#include "testbench/results/results_file.h"

namespace standstill::testbench {

/// What went into a run. Places, switches and host are not among it: they change no result.
struct RunInputs {
  std::string simulator;  ///< SHA-256 of the program file, which holds the model
  std::string scenario;   ///< empty for an ELF that is not ours
  std::vector<RunArgument> arguments;
  MachineConfig config;
  LogLevel log_level = LogLevel::Rendezvous;
  Cycle max_cycles = kNever;
};

/// All of it, and the version of the results' schema, readable.
std::string inputs_text(const RunInputs& inputs, const ElfImage& image);

/// SHA-256 of that text: 64 hexadecimal digits.
std::string key_of(const std::string& inputs);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_SWEEP_KEY_H
