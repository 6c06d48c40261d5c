// Which values of scenario arguments need hardware, and which do not go together.
// SPDX-License-Identifier: Apache-2.0
//
// Read, like scenarios.h, by the program, which refuses before anything runs, and by the firmware,
// which refuses the same on QEMU. Freestanding; C++17 and C++20.
#ifndef STANDSTILL_PLATFORM_SCENARIO_RULES_H
#define STANDSTILL_PLATFORM_SCENARIO_RULES_H

#include <string_view>

#include "standstill/scenarios.h"

namespace standstill::platform {

/// A scenario that is given argument=value, for any word of `values`, needs hardware.
struct ArgumentNeed {
  const char* argument;
  const char* values;  ///< separated by '|'
  Need need;
};

inline constexpr ArgumentNeed kArgumentNeeds[] = {
    {"watchdog", "on", kNeedsWatchdog},         {"spin", "wrs.sto|wrs.nto", kNeedsZawrs},
    {"doorbell", "sswi", kNeedsSswi},           {"doorbell", "imsic", kNeedsImsic},
    {"doorbell", "multicast", kNeedsMulticast}, {"barrier", "unit", kNeedsBarrierUnit},
};

/// Where `argument` has one of `values`, `other` must have one of `legal`.
struct ArgumentRule {
  const char* argument;
  const char* values;
  const char* other;
  const char* legal;
  const char* because;
};

inline constexpr const char* kOnly610 = "other policies stand beside kernel=6.10 alone";
inline constexpr const char* kNmiAsLinux = "the NMI is held back in Linux's own rendezvous alone";
inline constexpr ArgumentRule kArgumentRules[] = {
    {"kernel", "4.7|4.19|2025", "spin", "relax", kOnly610},
    {"kernel", "4.7|4.19|2025", "barrier", "central", kOnly610},
    {"kernel", "4.7|4.19|2025", "layout", "linux", kOnly610},
    {"nmimask", "on", "spin", "relax", kNmiAsLinux},
    {"nmimask", "on", "barrier", "central", kNmiAsLinux},
    {"nmimask", "on", "layout", "linux", kNmiAsLinux},
    {"barrier", "unit", "layout", "linux", "the barrier unit has no words in memory to lay out"},
    {"barrier", "unit", "spin", "relax|pause|wfi", "the barrier unit has no word to reserve"},
    {"spin", "wfi", "barrier", "unit", "no other barrier ends by an interrupt"},
};

// What changes nothing, and is therefore refused by the program alone: a run with it would pass and
// be taken for another than it is.
inline constexpr ArgumentNeed kIdleNeeds[] = {{"nmimask", "on", kNeedsWatchdog}};

/// Where `argument` has `value`, `other` does nothing and must have its default.
struct IdleArgument {
  const char* argument;
  const char* value;
  const char* other;
};
inline constexpr IdleArgument kIdleArguments[] = {{"watchdog", "off", "timeout"},
                                                  {"bug", "none", "fixed"}};

/// Whether `word` is one of `words`, which are separated by '|'.
constexpr bool is_one_of(std::string_view word, std::string_view words) {
  while (true) {
    const std::size_t end = words.find('|');
    if (words.substr(0, end) == word) return true;
    if (end == std::string_view::npos) return false;
    words.remove_prefix(end + 1);
  }
}

/// The first rule that is broken, or null. word_of(name) is the word an argument has, empty if the
/// scenario takes no such argument.
template <typename WordOf>
constexpr const ArgumentRule* broken_rule(WordOf word_of) {
  for (const ArgumentRule& rule : kArgumentRules) {
    const std::string_view other = word_of(rule.other);
    if (!other.empty() && is_one_of(word_of(rule.argument), rule.values) &&
        !is_one_of(other, rule.legal))
      return &rule;
  }
  return nullptr;
}

}  // namespace standstill::platform

#endif  // STANDSTILL_PLATFORM_SCENARIO_RULES_H
