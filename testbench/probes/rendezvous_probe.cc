// Which event is which moment of which rendezvous.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/rendezvous_probe.h"

#include <algorithm>

#include "standstill/devices.h"

namespace standstill::testbench {
namespace {

using platform::Marker;

constexpr std::uint64_t kInterruptBit = std::uint64_t{1} << 63;
constexpr std::uint64_t kTargetMask = 0xFFFF;

/// The bit of mip that the doorbell of a marker with this operand sets.
unsigned doorbell_bit_of(std::uint64_t operand) {
  const auto code = static_cast<unsigned>(operand >> 16 & 63);
  return code != 0 ? code : static_cast<unsigned>(platform::Interrupt::MachineSoftware);
}

/// The first time counts: a guest that marks a moment twice does not move it.
void note(Moment& moment, Cycle cycle) {
  if (!moment) moment = cycle;
}

/// The moment a marker stands for on the hart that makes it, or null.
Moment HartMoments::*own_moment_of(Marker marker) {
  switch (marker) {
    case Marker::Stopper:
      return &HartMoments::stopper;
    case Marker::Prepare:
      return &HartMoments::prepare;
    case Marker::RunBegin:
      return &HartMoments::run_begin;
    case Marker::RunEnd:
      return &HartMoments::run_end;
    case Marker::RunAck:
      return &HartMoments::run_ack;
    case Marker::Exit:
      return &HartMoments::exit;
    default:
      return nullptr;
  }
}

}  // namespace

void RendezvousProbe::consume(const Event& event) {
  if (event.source >= harts_.size()) return;
  switch (event.kind) {
    case EventKind::Marker:
      return marker(event);
    case EventKind::Interrupts:
      return interrupts(event);
    case EventKind::Pending:
      return pending(event);
    case EventKind::Trap:
      return trap(event);
    default:
      return;
  }
}

void RendezvousProbe::marker(const Event& event) {
  const auto marker = static_cast<Marker>(event.a);
  if (marker == Marker::Call) return call(event);
  if (marker == Marker::Doorbell) return doorbell(event);
  if (marker == Marker::DoorbellMany) return doorbell_many(event);
  Rendezvous* rendezvous = find(event.b);
  if (!rendezvous) return;
  switch (marker) {
    case Marker::Done:
      return note(rendezvous->done, event.cycle);
    case Marker::Return:
      note(rendezvous->returned, event.cycle);
      open_.erase(std::remove(open_.begin(), open_.end(), rendezvous->id), open_.end());
      return;
    case Marker::Queued:
      return queued(*rendezvous, event);
    case Marker::IrqOffAck:
      return irq_off_ack(*rendezvous, event);
    default:
      return own_moment(*rendezvous, event);
  }
}

void RendezvousProbe::call(const Event& event) {
  Rendezvous fresh;
  fresh.id = static_cast<unsigned>(all_.size());
  fresh.object = event.b;
  fresh.kind = event.c & 0xff;
  fresh.initiator = event.source;
  fresh.call = event.cycle;
  latest_[event.b] = all_.size();
  open_.push_back(all_.size());
  all_.push_back(std::move(fresh));
}

void RendezvousProbe::own_moment(Rendezvous& rendezvous, const Event& event) {
  if (const auto moment = own_moment_of(static_cast<Marker>(event.a)))
    note(rendezvous.at(event.source).*moment, event.cycle);
}

void RendezvousProbe::queued(Rendezvous& rendezvous, const Event& event) {
  if (event.c < harts_.size())
    note(rendezvous.at(static_cast<HartId>(event.c)).queued, event.cycle);
}

void RendezvousProbe::doorbell(const Event& event) {
  const std::uint64_t target = event.c & kTargetMask;
  if (target < harts_.size()) ring(event, event.b, static_cast<HartId>(target));
}

void RendezvousProbe::doorbell_many(const Event& event) {
  const std::uint64_t group = event.c & kTargetMask;
  for (HartId hart = 0; hart < harts_.size(); ++hart) {
    const bool rung = group == platform::kAllButOne
                          ? hart != event.b
                          : hart / 64 == group && (event.b >> hart % 64 & 1) != 0;
    if (rung) ring(event, 0, hart);
  }
}

/// Where the object is 0 nobody knows for whom is rung: for the oldest open rendezvous of this hart
/// whose work the target still has to take. A store that rings many comes long after the works: its
/// target may have met its work without it, and it is then that of the newest.
void RendezvousProbe::ring(const Event& marker, std::uint64_t object, HartId target) {
  const bool may_be_late = object != 0 || static_cast<Marker>(marker.a) == Marker::DoorbellMany;
  HartMoments* waiting = nullptr;
  HartMoments* late = nullptr;
  for_each_open([&](Rendezvous& rendezvous) {
    if (rendezvous.initiator != marker.source) return;
    if (object != 0 && object != rendezvous.object) return;
    if (!rendezvous.find(target)) return;
    HartMoments& hart = rendezvous.at(target);
    if (!hart.queued || hart.doorbell) return;
    if (hart.stopper)
      late = &hart;
    else if (waiting == nullptr)
      waiting = &hart;
  });
  HartMoments* const rung = waiting != nullptr ? waiting : may_be_late ? late : nullptr;
  if (rung == nullptr) return;
  rung->doorbell = marker.cycle;
  rung->doorbell_bit = doorbell_bit_of(marker.c);
  rung->was_pending = (mip_[target] >> rung->doorbell_bit & 1) != 0;
}

/// MIE may also be cleared by a trap during PREPARE; what counts is the clearing that lasts up to
/// the hart's own ack of DISABLE_IRQ. If it was clear before PREPARE, nothing was cleared here.
void RendezvousProbe::irq_off_ack(Rendezvous& rendezvous, const Event& event) {
  HartMoments& hart = rendezvous.at(event.source);
  const Moment& disabled = harts_[event.source].disabled_at;
  if (!disabled || !hart.prepare || *disabled < *hart.prepare || hart.irq_off) return;
  hart.irq_off = disabled;
  harts_[event.source].awaits_irq_on = rendezvous.id;
}

void RendezvousProbe::interrupts(const Event& event) {
  HartState& hart = harts_[event.source];
  if (event.a == 0) {
    if (!hart.disabled_at) hart.disabled_at = event.cycle;
    return;
  }
  if (hart.awaits_irq_on != kNone) {
    HartMoments& moments = all_[hart.awaits_irq_on].at(event.source);
    note(moments.irq_on, event.cycle);
    for (const auto& [bit, since] : hart.held) {
      ++moments.held_back.count;
      moments.held_back.cycles += event.cycle - since;
    }
  }
  hart = HartState{};
}

void RendezvousProbe::pending(const Event& event) {
  if (event.a == platform::watchdog::kNmi) return;  // nothing holds it back
  HartState& state = harts_[event.source];
  const std::uint64_t bit = std::uint64_t{1} << event.a;
  mip_[event.source] = event.b == 0 ? mip_[event.source] & ~bit : mip_[event.source] | bit;
  if (event.b == 0) {
    state.held.erase(event.a);
  } else if (state.disabled_at) {
    state.held.emplace(event.a, event.cycle);
  }
  if (event.b == 0) return;
  for_each_open([&](Rendezvous& rendezvous) {
    if (!rendezvous.find(event.source)) return;
    HartMoments& hart = rendezvous.at(event.source);
    // A doorbell that found the bit up woke the hart by the ring before it: what rises once the
    // stopper runs is the ring of somebody else.
    if (hart.was_pending && hart.stopper) return;
    if (hart.doorbell && hart.doorbell_bit == event.a) note(hart.pending, event.cycle);
  });
}

void RendezvousProbe::trap(const Event& event) {
  if ((event.a & kInterruptBit) == 0) return;
  for_each_open([&](Rendezvous& rendezvous) {
    if (!rendezvous.find(event.source)) return;
    HartMoments& hart = rendezvous.at(event.source);
    if (hart.pending && (event.a ^ kInterruptBit) == hart.doorbell_bit)
      note(hart.trap, event.cycle);
  });
}

Rendezvous* RendezvousProbe::find(std::uint64_t object) {
  const auto entry = latest_.find(object);
  return entry == latest_.end() ? nullptr : &all_[entry->second];
}

template <typename Action>
void RendezvousProbe::for_each_open(Action action) {
  for (const std::size_t index : open_) action(all_[index]);
}

}  // namespace standstill::testbench
