// Sections, messages and accesses, field by field.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/results/observed_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;

/// Lines from that of the object on that are named by it: more than any multi_stop_data has.
constexpr std::uint64_t kObjectReach = 8 * std::uint64_t{kLineBytes};

std::string symbol_at(const RunResults& results, Addr address) {
  return results.symbol_of ? results.symbol_of(address) : std::string();
}

Json place_json(const RunResults& results, Addr pc) {
  const std::string symbol = symbol_at(results, pc);
  Json json;
  json["pc"] = pc;
  json["symbol"] = symbol.empty() ? Json(nullptr) : Json(symbol);
  return json;
}

Json section_json(const RunResults& results, HartId hart,
                  const std::optional<IrqSection>& section) {
  if (!section) return nullptr;
  const Rendezvous* rendezvous = rendezvous_of(*section, hart, results.rendezvous);
  Json json;
  json["cycles"] = section->length();
  json["begin"] = section->begin;
  json["started_at"] = place_json(results, section->started_at);
  json["ended_at"] = section->ended_at ? place_json(results, *section->ended_at) : Json(nullptr);
  json["held_back"] = section->held_back.count;
  json["held_back_cycles"] = section->held_back.cycles;
  json["rendezvous"] = rendezvous ? Json(rendezvous->id) : Json(nullptr);
  json["window"] = section->window;
  return json;
}

Json hart_irq_off_json(const RunResults& results, HartId hart) {
  const IrqOff& off = results.irq_off[hart];
  Json json;
  json["hart"] = hart;
  json["sections"] = off.sections;
  json["cycles"] = off.cycles;
  json["held_back"] = off.held_back.count;
  json["held_back_cycles"] = off.held_back.cycles;
  json["windows"] = off.windows;
  json["window_cycles"] = off.window_cycles;
  json["window_held_back"] = off.window_held_back.count;
  json["window_held_back_cycles"] = off.window_held_back.cycles;
  json["histogram"] = Json::object();
  for (unsigned bucket = 0; bucket < IrqOff::kBuckets; ++bucket)
    if (off.histogram[bucket] != 0)
      json["histogram"][std::to_string(std::uint64_t{1} << bucket)] = off.histogram[bucket];
  json["longest"] = section_json(results, hart, off.longest);
  json["longest_outside"] = section_json(results, hart, off.longest_outside);
  return json;
}

Json span_json(const Span& span) {
  Json json;
  json["count"] = span.count;
  json["cycles"] = span.sum;
  json["max"] = span.max;
  return json;
}

Json causes_json(const CountsByCause& counts) {
  Json json = Json::object();
  for (unsigned cause = 0; cause < TrafficCause::kCount; ++cause)
    if (counts[cause] != 0) json[traffic_cause_name(cause)] = counts[cause];
  return json;
}

/// What lies in a line: by the rendezvous' object, else by the symbol that its first byte, or if
/// there is none its last, belongs to.
Json line_name(const RunResults& results, std::uint64_t object, Addr line) {
  const std::uint64_t offset = line - line_of(object);
  if (offset == 0) return "object";
  if (offset < kObjectReach) return fmt::format("object+{:#x}", offset);
  std::string symbol = symbol_at(results, line);
  if (symbol.empty()) symbol = symbol_at(results, line + kLineBytes - 1);
  return symbol.empty() ? Json(nullptr) : Json(symbol);
}

Json coherence_json(const RunResults& results, const RendezvousTraffic& traffic) {
  const CoherenceTraffic& coherence = traffic.coherence;
  Json json;
  json["messages"] = coherence.messages();
  json["by_type"] = Json::object();
  for (unsigned type = 0; type < kMessageTypes; ++type)
    if (coherence.by_type[type] != 0)
      json["by_type"][name_of(static_cast<MessageType>(type))] = coherence.by_type[type];
  json["by_cause"] = causes_json(coherence.by_cause);
  json["lines"] = coherence.lines;
  json["by_line"] = Json::array();
  for (const LineTraffic& line : busiest_lines(coherence, kLinesNamed)) {
    Json& each = json["by_line"].emplace_back(Json::object());
    each["line"] = line.line;
    each["name"] = line_name(results, traffic.object, line.line);
    each["messages"] = line.messages;
    each["by_cause"] = causes_json(line.by_cause);
  }
  return json;
}

}  // namespace

Json irq_off_json(const RunResults& results) {
  Json json = Json::array();
  for (HartId hart = 0; hart < results.irq_off.size(); ++hart)
    json.push_back(hart_irq_off_json(results, hart));
  return json;
}

Json bus_json(const BusWaits& bus) {
  Json json;
  for (const BusColumn& column : bus_columns()) json[column.name] = span_json(bus.*column.span);
  return json;
}

Json doorbells_json(const Doorbells& doorbells) {
  Json json;
  json["mswi"] = doorbells.mswi;
  json["sswi"] = doorbells.sswi;
  json["imsic"] = doorbells.imsic;
  json["multicast"] = doorbells.multicast;
  return json;
}

Json messages_json(const MessageCounts& messages) {
  Json json;
  for (unsigned type = 0; type < kMessageTypes; ++type) {
    const auto message = static_cast<MessageType>(type);
    const bool of_memory = message >= MessageType::MemRead;
    if (!of_memory) json[name_of(message)] = messages[type];
  }
  return json;
}

void add_traffic(Json& rendezvous, const RunResults& results, std::size_t index) {
  const bool known = index < results.traffic.size();
  rendezvous["coherence"] = known && results.memory_events
                                ? coherence_json(results, results.traffic[index])
                                : Json(nullptr);
  rendezvous["bus"] = bus_json(known ? results.traffic[index].bus : BusWaits());
}

}  // namespace standstill::testbench
