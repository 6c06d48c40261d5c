// Names and numbers of what is shown of a line.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/waves/line_signals.h"

#include <fmt/format.h>

#include "coherence/l1_table.h"

namespace standstill::testbench {
namespace {

constexpr unsigned kServers = static_cast<unsigned>(ServedBy::Device) + 1;
constexpr const char* kServerNames[kServers] = {"served", "served_by_home", "served_by_owner",
                                                "served_by_memory", "served_by_device"};
constexpr unsigned kMessageBits = 5;
static_assert(1 + kMessageTypes + kServers <= 1u << kMessageBits);

const char* scope_of(WatchedLine which) {
  return which == WatchedLine::State ? "state_line" : "ack_line";
}

std::vector<WaveEnumName> message_names(const char* none) {
  std::vector<WaveEnumName> names = {{0, none}};
  for (unsigned type = 0; type < kMessageTypes; ++type)
    names.push_back(
        {message_number(static_cast<MessageType>(type)), name_of(static_cast<MessageType>(type))});
  for (unsigned server = 0; server < kServers; ++server)
    names.push_back({message_number(static_cast<ServedBy>(server)), kServerNames[server]});
  return names;
}

std::vector<WaveEnumName> state_names() {
  std::vector<WaveEnumName> names;
  for (unsigned state = 0; state < coherence::kL1States; ++state)
    names.push_back({state, name_of(static_cast<coherence::L1State>(state))});
  return names;
}

}  // namespace

unsigned message_number(MessageType type) { return 1 + static_cast<unsigned>(type); }

unsigned message_number(ServedBy served_by) {
  return 1 + kMessageTypes + static_cast<unsigned>(served_by);
}

std::vector<WaveSignal> line_signals(WatchedLine which) {
  const std::string scope = fmt::format("{}.{}", kWaveRoot, scope_of(which));
  return {{scope, "address", 64, WaveKind::Vector, {}, ""},
          {scope, "request", kMessageBits, WaveKind::Enum, message_names("free"), "home_request"},
          {scope, "requester", 12, WaveKind::Vector, {}, ""}};
}

std::vector<WaveSignal> hart_line_signals(HartId hart, WatchedLine which) {
  const std::string scope = fmt::format("{}.{}", kWaveRoot, scope_of(which));
  const std::string name = fmt::format("hart{}", hart);
  return {{scope, name, 4, WaveKind::Enum, state_names(), "l1_state"},
          {scope, name + "_message", kMessageBits, WaveKind::Enum, message_names("none"),
           "coherence_message"}};
}

WaveSignal hart_wires_signal(HartId hart) {
  WaveSignal wires = hart_signals(hart)[static_cast<unsigned>(HartSignal::Pending)];
  wires.name = "wires";
  return wires;
}

}  // namespace standstill::testbench
