// What the scenario `characterize` measures: the figures, and how a sample is put into a marker.
// SPDX-License-Identifier: Apache-2.0
//
// A sample is a Marker::Sample whose object says of what it is and whose operand is the value. So
// it reaches the observer as a number, and where there is no observer it is a no-op.
// Freestanding; C++17 and C++20.
#ifndef STANDSTILL_PLATFORM_SAMPLES_H
#define STANDSTILL_PLATFORM_SAMPLES_H

#include <cstdint>

namespace standstill::platform {

/// What a sample is of. Values are cycles of mcycle unless it says otherwise; `a` and `b` are the
/// first and second coordinate.
enum class Figure : std::uint16_t {
  PingPongWord = 1,         ///< value = address of the word
  PingPong = 2,             ///< a round trip: a = hart that measures, b = the other
  PingPongOverhead = 3,     ///< the same loop by one hart alone: a = hart
  Access = 4,               ///< a = Operation | LineState << 8, b = hart
  AccessOverhead = 5,       ///< the same without the operation: a = Operation, b = hart
  ContendedOperations = 6,  ///< a = harts that contend; value = operations
  ContendedCycles = 7,      ///< a = harts that contend: what these took
  ContendedShare = 8,       ///< a = harts that contend, b = hart; value = operations of it
  Mmio = 9,                 ///< a = DeviceAccess, b = hart
  MmioOverhead = 10,        ///< a = 0, b = hart
  Doorbell = 11,            ///< from hart 0: a = Target, b = hart
  Timer = 12,               ///< a = Target, b = hart
};

enum class Operation : std::uint8_t { Load, Store, Cas, FetchAdd, Swap };
inline constexpr const char* kOperationNames[] = {"load", "store", "cas", "fetch_add", "swap"};

/// Where a line is before the operation. Own and other are said of the hart that measures.
enum class LineState : std::uint8_t {
  Modified,        ///< in the own L1
  Exclusive,       ///< in the own L1
  Shared,          ///< in the own L1 and one other
  ModifiedOther,   ///< in another L1
  ExclusiveOther,  ///< in another L1
  SharedOther,     ///< in two other L1s
  SharedAll,       ///< in every L1
  SharedCache,     ///< in the shared cache alone
  Memory,          ///< in no cache
};
inline constexpr const char* kLineStateNames[] = {
    "modified",     "exclusive",  "shared",       "modified_other", "exclusive_other",
    "shared_other", "shared_all", "shared_cache", "memory"};

enum class DeviceAccess : std::uint8_t { LoadMsip, StoreMsip, LoadMtime, StoreMtimecmp };
inline constexpr const char* kDeviceAccessNames[] = {"load_msip", "store_msip", "load_mtime",
                                                     "store_mtimecmp"};

/// What an interrupted hart does.
enum class Target : std::uint8_t { Awake, Asleep };
inline constexpr const char* kTargetNames[] = {"awake", "asleep"};

/// The object of a sample's marker.
constexpr std::uint64_t sample_object(Figure figure, std::uint64_t a, std::uint64_t b) {
  return static_cast<std::uint64_t>(figure) << 32 | a << 16 | b;
}

}  // namespace standstill::platform

#endif  // STANDSTILL_PLATFORM_SAMPLES_H
