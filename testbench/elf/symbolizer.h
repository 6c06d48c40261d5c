// Names for the addresses of a program.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_ELF_SYMBOLIZER_H
#define STANDSTILL_TESTBENCH_ELF_SYMBOLIZER_H

#include <functional>
#include <string>

#include "testbench/elf/image.h"

namespace standstill::testbench {

/// ElfImage::symbol_text() of the image, of which it keeps the symbols. Each address is looked up
/// once. Addresses without a symbol are themselves, in hexadecimal.
std::function<std::string(Addr)> symbolizer_of(const ElfImage& image);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_ELF_SYMBOLIZER_H
