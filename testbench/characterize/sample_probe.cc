// Which events are the exact way of which sample.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/characterize/sample_probe.h"

#include "standstill/devices.h"
#include "standstill/interrupts.h"

namespace standstill::testbench {
namespace {

using platform::Figure;
using platform::Interrupt;

constexpr std::uint64_t kInterruptBit = std::uint64_t{1} << 63;
constexpr std::uint64_t kStore = 0x100;  // in the access of a DeviceBegin

constexpr std::uint64_t trap_cause(Interrupt interrupt) {
  return kInterruptBit | static_cast<std::uint64_t>(interrupt);
}

Moment between(const Moment& begin, const Moment& end) {
  return begin && end && *begin <= *end ? Moment(*end - *begin) : Moment();
}

}  // namespace

void SampleProbe::consume(const Event& event) {
  switch (event.kind) {
    case EventKind::Marker:
      return marker(event);
    case EventKind::DeviceBegin:
      return device(event);
    case EventKind::Trap:
      return trap(event);
    case EventKind::Wire:
      return wire(event);
    default:
      return;
  }
}

void SampleProbe::marker(const Event& event) {
  if (event.source >= harts_.size()) return;
  if (static_cast<platform::Marker>(event.a) != platform::Marker::Sample) return;
  Sample sample;
  sample.cycle = event.cycle;
  sample.hart = event.source;
  sample.object = event.b;
  sample.value = event.c;
  if (sample.b() < harts_.size()) {
    const HartState& hart = harts_[sample.b()];
    if (sample.figure() == Figure::Doorbell) sample.exact = between(hart.rung, hart.software);
    if (sample.figure() == Figure::Timer) sample.exact = between(hart.timer_wire, hart.timer);
  }
  all_.push_back(sample);
}

void SampleProbe::device(const Event& event) {
  if ((event.c & kStore) == 0 || event.b != 1) return;
  const std::uint64_t first = platform::mswi::msip(0);
  if (event.a < first || event.a >= platform::mswi::msip(harts_.size())) return;
  harts_[(event.a - first) / 4].rung = event.cycle;
}

void SampleProbe::trap(const Event& event) {
  if (event.source >= harts_.size()) return;
  if (event.a == trap_cause(Interrupt::MachineSoftware))
    harts_[event.source].software = event.cycle;
  if (event.a == trap_cause(Interrupt::MachineTimer)) harts_[event.source].timer = event.cycle;
}

void SampleProbe::wire(const Event& event) {
  if (event.a < harts_.size() && event.c != 0 &&
      event.b == static_cast<std::uint64_t>(Interrupt::MachineTimer))
    harts_[event.a].timer_wire = event.cycle;
}

}  // namespace standstill::testbench
