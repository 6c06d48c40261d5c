// Figures of two runs that are not the same.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_BASELINE_MOVES_H
#define STANDSTILL_TESTBENCH_BASELINE_MOVES_H

#include <cstdint>
#include <string>
#include <vector>

#include "testbench/baseline/figures.h"

namespace standstill::testbench {

struct Move {
  Figure before;
  Figure after;  ///< of the same name

  const std::string& name() const { return before.name; }
  /// How far, either way; from 0 where one has no value.
  std::uint64_t distance() const;
};

/// The figures that both have and that differ, in the order of `before`.
std::vector<Move> moves(const std::vector<Figure>& before, const std::vector<Figure>& after);

/// The same of sums where what is missing is 0, unless one side has none at all.
std::vector<Move> moves_of_sums(std::vector<Figure> before, std::vector<Figure> after);

/// The `count` that moved furthest, in the order they have in `all`.
std::vector<Move> furthest(std::vector<Move> all, std::size_t count);

/// "4,164 -> 4,200 (+36)".
std::string short_move_text(const Move& move);

/// The first lines of a comparison: which phases moved, on which harts, and what the critical paths
/// have more or less of. A line each, the most telling first in it; none where nothing moved.
/// @param figures   of the run and its summary
/// @param phases    of single harts, hart_figures()
/// @param functions of the critical paths, function_figures()
std::vector<std::string> headlines(const std::vector<Move>& figures,
                                   const std::vector<Move>& phases,
                                   const std::vector<Move>& functions);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_BASELINE_MOVES_H
