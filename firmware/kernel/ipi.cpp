// Rings of the doorbells, one by one or many at once, and their answers.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see kernel/ipi.h.
#include "kernel/ipi.h"

#include "arch/barrier.h"
#include "arch/marker.h"
#include "kernel/percpu.h"
#include "lib/machine.h"

namespace standstill::kernel {
namespace {

using platform::Interrupt;
namespace multicast = platform::multicast;

constinit const drivers::Doorbell* doorbell = &drivers::kDoorbells[0];

/// What a ring needs, in one cache line.
struct alignas(32) Bell {
  std::uint64_t base;  ///< register of CPU 0
  std::uint64_t code;  ///< for the operand of its marker
  unsigned shift;      ///< log2 of the bytes to the register of the next
  bool rings_many;
};
constinit Bell bell = {};

std::uint64_t msip(unsigned cpu) { return machine().mswi + 4 * std::uint64_t{cpu}; }

/// Any kind of ring: `value` goes to the doorbell at `address`. Interrupts are off or masked.
template <arch::Marker kind, typename T>
void ring(std::uint64_t address, T value, const void* object, std::uint64_t operand) {
  // The mailbox before the doorbell; pairs with the fence in ipi_clear(), at boot with entry.S.
  arch::fence_memory_before_device();
  arch::mark<kind>(object, operand);
  arch::mmio_write<T>(address, value);
}

void ring_one(std::uint64_t address, std::uint64_t operand) {
  ring<arch::Marker::Doorbell, std::uint32_t>(address, 1, cpu_local().doorbell_object, operand);
}

/// A store for each 64 CPUs, or one for all but this.
void ring_many(const CpuMask& cpus) {
  constexpr auto kMany = arch::Marker::DoorbellMany;
  const std::uint64_t self = smp_processor_id();
  const std::uint64_t base = machine().multicast;
  const unsigned count = cpus.weight();
  if (count > multicast::kGroup && count + 1 == nr_cpu_ids)
    return ring<kMany>(base + multicast::kAllBut - multicast::ring(0),
                       static_cast<std::uint32_t>(self), reinterpret_cast<const void*>(self),
                       platform::kAllButOne);
  for (unsigned group = 0; group * multicast::kGroup < nr_cpu_ids; ++group)
    if (const std::uint64_t mask = cpus.word(group); mask != 0)
      ring<kMany>(base + multicast::ring(group) - multicast::ring(0), mask,
                  reinterpret_cast<const void*>(mask), group);
}

}  // namespace

void ipi_init(drivers::DoorbellKind kind) {
  // One CPU is rung by the MSWI though many are by the multicast doorbell.
  static constexpr std::uint64_t Machine::*kBases[] = {&Machine::mswi, &Machine::sswi,
                                                       &Machine::imsic, &Machine::mswi};
  doorbell = &drivers::kDoorbells[static_cast<unsigned>(kind)];
  const bool is_msi = doorbell->interrupt == Interrupt::MachineSoftware;
  bell = {.base = machine().*kBases[static_cast<unsigned>(kind)],
          .code = is_msi ? 0 : platform::doorbell_code(doorbell->interrupt),
          .shift = doorbell->shift,
          .rings_many = doorbell->rings_many};
}

std::uint64_t ipi_enable() {
  if (doorbell->enable_here != nullptr) doorbell->enable_here();
  return arch::bit_of(doorbell->interrupt);
}

void smp_send_reschedule(unsigned cpu) {
  if (bell.rings_many) [[unlikely]] {
    // A ring for anything else, as from an interrupt meanwhile, must not wait for the whole batch.
    CpuMask* const batch = this_cpu().ipi_batch;
    if (batch != nullptr && cpu_local().doorbell_object != nullptr) return batch->set(cpu);
  }
  ring_one(bell.base + (std::uint64_t{cpu} << bell.shift), cpu | bell.code);
}

void smp_boot_cpu(unsigned cpu) {
  const arch::IrqMask mask;
  ring_one(msip(cpu), cpu);
}

void ipi_clear() {
  arch::mmio_write<std::uint32_t>(msip(smp_processor_id()), 0);
  // The answer before the look into the mailbox; pairs with the fence in ring().
  arch::fence_device_before_memory();
}

bool ipi_interrupt(std::uint64_t cause) {
  if (cause == arch::cause_of(Interrupt::SupervisorSoftware))
    arch::clear_mip(arch::bit_of(Interrupt::SupervisorSoftware));
  else if (cause == arch::cause_of(Interrupt::MachineExternal))
    static_cast<void>(drivers::imsic_claim());
  else
    return false;
  arch::fence_device_before_memory();  // as in ipi_clear(): a write of a CSR is a device output
  return true;
}

bool ipi_rings_many() { return bell.rings_many; }

IpiBatch::IpiBatch() { this_cpu().ipi_batch = &cpus_; }

IpiBatch::~IpiBatch() {
  const arch::IrqMask mask;
  this_cpu().ipi_batch = nullptr;
  ring_many(cpus_);
}

}  // namespace standstill::kernel
