// One line of the log after another, back into events.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/event_reader.h"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>

#include "testbench/probes/event_text.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

constexpr std::uint64_t kMostEnumerators = 2048;

[[noreturn]] void fail(const char* column, std::string_view value, const char* allowed) {
  throw UsageError(fmt::format("{} '{}': it must be {}", column, value, allowed));
}

std::uint64_t number(const char* column, std::string_view text) {
  const bool hexadecimal = text.substr(0, 2) == "0x";
  const std::string_view digits = hexadecimal ? text.substr(2) : text;
  std::uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 10);
  if (error != std::errc() || end != digits.data() + digits.size())
    fail(column, text, "a number below 2^64");
  return value;
}

/// Cuts the text up to the next `separator`, or all of it, off the front.
std::string_view cut(std::string_view& text, char separator) {
  const std::string_view word = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

std::uint64_t value_of(EventKind kind, char argument, const char* name, std::string_view text) {
  if (!text.empty() && text[0] >= '0' && text[0] <= '9') return number(name, text);
  for (std::uint64_t value = 0; value < kMostEnumerators; ++value) {
    const char* word = word_for(kind, argument, value);
    if (word && text == word) return value;
  }
  fail(name, text, "a number or one of its words");
}

std::uint64_t argument_of(EventKind kind, char argument, const char* name, std::string_view& rest) {
  if (!name) return 0;
  const std::string_view word = cut(rest, '\t');
  std::string_view value = word;
  const std::string_view key = cut(value, '=');
  const std::size_t length = std::strlen(name);
  if (key != std::string_view(name, name[length - 1] == '#' ? length - 1 : length))
    fail("argument", word, name);
  return value_of(kind, argument, name, value);
}

}  // namespace

EventReader::EventReader(const AddressMap& map) : names_(source_names(map)) {
  for (std::size_t i = 0; i < names_.size(); ++i) sources_[names_[i]] = static_cast<SourceId>(i);
  for (unsigned i = 0; i < kEventKinds; ++i) {
    const auto kind = static_cast<EventKind>(i);
    kinds_[info(kind).name] = kind;
  }
}

SourceId EventReader::source(std::string_view text) const {
  const auto entry = sources_.find(text);
  if (entry == sources_.end()) fail("source", text, "a hart, home or other source of this machine");
  return entry->second;
}

EventKind EventReader::kind(std::string_view text) const {
  const auto entry = kinds_.find(text);
  if (entry == kinds_.end()) fail("kind", text, "a kind of event that this version knows");
  return entry->second;
}

/// `fabric.hart2.mip3#5`.
EventId EventReader::edge_id(std::string_view text) const {
  std::string_view rest = text;
  const SourceId fabric = source(cut(rest, '.'));
  const SourceId hart = source(cut(rest, '.'));
  const std::string_view bit = cut(rest, '#');
  if (bit.substr(0, 3) != "mip") fail("number", text, "fabric.hartN.mipB#K");
  return make_edge_id(fabric, hart, static_cast<unsigned>(number("number", bit.substr(3))),
                      number("number", rest));
}

EventId EventReader::id(std::string_view text) const {
  if (text == "-") return 0;
  std::string_view rest = text;
  if (text.find('#') != std::string_view::npos) return edge_id(text);
  if (text.find('@') != std::string_view::npos) {
    const SourceId hart = source(cut(rest, '@'));
    return make_store_id(hart, number("number", rest));
  }
  const SourceId owner = source(cut(rest, ':'));
  return make_event_id(owner, number("number", rest));
}

Event EventReader::parse(std::string_view line) const {
  Event event;
  event.cycle = number("cycle", cut(line, '\t'));
  event.source = source(cut(line, '\t'));
  event.kind = kind(cut(line, '\t'));
  event.id = id(cut(line, '\t'));
  event.cause = id(cut(line, '\t'));
  const EventInfo& names = info(event.kind);
  event.a = argument_of(event.kind, 'a', names.a, line);
  event.b = argument_of(event.kind, 'b', names.b, line);
  event.c = argument_of(event.kind, 'c', names.c, line);
  event.d = argument_of(event.kind, 'd', names.d, line);
  return event;
}

void read_events(const std::string& path, const AddressMap& map,
                 const std::vector<EventConsumer*>& consumers) {
  std::ifstream file(path);
  if (!file) throw UsageError(fmt::format("{}: cannot read it: {}", path, std::strerror(errno)));
  const EventReader reader(map);
  std::string line;
  std::uint64_t count = 0;
  bool ended = false;
  while (std::getline(file, line)) {
    ++count;
    try {
      const Event event = reader.parse(line);
      ended = event.kind == EventKind::End;
      for (EventConsumer* consumer : consumers) consumer->consume(event);
    } catch (const UsageError& error) {
      throw UsageError(fmt::format("{}:{}: {}; run again, or take the log that this version wrote",
                                   path, count, error.what()));
    }
  }
  if (!ended)
    throw UsageError(fmt::format(
        "{}:{}: the log breaks off: its last event must be `end`; run again", path, count));
}

}  // namespace standstill::testbench
