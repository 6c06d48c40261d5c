// Host stand-in for firmware/arch/barrier.h: full fences, and a log of the device stores.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_BARRIER_H
#define STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_BARRIER_H

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace standstill::arch {

/// Device stores of this thread, as (address, value).
inline thread_local std::vector<std::pair<std::uint64_t, std::uint64_t>> device_stores;

inline void barrier() { std::atomic_signal_fence(std::memory_order_seq_cst); }
inline void smp_mb() { std::atomic_thread_fence(std::memory_order_seq_cst); }
inline void smp_wmb() { std::atomic_thread_fence(std::memory_order_release); }
inline void smp_acquire() { std::atomic_thread_fence(std::memory_order_acquire); }
inline void smp_release() { std::atomic_thread_fence(std::memory_order_release); }
template <typename T>
T smp_load_acquire(const std::atomic<T>& word) {
  return word.load(std::memory_order_acquire);
}
template <typename T>
void write_once(std::atomic<T>& word, std::type_identity_t<T> value) {
  word.store(value, std::memory_order_relaxed);
}
template <typename T>
void smp_store_release(std::atomic<T>& word, std::type_identity_t<T> value) {
  word.store(value, std::memory_order_release);
}
inline void fence_memory_before_device() { smp_mb(); }
inline void fence_device_before_memory() { smp_mb(); }
inline void fence_all_before_device() { smp_mb(); }
inline void fence_device_before_all() { smp_mb(); }
/// How often this thread has flushed.
inline thread_local unsigned icache_flushes = 0;
inline void local_flush_icache() { ++icache_flushes; }
inline void cpu_relax() { std::this_thread::yield(); }

template <unsigned times>
void cpu_pause() {
  cpu_relax();
}
template <bool forever, typename T>
void wait_on_reservation(const std::atomic<T>&, T) {
  cpu_relax();
}

inline std::int32_t fetch_dec(std::atomic<std::int32_t>& counter) {
  return counter.fetch_sub(1, std::memory_order_seq_cst);
}
inline bool dec_and_test(std::atomic<std::int32_t>& counter) { return fetch_dec(counter) == 1; }

inline void add_ordered(volatile std::uint64_t& word, std::uint64_t addend) {
  smp_mb();
  word = word + addend;
  smp_mb();
}

/// Every device reads as ready.
template <typename T>
T mmio_read(std::uint64_t) {
  return static_cast<T>(~T{0});
}
/// A device of the test's own: called for each store; may be empty.
inline std::function<void(std::uint64_t, std::uint64_t)> on_device_store;
template <typename T>
void mmio_write(std::uint64_t address, T value) {
  device_stores.emplace_back(address, value);
  if (on_device_store) on_device_store(address, value);
}

}  // namespace standstill::arch

#endif  // STANDSTILL_TESTS_FIRMWARE_HOST_ARCH_BARRIER_H
