// Assertions of the scenarios, each with a number, so that a test can make every one of them fire.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the idea of Linux's KUnit. The linker collects the sites (boot/link.ld), in the order of
// the source files in CMakeLists.txt; the boot argument `fire=N` makes site N fail once reached.
#ifndef STANDSTILL_FIRMWARE_KERNEL_CHECK_H
#define STANDSTILL_FIRMWARE_KERNEL_CHECK_H

#include "kernel/panic.h"

namespace standstill::kernel {

/// One assertion in the source. `what` says what holds, in a few words; tests find it by them.
struct CheckSite {
  const char* what;
};

extern "C" const CheckSite __checks_start[];
extern "C" const CheckSite __checks_end[];

/// Makes the check of this number, from 1, fail when it is next reached; 0 takes that back.
void fire_check(std::uint64_t number);

/// Whether `site` has been chosen by fire_check().
bool check_fires(const CheckSite& site);

/// How many checks this hart and all others have passed so far.
std::uint64_t checks_passed();

void count_check();

}  // namespace standstill::kernel

/// Ends the run with "check N: WHAT; ..." unless `condition` holds. Further items are printed after
/// it, for instance the values compared. Not in templates nor inline functions, whose sites the
/// linker would keep apart.
#define STANDSTILL_CHECK(condition, text, ...)                                                     \
  do {                                                                                             \
    [[gnu::section("checks"),                                                                      \
      gnu::used]] static constexpr ::standstill::kernel::CheckSite standstill_site{text};          \
    if (!(condition) || ::standstill::kernel::check_fires(standstill_site)) [[unlikely]]           \
      ::standstill::kernel::fail(                                                                  \
          "check ",                                                                                \
          static_cast<std::uint64_t>(&standstill_site - ::standstill::kernel::__checks_start + 1), \
          ": " text __VA_OPT__(, "; ", ) __VA_ARGS__);                                             \
    ::standstill::kernel::count_check();                                                           \
  } while (false)

#endif  // STANDSTILL_FIRMWARE_KERNEL_CHECK_H
