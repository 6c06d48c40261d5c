// Tables of a machine's figures.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "testbench/characterize/characterize_file.h"
#include "testbench/text/number.h"

namespace standstill::testbench {
namespace {

/// A larger matrix is for a picture; characterize.json has it whole.
constexpr unsigned kMatrixHarts = 16;

/// Half of a round trip.
std::string half(const Moment& cycles) {
  return cycles ? fmt::format("{}{}", *cycles / 2, *cycles % 2 != 0 ? ".5" : "") : "-";
}

/// `part` / `whole` to one decimal, rounded half up.
std::string ratio(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  const std::uint64_t tenths = (part * 10 + whole / 2) / whole;
  return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

/// `cycles` less what stands beside the access in `overhead`.
std::string beyond(const Moment& cycles, const Statistics& overhead) {
  if (!cycles || !overhead.median) return "-";
  return *cycles >= *overhead.median ? grouped(*cycles - *overhead.median)
                                     : "-" + grouped(*overhead.median - *cycles);
}

std::string or_dash(const Moment& value) { return value ? grouped(*value) : "-"; }

std::string matrix(const CoreToCore& figures) {
  if (figures.round_trip.size() > kMatrixHarts) return "";
  std::string text = "    ";
  for (std::size_t to = 0; to < figures.round_trip.size(); ++to) text += fmt::format("{:>6}", to);
  text += "\n";
  for (std::size_t from = 0; from < figures.round_trip.size(); ++from) {
    text += fmt::format("{:>4}", from);
    for (const Moment& cell : figures.round_trip[from]) text += fmt::format("{:>6}", half(cell));
    text += "\n";
  }
  return text;
}

std::string core_to_core(const CoreToCore& figures) {
  std::string text = "\ncore to core, one way by compare-and-swap\n" + matrix(figures);
  text += fmt::format("min {}, median {}, max {}; a round trip has {} beside its two transfers\n",
                      half(figures.all.min), half(figures.all.median), half(figures.all.max),
                      or_dash(figures.overhead.median));
  if (figures.by_links.size() < 2) return text;
  text += fmt::format("{:<40}{:>8}{:>8}{:>8}{:>8}\n", "links from hart over home to hart", "count",
                      "min", "median", "max");
  for (const LinksFigure& one : figures.by_links)
    text += fmt::format("{:<40}{:>8}{:>8}{:>8}{:>8}\n", one.links, grouped(one.cycles.count),
                        half(one.cycles.min), half(one.cycles.median), half(one.cycles.max));
  return text;
}

std::string access_cell(const Characterization& machine, unsigned operation, unsigned state) {
  for (const AccessFigure& one : machine.access)
    if (static_cast<unsigned>(one.operation) == operation &&
        static_cast<unsigned>(one.state) == state)
      return beyond(one.cycles.median, machine.access_overhead[operation]);
  return "";
}

std::string access(const Characterization& machine) {
  std::string text = fmt::format("\n{:<28}", "access, median, by state");
  for (const char* operation : platform::kOperationNames) text += fmt::format("{:>11}", operation);
  text += "\n";
  for (unsigned state = 0; state < std::size(platform::kLineStateNames); ++state) {
    if (access_cell(machine, 0, state).empty()) continue;
    text += fmt::format("{:<28}", platform::kLineStateNames[state]);
    for (unsigned operation = 0; operation < std::size(platform::kOperationNames); ++operation)
      text += fmt::format("{:>11}", access_cell(machine, operation, state));
    text += "\n";
  }
  return text;
}

std::string contention(const std::vector<Contention>& all) {
  std::string text = fmt::format("\n{:<28}{:>22}{:>22}{:>11}{:>11}\n", "fetch-and-add by harts",
                                 "cycles an operation", "a hart waits for one", "fewest", "most");
  for (const Contention& one : all)
    text += fmt::format("{:<28}{:>22}{:>22}{:>11}{:>11}\n", one.harts,
                        ratio(one.cycles, one.operations),
                        ratio(one.cycles * one.harts, one.operations), or_dash(one.per_hart.min),
                        or_dash(one.per_hart.max));
  return text;
}

std::string heading(const char* what) {
  return fmt::format("\n{:<40}{:>8}{:>8}{:>8}{:>8}\n", what, "count", "min", "median", "max");
}

std::string mmio(const Characterization& machine) {
  std::string text = heading("device access");
  for (std::size_t i = 0; i < machine.mmio.size(); ++i) {
    const Statistics& one = machine.mmio[i];
    text += fmt::format("{:<40}{:>8}{:>8}{:>8}{:>8}\n", platform::kDeviceAccessNames[i],
                        grouped(one.count), beyond(one.min, machine.mmio_overhead),
                        beyond(one.median, machine.mmio_overhead),
                        beyond(one.max, machine.mmio_overhead));
  }
  return text;
}

std::string interrupts(const char* what, const std::vector<InterruptFigure>& all) {
  std::string text;
  for (const InterruptFigure& one : all) {
    if (one.guest.count == 0) continue;
    const std::string name =
        fmt::format("{}, {} hart", what, platform::kTargetNames[static_cast<unsigned>(one.target)]);
    const auto row = [&](const char* by, const Statistics& s) {
      text += fmt::format("{:<32}{:<8}{:>8}{:>8}{:>8}{:>8}\n", name, by, grouped(s.count),
                          or_dash(s.min), or_dash(s.median), or_dash(s.max));
    };
    row("guest", one.guest);
    row("exact", one.exact);
  }
  return text;
}

}  // namespace

std::string characterize_table(const Characterization& machine) {
  std::string text = fmt::format(
      "core cycles of {}.{:03} ns; access, device access: beyond what stands beside them\n",
      1'000'000'000 / machine.frequency, 1'000'000'000'000 / machine.frequency % 1000);
  if (machine.core_to_core) text += core_to_core(*machine.core_to_core);
  text += access(machine);
  text += contention(machine.contention);
  text += mmio(machine);
  text += heading("to the handler's first instruction");
  text += interrupts("doorbell", machine.doorbell);
  text += interrupts("timer", machine.timer);
  return text;
}

}  // namespace standstill::testbench
