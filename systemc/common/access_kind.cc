// Names of the accesses that open transactions.
// SPDX-License-Identifier: Apache-2.0
#include "common/access_kind.h"

namespace standstill {

const char* name_of(AccessKind kind) {
  constexpr const char* kNames[kAccessKinds] = {"load",   "store", "load_reserved",
                                                "atomic", "fetch", "eviction"};
  return kNames[static_cast<unsigned>(kind)];
}

}  // namespace standstill
