// Reading and writing hart.stall.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/config/stalls.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace standstill::testbench {
namespace {

using Json = nlohmann::json;
constexpr std::uint64_t kLastCycle = 1'000'000'000'000'000;
constexpr std::uint64_t kLongest = 1'000'000'000'000;

bool is_number(const Json& json, std::uint64_t least, std::uint64_t most) {
  return json.is_number_unsigned() && json.get<std::uint64_t>() >= least &&
         json.get<std::uint64_t>() <= most;
}

/// [cycle, length] or [hart, cycle, length].
std::optional<Stall> stall_of(const Json& json) {
  if (!json.is_array() || json.size() < 2 || json.size() > 3) return std::nullopt;
  const std::size_t at = json.size() - 2;
  if (!is_number(json[at], 0, kLastCycle) || !is_number(json[at + 1], 1, kLongest) ||
      (at == 1 && !is_number(json[0], 0, Stall::kEveryHart - 1)))
    return std::nullopt;
  return Stall{at == 1 ? json[0].get<unsigned>() : Stall::kEveryHart, json[at].get<Cycle>(),
               json[at + 1].get<Cycle>()};
}

std::string text_of(const Stall& stall) {
  if (stall.hart == Stall::kEveryHart) return fmt::format("[{}, {}]", stall.cycle, stall.length);
  return fmt::format("[{}, {}, {}]", stall.hart, stall.cycle, stall.length);
}

}  // namespace

std::optional<std::vector<Stall>> parse_stalls(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_array() || json.size() > kMostStalls) return std::nullopt;
  std::vector<Stall> stalls;
  if (!json.empty() && !json[0].is_array()) {
    const auto stall = stall_of(json);
    if (!stall || stall->hart != Stall::kEveryHart) return std::nullopt;
    return std::vector<Stall>{*stall};
  }
  for (const Json& entry : json) {
    const auto stall = stall_of(entry);
    if (!stall) return std::nullopt;
    stalls.push_back(*stall);
  }
  return stalls;
}

std::string stalls_text(const std::vector<Stall>& stalls) {
  if (stalls.size() == 1 && stalls[0].hart == Stall::kEveryHart) return text_of(stalls[0]);
  std::string text;
  for (const Stall& stall : stalls) text += (text.empty() ? "" : ", ") + text_of(stall);
  return "[" + text + "]";
}

}  // namespace standstill::testbench
