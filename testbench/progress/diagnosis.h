// Puts together who waits for whom, out of the log, the harts and the guest's memory.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRESS_DIAGNOSIS_H
#define STANDSTILL_TESTBENCH_PROGRESS_DIAGNOSIS_H

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "testbench/elf/image.h"
#include "testbench/progress/no_progress.h"
#include "testbench/progress/progress_probe.h"

namespace standstill::testbench {

/// A hart as the machine shows it at the end.
struct HartLook {
  std::array<std::uint64_t, 32> registers{};
  Addr pc = 0;
  std::string doing;      ///< in words
  std::string privilege;  ///< in words
  bool interrupts_enabled = false;
  bool nmie = true;
  bool asleep = false;        ///< in WFI
  std::uint64_t pending = 0;  ///< mip
  std::uint64_t enabled = 0;  ///< mie
};

/// Reads a double word of the guest's memory as `hart` would; false outside of DRAM.
using ReadGuest = std::function<bool(HartId hart, Addr address, std::uint64_t& value)>;

/// @param looks one a hart
NoProgress diagnose(const ProgressProbe& probe, const Stall& stall,
                    const std::vector<HartLook>& looks, const ElfImage& image,
                    const ReadGuest& read);

/// The lines people read: who waits for whom first, then each hart.
std::vector<std::string> words_of(const NoProgress& report);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRESS_DIAGNOSIS_H
