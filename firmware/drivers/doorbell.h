// The ways in which one hart can interrupt another.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V ACLINT specification 1.0-rc4 (MSWI, SSWI); RISC-V AIA 1.0 (IMSIC); our multicast
// doorbell, rtl/multicast_doorbell.v.
//
//   doorbell    a ring is a store of 1 to     it comes as    who is rung takes it back by
//   mswi        MSIP of the hart              MSI            a store of 0 to its MSIP
//   sswi        SETSSIP of the hart           SSI            clearing SSIP in its mip
//   imsic       seteipnum of the hart's file  MEI            a claim, which is a write of mtopei
//   multicast   MSIP of the hart; many harts  MSI            a store of 0 to its MSIP
//               by one store of a mask
// Registers of neighbouring harts are a power of two apart, so one store serves all four.
#ifndef STANDSTILL_FIRMWARE_DRIVERS_DOORBELL_H
#define STANDSTILL_FIRMWARE_DRIVERS_DOORBELL_H

#include "drivers/imsic.h"
#include "standstill/devices.h"

namespace standstill::drivers {

/// Words of the argument `doorbell`, in this order.
enum class DoorbellKind : std::uint8_t { Mswi, Sswi, Imsic, Multicast };

struct Doorbell {
  platform::Interrupt interrupt;
  unsigned shift;         ///< log2 of the bytes between the registers of two harts
  bool rings_many;        ///< a store of the multicast doorbell rings up to 64
  void (*enable_here)();  ///< on each hart before it is rung first; null: nothing to do
};

inline constexpr Doorbell kDoorbells[] = {
    {platform::Interrupt::MachineSoftware, 2, false, nullptr},
    {platform::Interrupt::SupervisorSoftware, 2, false, nullptr},
    {platform::Interrupt::MachineExternal, 12, false, imsic_enable},
    {platform::Interrupt::MachineSoftware, 2, true, nullptr},
};

}  // namespace standstill::drivers

#endif  // STANDSTILL_FIRMWARE_DRIVERS_DOORBELL_H
