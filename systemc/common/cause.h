// The closed list of causes a hart cycle can be charged to.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_COMMON_CAUSE_H
#define STANDSTILL_COMMON_CAUSE_H

#include <array>
#include <cstdint>

#include "common/types.h"

namespace standstill {

/// Why a hart spent a cycle. Each cycle of each hart is charged to exactly one, when it is spent.
enum class Cause : std::uint8_t {
  Instruction,  ///< the issue cycle of an instruction
  FetchMiss,    ///< waiting for an instruction line
  Branch,       ///< misprediction or jump bubble
  LoadUse,      ///< waiting for the result of a load that hit
  MulDiv,       ///< waiting for a multiply or divide
  Csr,          ///< CSR access latency
  MissHome,     ///< data miss served by the shared cache
  MissOwner,    ///< data miss served out of another tile's cache
  MissMemory,   ///< data miss served by DRAM
  Upgrade,      ///< a Shared line made writable
  MissPending,  ///< data miss not answered yet when the run ended
  Victim,       ///< waiting for a write-back of the line that is wanted again
  StoreDrain,   ///< store buffer full, or drained for an atomic or a device access
  Fence,        ///< fence waits for the store buffer, fence.i
  Atomic,       ///< atomic at the home node, or the read-modify-write cycles in the L1
  Bus,          ///< device access
  Imsic,        ///< CSR access to the interrupt file in the fabric
  Trap,         ///< trap entry and return
  Asleep,       ///< WFI
  Reservation,  ///< WRS.NTO, WRS.STO
  Stall,        ///< held by an injected stall (hart.stall)
  Ended,        ///< after the run's end took hold on this hart
};
inline constexpr unsigned kCauses = static_cast<unsigned>(Cause::Ended) + 1;

/// Name as it stands in results.json: lower_snake_case of the enumerator.
const char* name_of(Cause cause);

using CyclesByCause = std::array<Cycle, kCauses>;

}  // namespace standstill

#endif  // STANDSTILL_COMMON_CAUSE_H
