// Reads the windows of waves.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/waves_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "testbench/text/nearest.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

const std::vector<std::string> kKeys = {"rendezvous", "cycles", "margin"};
constexpr std::uint64_t kMost = 9'999'999'999'999'999'999u;

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw UsageError(fmt::format("--waves {}: {}", text, why));
}

std::optional<std::uint64_t> number(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > kMost) return {};
  return value;
}

/// "A..B", or where one is enough "A", which is the same as "A..A".
void read_range(WavesRequest& request, const std::string& value, bool one_is_enough) {
  const std::size_t dots = value.find("..");
  const bool one = dots == std::string::npos;
  const auto first = number(value.substr(0, dots));
  const auto last = one ? first : number(value.substr(dots + 2));
  if (!first || !last || (one && !one_is_enough))
    refuse(request.text,
           one_is_enough ? "a rendezvous must be its number, from 0, or a first and a last: "
                           "rendezvous=5 or rendezvous=5..7"
                         : "cycles must be a first and a last, both numbers: cycles=1000..2000");
  if (*last < *first)
    refuse(request.text, fmt::format("{} is before {}: the first must come first", *last, *first));
  request.first = *first;
  request.last = *last;
}

std::string key_of(const std::string& part) { return part.substr(0, part.find('=')); }

bool is_window(const std::string& word) {
  if (word.empty() || word[0] == '-') return false;
  return word.find('=') != std::string::npos ||
         std::find(kKeys.begin(), kKeys.end(), key_of(word)) != kKeys.end();
}

}  // namespace

WavesRequest parse_waves(const std::string& text) {
  WavesRequest request;
  request.text = text;
  std::optional<Cycle> margin;
  for (const std::string& part : split(text, ',')) {
    const std::string key = key_of(part);
    const std::string value = part.size() > key.size() ? part.substr(key.size() + 1) : "";
    if (key == "margin") {
      margin = number(value);
      if (!margin) refuse(text, "the margin must be a number of cycles: margin=1000");
    } else if (key == "rendezvous" || key == "cycles") {
      if (request.of != WavesRequest::Of::Run) refuse(text, "it must name one window, not two");
      const bool rendezvous = key == "rendezvous";
      read_range(request, value, rendezvous);
      request.of = rendezvous ? WavesRequest::Of::Rendezvous : WavesRequest::Of::Cycles;
    } else {
      refuse(text, fmt::format("'{}' is no window: it must be rendezvous=N, rendezvous=N..M or "
                               "cycles=A..B, and margin=CYCLES with it, behind a comma{}",
                               part, nearest_hint(key, kKeys)));
    }
  }
  if (margin && request.of == WavesRequest::Of::Run)
    refuse(text, "a margin of what: it must be with rendezvous=N or cycles=A..B");
  const bool around = request.of == WavesRequest::Of::Rendezvous;
  request.margin = margin.value_or(around ? kRendezvousMargin : 0);
  return request;
}

CycleWindow with_margin(Cycle first, Cycle last, Cycle margin) {
  const Cycle room = kNever - 1 - last;
  return {first - std::min(first, margin), last + 1 + std::min(margin, room)};
}

std::vector<std::string> join_waves(int argc, const char* const* argv) {
  std::vector<std::string> words;
  for (int i = 0; i < argc; ++i) {
    words.emplace_back(argv[i]);
    if (words.back() == "--waves" && i + 1 < argc && is_window(argv[i + 1]))
      words.back() += std::string("=") + argv[++i];
  }
  return words;
}

}  // namespace standstill::testbench
