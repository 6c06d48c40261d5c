// Runs a program of the host, with a time limit, and takes what it prints.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SYSTEM_ELF_PROCESS_H
#define STANDSTILL_TESTS_SYSTEM_ELF_PROCESS_H

#include <cstdint>
#include <string>
#include <vector>

namespace standstill::system {

struct Finished {
  int code = -1;       ///< exit code; 124 when the time was up
  std::string output;  ///< what it wrote to stdout
};

/// Runs `command` (program and arguments, no shell's work in them) for at most `seconds`. Its
/// stdin is empty; its stderr goes to the file `errors`.
Finished run_process(const std::vector<std::string>& command, unsigned seconds,
                     const std::string& errors = "/dev/null");

/// The program, started with the ELF on QEMU's board of the same memory map.
Finished run_on_qemu(const std::string& elf, unsigned harts, const std::string& hart_model);

/// The same on the simulated machine, `other`: with tiny caches, relaxed stores, far atomics.
Finished run_on_model(const std::string& elf, unsigned harts, bool other,
                      const std::string& errors = "/dev/null");

/// The same with options of the program that runs ELFs.
Finished run_on_model(const std::string& elf, unsigned harts,
                      const std::vector<std::string>& options,
                      const std::string& errors = "/dev/null");

/// The hexadecimal numbers, a line each, that it prints there; none if its exit code is not 0.
std::vector<std::uint64_t> numbers_of_model(const std::string& elf, unsigned harts, bool posted);

/// The whole text of a file; empty if there is none.
std::string read_text(const std::string& path);
void write_text(const std::string& path, const std::string& text);

/// `text` without carriage returns, which a serial line may have.
std::string plain_lines(std::string text);

}  // namespace standstill::system

#endif  // STANDSTILL_TESTS_SYSTEM_ELF_PROCESS_H
