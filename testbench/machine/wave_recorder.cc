// Samples the machine for the wave file.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/machine/wave_recorder.h"

#include <algorithm>
#include <cstdio>

#include "standstill/devices.h"
#include "testbench/waves/fst_names.h"

namespace standstill::testbench {
namespace {

/// A killed run leaves a file that can be read up to one of these, in cycles.
constexpr Cycle kFlush = 1 << 15;

/// Before the window events are put in order as often as this, in cycles.
constexpr Cycle kSettle = 1 << 16;

/// What a hart does is known from the instruction on that it issues first: the longest that one
/// takes without waiting for anything outside, a divide, and then some.
constexpr Cycle kLeadIn = 256;

/// The Verilog's clock is known from the next edge on.
Cycle lead_in_of(const RunRequest& request) {
  const Cycle from = request.waves_window.from;
  return from - std::min<Cycle>(from, kLeadIn + 2 * Cycle{request.config.fabric.clock_divider});
}

template <typename Signal>
FstFile::Handle at(const std::vector<FstFile::Handle>& handles, Signal signal) {
  return handles[static_cast<unsigned>(signal)];
}

}  // namespace

RunRequest request_for_waves(RunRequest request) {
  request.step_by_step = {lead_in_of(request), request.waves_window.to};
  return request;
}

WaveRecorder::WaveRecorder(const sc_core::sc_module_name& name, const RunRequest& request,
                           Machine& machine, WaveTap& tap)
    : sc_module(name),
      machine_(machine),
      image_(request.image),
      tap_(tap),
      window_(request.waves_window),
      lead_in_(lead_in_of(request)),
      switches_(request.switches),
      path_(request.waves_path),
      looks_(request.config.harts) {
  declare(request.config.harts);
  machine_.fabric().rtl().trace(&file_.verilated());
  file_.open(path_);
  SC_HAS_PROCESS(WaveRecorder);
  SC_METHOD(step);
  sensitive << step_event_;
  dont_initialize();
  SC_METHOD(look_at_rtl);
  sensitive << rtl_event_;
  dont_initialize();
  if (lead_in_ == 0) {
    machine_.set_spin_skipping(false);
    look_at_rtl();
    step_at(0);
  } else {
    approach(0);
  }
}

WaveRecorder::Handles WaveRecorder::add(FstFile& file, const std::vector<WaveSignal>& signals) {
  Handles handles;
  for (const WaveSignal& signal : signals) handles.push_back(file.add(signal));
  return handles;
}

void WaveRecorder::declare(unsigned harts) {
  rendezvous_ = add(file_, rendezvous_signals());
  for (unsigned line = 0; line < kWatchedLines; ++line)
    lines_[line] = add(file_, line_signals(static_cast<WatchedLine>(line)));
  for (HartId hart = 0; hart < harts; ++hart) {
    HartHandles& handles = harts_.emplace_back();
    handles.all = add(file_, hart_signals(hart));
    for (unsigned line = 0; line < kWatchedLines; ++line)
      handles.lines[line] = add(file_, hart_line_signals(hart, static_cast<WatchedLine>(line)));
    handles.wires = file_.add(hart_wires_signal(hart));
  }
}

void WaveRecorder::look_at_rtl() {
  machine_.fabric().set_wave_hook([this] { on_rtl_change(); });
}

/// Three quarters into the cycle: the tiles have run.
void WaveRecorder::step_at(Cycle cycle) {
  const std::uint64_t quarter = machine_.clock().period_ps() / 4;
  step_event_.notify(machine_.clock().until_middle(cycle) + sc_core::sc_time::from_value(quarter));
}

/// Before the lead-in: what comes after cycle `now`.
void WaveRecorder::approach(Cycle now) {
  const Cycle next = std::min(now + kSettle, lead_in_ - 1);
  step_at(next);
  // At a cycle's beginning, where edges are.
  if (next == lead_in_ - 1) rtl_event_.notify(machine_.clock().until(next));
}

void WaveRecorder::step() {
  const Cycle now = machine_.clock().now();
  if (now + 1 < lead_in_) {
    machine_.catch_up();
    tap_.settle(now);
    return approach(now);
  }
  if (now + 1 == lead_in_) {
    come_to_the_window();
    return step_at(lead_in_);
  }
  sample(now);
  if (now + 1 == window_.to) return leave_the_window(now + 1);
  step_at(now + 1);
}

/// Brings every hart to where the window's lead-in begins, and no loop on in closed form.
void WaveRecorder::come_to_the_window() {
  machine_.catch_up();
  machine_.set_spin_skipping(false);
  machine_.catch_up();
  for (HartId hart = 0; hart < looks_.size(); ++hart) sample_hart(hart, lead_in_ - 1);
}

void WaveRecorder::sample(Cycle now) {
  tap_.settle(now + 1);
  for (HartId hart = 0; hart < looks_.size(); ++hart) sample_hart(hart, now);
  if (!window_.contains(now)) return;
  for (HartId hart = 0; hart < looks_.size(); ++hart) sample_lines(hart);
  sample_rendezvous();
  recording_ = true;
  if (file_.changed() || rtl_changed_) dump(now * machine_.clock().period_ps());
  rtl_changed_ = false;
  if (now % kFlush == kFlush - 1) file_.flush();
}

void WaveRecorder::sample_hart(HartId hart, Cycle now) {
  const tile::Tile& tile = machine_.tiles()[hart]->tile();
  const tile::TileView view = tile.view();
  WaveHart& look = looks_[hart];
  const Addr old_pc = look.pc();
  look.look(view, tile.counters().instructions, now);
  const Handles& handles = harts_[hart].all;
  if (look.pc() != old_pc) {
    file_.set(at(handles, HartSignal::Pc), look.pc());
    file_.set_text(at(handles, HartSignal::Function), function_at(look.pc()));
  }
  const WaveMarks& marks = tap_.marks();
  file_.set_text(at(handles, HartSignal::Task), marks.task(hart));
  file_.set(at(handles, HartSignal::Privilege), static_cast<std::uint64_t>(view.privilege));
  file_.set(at(handles, HartSignal::InterruptsOn), view.interrupts_enabled ? 1 : 0);
  const std::uint64_t nmi = std::uint64_t{view.nmi} << platform::watchdog::kNmi;
  file_.set(at(handles, HartSignal::Pending), view.pending | nmi);
  file_.set(harts_[hart].wires, tap_.wires(hart));
  file_.set(at(handles, HartSignal::State), static_cast<std::uint64_t>(look.state()));
  file_.set(at(handles, HartSignal::MultiStopState), static_cast<std::uint64_t>(marks.state(hart)));
}

void WaveRecorder::sample_lines(HartId hart) {
  const tile::Tile& tile = machine_.tiles()[hart]->tile();
  for (unsigned line = 0; line < kWatchedLines; ++line) {
    const auto which = static_cast<WatchedLine>(line);
    const Handles& handles = harts_[hart].lines[line];
    file_.set(at(handles, HartLineSignal::State),
              static_cast<std::uint64_t>(tile.data_state(tap_.lines().address(which))));
    file_.set(at(handles, HartLineSignal::Message), tap_.lines().message(which, hart));
  }
}

void WaveRecorder::sample_rendezvous() {
  const WaveMarks& marks = tap_.marks();
  file_.set(at(rendezvous_, RendezvousSignal::Calls), marks.calls());
  file_.set(at(rendezvous_, RendezvousSignal::State), marks.published());
  file_.set(at(rendezvous_, RendezvousSignal::Data), marks.data());
  for (unsigned line = 0; line < kWatchedLines; ++line) {
    const auto which = static_cast<WatchedLine>(line);
    const WaveLines::Service service = tap_.lines().service(which);
    file_.set(at(lines_[line], LineSignal::Address), tap_.lines().address(which));
    file_.set(at(lines_[line], LineSignal::Request), service.request);
    file_.set(at(lines_[line], LineSignal::Requester), service.requester);
  }
}

void WaveRecorder::on_rtl_change() {
  const std::uint64_t period = machine_.clock().period_ps();
  const std::uint64_t inside = sc_core::sc_time_stamp().value() % period;
  if (inside == 0)
    rtl_changed_ = true;
  else if (recording_)
    dump(machine_.clock().now() * period + period / 2);
}

void WaveRecorder::dump(std::uint64_t picoseconds) {
  file_.dump(picoseconds);
  dumped_ = picoseconds;
}

const std::string& WaveRecorder::function_at(Addr pc) {
  const auto [name, added] = short_names_.try_emplace(image_.symbolize(pc).name);
  if (added) name->second = short_function_name(name->first);
  return name->second;
}

void WaveRecorder::close(Cycle end) {
  if (closed_) return;
  closed_ = true;
  const std::uint64_t last = end * machine_.clock().period_ps();
  if (recording_ && last > dumped_) dump(last);
  file_.close();
  if (!recording_) std::remove(path_.c_str());
  recording_ = false;
}

/// The machine runs on as it was asked to.
void WaveRecorder::leave_the_window(Cycle end) {
  close(end);
  tap_.stop();
  machine_.fabric().set_wave_hook(nullptr);
  machine_.fabric().set_gating(switches_.rtl_gating);
  machine_.set_spin_skipping(switches_.spin_skipping && !switches_.lockstep);
}

}  // namespace standstill::testbench
