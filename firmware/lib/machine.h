// The machine as the device tree describes it.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Devicetree Specification 0.4, chapter 3; Linux's bindings riscv,aclint-mswi and
// riscv,aclint-mtimer, riscv,imsics, riscv,plic0, ns16550a, google,goldfish-rtc, sifive,test0; the
// tree of QEMU's virt board with aclint=on.
#ifndef STANDSTILL_FIRMWARE_LIB_MACHINE_H
#define STANDSTILL_FIRMWARE_LIB_MACHINE_H

#include <cstdint>

#include "lib/fdt.h"
#include "standstill/scenarios.h"

namespace standstill::kernel {

/// Bases are physical addresses; 0 means that the tree has no such device.
struct Machine {
  unsigned harts = 0;          ///< harts 0 to harts - 1 are present
  std::uint64_t timebase = 0;  ///< ticks of mtime per second
  std::uint64_t memory_base = 0;
  std::uint64_t memory_size = 0;  ///< bytes
  std::uint64_t uart = 0;
  unsigned uart_source = 0;  ///< at the PLIC; 0: none
  std::uint64_t rtc = 0;     ///< Goldfish real-time clock
  unsigned rtc_source = 0;
  std::uint64_t plic = 0;
  FdtValue plic_contexts;  ///< of each context in turn: whose it is, and which interrupt
  std::uint64_t finisher = 0;
  std::uint64_t mswi = 0;
  std::uint64_t sswi = 0;
  std::uint64_t multicast = 0;
  std::uint64_t barrier_unit = 0;
  std::uint64_t mtime = 0;
  std::uint64_t mtimecmp = 0;
  /// The hart watchdogs, if their NMI goes to where boot/entry.S stands.
  std::uint64_t watchdog = 0;
  bool zawrs = true;          ///< every hart has it
  std::uint64_t imsic = 0;    ///< machine-level interrupt files, a page a hart
  const char* bootargs = "";  ///< inside the tree
};

/// Reads the tree at `dtb`. Null if the kernel can run on that machine, else the reason why not;
/// what could be read is in `machine` either way.
const char* read_machine(const void* dtb, Machine& machine);

/// Whether this machine has what `need` stands for, as far as its tree says.
bool machine_has(platform::Need need);

/// The PLIC's context for machine mode of `hart`, or kNoContext. The tree names the harts in their
/// order.
inline constexpr unsigned kNoContext = ~0u;
unsigned machine_context(unsigned hart);

/// The machine this kernel runs on.
Machine& machine();

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_LIB_MACHINE_H
