// Register offsets of the memory-mapped devices.
// SPDX-License-Identifier: Apache-2.0
//
// Sources: RISC-V ACLINT specification 1.0-rc4 (MSWI, MTIMER), National Semiconductor PC16550D
// data sheet (UART), SiFive test finisher as QEMU's `sifive_test` has it, HTIF as Spike has it.
#ifndef STANDSTILL_PLATFORM_DEVICES_H
#define STANDSTILL_PLATFORM_DEVICES_H

#include <cstdint>

#include "standstill/interrupts.h"
#include "standstill/memory_map.h"

namespace standstill::platform {

namespace mswi {
/// Address of MSIP of hart index `hart` (32-bit register, bit 0 is the doorbell).
constexpr std::uint64_t msip(std::uint64_t hart) { return kMswi.base + 4 * hart; }
}  // namespace mswi

namespace mtimer {
/// Address of MTIMECMP of hart index `hart` (64-bit register).
constexpr std::uint64_t mtimecmp(std::uint64_t hart) { return kMtimer.base + 8 * hart; }
/// Address of MTIME (64-bit register), at the end of the MTIMER region as in SiFive's CLINT.
inline constexpr std::uint64_t kMtime = kMtimer.base + 0x7FF8;
static_assert(kMtime == 0x0200'BFF8);
}  // namespace mtimer

/// The hart watchdog, rtl/hart_watchdog.v: 16 bytes a hart. Times are ticks of mtime's clock, 32
/// bits; each may be read and written alone, or two at once as a 64-bit word.
namespace watchdog {
inline constexpr std::uint64_t kStride = 16;
constexpr std::uint64_t block(std::uint64_t hart) { return kWatchdog.base + kStride * hart; }
/// RW: from a pet to the NMI; 0 switches the watchdog off. Writing it is a pet.
constexpr std::uint64_t timeout(std::uint64_t hart) { return block(hart); }
/// RW: the interrupt comes so long before the NMI; 0, or TIMEOUT and more: never. Writing is a pet.
constexpr std::uint64_t pretimeout(std::uint64_t hart) { return block(hart) + 4; }
/// Write anything: the countdown starts anew, both bits of STATUS fall. Read: ticks left to the
/// NMI.
constexpr std::uint64_t pet(std::uint64_t hart) { return block(hart) + 8; }
/// The bits below; a one written to either of the first two clears it and starts nothing.
constexpr std::uint64_t status(std::uint64_t hart) { return block(hart) + 12; }
inline constexpr std::uint32_t kStatusPretimeout = 1;  ///< the interrupt's wire
inline constexpr std::uint32_t kStatusTimeout = 2;     ///< the NMI's wire; the countdown has ended
inline constexpr std::uint32_t kStatusRunning = 4;     ///< read-only: it counts down
/// Bit of mip and mie, and code in mcause, of the pre-timeout interrupt.
inline constexpr unsigned kInterrupt = static_cast<unsigned>(Interrupt::Watchdog);
/// Code in mncause of the timeout; no bit of mip.
inline constexpr unsigned kNmi = kWatchdogNmi;
}  // namespace watchdog

/// The IMSIC: a page a hart, into which messages are written; the rest of it is CSRs of the hart.
namespace imsic {
inline constexpr std::uint64_t kPage = 0x1000;
inline constexpr unsigned kIdentities = 63;  ///< 1 to 63; the lower, the more urgent
constexpr Region page(std::uint64_t hart) {
  return {"imsic-page", kImsic.base + kPage * hart, kPage};
}
/// WO: a 32-bit write makes the identity it gives pending.
constexpr std::uint64_t seteipnum(std::uint64_t hart) { return page(hart).base; }
}  // namespace imsic

namespace sswi {
/// Address of SETSSIP of hart index `hart`: 32 bits; a one written to bit 0 sets SSIP of that hart.
constexpr std::uint64_t setssip(std::uint64_t hart) { return kSswi.base + 4 * hart; }
}  // namespace sswi

/// Posted stores that were refused after they had been answered, rtl/bus_error.v: 16 bytes a hart.
namespace bus_error {
inline constexpr std::uint64_t kStride = 16;
constexpr std::uint64_t block(std::uint64_t hart) { return kBusError.base + kStride * hart; }
/// RO, 64 bits: address of the first such store of this hart; 0 while none is pending.
constexpr std::uint64_t addr(std::uint64_t hart) { return block(hart); }
/// 32 bits: those below; a one written clears the bit.
constexpr std::uint64_t status(std::uint64_t hart) { return block(hart) + 8; }
inline constexpr std::uint32_t kStatusPending = 1;   ///< the interrupt's wire
inline constexpr std::uint32_t kStatusOverflow = 2;  ///< another one came while one was pending
}  // namespace bus_error

/// The multicast doorbell, rtl/multicast_doorbell.v: another way to write the MSWI.
namespace multicast {
inline constexpr unsigned kGroup = 64;  ///< harts a register rings
/// RW, 64 bits or two halves: bit i is hart 64 * group + i. A one written sets its MSIP, a zero
/// changes nothing; reads give the MSIP bits.
constexpr std::uint64_t ring(std::uint64_t group) { return kMulticast.base + 8 * group; }
/// W, 32 bits: the writer's hart index, as in mswi::msip(). Sets MSIP of every hart but that one.
inline constexpr std::uint64_t kAllBut = kMulticast.base + 0x200;
}  // namespace multicast

/// The barrier unit, rtl/barrier_unit.v: barriers of harts, numbered from 0.
namespace barrier {
inline constexpr unsigned kBarriers = 4;  ///< built in
inline constexpr std::uint64_t kStride = 0x1'0000;
/// What of the window has registers: the device tree tells the number of barriers by its size.
inline constexpr Region kBuiltIn{"barrier-unit", kBarrier.base, kBarriers* kStride};
constexpr std::uint64_t block(std::uint64_t barrier) { return kBarrier.base + kStride * barrier; }
/// W, 32 bits, any value: `hart` arrives. R: bit 0, it has, in this generation.
constexpr std::uint64_t arrive(std::uint64_t barrier, std::uint64_t hart) {
  return block(barrier) + 4 * hart;
}
/// RW, 32 bits. Bit 0: `hart` has been released, and has neither arrived again nor written a one.
constexpr std::uint64_t released(std::uint64_t barrier, std::uint64_t hart) {
  return block(barrier) + 0x4000 + 4 * hart;
}
/// RW, of 4 or 8 bytes; writable while RUN is clear. Bit i: hart 64 * group + i is a member.
constexpr std::uint64_t members(std::uint64_t barrier, std::uint64_t group) {
  return block(barrier) + 0x8000 + 8 * group;
}
/// RO, of 4 or 8 bytes: the same of the harts that have arrived.
constexpr std::uint64_t arrived(std::uint64_t barrier, std::uint64_t group) {
  return block(barrier) + 0x8200 + 8 * group;
}
/// RO, 32 bits: releases since reset. With MISSING in the upper half, one read of 64 bits.
constexpr std::uint64_t generation(std::uint64_t barrier) { return block(barrier) + 0x8400; }
/// RO, 32 bits: members that have not arrived.
constexpr std::uint64_t missing(std::uint64_t barrier) { return block(barrier) + 0x8404; }
/// RW, 32 bits: the two bits below. Clearing RUN forgets an unfinished generation.
constexpr std::uint64_t control(std::uint64_t barrier) { return block(barrier) + 0x8408; }
inline constexpr std::uint32_t kRun = 1;  ///< harts may arrive, MEMBERS stands still
inline constexpr std::uint32_t kIrq = 2;  ///< a release is an interrupt to the members
/// RW, 32 bits: the flags below; a one written clears.
constexpr std::uint64_t status(std::uint64_t barrier) { return block(barrier) + 0x840C; }
inline constexpr std::uint32_t kTwice = 1;      ///< a member arrived again before the release
inline constexpr std::uint32_t kStranger = 2;   ///< one that is no member arrived, or without RUN
inline constexpr std::uint32_t kLocked = 4;     ///< MEMBERS was written while RUN was set
inline constexpr std::uint32_t kAbandoned = 8;  ///< RUN was cleared with some arrived, not all
/// Bit of mip and mie, and code in mcause, of a release: an edge sets it, software clears it.
inline constexpr unsigned kInterrupt = static_cast<unsigned>(Interrupt::Barrier);
static_assert(block(kBarriers) <= kBarrier.end());
}  // namespace barrier

/// Platform-level interrupt controller, rtl/plic.v. Registers of 32 bits, nothing wider.
namespace plic {
inline constexpr unsigned kSources = 31;  ///< 1 to 31; 0 is no source
/// RW: 0 to 7; 0 never interrupts.
constexpr std::uint64_t priority(unsigned source) { return kPlic.base + 4 * source; }
/// Read-only: bit s is source s.
inline constexpr std::uint64_t kPending = kPlic.base + 0x1000;
/// Contexts of a hart, as on QEMU's board.
constexpr std::uint64_t machine_context(std::uint64_t hart) { return 2 * hart; }
constexpr std::uint64_t supervisor_context(std::uint64_t hart) { return 2 * hart + 1; }
/// RW: bit s is source s.
constexpr std::uint64_t enable(std::uint64_t context) {
  return kPlic.base + 0x2000 + 0x80 * context;
}
/// RW: priorities up to this one do not interrupt.
constexpr std::uint64_t threshold(std::uint64_t context) {
  return kPlic.base + 0x20'0000 + 0x1000 * context;
}
/// Read: claims. Write: completes.
constexpr std::uint64_t claim(std::uint64_t context) { return threshold(context) + 4; }
/// Who drives which source, as on QEMU's board.
inline constexpr unsigned kUartSource = 10;
inline constexpr unsigned kRtcSource = 11;
inline constexpr unsigned kDeviceSources[] = {kUartSource, kRtcSource};
}  // namespace plic

/// Goldfish real-time clock: time in nanoseconds and one alarm. Registers of 32 bits.
namespace rtc {
inline constexpr std::uint64_t kTimeLow = 0x00;   ///< RW; a read keeps the upper half for TIME_HIGH
inline constexpr std::uint64_t kTimeHigh = 0x04;  ///< RW
inline constexpr std::uint64_t kAlarmLow = 0x08;  ///< RW; a write sets the alarm
inline constexpr std::uint64_t kAlarmHigh = 0x0C;       ///< RW, before ALARM_LOW
inline constexpr std::uint64_t kIrqEnabled = 0x10;      ///< RW: bit 0
inline constexpr std::uint64_t kClearAlarm = 0x14;      ///< W: takes the alarm back
inline constexpr std::uint64_t kAlarmStatus = 0x18;     ///< R: 1 while an alarm is set
inline constexpr std::uint64_t kClearInterrupt = 0x1C;  ///< W: the line falls
}  // namespace rtc

namespace finisher {
inline constexpr std::uint32_t kPass = 0x5555;
inline constexpr std::uint32_t kFail = 0x3333;  ///< low half; the exit code is in bits 31:16
inline constexpr std::uint32_t kReset = 0x7777;
}  // namespace finisher

namespace uart {
inline constexpr std::uint64_t kThr = 0;  ///< transmit holding (write) / receive buffer (read)
inline constexpr std::uint64_t kIer = 1;
inline constexpr std::uint64_t kFcr = 2;  ///< written; read, it is IIR
inline constexpr std::uint64_t kLcr = 3;
inline constexpr std::uint64_t kLsr = 5;
inline constexpr std::uint8_t kLsrDataReady = 0x01;
inline constexpr std::uint8_t kLsrThrEmpty = 0x60;  ///< THRE and TEMT: always ready to send
inline constexpr std::uint8_t kIerReceive = 0x01;   ///< interrupt when there is something to read
inline constexpr std::uint8_t kIerTransmit = 0x02;  ///< interrupt when there is room to write
inline constexpr std::uint8_t kIirMask = 0x0F;
inline constexpr std::uint8_t kIirNone = 0x01;
inline constexpr std::uint8_t kIirTransmit = 0x02;  ///< reading it answers it
inline constexpr std::uint8_t kIirReceive = 0x04;
}  // namespace uart

}  // namespace standstill::platform

#endif  // STANDSTILL_PLATFORM_DEVICES_H
