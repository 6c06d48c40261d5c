// A wave file as fst2vcd reads it.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SYSTEM_WAVES_WAVE_DUMP_H
#define STANDSTILL_TESTS_SYSTEM_WAVES_WAVE_DUMP_H

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/types.h"

namespace standstill::testbench {

/// Value and time of its beginning, in picoseconds.
using WaveChange = std::pair<std::uint64_t, std::string>;

struct DumpedSignal {
  unsigned width = 0;
  std::map<std::string, std::string> names;  ///< by value in binary; empty where not an enumeration
  std::vector<WaveChange> changes;           ///< binary, all digits

  /// The value from `picoseconds` on.
  const std::string& at(std::uint64_t picoseconds) const;
  std::uint64_t number_at(std::uint64_t picoseconds) const;
  /// The name of the value.
  std::string name_at(std::uint64_t picoseconds) const;
  /// The value as ASCII, without the zeros at its end.
  std::string text_at(std::uint64_t picoseconds) const;
  /// Changes after time 0, as numbers.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> numbers() const;
};

class WaveDump {
 public:
  /// Throws std::runtime_error where fst2vcd cannot read the file.
  explicit WaveDump(const std::string& path);

  bool has(const std::string& name) const { return ids_.count(name) != 0; }
  /// By the name GTKWave knows it by: "soc.hart0.pc[63:0]".
  const DumpedSignal& signal(const std::string& name) const;
  std::uint64_t end() const { return time_; }
  /// The first time that anything is known of.
  std::uint64_t begin() const { return begin_; }
  std::vector<std::string> names() const;

 private:
  void read_declaration(const std::string& line);
  void read_enumeration(const std::vector<std::string>& words);
  void declare(const std::vector<std::string>& words);
  void read_change(const std::string& line);

  std::map<std::string, std::string> ids_;       ///< by name
  std::map<std::string, DumpedSignal> signals_;  ///< by identifier
  std::map<std::string, std::map<std::string, std::string>> enumerations_;
  std::string scope_;
  std::string next_enumeration_;  ///< of the variable declared next
  std::uint64_t time_ = 0;
  std::uint64_t begin_ = ~std::uint64_t{0};
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTS_SYSTEM_WAVES_WAVE_DUMP_H
