// Figures out of moments.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/rendezvous.h"

#include <algorithm>

namespace standstill::testbench {
namespace {

Moment span(Moment from, Moment to) {
  if (!from || !to || *to < *from) return std::nullopt;
  return *to - *from;
}

/// Earliest of a moment over the harts that have it.
Moment first(const std::vector<HartMoments>& harts, Moment HartMoments::*moment) {
  Moment least;
  for (const HartMoments& hart : harts)
    if (const Moment& m = hart.*moment; m && (!least || *m < *least)) least = m;
  return least;
}

/// Latest of a moment; empty if any hart lacks it and `all` is asked for.
Moment last(const std::vector<HartMoments>& harts, Moment HartMoments::*moment, bool all) {
  Moment most;
  for (const HartMoments& hart : harts) {
    const Moment& m = hart.*moment;
    if (!m && all) return std::nullopt;
    if (m && (!most || *m > *most)) most = m;
  }
  return most;
}

struct KindRow {
  platform::RendezvousKind kind;
  const char* name;
  bool lock_step;
};

const KindRow* kind_row(std::uint64_t kind) {
  using platform::RendezvousKind;
  static constexpr KindRow kRows[] = {
      {RendezvousKind::StopMachine, "stop_machine", true},
      {RendezvousKind::StopCpus, "stop_cpus", false},
      {RendezvousKind::StopOneCpu, "stop_one_cpu", false},
      {RendezvousKind::StopTwoCpus, "stop_two_cpus", true},
      {RendezvousKind::StopCore, "stop_core", true},
      {RendezvousKind::FromInactiveCpu, "stop_machine_from_inactive_cpu", true}};
  for (const KindRow& row : kRows)
    if (static_cast<std::uint64_t>(row.kind) == kind) return &row;
  return nullptr;
}

}  // namespace

Moment HartMoments::irq_off_window() const { return span(irq_off, irq_on); }
Moment HartMoments::ipi() const { return is_rung_late() ? Moment() : span(doorbell, trap); }
Moment HartMoments::wakeup() const { return is_rung_late() ? Moment() : span(doorbell, stopper); }

bool HartMoments::is_rung_late() const {
  const Moment& rung = pending ? pending : doorbell;
  return rung && stopper && *stopper < *rung;
}

const std::vector<MomentColumn>& moment_columns() {
  using H = HartMoments;
  static const std::vector<MomentColumn> kColumns = {
      {"queued", &H::queued},   {"doorbell", &H::doorbell},   {"pending", &H::pending},
      {"trap", &H::trap},       {"stopper", &H::stopper},     {"prepare", &H::prepare},
      {"irq_off", &H::irq_off}, {"run_begin", &H::run_begin}, {"run_end", &H::run_end},
      {"run_ack", &H::run_ack}, {"exit", &H::exit},           {"irq_on", &H::irq_on}};
  return kColumns;
}

HartMoments& Rendezvous::at(HartId hart) {
  const auto place =
      std::lower_bound(harts.begin(), harts.end(), hart,
                       [](const HartMoments& m, HartId wanted) { return m.hart < wanted; });
  if (place != harts.end() && place->hart == hart) return *place;
  HartMoments fresh;
  fresh.hart = hart;
  return *harts.insert(place, fresh);
}

const HartMoments* Rendezvous::find(HartId hart) const {
  const auto place =
      std::lower_bound(harts.begin(), harts.end(), hart,
                       [](const HartMoments& m, HartId wanted) { return m.hart < wanted; });
  return place != harts.end() && place->hart == hart ? &*place : nullptr;
}

Moment Rendezvous::gather() const { return span(call, last(harts, &HartMoments::prepare, true)); }
Moment Rendezvous::duration() const { return span(call, returned); }
Moment Rendezvous::stopped() const {
  return span(first(harts, &HartMoments::stopper), last(harts, &HartMoments::irq_on, true));
}
Moment Rendezvous::fn() const {
  return span(first(harts, &HartMoments::run_begin), last(harts, &HartMoments::run_end, false));
}

Moment Rendezvous::hart_cycles_lost() const {
  Cycle sum = 0;
  for (const HartMoments& hart : harts) {
    const Moment lost = span(hart.stopper, hart.irq_on);
    if (!lost) return std::nullopt;
    sum += *lost;
  }
  return harts.empty() ? Moment() : Moment(sum);
}

unsigned Rendezvous::doorbells() const {
  return static_cast<unsigned>(std::count_if(
      harts.begin(), harts.end(), [](const HartMoments& hart) { return hart.doorbell; }));
}

unsigned Rendezvous::doorbells_late() const {
  return static_cast<unsigned>(std::count_if(
      harts.begin(), harts.end(), [](const HartMoments& hart) { return hart.is_rung_late(); }));
}

bool Rendezvous::is_lock_step() const {
  const KindRow* row = kind_row(kind);
  return row != nullptr && row->lock_step;
}

std::string kind_name(std::uint64_t kind) {
  const KindRow* row = kind_row(kind);
  return row != nullptr ? row->name : "kind" + std::to_string(kind);
}

}  // namespace standstill::testbench
