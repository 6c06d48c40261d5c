// The table of wave signals.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/waves/signals.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "common/cause.h"
#include "standstill/interrupts.h"

namespace standstill::testbench {
namespace {

std::vector<WaveEnumName> privilege_names() { return {{0, "U"}, {1, "S"}, {3, "M"}}; }

std::vector<WaveEnumName> state_names() {
  std::vector<WaveEnumName> names;
  for (unsigned cause = 0; cause < kCauses; ++cause)
    names.push_back({cause, cause == 0 ? "run" : name_of(static_cast<Cause>(cause))});
  return names;
}

std::vector<WaveEnumName> multi_stop_names() {
  return {{0, "NONE"}, {1, "PREPARE"},  {2, "DISABLE_IRQ"}, {3, "RUN"},
          {4, "EXIT"}, {5, "PAST_EXIT"}};  // published by the last to ack EXIT; nobody is left to
                                           // see it
}

/// Bits of mip, with the NMI beside them.
constexpr unsigned kPendingBits = 28;

/// Every combination of the bits that mip can have, and the NMI: "MSIP+MTIP".
std::vector<WaveEnumName> pending_names() {
  std::map<unsigned, std::string> bits;
  for (const platform::InterruptRow& row : platform::kInterrupts) bits[row.code] = row.bit;
  std::vector<WaveEnumName> names = {{0, "none"}};
  for (const auto& [bit, name] : bits) {
    const std::size_t without = names.size();
    for (std::size_t i = 0; i < without; ++i)
      names.push_back(
          {names[i].value | std::uint64_t{1} << bit, i == 0 ? name : names[i].name + "+" + name});
  }
  return names;
}

WaveSignal bit(const std::string& scope, const char* name) {
  return {scope, name, 1, WaveKind::Bit, {}, ""};
}
WaveSignal vector(const std::string& scope, const char* name, unsigned width,
                  WaveKind kind = WaveKind::Vector) {
  return {scope, name, width, kind, {}, ""};
}
WaveSignal named(const std::string& scope, const char* name, unsigned width, const char* type,
                 std::vector<WaveEnumName> names) {
  return {scope, name, width, WaveKind::Enum, std::move(names), type};
}

}  // namespace

std::string WaveSignal::full_name() const {
  if (kind == WaveKind::Bit) return fmt::format("{}.{}", scope, name);
  return fmt::format("{}.{}[{}:0]", scope, name, width - 1);
}

std::vector<WaveSignal> hart_signals(HartId hart) {
  const std::string scope = fmt::format("{}.hart{}", kWaveRoot, hart);
  return {named(scope, "multi_stop_state", 3, "multi_stop_state", multi_stop_names()),
          bit(scope, "mie"),
          named(scope, "mip", kPendingBits, "mip", pending_names()),
          vector(scope, "task", 128, WaveKind::Text),
          vector(scope, "function", 128, WaveKind::Text),
          named(scope, "state", 5, "hart_state", state_names()),
          vector(scope, "pc", 64),
          named(scope, "privilege", 2, "privilege", privilege_names())};
}

std::vector<WaveSignal> rendezvous_signals() {
  const std::string scope = fmt::format("{}.rendezvous", kWaveRoot);
  return {vector(scope, "calls", 8),
          named(scope, "state", 3, "multi_stop_state", multi_stop_names()),
          vector(scope, "data", 64)};
}

std::vector<WaveSignal> fabric_signals(unsigned slots) {
  const std::string scope = fmt::format("{}.fabric", kWaveRoot);
  std::vector<WaveSignal> signals = {bit(scope, "awvalid_i"), vector(scope, "awid_i", 12),
                                     vector(scope, "awaddr_i", 32), vector(scope, "wdata_i", 64)};
  for (unsigned wire = 0; wire < platform::kWires; ++wire) {
    const char* name = platform::interrupt_row(static_cast<platform::Wire>(wire)).signal;
    signals.push_back(vector(scope, name, slots, WaveKind::Wires));
    signals.back().name += "_o";
  }
  return signals;
}

std::vector<WaveSignal> bus_signals() {
  const std::string scope = fmt::format("{}.fabric", kWaveRoot);
  return {bit(scope, "clk_i"),         vector(scope, "mtime_o", 64),  bit(scope, "awready_o"),
          bit(scope, "wvalid_i"),      bit(scope, "wready_o"),        bit(scope, "bvalid_o"),
          bit(scope, "bready_i"),      bit(scope, "arvalid_i"),       bit(scope, "arready_o"),
          vector(scope, "arid_i", 12), vector(scope, "araddr_i", 32), bit(scope, "rvalid_o"),
          bit(scope, "rready_i"),      vector(scope, "rdata_o", 64)};
}

std::vector<std::uint8_t> text_bytes(const std::string& text, unsigned width) {
  std::vector<std::uint8_t> bytes(width / 8, 0);
  const std::size_t length = std::min(text.size(), bytes.size());
  for (std::size_t i = 0; i < length; ++i) {
    const auto c = static_cast<std::uint8_t>(text[i]);
    bytes[i] = c >= 0x20 && c < 0x7f ? c : '?';
  }
  return bytes;
}

}  // namespace standstill::testbench
