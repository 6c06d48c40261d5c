// Samples the machine for the wave file.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/machine/wave_recorder.h"

#include "standstill/devices.h"
#include "testbench/waves/fst_names.h"

namespace standstill::testbench {
namespace {

/// A killed run leaves a file that can be read up to one of these, in cycles.
constexpr Cycle kFlush = 1 << 15;

}  // namespace

RunRequest request_for_waves(RunRequest request) {
  request.switches.lockstep = true;
  request.switches.spin_skipping = false;
  request.switches.rtl_gating = false;
  return request;
}

WaveTap::WaveTap(EventSink& log, unsigned harts) : log_(log), marks_(harts) {
  wanted_ = std::uint64_t{1} << static_cast<unsigned>(EventKind::Marker);
  for (unsigned kind = 0; kind < kEventKinds; ++kind)
    if (log.wants(static_cast<EventKind>(kind))) wanted_ |= std::uint64_t{1} << kind;
}

WaveRecorder::WaveRecorder(const sc_core::sc_module_name& name, const RunRequest& request,
                           Machine& machine, const WaveMarks& marks)
    : sc_module(name),
      machine_(machine),
      image_(request.image),
      marks_(marks),
      looks_(request.config.harts) {
  rendezvous_ = add(file_, rendezvous_signals());
  for (HartId hart = 0; hart < request.config.harts; ++hart)
    harts_.push_back(add(file_, hart_signals(hart)));
  machine_.fabric().rtl().trace(&file_.verilated());
  file_.open(request.waves_path);
  machine_.fabric().set_wave_hook([this] { on_rtl_change(); });
  SC_HAS_PROCESS(WaveRecorder);
  SC_METHOD(sample);
  sensitive << sample_event_;
  dont_initialize();
  sample_event_.notify(until_sample(0));
}

WaveRecorder::Handles WaveRecorder::add(FstFile& file, const std::vector<WaveSignal>& signals) {
  Handles handles;
  for (const WaveSignal& signal : signals) handles.push_back(file.add(signal));
  return handles;
}

/// Three quarters into the cycle: the tiles have run.
sc_core::sc_time WaveRecorder::until_sample(Cycle cycle) const {
  const std::uint64_t quarter = machine_.clock().period_ps() / 4;
  return machine_.clock().until_middle(cycle) + sc_core::sc_time::from_value(quarter);
}

void WaveRecorder::sample() {
  const Cycle now = machine_.clock().now();
  for (HartId hart = 0; hart < looks_.size(); ++hart) sample_hart(hart, now);
  sample_rendezvous();
  if (file_.changed() || rtl_changed_) dump(now * machine_.clock().period_ps());
  rtl_changed_ = false;
  if (now % kFlush == kFlush - 1) file_.flush();
  sample_event_.notify(until_sample(now + 1));
}

void WaveRecorder::sample_hart(HartId hart, Cycle now) {
  const tile::Tile& tile = machine_.tiles()[hart]->tile();
  const tile::TileView view = tile.view();
  WaveHart& look = looks_[hart];
  const Addr old_pc = look.pc();
  look.look(view, tile.counters().instructions, now);
  const auto handle = [&](HartSignal signal) {
    return harts_[hart][static_cast<unsigned>(signal)];
  };
  if (look.pc() != old_pc) {
    file_.set(handle(HartSignal::Pc), look.pc());
    file_.set_text(handle(HartSignal::Function), function_at(look.pc()));
  }
  file_.set_text(handle(HartSignal::Task), marks_.task(hart));
  file_.set(handle(HartSignal::Privilege), static_cast<std::uint64_t>(view.privilege));
  file_.set(handle(HartSignal::InterruptsOn), view.interrupts_enabled ? 1 : 0);
  const std::uint64_t nmi = std::uint64_t{view.nmi} << platform::watchdog::kNmi;
  file_.set(handle(HartSignal::Pending), view.pending | nmi);
  file_.set(handle(HartSignal::State), static_cast<std::uint64_t>(look.state()));
  file_.set(handle(HartSignal::MultiStopState), static_cast<std::uint64_t>(marks_.state(hart)));
}

void WaveRecorder::sample_rendezvous() {
  const auto handle = [&](RendezvousSignal signal) {
    return rendezvous_[static_cast<unsigned>(signal)];
  };
  file_.set(handle(RendezvousSignal::Calls), marks_.calls());
  file_.set(handle(RendezvousSignal::State), marks_.published());
  file_.set(handle(RendezvousSignal::Data), marks_.data());
}

void WaveRecorder::on_rtl_change() {
  const std::uint64_t period = machine_.clock().period_ps();
  const std::uint64_t inside = sc_core::sc_time_stamp().value() % period;
  if (inside == 0)
    rtl_changed_ = true;
  else
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
  const std::uint64_t last = end * machine_.clock().period_ps();
  if (last > dumped_) dump(last);
  file_.close();
}

}  // namespace standstill::testbench
