// Host stand-in for firmware/arch/hart.h: a thread of the test is a hart.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_HART_H
#define STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_HART_H

#include <cstddef>
#include <cstdint>

namespace standstill::kernel {
struct Context;
struct CpuLocal;
}  // namespace standstill::kernel

extern "C" {
/// Switches nothing: the test goes on in its own thread and looks at the run queue.
void context_switch(standstill::kernel::Context* from, standstill::kernel::Context* to);
void task_entry();
}

namespace standstill::arch {

/// The hart this thread plays; set by host::become_hart().
inline thread_local kernel::CpuLocal* this_hart = nullptr;

inline kernel::CpuLocal& cpu_local() { return *this_hart; }
inline void tp_is_stable() {}

template <typename T, std::size_t offset>
T this_cpu_read() {
  return *reinterpret_cast<volatile T*>(reinterpret_cast<std::byte*>(this_hart) + offset);
}
template <std::size_t offset, int by>
void this_cpu_add() {
  *reinterpret_cast<std::uint32_t*>(reinterpret_cast<std::byte*>(this_hart) + offset) += by;
}

}  // namespace standstill::arch

#endif  // STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_HART_H
