// DRAM behind the home nodes: a latency, and one channel that lines go through one after another.
// SPDX-License-Identifier: Apache-2.0
//
// Requests are served in the order (cycle, port, order of reception). Each keeps the channel for
// line_cycles; a line read leaves at (start of service + latency). A read sees every write served
// before it.
#ifndef STANDSTILL_MEMORY_DRAM_H
#define STANDSTILL_MEMORY_DRAM_H

#include <algorithm>
#include <cstdint>
#include <vector>

#include "common/config.h"
#include "common/message.h"
#include "memory/guest_memory.h"

namespace standstill::memory {

class Dram {
 public:
  /// @param source  whose numbers its messages have
  Dram(const DramConfig& config, GuestMemory& memory, SourceId source);

  struct Answer {
    unsigned port;
    Message message;
  };

  /// Takes MemRead or MemWrite from the home at `port`, to be used from `message.cycle` on.
  void receive(unsigned port, const Message& message);
  /// The next cycle at which something is served; kNever if nothing is at hand.
  Cycle next_event() const;
  /// Serves everything up to `now` and appends the lines read.
  void step(Cycle now, std::vector<Answer>& out);

  /// The line as it will be written, if that is still to come; else null. For observers.
  const Line* arriving(Addr line) const;

  /// Fewest cycles from a service here to an effect on a tile: the line's way to its home, home's
  /// pipeline, and what home needs from there.
  static Cycle reach(const MachineConfig& config) {
    return std::max<Cycle>(config.dram.latency, 1) + config.l2.tag_latency + 1 +
           config.interconnect.hop_latency;
  }

 private:
  struct Entry {
    Cycle cycle;
    unsigned port;
    std::uint64_t order;
    std::uint32_t slot;
  };
  static bool later(const Entry& a, const Entry& b);
  void serve(const Entry& entry, Cycle now, std::vector<Answer>& out);

  Cycle latency_;
  Cycle line_cycles_;
  GuestMemory& memory_;
  SourceId source_;
  std::vector<Entry> queue_;  ///< a heap, the first to be served in front
  std::vector<Message> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::uint64_t received_ = 0;
  std::uint64_t ids_ = 0;
  Cycle channel_free_ = 0;
  Cycle stepped_ = 0;
};

}  // namespace standstill::memory

#endif  // STANDSTILL_MEMORY_DRAM_H
