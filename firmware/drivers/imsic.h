// The IMSIC: messages to a hart, and the hart's own interrupt file, which is reached through CSRs.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V AIA 1.0, chapter 3. A message names an identity, 1 to 63; the lower, the more
// urgent. A hart takes its interrupts by claims:
//   csrrw identity, mtopei, zero      the most urgent one, which is pending no longer; 0: none
// until there is none. Read and claim are one instruction: between two, a more urgent interrupt may
// come, and then the write claims that one, unseen.
// miselect belongs to who runs: calls that name a register keep interrupts off.
#ifndef STANDSTILL_FIRMWARE_DRIVERS_IMSIC_H
#define STANDSTILL_FIRMWARE_DRIVERS_IMSIC_H

#include <cstdint>

#include "arch/csr.h"
#include "standstill/devices.h"

namespace standstill::drivers {

using platform::imsic::kIdentities;

/// The identity by which harts interrupt each other: the most urgent one.
inline constexpr unsigned kIpiIdentity = 1;

/// Where this hart's external interrupts come from.
enum class Delivery : std::uint64_t { Off = 0, File = 1, Plic = 0x4000'0000 };

/// Bit of an identity in a set of them.
constexpr std::uint64_t identity_bit(unsigned identity) { return std::uint64_t{1} << identity; }

/// Once, before the first message: where the pages of the harts are.
void imsic_init(std::uint64_t base);

/// Of this hart's file: identities that may interrupt, those from the threshold on may not (0: all
/// may), and whether the file delivers at all.
void imsic_set_enabled(std::uint64_t identities);
void imsic_set_threshold(unsigned identity);
void imsic_set_delivery(Delivery delivery);

/// Lets kIpiIdentity, and no other, interrupt this hart. The hart's mie has its own say.
void imsic_enable();

/// The identities that are pending in this hart's file.
std::uint64_t imsic_pending();

/// Makes `identity` pending at `cpu`; a store that does not wait. What memory has to show before
/// that is the caller's to fence.
void imsic_send(unsigned cpu, std::uint32_t identity);

/// Takes the most urgent interrupt of this hart; 0: there is none.
inline unsigned imsic_claim() { return static_cast<unsigned>(arch::claim_topei() >> 16); }

/// The same without taking it.
inline unsigned imsic_top() { return static_cast<unsigned>(arch::read_topei() >> 16); }

/// Hands every interrupt of this hart to `handle`, the most urgent first, until there is none.
template <typename Handler>
void imsic_claim_all(Handler handle) {
  while (const unsigned identity = imsic_claim()) handle(identity);
}

}  // namespace standstill::drivers

#endif  // STANDSTILL_FIRMWARE_DRIVERS_IMSIC_H
