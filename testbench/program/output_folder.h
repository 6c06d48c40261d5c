// The folder a run leaves its files in.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_OUTPUT_FOLDER_H
#define STANDSTILL_TESTBENCH_PROGRAM_OUTPUT_FOLDER_H

#include <string>

namespace standstill::testbench {

/// Makes the folder, or takes over that of an earlier run: then the files of that run, known by
/// name, are removed, and nothing else. A folder with anything in it that is not a run's is
/// refused, so that nobody's `config.toml` is overwritten. Throws UsageError.
class OutputFolder {
 public:
  explicit OutputFolder(const std::string& path);
  std::string file(const char* name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline constexpr const char* kConfigFile = "config.toml";
inline constexpr const char* kResultsFile = "results.json";
inline constexpr const char* kHostFile = "host.json";
inline constexpr const char* kEventsFile = "events.log";
inline constexpr const char* kConsoleFile = "console.log";
/// What `standstill characterize` leaves besides.
inline constexpr const char* kCharacterizeFile = "characterize.json";
inline constexpr const char* kWaveFile = "wave.fst";
inline constexpr const char* kLayoutFile = "wave.gtkw";
/// What `standstill waves` leaves, of each layout.
inline constexpr const char* kRendezvousLayoutFile = "rendezvous.gtkw";
inline constexpr const char* kIpiLayoutFile = "ipi.gtkw";
inline constexpr const char* kCoherenceLayoutFile = "coherence.gtkw";

/// First line of every config.toml of ours; by it a run's folder is known.
inline constexpr const char* kConfigMark = "# The machine of this run, resolved by standstill.\n";

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_OUTPUT_FOLDER_H
