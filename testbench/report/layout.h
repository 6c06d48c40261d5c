// Which runs are one point, and where the points stand: along an axis, in series.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_REPORT_LAYOUT_H
#define STANDSTILL_TESTBENCH_REPORT_LAYOUT_H

#include <string>
#include <vector>

#include "testbench/report/run.h"
#include "testbench/results/statistics.h"

namespace standstill::testbench::report {

/// Runs that differ in `arg.seed` alone; its figures are over the rendezvous of all of them.
struct Point {
  std::string x;       ///< value of the axis
  std::string series;  ///< values of all others that differ; empty if none does
  std::string label;   ///< both, for people
  std::vector<const Run*> runs;
  std::vector<Rendezvous> rendezvous;
  Summary summary;
  const Rendezvous* median = nullptr;  ///< the one of median length; null if none has returned
  ByCause path;                        ///< of that one; empty if it has none

  Point() = default;
  Point(Point&&) = default;  // `median` points into `rendezvous`: moved with it, never copied
  Point& operator=(Point&&) = default;
  Point(const Point&) = delete;
  Point& operator=(const Point&) = delete;
  ~Point() = default;
};

struct Layout {
  std::string axis;                 ///< key of x
  bool numeric = false;             ///< every x is a number
  std::vector<std::string> xs;      ///< its values; numbers ascending
  std::vector<std::string> series;  ///< in the order in which they come
  std::vector<std::string> series_keys;
  std::vector<Point> points;  ///< along the axis, all series at each of its values

  /// The point there, or null.
  const Point* find(const std::string& x, const std::string& series) const;
};

/// The keys that have more than one value, in their order. What only some runs have counts where
/// the scenario is the same.
std::vector<std::string> differing_keys(const std::vector<Run>& runs);

/// Lays out the runs that have passed. `axes` are the keys that differ, `wanted` is what --x names:
/// empty is `harts` where that differs, else the first that is a number, else the first. Throws
/// UsageError for one that does not differ.
Layout lay_out(const std::vector<Run>& runs, const std::vector<std::string>& axes,
               const std::string& wanted);

/// Digits alone, and few enough for 64 bits.
bool is_number(const std::string& text);

/// "16 harts", "hart.atomics far".
std::string setting_words(const std::string& key, const std::string& text);

}  // namespace standstill::testbench::report

#endif  // STANDSTILL_TESTBENCH_REPORT_LAYOUT_H
