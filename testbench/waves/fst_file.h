// A wave file in FST format that holds our own signals beside those of Verilated models.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Verilator 5.006, verilated_trace.h and verilated_fst_c.h. That interface is Verilator's
// own and changes between releases, so fst_file.cc is the only file that sees it.
#ifndef STANDSTILL_TESTBENCH_WAVES_FST_FILE_H
#define STANDSTILL_TESTBENCH_WAVES_FST_FILE_H

#include <cstdint>
#include <memory>
#include <string>

#include "testbench/waves/signals.h"

class VerilatedFstC;

namespace standstill::testbench {

/// Order of use: add() all signals and let models trace() into verilated(), open(), then set() and
/// dump() as time goes on. Destruction closes the file.
class FstFile {
 public:
  using Handle = unsigned;

  FstFile();
  ~FstFile();
  FstFile(const FstFile&) = delete;
  FstFile& operator=(const FstFile&) = delete;

  /// Adds a signal, zero so far.
  Handle add(const WaveSignal& signal);

  /// What a Verilated model traces into. Its signals stand under the scope kWaveRoot, like ours.
  VerilatedFstC& verilated();

  /// Creates the file and declares the signals. Throws std::runtime_error when it cannot.
  void open(const std::string& path);

  /// The signal's value from the next dump() on; bits beyond its width are cut off.
  void set(Handle signal, std::uint64_t value);
  /// The same for a Text signal.
  void set_text(Handle signal, const std::string& text);

  /// Whether a set() has changed anything since the last dump().
  bool changed() const;

  /// Writes what has changed, here and in the models, as of `picoseconds`; these ascend.
  void dump(std::uint64_t picoseconds);

  /// Makes what has been dumped readable even if the process is killed from now on.
  void flush();

  void close();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_WAVES_FST_FILE_H
