// Which event moves what.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/progress/progress_probe.h"

#include <fmt/format.h>

#include <algorithm>

#include "standstill/devices.h"
#include "standstill/markers.h"
#include "standstill/memory_map.h"

namespace standstill::testbench {
namespace {

using platform::Marker;

constexpr std::uint64_t kTargetMask = 0xFFFF;
constexpr std::uint64_t kStore = 0x10000;  ///< in `access` of a BusRequest

Marker marker_of(const Event& event) { return static_cast<Marker>(event.a); }

Step step_of(Marker marker) {
  switch (marker) {
    case Marker::Stopper:
      return Step::Stopper;
    case Marker::Prepare:
      return Step::Prepare;
    case Marker::IrqOffAck:
      return Step::DisableIrq;
    case Marker::RunAck:
      return Step::Run;
    case Marker::Exit:
      return Step::Exit;
    default:
      return Step::None;
  }
}

unsigned doorbell_bit(std::uint64_t operand) {
  const auto code = static_cast<unsigned>(operand >> 16 & 63);
  return code != 0 ? code : static_cast<unsigned>(platform::Interrupt::MachineSoftware);
}

void forget(std::vector<std::uint64_t>& locks, std::uint64_t lock) {
  const auto last = std::find(locks.rbegin(), locks.rend(), lock);
  if (last != locks.rend()) locks.erase(std::next(last).base());
}

}  // namespace

ProgressProbe::ProgressProbe(unsigned harts, Cycle limit) : limit_(limit), harts_(harts) {}

void ProgressProbe::consume(const Event& event) {
  if (event.kind == EventKind::BusRequest) return bus_request(event);
  if (event.kind == EventKind::Marker && event.source < harts_.size()) marker(event);
}

void ProgressProbe::marker(const Event& event) {
  switch (marker_of(event)) {
    case Marker::Call:
      return call(event);
    case Marker::Switch:
      harts_[event.source].task = event.b;
      return;
    case Marker::TaskName:
      return name(event, 0);
    case Marker::TaskNameMore:
      return name(event, 8);
    case Marker::LockWait:
    case Marker::LockAcquired:
    case Marker::LockReleased:
      return lock(event);
    case Marker::Doorbell:
      if (const std::uint64_t target = event.c & kTargetMask; target < harts_.size())
        harts_[event.source].rings[static_cast<HartId>(target)] = {event.cycle,
                                                                   doorbell_bit(event.c)};
      break;
    case Marker::DoorbellMany:
      return ring_many(event);
    default:
      break;
  }
  if (OpenRendezvous* rendezvous = find(event.b)) move(*rendezvous, event);
}

void ProgressProbe::call(const Event& event) {
  OpenRendezvous fresh;
  fresh.id = calls_++;
  fresh.object = event.b;
  fresh.kind = event.c & 0xff;
  fresh.initiator = event.source;
  fresh.task = harts_[event.source].task;
  fresh.cpus = static_cast<unsigned>(event.c >> 8);
  fresh.call = fresh.moved = moved_ = event.cycle;
  open_.push_back(std::move(fresh));
}

void ProgressProbe::move(OpenRendezvous& rendezvous, const Event& event) {
  rendezvous.moved = moved_ = event.cycle;
  const Marker marker = marker_of(event);
  if (marker == Marker::Return) {
    open_.erase(open_.begin() + (&rendezvous - open_.data()));
    return;
  }
  if (marker == Marker::Queued) {
    if (event.c < harts_.size())
      rendezvous.harts[static_cast<HartId>(event.c)] = {
          Step::Queued, false, event.cycle, event.source, harts_[event.source].task, 0};
    return;
  }
  const Step step = step_of(marker);
  const bool of_fn = marker == Marker::RunBegin || marker == Marker::RunEnd;
  if (step == Step::None && !of_fn) return;
  Participant& hart = rendezvous.harts[event.source];
  hart.step = std::max(hart.step, step);
  if (of_fn) hart.in_fn = marker == Marker::RunBegin;
  if (marker == Marker::RunBegin) hart.fn_begin = event.cycle;
}

void ProgressProbe::lock(const Event& event) {
  Hart& hart = harts_[event.source];
  if (marker_of(event) == Marker::LockWait) {
    hart.waits.push_back(event.b);
  } else if (marker_of(event) == Marker::LockAcquired) {
    forget(hart.waits, event.b);
    hart.held.push_back(event.b);
  } else {
    forget(hart.held, event.b);
  }
}

/// Eight bytes of the name of a task, from `place` on.
void ProgressProbe::name(const Event& event, unsigned place) {
  std::string& name = names_[event.b];
  name.resize(place);
  for (std::uint64_t rest = event.c; rest != 0; rest >>= 8) {
    const char character = static_cast<char>(rest & 0xff);
    name += character >= ' ' && character <= '~' ? character : '?';
  }
}

void ProgressProbe::ring_many(const Event& event) {
  const std::uint64_t group = event.c & kTargetMask;
  for (HartId hart = 0; hart < harts_.size(); ++hart) {
    const bool rung = group == platform::kAllButOne
                          ? hart != event.b
                          : hart / 64 == group && (event.b >> hart % 64 & 1) != 0;
    if (rung) harts_[event.source].rings[hart] = {event.cycle, doorbell_bit(event.c)};
  }
}

/// Stores to TIMEOUT, and to mtimecmp: of 8 bytes, or of the upper or lower 4. The latter arm the
/// timer at worst.
void ProgressProbe::bus_request(const Event& event) {
  if ((event.c & kStore) == 0) return;
  const std::uint64_t block = event.a - platform::kWatchdog.base;
  if (block % platform::watchdog::kStride == 0 &&
      block / platform::watchdog::kStride < harts_.size())
    harts_[block / platform::watchdog::kStride].watchdog = (event.b & 0xFFFFFFFF) != 0;
  const std::uint64_t offset = event.a - platform::kMtimer.base;
  if (offset / 8 >= harts_.size()) return;
  std::uint64_t& mtimecmp = harts_[offset / 8].mtimecmp;
  mtimecmp = offset % 8 == 0 ? event.b : event.b << 32 | (mtimecmp & 0xFFFFFFFF);
}

OpenRendezvous* ProgressProbe::find(std::uint64_t object) {
  // The last call with that object is meant, as everywhere.
  const auto last = std::find_if(open_.rbegin(), open_.rend(),
                                 [&](const OpenRendezvous& each) { return each.object == object; });
  return last == open_.rend() ? nullptr : &*last;
}

std::optional<Stall> ProgressProbe::slowest() const {
  std::optional<Stall> slowest;
  for (const OpenRendezvous& each : open_) {
    const Cycle since = each.is_queued() ? each.moved : std::max(each.moved, moved_);
    if (!slowest || since < slowest->since)
      slowest = Stall{StandsStill::Rendezvous, since, each.id};
  }
  return slowest;
}

std::string ProgressProbe::task_name(std::uint64_t task) const {
  if (task == 0) return "";
  const auto entry = names_.find(task);
  return entry == names_.end() ? fmt::format("task {:#x}", task) : entry->second;
}

std::uint64_t ProgressProbe::awaited_lock(HartId hart) const {
  const auto& waits = harts_[hart].waits;
  return waits.empty() ? 0 : waits.back();
}

std::optional<HartId> ProgressProbe::holder(std::uint64_t lock) const {
  for (HartId hart = 0; hart < harts_.size(); ++hart)
    if (const auto& held = harts_[hart].held;
        std::find(held.begin(), held.end(), lock) != held.end())
      return hart;
  return std::nullopt;
}

std::optional<Ring> ProgressProbe::ring(HartId hart, HartId target) const {
  const auto& rings = harts_[hart].rings;
  const auto last = rings.find(target);
  return last == rings.end() ? std::nullopt : std::optional<Ring>(last->second);
}

}  // namespace standstill::testbench
