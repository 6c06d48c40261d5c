// Fences by Linux's names, device access, and the hint of a spin loop.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V unprivileged specification, RVWMO (chapter 14), FENCE, Zihintpause.
#ifndef STANDSTILL_FIRMWARE_ARCH_BARRIER_H
#define STANDSTILL_FIRMWARE_ARCH_BARRIER_H

#include <atomic>
#include <cstdint>
#include <type_traits>

namespace standstill::arch {

/// The compiler keeps memory accesses on their side; the hart emits nothing.
inline void barrier() { asm volatile("" ::: "memory"); }

/// Orders every earlier access to memory before every later one.
inline void smp_mb() { asm volatile("fence rw, rw" ::: "memory"); }

/// Orders earlier stores to memory before later ones.
inline void smp_wmb() { asm volatile("fence w, w" ::: "memory"); }

/// Stores a word that other harts read, by exactly one store and without any order. A relaxed store
/// of std::atomic would do, but GCC 12 makes it an amoswap.
template <typename T>
inline void write_once(std::atomic<T>& word, std::type_identity_t<T> value) {
  static_assert(sizeof(word) == sizeof(T));
  if constexpr (sizeof(T) == 1)
    asm volatile("sb %1, %0" : "=m"(word) : "r"(value));
  else if constexpr (sizeof(T) == 4)
    asm volatile("sw %1, %0" : "=m"(word) : "r"(value));
  else
    asm volatile("sd %1, %0" : "=m"(word) : "r"(value));
}

/// Orders earlier loads before every later access to memory: makes a load an acquire.
inline void smp_acquire() { asm volatile("fence r, rw" ::: "memory"); }

/// A load that no later access passes. GCC 12 would make it a load and a full fence.
template <typename T>
inline T smp_load_acquire(const std::atomic<T>& word) {
  const T value = word.load(std::memory_order_relaxed);
  smp_acquire();
  return value;
}

/// Orders every earlier access to memory before every later store: what follows is a release.
inline void smp_release() { asm volatile("fence rw, w" ::: "memory"); }

/// A store that no earlier access passes. GCC 12 would make it a full fence and a store.
template <typename T>
inline void smp_store_release(std::atomic<T>& word, std::type_identity_t<T> value) {
  smp_release();
  write_once<T>(word, value);
}

/// Orders earlier stores to memory before later stores to devices.
inline void fence_memory_before_device() { asm volatile("fence w, o" ::: "memory"); }

/// Orders every earlier access to memory before later stores to devices.
inline void fence_all_before_device() { asm volatile("fence rw, o" ::: "memory"); }

/// Orders earlier loads from devices, and reads of CSRs, before every later access to memory.
inline void fence_device_before_all() { asm volatile("fence i, rw" ::: "memory"); }

/// Orders earlier stores to devices before later loads from memory.
inline void fence_device_before_memory() { asm volatile("fence o, r" ::: "memory"); }

/// This hart fetches again what it has in its instruction cache: text that was changed by its own
/// earlier stores, or by stores it has seen of another hart.
inline void local_flush_icache() { asm volatile("fence.i" ::: "memory"); }

/// One pass of a spin loop: `pause`, encoded so that an assembler without Zihintpause takes it.
inline void cpu_relax() { asm volatile(".4byte 0x0100000f" ::: "memory"); }

/// `times` passes of it in one.
template <unsigned times>
inline void cpu_pause() {
  asm volatile(".rept %0\n\t.4byte 0x0100000f\n\t.endr" ::"i"(times) : "memory");
}

/// Stalls while `word` is not more than `value`: until another hart writes to its line, an
/// interrupt is pending, enabled in mstatus or not, or, unless `forever`, some time has passed. It
/// may end for no reason at all. By LR and WRS.NTO or WRS.STO of Zawrs, encoded so that an
/// assembler without it takes them: a store after the LR takes the reservation and ends the stall.
template <bool forever, typename T>
inline void wait_on_reservation(const std::atomic<T>& word, T value) {
  static_assert(sizeof(word) == 4);
  std::int32_t seen;
  asm volatile("lr.w %0, (%1)\n\tblt %2, %0, 1f\n\t.4byte %3\n1:"
               : "=&r"(seen)
               : "r"(&word), "r"(static_cast<std::int32_t>(value)),
                 "i"(forever ? 0x00d00073 : 0x01d00073)
               : "memory");
}

/// Subtracts one from `counter` as a full barrier; returns what it was.
inline std::int32_t fetch_dec(std::atomic<std::int32_t>& counter) {
  std::int32_t before;
  asm volatile("amoadd.w.aqrl %0, %2, (%1)" : "=&r"(before) : "r"(&counter), "r"(-1) : "memory");
  return before;
}

/// The same; says whether it reached zero.
inline bool dec_and_test(std::atomic<std::int32_t>& counter) { return fetch_dec(counter) == 1; }

/// Adds to `word` as a full barrier. One instruction: no interrupt comes between load and store.
inline void add_ordered(volatile std::uint64_t& word, std::uint64_t addend) {
  asm volatile("amoadd.d.aqrl zero, %1, (%0)" ::"r"(&word), "r"(addend) : "memory");
}

/// Loads from a device register of the size of `T`. By assembly, so that there is exactly one.
template <typename T>
inline T mmio_read(std::uint64_t address) {
  std::uint64_t value;
  if constexpr (sizeof(T) == 1)
    asm volatile("lbu %0, (%1)" : "=r"(value) : "r"(address) : "memory");
  else if constexpr (sizeof(T) == 4)
    asm volatile("lwu %0, (%1)" : "=r"(value) : "r"(address) : "memory");
  else
    asm volatile("ld %0, (%1)" : "=r"(value) : "r"(address) : "memory");
  return static_cast<T>(value);
}

/// Stores to a device register of the size of `T`, exactly once.
template <typename T>
inline void mmio_write(std::uint64_t address, T value) {
  if constexpr (sizeof(T) == 1)
    asm volatile("sb %0, (%1)" ::"r"(value), "r"(address) : "memory");
  else if constexpr (sizeof(T) == 4)
    asm volatile("sw %0, (%1)" ::"r"(value), "r"(address) : "memory");
  else
    asm volatile("sd %0, (%1)" ::"r"(value), "r"(address) : "memory");
}

}  // namespace standstill::arch

#endif  // STANDSTILL_FIRMWARE_ARCH_BARRIER_H
