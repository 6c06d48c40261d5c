// Tables of sections for a terminal.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/irq_off_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "testbench/text/number.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestTold = 16;      ///< of so many CPUs the longest section is told
constexpr std::size_t kHistogramColumns = 8;  ///< more CPUs than these are told by their sum alone

std::uint64_t number(const Json& json, const char* key) { return json.at(key); }

std::uint64_t longest_of(const Json& cpu) {
  const Json& longest = cpu.at("longest");
  return longest.is_null() ? 0 : number(longest, "cycles");
}

/// Cycles as microseconds, at so many cycles a second.
std::string microseconds(double cycles, std::uint64_t frequency) {
  return fmt::format("{:.3f}", cycles * 1e6 / static_cast<double>(frequency));
}

std::string row(const Json& cpu, std::uint64_t frequency) {
  const std::uint64_t sections = number(cpu, "sections");
  const std::uint64_t cycles = number(cpu, "cycles");
  const std::uint64_t average = sections == 0 ? 0 : cycles / sections;
  const std::uint64_t most = longest_of(cpu);
  return fmt::format("{:>5}{:>10}{:>14}{:>10}{:>12}{:>10}{:>12}{:>11}{:>14}\n", number(cpu, "hart"),
                     grouped(sections), grouped(cycles), grouped(average), grouped(most),
                     microseconds(static_cast<double>(average), frequency),
                     microseconds(static_cast<double>(most), frequency),
                     grouped(number(cpu, "held_back")), grouped(number(cpu, "held_back_cycles")));
}

std::string table(const Json& irq_off, std::uint64_t frequency) {
  std::string text =
      fmt::format("{:>5}{:>10}{:>14}{:>10}{:>12}{:>10}{:>12}{:>11}{:>14}\n", "CPU", "sections",
                  "cycles", "avg", "max", "avg us", "max us", "held back", "cycles");
  for (const Json& cpu : irq_off) text += row(cpu, frequency);
  return text;
}

std::string place(const Json& place) {
  if (place.is_null()) return "the end of the run";
  const Json& symbol = place.at("symbol");
  return symbol.is_null() ? fmt::format("{:#x}", number(place, "pc")) : symbol.get<std::string>();
}

/// ", the window of rendezvous 3", ", during rendezvous 3" or nothing.
std::string where(const Json& section) {
  const Json& rendezvous = section.at("rendezvous");
  if (rendezvous.is_null()) return "";
  return fmt::format(", {} rendezvous {}",
                     section.at("window").get<bool>() ? "the window of" : "during",
                     rendezvous.get<std::uint64_t>());
}

std::string section_text(const Json& section, std::uint64_t frequency) {
  const std::uint64_t cycles = number(section, "cycles");
  return fmt::format(
      "{} cycles, {} us, from cycle {} on{}\n"
      "    started at: {}\n"
      "    ended at:   {}\n"
      "    held back:  {} interrupts, {} cycles in all\n",
      grouped(cycles), microseconds(static_cast<double>(cycles), frequency),
      grouped(number(section, "begin")), where(section), place(section.at("started_at")),
      place(section.at("ended_at")), grouped(number(section, "held_back")),
      grouped(number(section, "held_back_cycles")));
}

std::string longest_text(const Json& cpu, std::uint64_t frequency) {
  const Json& longest = cpu.at("longest");
  const Json& outside = cpu.at("longest_outside");
  std::string text =
      fmt::format("CPU {}: longest {}", number(cpu, "hart"), section_text(longest, frequency));
  if (longest.at("window").get<bool>() && !outside.is_null())
    text += "  longest outside of windows " + section_text(outside, frequency);
  return text;
}

/// The longest of each CPU, of the worst where there are many.
std::string all_longest(const Json& irq_off, std::uint64_t frequency) {
  std::vector<const Json*> cpus;
  for (const Json& cpu : irq_off)
    if (!cpu.at("longest").is_null()) cpus.push_back(&cpu);
  const std::size_t count = cpus.size();
  if (count > kLongestTold) {
    std::stable_sort(cpus.begin(), cpus.end(),
                     [](const Json* a, const Json* b) { return longest_of(*a) > longest_of(*b); });
    cpus.resize(kLongestTold);
  }
  std::string text;
  for (const Json* cpu : cpus) text += "\n" + longest_text(*cpu, frequency);
  if (count > kLongestTold)
    text += fmt::format("\nand {} more CPUs, none with a longer one: see --json\n",
                        count - kLongestTold);
  return text;
}

std::string histogram(const Json& irq_off) {
  std::map<std::uint64_t, std::vector<std::uint64_t>> rows;  // by lower bound: all CPUs, then each
  for (std::size_t cpu = 0; cpu < irq_off.size(); ++cpu)
    for (const auto& bucket : irq_off[cpu].at("histogram").items()) {
      auto& counts = rows[std::stoull(bucket.key())];
      counts.resize(1 + irq_off.size());
      counts[0] += bucket.value().get<std::uint64_t>();
      counts[1 + cpu] = bucket.value();
    }
  if (rows.empty()) return "";
  const std::size_t columns = irq_off.size() <= kHistogramColumns ? irq_off.size() : 0;
  std::string text = fmt::format("\n{:<22}{:>9}", "sections of cycles", "all");
  for (std::size_t cpu = 0; cpu < columns; ++cpu)
    text += fmt::format("{:>8}", "CPU " + std::to_string(cpu));
  for (const auto& [bound, counts] : rows) {
    text += fmt::format("\n{:>10} to {:<8}{:>9}", grouped(bound), grouped(2 * bound - 1),
                        grouped(counts[0]));
    for (std::size_t cpu = 0; cpu < columns; ++cpu)
      text += fmt::format("{:>8}", grouped(counts[1 + cpu]));
  }
  return text + "\n";
}

}  // namespace

std::string irq_off_report(const Json& results) {
  const Json& irq_off = results.at("irq_off");
  const std::uint64_t frequency = results.at("machine").at("machine").at("frequency");
  std::string text =
      fmt::format("interrupts off, in core cycles, {} of them a second\n", grouped(frequency));
  text += table(irq_off, frequency);
  text += all_longest(irq_off, frequency);
  return text + histogram(irq_off);
}

}  // namespace standstill::testbench
