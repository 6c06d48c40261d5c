// What a tile asks a home node for: the access that has opened a transaction.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_COMMON_ACCESS_KIND_H
#define STANDSTILL_COMMON_ACCESS_KIND_H

#include <cstdint>

namespace standstill {

/// Why a tile has sent a request. Where several accesses wait for one line, the first.
enum class AccessKind : std::uint8_t {
  Load,
  Store,         ///< that leaves the store buffer
  LoadReserved,  ///< LR: it asks for the line as a store does
  Atomic,        ///< AMO, in the L1 or at home
  Fetch,         ///< of instructions
  Eviction,      ///< a line had to leave to make room for another
};
inline constexpr unsigned kAccessKinds = static_cast<unsigned>(AccessKind::Eviction) + 1;

/// Name as it stands in logs and in results.json: lower_snake_case of the enumerator.
const char* name_of(AccessKind kind);

}  // namespace standstill

#endif  // STANDSTILL_COMMON_ACCESS_KIND_H
