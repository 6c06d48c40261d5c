// The sections in which a hart had interrupts off, and what they add up to.
// SPDX-License-Identifier: Apache-2.0
//
// docs/results.md, "irq_off", says what a section is.
#ifndef STANDSTILL_TESTBENCH_PROBES_IRQ_OFF_H
#define STANDSTILL_TESTBENCH_PROBES_IRQ_OFF_H

#include <array>
#include <optional>

#include "testbench/probes/rendezvous.h"

namespace standstill::testbench {

/// Interrupts were off on one hart from `begin` to `end`.
struct IrqSection {
  Cycle begin = 0;
  Cycle end = 0;
  Addr started_at = 0;           ///< pc where they went off; of a trap, its handler's first
  std::optional<Addr> ended_at;  ///< pc where they came on; empty: the run has ended in it
  HeldBack held_back;
  bool window = false;  ///< a hart's part of a rendezvous: its `irq_off` to `irq_on`

  Cycle length() const { return end - begin; }
};

/// All sections of one hart.
struct IrqOff {
  static constexpr unsigned kBuckets = 64;

  std::uint64_t sections = 0;
  Cycle cycles = 0;           ///< their lengths, added up
  std::uint64_t windows = 0;  ///< those of them that are windows
  Cycle window_cycles = 0;    ///< and their lengths
  HeldBack held_back;         ///< in all sections
  HeldBack window_held_back;  ///< in windows
  std::array<std::uint64_t, kBuckets>
      histogram{};                            ///< [k]: of 2^k to 2^(k+1) - 1 cycles; [0]: 0 too
  std::optional<IrqSection> longest;          ///< the first of the longest
  std::optional<IrqSection> longest_outside;  ///< the same of those that are no windows

  void add(const IrqSection& section);
};

/// The rendezvous of this hart during which the section was: whose window it is, else the first
/// that was under way while it lasted; null: none.
const Rendezvous* rendezvous_of(const IrqSection& section, HartId hart,
                                const std::vector<Rendezvous>& all);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROBES_IRQ_OFF_H
