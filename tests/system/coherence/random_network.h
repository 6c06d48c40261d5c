// An interconnect that delays each message at random and lets any overtake any.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_SYSTEM_COHERENCE_RANDOM_NETWORK_H
#define STANDSTILL_TESTS_SYSTEM_COHERENCE_RANDOM_NETWORK_H

#include <algorithm>
#include <random>
#include <vector>

#include "interconnect/interconnect.h"

namespace standstill::random_test {

class RandomNetwork final : public interconnect::Interconnect {
 public:
  /// @param spread  extra cycles of a message: 0 .. spread - 1
  RandomNetwork(std::uint32_t seed, unsigned spread) : random_(seed), spread_(spread) {}

  void inject(const Message& message) override { waiting_.push_back(message); }
  Cycle next_event() const override {
    Cycle next = kNever;
    for (const Message& message : waiting_) next = std::min(next, message.cycle);
    return next;
  }
  void step(Cycle now, std::vector<Message>& out) override {
    for (const Message& message : waiting_) {
      if (message.cycle > now) continue;
      out.push_back(message);
      out.back().cycle = now + 1 + random_() % spread_;
    }
    waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(),
                                  [now](const Message& message) { return message.cycle <= now; }),
                   waiting_.end());
  }
  const Line* arriving(Addr) const override { return nullptr; }
  void finish(Cycle) override {}

 private:
  std::mt19937 random_;
  unsigned spread_;
  std::vector<Message> waiting_;
};

}  // namespace standstill::random_test

#endif  // STANDSTILL_TESTS_SYSTEM_COHERENCE_RANDOM_NETWORK_H
