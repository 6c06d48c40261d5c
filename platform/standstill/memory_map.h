// Where everything sits in the physical address space: QEMU's `virt` board with `aclint=on`.
// SPDX-License-Identifier: Apache-2.0
//
// Source: QEMU 7.2 hw/riscv/virt.c (the map is a fact of the board; the IMSIC's window is that of
// aia=aplic-imsic), RISC-V ACLINT 1.0-rc4, RISC-V PLIC 1.0 (the window's size), RISC-V AIA 1.0
// (chapter 3: a page a file). Freestanding; compiles as C++17 (model) and C++20 (firmware).
#ifndef STANDSTILL_PLATFORM_MEMORY_MAP_H
#define STANDSTILL_PLATFORM_MEMORY_MAP_H

#include <cstdint>

namespace standstill::platform {

/// One region of the physical address space: `[base, base + size)`, in bytes.
struct Region {
  const char* name;
  std::uint64_t base;
  std::uint64_t size;

  constexpr std::uint64_t end() const { return base + size; }
  constexpr bool contains(std::uint64_t addr, std::uint64_t bytes = 1) const {
    return addr >= base && bytes <= size && addr - base <= size - bytes;
  }
};

inline constexpr Region kFinisher{"finisher", 0x0010'0000, 0x1000};
/// Google's Goldfish real-time clock.
inline constexpr Region kRtc{"rtc", 0x0010'1000, 0x1000};
inline constexpr Region kMswi{"mswi", 0x0200'0000, 0x4000};
inline constexpr Region kMtimer{"mtimer", 0x0200'4000, 0x8000};
/// These four are ours alone, QEMU has nothing here; see devices.h.
inline constexpr Region kWatchdog{"hart-watchdog", 0x0240'0000, 0x1'0000};
inline constexpr Region kMulticast{"multicast-doorbell", 0x0241'0000, 0x1000};
inline constexpr Region kBusError{"bus-error", 0x0242'0000, 0x1'0000};
inline constexpr Region kBarrier{"barrier-unit", 0x0250'0000, 0x10'0000};
inline constexpr Region kSswi{"sswi", 0x02F0'0000, 0x4000};
/// All of what the PLIC specification maps: 15872 contexts.
inline constexpr Region kPlic{"plic", 0x0C00'0000, 0x400'0000};
inline constexpr Region kUart{"uart", 0x1000'0000, 0x100};
inline constexpr Region kImsic{"imsic", 0x2400'0000, 0x400'0000};
/// DRAM starts here; its size is a machine parameter (`dram.size`), at most 2 GiB.
inline constexpr std::uint64_t kDramBase = 0x8000'0000;
inline constexpr std::uint64_t kDramMaxSize = 0x8000'0000;

/// The windows of the interrupt fabric; row i is bit i of rtl/fabric_decode.v.
inline constexpr Region kFabricRegions[] = {kMswi,    kMtimer, kWatchdog, kMulticast, kBusError,
                                            kBarrier, kSswi,   kPlic,     kImsic};
inline constexpr Region kDeviceRegions[] = {kFinisher, kRtc,      kUart,      kMswi,
                                            kMtimer,   kWatchdog, kMulticast, kBusError,
                                            kBarrier,  kSswi,     kPlic,      kImsic};

constexpr bool regions_are_apart() {
  constexpr auto count = sizeof(kDeviceRegions) / sizeof(kDeviceRegions[0]);
  for (unsigned i = 0; i < count; ++i) {
    if (kDeviceRegions[i].end() > kDramBase) return false;
    for (unsigned j = i + 1; j < count; ++j)
      if (kDeviceRegions[i].base < kDeviceRegions[j].end() &&
          kDeviceRegions[j].base < kDeviceRegions[i].end())
        return false;
  }
  return true;
}
static_assert(regions_are_apart(), "two device regions overlap, or one reaches into DRAM");

/// Where a hart with Smrnmi goes on a non-maskable interrupt, and on an exception in machine mode
/// while mnstatus.NMIE is clear: defaults of `hart.rnmi_interrupt_vector` and
/// `hart.rnmi_exception_vector`. There is room for 64 bytes of code at either.
inline constexpr std::uint64_t kRnmiInterruptVector = kDramBase + 0x100;
inline constexpr std::uint64_t kRnmiExceptionVector = kDramBase + 0x140;

/// Largest number of harts the machine takes (ACLINT itself allows 4095).
inline constexpr unsigned kMaxHarts = 1024;

}  // namespace standstill::platform

#endif  // STANDSTILL_PLATFORM_MEMORY_MAP_H
