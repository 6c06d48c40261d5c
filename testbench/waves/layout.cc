// Picks window, markers and groups.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/waves/layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "testbench/waves/line_signals.h"
#include "testbench/waves/marking.h"

namespace standstill::testbench {
namespace {

constexpr HartId kOpenHarts = 4;

std::string hart_title(HartId hart) { return fmt::format("hart {}", hart); }

template <typename Signals>
std::vector<WaveSignal> picked(const std::vector<WaveSignal>& table, const Signals& which) {
  std::vector<WaveSignal> signals;
  signals.reserve(std::size(which));
  for (const auto place : which) signals.push_back(table[static_cast<unsigned>(place)]);
  return signals;
}

/// The line, and who has it: what its home does, then the harts one below the other.
WaveGroup line_group(const char* title, WatchedLine which, unsigned harts) {
  WaveGroup group{title, true, line_signals(which)};
  for (HartId hart = 0; hart < harts; ++hart)
    group.signals.push_back(
        hart_line_signals(hart, which)[static_cast<unsigned>(HartLineSignal::State)]);
  return group;
}

WaveGroup message_group(const char* title, WatchedLine which, unsigned harts) {
  WaveGroup group{title, true, {}};
  for (HartId hart = 0; hart < harts; ++hart)
    group.signals.push_back(
        hart_line_signals(hart, which)[static_cast<unsigned>(HartLineSignal::Message)]);
  return group;
}

/// What the fabric shows of one kind of interrupt: the bus, and the wires of all harts.
WaveGroup wire_group(unsigned slots, unsigned bit) {
  WaveGroup group{"fabric (Verilog)", true, bus_signals()};
  const char* wire = platform::interrupt_row(bit).signal;
  for (const WaveSignal& signal : fabric_signals(slots)) {
    const bool of_bus = signal.kind != WaveKind::Wires;
    if (of_bus || (wire && signal.name == wire + std::string("_o")))
      group.signals.push_back(signal);
  }
  return group;
}

}  // namespace

const Rendezvous* first_returned(const std::vector<Rendezvous>& all, const CycleWindow& held) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Rendezvous& r) {
    return r.returned && held.contains(r.call) && held.contains(*r.returned);
  });
  return found == all.end() ? nullptr : &*found;
}

WaveLayout rendezvous_layout(const WaveScene& scene, const Rendezvous* rendezvous) {
  WaveLayout layout;
  const Cycle from = rendezvous ? rendezvous->call : scene.held.from;
  zoom_on(layout, scene, from,
          rendezvous ? rendezvous->returned.value_or(scene.held.to) : scene.held.to);
  if (rendezvous) mark(layout, moments_of(*rendezvous), scene.config.period_ps());
  layout.groups.push_back({"rendezvous", true, rendezvous_signals()});
  layout.groups.push_back({"fabric (Verilog)", true, fabric_signals(scene.fabric_slots)});
  for (HartId hart = 0; hart < scene.config.harts; ++hart)
    layout.groups.push_back({hart_title(hart), hart < kOpenHarts, hart_signals(hart)});
  layout.groups.push_back({"bus and time (Verilog)", true, bus_signals()});
  return layout;
}

WaveLayout ipi_layout(const WaveScene& scene, const Ipi& ipi) {
  using H = HartSignal;
  WaveLayout layout;
  zoom_on(layout, scene, ipi.doorbell, ipi.trap);
  mark(layout,
       {{"doorbell", ipi.doorbell},
        {"trap", ipi.trap},
        {"wire", ipi.wire},
        {"pending", ipi.pending},
        {"AXI", ipi.bus},
        {"store", ipi.store}},
       scene.config.period_ps());
  const std::vector<H> rings = {H::Function, H::State, H::Pc, H::Task};
  const std::vector<H> is_rung = {H::Pending, H::InterruptsOn, H::Function, H::State,
                                  H::Pc,      H::Privilege,    H::Task,     H::MultiStopState};
  layout.groups.push_back({fmt::format("hart {} rings", ipi.initiator), true,
                           picked(hart_signals(ipi.initiator), rings)});
  layout.groups.push_back(wire_group(scene.fabric_slots, ipi.bit));
  WaveGroup target{
      fmt::format("hart {} is rung", ipi.target), true, {hart_wires_signal(ipi.target)}};
  for (const WaveSignal& signal : picked(hart_signals(ipi.target), is_rung))
    target.signals.push_back(signal);
  layout.groups.push_back(target);
  return layout;
}

WaveLayout coherence_layout(const WaveScene& scene, const Rendezvous& rendezvous, bool two_lines) {
  WaveLayout layout;
  const Cycle end = rendezvous.returned.value_or(scene.held.to);
  const Cycle from = extreme(rendezvous, &HartMoments::prepare, true).value_or(rendezvous.call);
  zoom_on(layout, scene, from, extreme(rendezvous, &HartMoments::irq_on, true).value_or(end));
  mark(layout, moments_of(rendezvous), scene.config.period_ps());
  const unsigned harts = scene.config.harts;
  layout.groups.push_back({"rendezvous", true, rendezvous_signals()});
  const char* title = two_lines ? "line of state" : "line of state and thread_ack";
  layout.groups.push_back(line_group(title, WatchedLine::State, harts));
  layout.groups.push_back(message_group("messages about it", WatchedLine::State, harts));
  if (two_lines) {
    layout.groups.push_back(line_group("line of thread_ack", WatchedLine::ThreadAck, harts));
    layout.groups.push_back(
        message_group("messages about this one", WatchedLine::ThreadAck, harts));
  }
  const std::vector<HartSignal> shown = {HartSignal::MultiStopState, HartSignal::Function,
                                         HartSignal::State};
  for (HartId hart = 0; hart < harts; ++hart)
    layout.groups.push_back(
        {hart_title(hart), hart < kOpenHarts, picked(hart_signals(hart), shown)});
  return layout;
}

}  // namespace standstill::testbench
