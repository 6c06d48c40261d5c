// Names of the causes.
// SPDX-License-Identifier: Apache-2.0
#include "common/cause.h"

namespace standstill {

const char* name_of(Cause cause) {
  constexpr const char* kNames[kCauses] = {
      "instruction", "fetch_miss",  "branch",      "load_use", "mul_div",      "csr",
      "miss_home",   "miss_owner",  "miss_memory", "upgrade",  "miss_pending", "victim",
      "store_drain", "fence",       "atomic",      "bus",      "imsic",        "trap",
      "asleep",      "reservation", "stall",       "ended"};
  return kNames[static_cast<unsigned>(cause)];
}

}  // namespace standstill
