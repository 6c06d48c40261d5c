// Multiplies list, draws and grid.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sweep/points.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "testbench/sweep/draw.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

/// Throws before anything of that size is made.
void check_size(const SweepSpec& spec) {
  std::uint64_t size = 1;
  const auto multiply = [&](std::uint64_t by) {
    if (by > kMostPoints / size)
      throw UsageError(
          fmt::format("{}: more than {} points: make it several sweeps", spec.path, kMostPoints));
    size *= by;
  };
  if (!spec.list.empty()) multiply(spec.list.size());
  if (spec.draws != 0) multiply(spec.draws);
  for (const Axis& axis : spec.grid) multiply(axis.values.size());
}

/// Each of `points` with each of `tails` behind it.
std::vector<SweepPoint> times(const std::vector<SweepPoint>& points,
                              const std::vector<SweepPoint>& tails) {
  std::vector<SweepPoint> all;
  all.reserve(points.size() * tails.size());
  for (const SweepPoint& point : points)
    for (const SweepPoint& tail : tails) {
      all.push_back(point);
      all.back().insert(all.back().end(), tail.begin(), tail.end());
    }
  return all;
}

std::vector<SweepPoint> list_of(const SweepSpec& spec) {
  std::vector<SweepPoint> all;
  for (const std::vector<Setting>& row : spec.list) {
    all.emplace_back();
    for (const Setting& setting : row) all.back().push_back(setting.value);
  }
  return all;
}

std::vector<SweepPoint> draws_of(const SweepSpec& spec) {
  std::vector<SweepPoint> all(spec.draws);
  for (std::uint64_t sample = 0; sample < spec.draws; ++sample)
    for (const Axis& axis : spec.random)
      all[sample].push_back(axis.values.at(draw(spec.seed, sample, axis.key, axis.values.size())));
  return all;
}

std::vector<SweepPoint> values_of(const Axis& axis) {
  std::vector<SweepPoint> all;
  for (std::uint64_t i = 0; i < axis.values.size(); ++i) all.push_back({axis.values.at(i)});
  return all;
}

bool is_excluded(const SweepSpec& spec, const std::vector<std::string>& keys,
                 const SweepPoint& point) {
  const auto matches = [&](const Axis& axis) {
    const auto key = std::find(keys.begin(), keys.end(), axis.key);
    return axis.values.contains(point[static_cast<std::size_t>(key - keys.begin())]);
  };
  return std::any_of(spec.exclude.begin(), spec.exclude.end(), [&](const std::vector<Axis>& rule) {
    return std::all_of(rule.begin(), rule.end(), matches);
  });
}

}  // namespace

std::vector<SweepPoint> points_of(const SweepSpec& spec) {
  check_size(spec);
  std::vector<SweepPoint> points = {{}};
  if (!spec.list.empty()) points = times(points, list_of(spec));
  if (spec.draws != 0) points = times(points, draws_of(spec));
  for (const Axis& axis : spec.grid) points = times(points, values_of(axis));
  const std::vector<std::string> keys = axis_keys(spec);
  points.erase(
      std::remove_if(points.begin(), points.end(),
                     [&](const SweepPoint& point) { return is_excluded(spec, keys, point); }),
      points.end());
  if (points.empty())
    throw UsageError(fmt::format("{}: no point is left: all are excluded", spec.path));
  return points;
}

}  // namespace standstill::testbench
