// Aligned tables on a terminal of 100 columns.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/summary_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "testbench/results/region_results.h"
#include "testbench/results/statistics.h"
#include "testbench/text/number.h"

namespace standstill::testbench {
namespace {

/// More harts than this make a table nobody reads; results.json has them all.
constexpr std::size_t kHartRows = 16;
constexpr std::size_t kColumns = 100;
constexpr std::size_t kRegionRows = 16;

struct Style {
  bool colour;
  std::string paint(const char* code, const std::string& text) const {
    return colour ? fmt::format("\033[{}m{}\033[0m", code, text) : text;
  }
  std::string bold(const std::string& text) const { return paint("1", text); }
};

std::string number_or_dash(const Moment& moment) { return moment ? grouped(*moment) : "-"; }

std::string outcome_line(const RunResults& results, const Style& style) {
  const RunOutcome& outcome = results.outcome;
  const char* colour = outcome.status == RunStatus::Pass ? "1;32" : "1;31";
  std::string status = style.paint(colour, status_name(outcome.status));
  if (outcome.status == RunStatus::Fail && outcome.exit_code != 0)
    status += fmt::format(" (the guest's exit code {})", outcome.exit_code);
  const std::string what = results.scenario.empty() ? "ELF" : results.scenario;
  return fmt::format("{} on {}: {}, {} cycles\n", style.bold(what),
                     counted(results.config.harts, "hart"), status, grouped(outcome.cycles));
}

std::string statistics_row(const std::string& name, const char* doc, const Statistics& s) {
  return fmt::format("{:<12}{:<36}{:>7}{:>11}{:>11}{:>11}{:>11}\n", name, doc, grouped(s.count),
                     number_or_dash(s.min), number_or_dash(s.median), number_or_dash(s.p99),
                     number_or_dash(s.max));
}

std::string cycles_table(const RunResults& results, const Style& style) {
  const Summary summary = summarize(results.rendezvous);
  std::string text;
  for (const SummaryLine& line : summary_lines()) {
    const Statistics& s = summary.*line.statistics;
    if (s.count == 0) continue;  // what this kind of rendezvous does not have
    text += statistics_row(line.name, line.doc, s);
  }
  std::size_t rows = 0;
  for (const auto& [number, region] : results.regions)
    if (++rows <= kRegionRows)
      text += statistics_row(fmt::format("region {}", number), "begin to end, each hart",
                             statistics_of(region));
  if (rows > kRegionRows)
    text += fmt::format("and {} more regions in results.json\n", rows - kRegionRows);
  if (text.empty()) return "";  // a rendezvous that never got anywhere has no figures
  return "\n" +
         style.bold(fmt::format("{:<48}{:>7}{:>11}{:>11}{:>11}{:>11}", "core cycles", "count",
                                "min", "median", "p99", "max")) +
         "\n" + text;
}

std::string losses_line(const std::vector<Rendezvous>& all) {
  if (all.empty()) return "";
  Cycle lost = 0;
  HeldBack held;
  bool known = false;
  for (const Rendezvous& rendezvous : all) {
    known = known || rendezvous.hart_cycles_lost().has_value();
    lost += rendezvous.hart_cycles_lost().value_or(0);
    for (const HartMoments& hart : rendezvous.harts) {
      held.count += hart.held_back.count;
      held.cycles += hart.held_back.cycles;
    }
  }
  if (!known) return "";
  return fmt::format("{} hart cycles lost; {} interrupts held back, {} cycles in all\n",
                     grouped(lost), grouped(held.count), grouped(held.cycles));
}

/// The longest section with interrupts off, of the first hart that had one so long.
std::string irq_off_line(const RunResults& results) {
  const IrqSection* longest = nullptr;
  std::size_t hart = 0;
  for (std::size_t id = 0; id < results.irq_off.size(); ++id) {
    const auto& section = results.irq_off[id].longest;
    if (!section || (longest && section->length() <= longest->length())) continue;
    longest = &*section;
    hart = id;
  }
  if (longest == nullptr) return "";
  std::string where = results.symbol_of ? results.symbol_of(longest->started_at) : "";
  if (where.empty()) where = fmt::format("{:#x}", longest->started_at);
  std::string text = fmt::format("longest with interrupts off: {} cycles on hart {}, from {}",
                                 grouped(longest->length()), hart, where);
  text.resize(std::min(text.size(), kColumns));
  return text + "\n";
}

std::uint64_t cycles_of(const HartOutcome& hart, std::initializer_list<Cause> causes) {
  std::uint64_t sum = 0;
  for (const Cause cause : causes) sum += hart.cycles_by_cause[static_cast<unsigned>(cause)];
  return sum;
}

std::uint64_t memory_cycles(const HartOutcome& hart) {
  return cycles_of(hart, {Cause::FetchMiss, Cause::MissHome, Cause::MissOwner, Cause::MissMemory,
                          Cause::Upgrade, Cause::MissPending, Cause::Victim, Cause::StoreDrain,
                          Cause::Fence, Cause::Atomic, Cause::Bus});
}

/// Of one hart over all rendezvous.
Statistics windows_of(const std::vector<Rendezvous>& all, HartId hart,
                      Moment (HartMoments::*figure)() const) {
  std::vector<Cycle> values;
  for (const Rendezvous& rendezvous : all)
    if (const HartMoments* moments = rendezvous.find(hart))
      if (const Moment value = (moments->*figure)()) values.push_back(*value);
  return statistics(std::move(values));
}

std::string hart_row(const RunResults& results, std::size_t id) {
  const HartOutcome& hart = results.outcome.harts[id];
  std::string row = fmt::format(
      "{:>4}{:>14}{:>8}{:>11}{:>8}{:>8}", id, grouped(hart.instructions), grouped(hart.traps),
      grouped(hart.interrupts), percent(memory_cycles(hart), hart.cycles),
      percent(cycles_of(hart, {Cause::Asleep, Cause::Reservation}), hart.cycles));
  if (results.rendezvous.empty()) return row + "\n";
  const auto number = static_cast<HartId>(id);
  const Statistics irq_off = windows_of(results.rendezvous, number, &HartMoments::irq_off_window);
  const Statistics ipi = windows_of(results.rendezvous, number, &HartMoments::ipi);
  return row + fmt::format("{:>11}{:>8}{:>15}{:>12}\n", number_or_dash(ipi.median),
                           number_or_dash(ipi.max), number_or_dash(irq_off.median),
                           number_or_dash(irq_off.max));
}

std::string hart_heading(bool rendezvous) {
  std::string text = fmt::format("{:>4}{:>14}{:>8}{:>11}{:>8}{:>8}", "hart", "instructions",
                                 "traps", "interrupts", "memory", "asleep");
  if (rendezvous)
    text += fmt::format("{:>11}{:>8}{:>15}{:>12}", "ipi median", "max", "irq_off median", "max");
  return text;
}

std::string hart_table(const RunResults& results, const Style& style) {
  const std::size_t harts = results.outcome.harts.size();
  if (harts == 0) return "";
  std::string text = "\n" + style.bold(hart_heading(!results.rendezvous.empty())) + "\n";
  for (std::size_t id = 0; id < std::min(harts, kHartRows); ++id) text += hart_row(results, id);
  if (harts > kHartRows)
    text += fmt::format("     and {} more harts in results.json\n", harts - kHartRows);
  return text;
}

}  // namespace

std::string summary_table(const RunResults& results, bool colour) {
  const Style style{colour};
  std::string text = outcome_line(results, style);
  text += cycles_table(results, style);
  text += losses_line(results.rendezvous);
  text += irq_off_line(results);
  text += hart_table(results, style);
  for (const std::string& breach : results.breaches)
    text += style.paint("1;31", "order broken: ") + breach + "\n";
  if (!results.outcome.report.empty()) text += "\n";
  for (const std::string& line : results.outcome.report) text += line + "\n";
  return text;
}

}  // namespace standstill::testbench
