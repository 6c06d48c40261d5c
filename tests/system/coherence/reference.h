// What memory holds, byte by byte, in the order in which stores are performed.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SYSTEM_COHERENCE_REFERENCE_H
#define STANDSTILL_TESTS_SYSTEM_COHERENCE_REFERENCE_H

#include <string>
#include <vector>

#include "common/event_log.h"
#include "standstill/memory_map.h"

namespace standstill::random_test {

/// Coherence, per byte: a load returns what the store performed last wrote; a fetch, which is a
/// snapshot, something that was there between its request and its answer. Listens to home nodes
/// for the atomics they perform.
class Reference final : public EventSink {
 public:
  explicit Reference(unsigned lines) : bytes_(std::size_t{lines} * kLineBytes) {
    for (Byte& byte : bytes_) byte.push_back({0, 0});
  }

  void store(Addr addr, unsigned size, std::uint64_t value, Cycle now) {
    for (unsigned index = 0; index < size; ++index) {
      at(addr + index).push_back({now, static_cast<std::uint8_t>(value >> (8 * index))});
    }
  }
  std::uint64_t latest(Addr addr, unsigned size) {
    std::uint64_t value = 0;
    for (unsigned index = 0; index < size; ++index) {
      value |= std::uint64_t{at(addr + index).back().value} << (8 * index);
    }
    return value;
  }
  /// `value` was at `addr` at some time since `since`.
  bool was(Addr addr, std::uint8_t value, Cycle since) {
    const Byte& byte = at(addr);
    for (std::size_t index = byte.size(); index-- > 0;) {
      if (byte[index].value == value) return true;
      if (byte[index].since < since) return false;
    }
    return false;
  }

  void record(const Event& event) override {
    if (event.kind != EventKind::Store) return;
    store(event.a, static_cast<unsigned>(event.c), event.b, event.cycle);
  }

 private:
  struct Version {
    Cycle since;
    std::uint8_t value;
  };
  using Byte = std::vector<Version>;
  Byte& at(Addr addr) { return bytes_[addr - platform::kDramBase]; }
  std::vector<Byte> bytes_;
};

}  // namespace standstill::random_test

#endif  // STANDSTILL_TESTS_SYSTEM_COHERENCE_REFERENCE_H
