// A sentence for each kind of event, with its arguments put in.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/event_words.h"

#include <fmt/format.h>

#include <iterator>

#include "standstill/memory_map.h"
#include "testbench/probes/event_text.h"

namespace standstill::testbench {
namespace {

/// What the source does. %a, %b and %c are the arguments: numbers as the log has them, addresses
/// of the program by name.
constexpr const char* kSentences[] = {
    "marks %a of %b",
    "sets mstatus.MIE to %a at %b",
    "takes trap %a, away from %b",
    "returns from a trap to %a",
    "sees bit %a of mip become %b",
    "goes to sleep at %a",
    "wakes at %a",
    "sees another hart's store to %a for the first time, and loads %b",
    "performs a store of %b to %a",
    "asks for line %a (%b)",
    "gets line %a from %b after %c cycles",
    "goes on after %b cycles of %a",
    "answers a snoop of line %a (%b)",
    "sends an access to the device at %a",
    "has the answer of the device at %a",
    "begins to serve line %a to hart%c (%b)",
    "is free for the next on line %a",
    "takes an access to %a",
    "answers the access to %a",
    "sets the interrupt wire to bit %b of mip of hart%a to %c",
    "announces mtime %a",
    "has retired %b instructions, some of them others or at other cycles",
    "has passed %b messages on link %c, some of them others or at other cycles",
    "refuses a posted store of hart%b to %a",
    "asks its interrupt file for CSR %a",
    "has the answer of its interrupt file for CSR %a",
    "does an access to the interrupt file of hart%a",
    "takes line %a of a device as %b",
    "ends the run with code %a"};
static_assert(std::size(kSentences) == kEventKinds);

std::string argument_text(const Event& event, char argument,
                          const std::function<std::string(Addr)>& symbols) {
  const EventInfo& kind = info(event.kind);
  const std::uint64_t value = argument == 'a' ? event.a : argument == 'b' ? event.b : event.c;
  const std::string name = argument == 'a' ? kind.a : argument == 'b' ? kind.b : kind.c;
  if (const char* word = word_for(event.kind, argument, value)) return word;
  if (name.empty() || name.back() != '#') return std::to_string(value);
  const bool is_place = name != "value#" && value >= platform::kDramBase;
  return is_place && value >> 40 == 0 ? symbols(value) : fmt::format("{:#x}", value);
}

}  // namespace

std::string event_words(const Event& event, const std::vector<std::string>& sources,
                        const std::function<std::string(Addr)>& symbols) {
  std::string text = sources.at(event.source) + " ";
  const std::string sentence = kSentences[static_cast<unsigned>(event.kind)];
  for (std::size_t i = 0; i < sentence.size(); ++i)
    if (sentence[i] == '%') {
      text += argument_text(event, sentence[++i], symbols);
    } else {
      text += sentence[i];
    }
  return text;
}

}  // namespace standstill::testbench
