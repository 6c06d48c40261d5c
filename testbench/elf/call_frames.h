// Who called whom, by the call frame information of a program.
// SPDX-License-Identifier: Apache-2.0
//
// Source: DWARF 5, section 6.4; RISC-V DWARF specification (register numbers are those of x0..x31).
#ifndef STANDSTILL_TESTBENCH_ELF_CALL_FRAMES_H
#define STANDSTILL_TESTBENCH_ELF_CALL_FRAMES_H

#include <array>
#include <functional>
#include <memory>
#include <vector>

#include "testbench/elf/image.h"

namespace standstill::testbench {

/// Believes nothing that the program or its stack says: a walk ends where they make no sense.
class CallFrames {
 public:
  using Registers = std::array<std::uint64_t, 32>;
  /// Reads a double word of memory; false where there is none.
  using Read = std::function<bool(Addr address, std::uint64_t& value)>;

  /// Of `.debug_frame`, else of `.eh_frame`; a program without has no callers.
  explicit CallFrames(const ElfImage& image);
  ~CallFrames();

  /// `pc` and the address to which each caller will return, from the inside out; at most 32.
  std::vector<Addr> walk(Addr pc, Registers registers, const Read& read) const;

 private:
  struct Tables;

  std::unique_ptr<Tables> tables_;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_ELF_CALL_FRAMES_H
