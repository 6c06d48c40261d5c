// Names of the home table's rows and columns.
// SPDX-License-Identifier: Apache-2.0
#include "coherence/home_table.h"

namespace standstill::coherence {

const char* name_of(HomeState state) {
  constexpr const char* kNames[kHomeStates] = {"I", "V", "S", "U"};
  return kNames[static_cast<unsigned>(state)];
}

const char* name_of(HomeRequest request) {
  constexpr const char* kNames[kHomeRequests] = {"ReadShared", "ReadUnique",    "CleanUnique",
                                                 "ReadOnce",   "WriteBackFull", "Evict",
                                                 "Atomic",     "Recall"};
  return kNames[static_cast<unsigned>(request)];
}

}  // namespace standstill::coherence
