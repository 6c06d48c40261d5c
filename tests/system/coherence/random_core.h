// A core of the random tester: random accesses through a real first-level data cache.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SYSTEM_COHERENCE_RANDOM_CORE_H
#define STANDSTILL_TESTS_SYSTEM_COHERENCE_RANDOM_CORE_H

#include <random>
#include <string>
#include <vector>

#include "common/access_kind.h"
#include "common/address_map.h"
#include "reference.h"
#include "tile/inbox.h"
#include "tile/l1_data.h"
#include "tile/outbox.h"

namespace standstill::random_test {

/// Two accesses at a time (as a load beside a store buffer), each a load, a store, a near or far
/// atomic or a fetch of 1 to 8 bytes anywhere in `lines` lines, all checked against `reference`.
class RandomCore {
 public:
  RandomCore(NodeId node, const L1Config& config, const AddressMap& map, unsigned lines,
             std::uint32_t seed, Reference& reference);

  void receive(const Message& message) { inbox_.push(message); }
  /// Serves messages of `now` and goes on with the accesses; `more`: begins new ones.
  void step(Cycle now, bool more);
  tile::Outbox& outbox() { return out_; }

  bool idle() const;
  std::uint64_t done() const { return done_; }
  /// Empty while everything was right.
  const std::string& error() const { return error_; }

 private:
  enum class Kind : std::uint8_t { None, Load, Store, NearAtomic, FarAtomic, Fetch };
  struct Access {
    Kind kind = Kind::None;
    Addr addr = 0;
    unsigned size = 0;
    std::uint64_t value = 0;
    bool waits = false;       ///< for a completion
    EventId transaction = 0;  ///< of a far atomic or fetch
    Cycle begun = 0;
    Cycle next = 0;  ///< none before this
  };

  void serve(const Message& message, Cycle now);
  void begin(Access& access, Cycle now);
  void advance(Access& access, Cycle now);
  void ask(Access& access, AccessKind kind, Cycle now);
  void ask_home(Access& access, MessageType type, Cycle now);
  void answered(Access& access, const Message& message, Cycle now);
  void finish(Access& access, Cycle now);
  void expect(bool right, const Access& access, const char* what, Cycle now);

  NodeId node_;
  const AddressMap& map_;
  unsigned lines_;
  std::mt19937 random_;
  Reference& reference_;
  NullSink nobody_;
  tile::L1Data l1_;
  tile::Outbox out_;
  tile::Inbox<Message> inbox_;
  Access accesses_[2];
  std::uint64_t done_ = 0;
  std::string error_;
};

}  // namespace standstill::random_test

#endif  // STANDSTILL_TESTS_SYSTEM_COHERENCE_RANDOM_CORE_H
