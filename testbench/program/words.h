// The words of the command line, before anything is made of them.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROGRAM_WORDS_H
#define STANDSTILL_TESTBENCH_PROGRAM_WORDS_H

namespace standstill::testbench {

/// Throws UsageError for an empty value and for a long option with one dash.
void check_words(int argc, const char* const* argv);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROGRAM_WORDS_H
