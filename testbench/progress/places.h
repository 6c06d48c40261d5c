// Places in a program, short enough for people.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRESS_PLACES_H
#define STANDSTILL_TESTBENCH_PROGRESS_PLACES_H

#include <string>

#include "testbench/elf/image.h"

namespace standstill::testbench {

/// `scope::function+0x1c`, without template arguments, or the bare address.
std::string place_of(const ElfImage& image, Addr pc);

/// The same for where a caller goes on, which may already be another function: it is inside its
/// call.
std::string caller_of(const ElfImage& image, Addr back);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRESS_PLACES_H
