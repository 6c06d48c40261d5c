// Which compiler made a program.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_ELF_COMPILER_H
#define STANDSTILL_TESTBENCH_ELF_COMPILER_H

#include <string>

struct Elf;

namespace standstill::testbench {

/// What the program says of its compiler, without options: the first of `.comment`, else the first
/// producer of C, C++ or Rust in `.debug_str`. Empty where neither is there.
std::string read_compiler(Elf* elf);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_ELF_COMPILER_H
