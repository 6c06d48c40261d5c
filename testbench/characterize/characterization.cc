// From samples to figures, refusing what makes no sense.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/characterize/characterization.h"

#include <fmt/format.h>

#include <iterator>
#include <map>

#include "common/address_map.h"
#include "interconnect/topology.h"

namespace standstill::testbench {
namespace {

using platform::Figure;

/// What a coordinate counts.
enum class Axis : std::uint8_t { None, Hart, HartCount, Operation, Access, Device, Target };

/// The coordinates of a figure, and whether there is one sample for each or many.
struct Shape {
  Figure figure;
  const char* name;
  Axis a;
  Axis b;
  bool once;
};
constexpr Shape kShapes[] = {
    {Figure::PingPongWord, "ping_pong_word", Axis::None, Axis::None, true},
    {Figure::PingPong, "ping_pong", Axis::Hart, Axis::Hart, false},
    {Figure::PingPongOverhead, "ping_pong_overhead", Axis::Hart, Axis::None, false},
    {Figure::Access, "access", Axis::Access, Axis::Hart, false},
    {Figure::AccessOverhead, "access_overhead", Axis::Operation, Axis::Hart, false},
    {Figure::ContendedOperations, "contended_operations", Axis::HartCount, Axis::None, true},
    {Figure::ContendedCycles, "contended_cycles", Axis::HartCount, Axis::None, true},
    {Figure::ContendedShare, "contended_share", Axis::HartCount, Axis::Hart, true},
    {Figure::Mmio, "mmio", Axis::Device, Axis::Hart, false},
    {Figure::MmioOverhead, "mmio_overhead", Axis::None, Axis::Hart, false},
    {Figure::Doorbell, "doorbell", Axis::Target, Axis::Hart, false},
    {Figure::Timer, "timer", Axis::Target, Axis::Hart, false},
};

bool is_on(Axis axis, std::uint64_t value, unsigned harts) {
  switch (axis) {
    case Axis::None:
      return value == 0;
    case Axis::Hart:
      return value < harts;
    case Axis::HartCount:
      return value >= 1 && value <= harts;
    case Axis::Operation:
      return value < std::size(platform::kOperationNames);
    case Axis::Access:
      return (value & 0xFF) < std::size(platform::kOperationNames) &&
             value >> 8 < std::size(platform::kLineStateNames);
    case Axis::Device:
      return value < std::size(platform::kDeviceAccessNames);
    case Axis::Target:
      return value < std::size(platform::kTargetNames);
  }
  return false;
}

const Shape* shape_of(Figure figure) {
  for (const Shape& shape : kShapes)
    if (shape.figure == figure) return &shape;
  return nullptr;
}

using Values = std::vector<Cycle>;
/// Samples of one figure, by a and b.
using Table = std::map<std::pair<std::uint64_t, std::uint64_t>, Values>;

/// All samples by figure; `exact` has the second value of those that have one.
struct Tables {
  std::map<Figure, Table> values;
  std::map<Figure, Table> exact;
};

[[noreturn]] void refuse(const Sample& sample, const std::string& why) {
  throw SampleError(fmt::format("the sample {:#x} of hart {} at cycle {}: {}", sample.object,
                                sample.hart, sample.cycle, why));
}

void add(Tables& tables, const Sample& sample, unsigned harts) {
  const Shape* shape = shape_of(sample.figure());
  if (shape == nullptr || sample.object >> 48 != 0) refuse(sample, "no figure has this number");
  if (!is_on(shape->a, sample.a(), harts) || !is_on(shape->b, sample.b(), harts))
    refuse(sample, fmt::format("{} has no place {}, {} on {} harts", shape->name, sample.a(),
                               sample.b(), harts));
  Values& values = tables.values[sample.figure()][{sample.a(), sample.b()}];
  if (shape->once && !values.empty())
    refuse(sample, fmt::format("{} was given a value before", shape->name));
  values.push_back(sample.value);
  if (sample.figure() != Figure::Doorbell && sample.figure() != Figure::Timer) return;
  if (!sample.exact)
    refuse(sample, fmt::format("the log has no such interrupt before it: {}", shape->name));
  tables.exact[sample.figure()][{sample.a(), sample.b()}].push_back(*sample.exact);
}

/// All values whose first coordinate is `a`.
Values values_of(const Table& table, std::uint64_t a) {
  Values all;
  for (const auto& [place, values] : table)
    if (place.first == a) all.insert(all.end(), values.begin(), values.end());
  return all;
}

/// The one value at a place.
std::uint64_t only(const Table& table, std::uint64_t a, const char* what) {
  const auto found = table.find({a, 0});
  if (found == table.end())
    throw SampleError(fmt::format("there is no sample of {} for {}", what, a));
  return found->second.front();
}

CoreToCore core_to_core(Tables& tables, const MachineConfig& config) {
  CoreToCore result;
  AddressMap map;
  map.harts = config.harts;
  map.homes = config.l2.banks;
  result.line = only(tables.values[Figure::PingPongWord], 0, "ping_pong_word");
  result.home = map.bank_of(result.line);
  result.overhead = statistics(values_of(tables.values[Figure::PingPongOverhead], 0));
  result.round_trip.assign(config.harts, std::vector<Moment>(config.harts));
  const interconnect::Topology topology(config.interconnect, config.harts, config.l2.banks);
  const NodeId home = map.home_of(result.line);
  std::map<unsigned, Values> by_links;
  Values all;
  for (const auto& [place, values] : tables.values[Figure::PingPong]) {
    const auto [from, to] = place;
    result.round_trip[from][to] = statistics(values).median;
    Values& same = by_links[topology.hops(static_cast<NodeId>(from), home) +
                            topology.hops(home, static_cast<NodeId>(to))];
    same.insert(same.end(), values.begin(), values.end());
    all.insert(all.end(), values.begin(), values.end());
  }
  for (const auto& [links, values] : by_links)
    result.by_links.push_back({links, statistics(values)});
  result.all = statistics(std::move(all));
  return result;
}

std::vector<AccessFigure> access(const Table& table) {
  std::vector<AccessFigure> all;
  for (unsigned operation = 0; operation < std::size(platform::kOperationNames); ++operation)
    for (unsigned state = 0; state < std::size(platform::kLineStateNames); ++state)
      if (Values values = values_of(table, operation | state << 8); !values.empty())
        all.push_back({static_cast<platform::Operation>(operation),
                       static_cast<platform::LineState>(state), statistics(std::move(values))});
  return all;
}

std::vector<Contention> contention(Tables& tables) {
  std::vector<Contention> all;
  for (const auto& [place, values] : tables.values[Figure::ContendedOperations]) {
    Contention one;
    one.harts = static_cast<unsigned>(place.first);
    one.operations = values.front();
    one.cycles = only(tables.values[Figure::ContendedCycles], one.harts, "contended_cycles");
    Values shares = values_of(tables.values[Figure::ContendedShare], one.harts);
    if (shares.size() != one.harts)
      throw SampleError(fmt::format("{} harts contend, and there are {} samples of contended_share",
                                    one.harts, shares.size()));
    one.per_hart = statistics(std::move(shares));
    all.push_back(one);
  }
  return all;
}

std::vector<InterruptFigure> interrupts(Tables& tables, Figure figure) {
  std::vector<InterruptFigure> all;
  for (unsigned target = 0; target < std::size(platform::kTargetNames); ++target)
    all.push_back({static_cast<platform::Target>(target),
                   statistics(values_of(tables.values[figure], target)),
                   statistics(values_of(tables.exact[figure], target))});
  return all;
}

}  // namespace

Characterization characterize(const std::vector<Sample>& samples, const MachineConfig& config) {
  if (samples.empty()) throw SampleError("the guest has left no sample");
  Tables tables;
  for (const Sample& sample : samples) add(tables, sample, config.harts);
  Characterization result;
  result.harts = config.harts;
  result.frequency = config.frequency;
  if (tables.values.count(Figure::PingPong) + tables.values.count(Figure::PingPongWord) != 0)
    result.core_to_core = core_to_core(tables, config);
  result.access = access(tables.values[Figure::Access]);
  for (unsigned operation = 0; operation < std::size(platform::kOperationNames); ++operation)
    result.access_overhead.push_back(
        statistics(values_of(tables.values[Figure::AccessOverhead], operation)));
  for (const AccessFigure& one : result.access)
    if (const auto operation = static_cast<unsigned>(one.operation);
        result.access_overhead[operation].count == 0)
      throw SampleError(fmt::format("there is no sample of access_overhead for {}",
                                    platform::kOperationNames[operation]));
  result.contention = contention(tables);
  for (unsigned device = 0; device < std::size(platform::kDeviceAccessNames); ++device)
    result.mmio.push_back(statistics(values_of(tables.values[Figure::Mmio], device)));
  result.mmio_overhead = statistics(values_of(tables.values[Figure::MmioOverhead], 0));
  result.doorbell = interrupts(tables, Figure::Doorbell);
  result.timer = interrupts(tables, Figure::Timer);
  return result;
}

}  // namespace standstill::testbench
