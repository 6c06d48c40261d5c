// What can stand still: a rendezvous, a transaction, all harts.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/machine/progress_watch.h"

#include <algorithm>

namespace standstill::testbench {
namespace {

using platform::Interrupt;
using tile::Wait;

constexpr std::uint64_t bit_of(Interrupt interrupt) {
  return std::uint64_t{1} << static_cast<unsigned>(interrupt);
}

/// Interrupts that can come though no hart does anything: a device's, or its watchdog's.
constexpr std::uint64_t kFromOutside = bit_of(Interrupt::SupervisorExternal) |
                                       bit_of(Interrupt::MachineExternal) |
                                       bit_of(Interrupt::Watchdog);

/// Somebody owes the hart an answer.
bool is_transaction(Wait wait) {
  return wait != Wait::None && wait != Wait::Interrupt && wait != Wait::Reservation;
}

bool can_wake(const tile::TileView& view, bool timer_armed) {
  const std::uint64_t timer = timer_armed ? bit_of(Interrupt::MachineTimer) : 0;
  return (view.enabled & (kFromOutside | timer)) != 0 || view.alarm != kNever;
}

}  // namespace

ProgressWatch::ProgressWatch(Machine& machine, RunEnd& end, EventLog& log,
                             const ProgressProbe* probe)
    : machine_(machine),
      end_(end),
      log_(log),
      probe_(probe),
      next_look_(probe == nullptr ? kNever : probe->limit()) {
  end_.set_fence(next_look_);
}

void ProgressWatch::look(Cycle now, Cycle end_delay) {
  log_.drain_before(now);
  const std::optional<Stall> first = slowest();
  if (first && now - first->since >= probe_->limit()) {
    // Else it is the limit of the run that ends it, or the guest.
    if (now + end_delay < end_.end_cycle()) stall_ = first;
    next_look_ = kNever;
    end_.stop(RunStatus::Hang, now + end_delay);
  } else {
    // What begins to wait from now on is not due before that which waits already.
    next_look_ = (first ? std::min(first->since, now) : now) + probe_->limit();
  }
  end_.set_fence(next_look_);
  machine_.catch_up();
}

/// Of what stands still now that which has for longest.
std::optional<Stall> ProgressWatch::slowest() const {
  std::optional<Stall> slowest = probe_->slowest();
  for (const std::optional<Stall>& other : {slowest_transaction(), sleep()})
    if (other && (!slowest || other->since < slowest->since)) slowest = other;
  return slowest;
}

std::optional<Stall> ProgressWatch::slowest_transaction() const {
  std::optional<Stall> slowest;
  for (HartId hart = 0; hart < machine_.tiles().size(); ++hart) {
    const tile::TileView view = machine_.tiles()[hart]->tile().view();
    if (is_transaction(view.wait) && (!slowest || view.since < slowest->since))
      slowest = Stall{StandsStill::Transaction, view.since, hart};
  }
  return slowest;
}

/// Since the last hart fell asleep, if no hart can wake but by another.
std::optional<Stall> ProgressWatch::sleep() const {
  Stall last{StandsStill::Asleep, 0, 0};
  for (HartId hart = 0; hart < machine_.tiles().size(); ++hart) {
    const tile::TileView view = machine_.tiles()[hart]->tile().view();
    const bool asleep = view.wait == Wait::Interrupt || view.wait == Wait::Reservation;
    if (!asleep || probe_->watchdog_armed(hart) || can_wake(view, probe_->timer_armed(hart)))
      return std::nullopt;
    if (view.since >= last.since) last = {StandsStill::Asleep, view.since, hart};
  }
  return last;
}

}  // namespace standstill::testbench
