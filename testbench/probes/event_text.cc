// Writes events by hand rather than by a formatting library: there are many of them.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/event_text.h"

#include <charconv>
#include <cstring>

#include "common/access_kind.h"
#include "common/cause.h"
#include "common/message.h"
#include "standstill/markers.h"

namespace standstill::testbench {
namespace {

void append_number(std::string& text, std::uint64_t value, int base = 10) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value, base).ptr;
  text.append(digits, end);
}

void append_source(std::string& text, const std::vector<std::string>& sources, SourceId source) {
  if (source < sources.size()) {
    text += sources[source];
  } else {
    text += "source";
    append_number(text, source);
  }
}

/// An edge of an interrupt wire, as make_edge_id() packs it: `.hart2.mip3#5`.
void append_edge(std::string& text, std::uint64_t count) {
  text += ".hart";
  append_number(text, count >> 29 & 0x3FF);
  text += ".mip";
  append_number(text, count >> 24 & 0x1F);
  text += '#';
  append_number(text, count & 0xFFFFFF);
}

void append_id(std::string& text, const std::vector<std::string>& sources, EventId id) {
  if (id == 0) {
    text += '-';
    return;
  }
  const auto source = static_cast<SourceId>((id >> 40) - 1);
  const std::uint64_t count = id & ((EventId{1} << 40) - 1);
  append_source(text, sources, source);
  if ((count >> 39 & 1) == 0) {
    text += ':';
    append_number(text, count);
  } else if (source < sources.size() && sources[source] == "fabric") {
    append_edge(text, count);
  } else {
    text += '@';
    append_number(text, count & ((std::uint64_t{1} << 39) - 1));
  }
}

const char* message_name(std::uint64_t type) {
  return type < kMessageTypes ? name_of(static_cast<MessageType>(type)) : nullptr;
}

const char* cause_name(std::uint64_t cause) {
  return cause < kCauses ? name_of(static_cast<Cause>(cause)) : nullptr;
}

const char* access_name(std::uint64_t kind) {
  return kind < kAccessKinds ? name_of(static_cast<AccessKind>(kind)) : nullptr;
}

const char* served_by_name(std::uint64_t place) {
  constexpr const char* kNames[] = {"none", "home", "owner", "memory", "device"};
  return place < std::size(kNames) ? kNames[place] : nullptr;
}

void append_argument(std::string& text, EventKind kind, char argument, const char* name,
                     std::uint64_t value) {
  if (!name) return;
  const std::size_t length = std::strlen(name);
  const bool hexadecimal = length > 0 && name[length - 1] == '#';
  text += '\t';
  text.append(name, hexadecimal ? length - 1 : length);
  text += '=';
  if (const char* word = word_for(kind, argument, value)) {
    text += word;
  } else if (hexadecimal) {
    text += "0x";
    append_number(text, value, 16);
  } else {
    append_number(text, value);
  }
}

}  // namespace

const char* word_for(EventKind kind, char argument, std::uint64_t value) {
  switch (kind) {
    case EventKind::Marker:
      return argument == 'a' ? marker_name(value) : nullptr;
    case EventKind::Sleep:
      return argument == 'b' ? cause_name(value) : nullptr;
    case EventKind::Miss:
      if (argument == 'c') return access_name(value);
      [[fallthrough]];
    case EventKind::HomeBegin:
      return argument == 'b' ? message_name(value) : nullptr;
    case EventKind::Snoop:
      return argument != 'a' ? message_name(value) : nullptr;
    case EventKind::Waited:
      return argument == 'a' ? cause_name(value) : nullptr;
    case EventKind::Fill:
      return argument == 'b' ? served_by_name(value) : nullptr;
    default:
      return nullptr;
  }
}

std::vector<std::string> source_names(const AddressMap& map) {
  std::vector<std::string> names;
  for (unsigned i = 0; i < map.harts; ++i) names.push_back("hart" + std::to_string(i));
  for (unsigned i = 0; i < map.homes; ++i) names.push_back("home" + std::to_string(i));
  for (const char* name : {"devices", "noc", "memory", "fabric", "machine"}) names.push_back(name);
  return names;
}

const char* marker_name(std::uint64_t marker) {
  using platform::Marker;
  switch (static_cast<Marker>(marker < 2048 ? marker : 0)) {
    case Marker::None:
      return nullptr;
    case Marker::Call:
      return "call";
    case Marker::Return:
      return "return";
    case Marker::Done:
      return "done";
    case Marker::Queued:
      return "queued";
    case Marker::Doorbell:
      return "doorbell";
    case Marker::DoorbellMany:
      return "doorbell_many";
    case Marker::Stopper:
      return "stopper";
    case Marker::Prepare:
      return "prepare";
    case Marker::IrqOffAck:
      return "irq_off_ack";
    case Marker::RunBegin:
      return "run_begin";
    case Marker::RunEnd:
      return "run_end";
    case Marker::RunAck:
      return "run_ack";
    case Marker::Exit:
      return "exit";
    case Marker::Leave:
      return "leave";
    case Marker::SetState:
      return "set_state";
    case Marker::TaskName:
      return "task_name";
    case Marker::TaskNameMore:
      return "task_name_more";
    case Marker::Switch:
      return "switch";
    case Marker::LockWait:
      return "lock_wait";
    case Marker::LockAcquired:
      return "lock_acquired";
    case Marker::LockReleased:
      return "lock_released";
    case Marker::RegionBegin:
      return "region_begin";
    case Marker::RegionEnd:
      return "region_end";
    case Marker::Sample:
      return "sample";
  }
  return nullptr;
}

void append_event(std::string& text, const std::vector<std::string>& sources, const Event& event) {
  const EventInfo& kind = info(event.kind);
  append_number(text, event.cycle);
  text += '\t';
  append_source(text, sources, event.source);
  text += '\t';
  text += kind.name;
  text += '\t';
  append_id(text, sources, event.id);
  text += '\t';
  append_id(text, sources, event.cause);
  append_argument(text, event.kind, 'a', kind.a, event.a);
  append_argument(text, event.kind, 'b', kind.b, event.b);
  append_argument(text, event.kind, 'c', kind.c, event.c);
  append_argument(text, event.kind, 'd', kind.d, event.d);
  text += '\n';
}

}  // namespace standstill::testbench
