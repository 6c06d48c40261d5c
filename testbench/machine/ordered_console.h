// The guest's characters in the order of their cycles, whoever wrote them and however far ahead.
// SPDX-License-Identifier: Apache-2.0
//
// The UART writes at its own time, a tile writes HTIF characters while it runs ahead of the others.
#ifndef STANDSTILL_TESTBENCH_MACHINE_ORDERED_CONSOLE_H
#define STANDSTILL_TESTBENCH_MACHINE_ORDERED_CONSOLE_H

#include <algorithm>
#include <deque>
#include <vector>

#include "common/interfaces.h"

namespace standstill::testbench {

class OrderedConsole {
 public:
  /// @param writers number of ports; characters of one cycle leave in the order of their ports
  OrderedConsole(ConsoleSink& sink, unsigned writers) : sink_(sink) {
    for (unsigned writer = 0; writer < writers; ++writer) ports_.emplace_back(*this, writer);
  }

  ConsoleSink& port(unsigned writer) { return ports_[writer]; }

  /// Nothing will be written any more for a cycle before `cycle`: what came before it goes out.
  void flush_before(Cycle cycle) {
    const auto waits = std::stable_partition(
        characters_.begin(), characters_.end(),
        [cycle](const Character& character) { return character.cycle < cycle; });
    std::stable_sort(characters_.begin(), waits, [](const Character& a, const Character& b) {
      return a.cycle != b.cycle ? a.cycle < b.cycle : a.writer < b.writer;
    });
    std::for_each(characters_.begin(), waits, [this](const Character& character) {
      sink_.put(character.letter, character.cycle);
    });
    characters_.erase(characters_.begin(), waits);
  }

 private:
  struct Character {
    Cycle cycle;
    unsigned writer;
    char letter;
  };

  class Port final : public ConsoleSink {
   public:
    Port(OrderedConsole& console, unsigned writer) : console_(console), writer_(writer) {}
    void put(char letter, Cycle cycle) override {
      console_.characters_.push_back({cycle, writer_, letter});
    }

   private:
    OrderedConsole& console_;
    unsigned writer_;
  };

  ConsoleSink& sink_;
  std::deque<Port> ports_;
  std::vector<Character> characters_;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_MACHINE_ORDERED_CONSOLE_H
