// Whom a hart waits for: a lock's holder, those who have not acked, who shall answer its interrupt.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/progress/diagnosis.h"

#include <fmt/format.h>

#include <algorithm>

#include "standstill/markers.h"
#include "testbench/elf/call_frames.h"
#include "testbench/probes/rendezvous.h"
#include "testbench/progress/places.h"
#include "testbench/progress/wait_graph.h"

namespace standstill::testbench {
namespace {

constexpr const char* kStates[] = {"", "", "", "PREPARE", "DISABLE_IRQ", "RUN", "EXIT"};

class Diagnosis {
 public:
  Diagnosis(const ProgressProbe& probe, const std::vector<HartLook>& looks, const ElfImage& image)
      : probe_(probe),
        looks_(looks),
        image_(image),
        graph_(static_cast<unsigned>(looks.size())),
        remarks_(looks.size()) {}

  void look() {
    for (HartId hart = 0; hart < looks_.size(); ++hart) look_at_lock(hart);
    for (const OpenRendezvous& each : probe_.open()) look_at(each);
  }
  const WaitGraph& graph() const { return graph_; }
  std::string sentence() const;
  const std::vector<std::string>& remarks(HartId hart) const { return remarks_[hart]; }

 private:
  void look_at_lock(HartId hart);
  void look_at(const OpenRendezvous& rendezvous);
  void look_at_lock_step(const OpenRendezvous& rendezvous);
  void look_at_absent(const OpenRendezvous& rendezvous, HartId hart, const Participant& absent);
  bool stopper_runs(HartId hart) const;
  void look_at_fn(const OpenRendezvous& rendezvous, HartId hart, const Participant& runner);
  void await_ungiven(const OpenRendezvous& rendezvous, HartId hart, Step step);

  const ProgressProbe& probe_;
  const std::vector<HartLook>& looks_;
  const ElfImage& image_;
  WaitGraph graph_;
  std::vector<std::vector<std::string>> remarks_;
};

void Diagnosis::look_at_lock(HartId hart) {
  const std::uint64_t lock = probe_.awaited_lock(hart);
  if (lock == 0) return;
  const std::string name = image_.symbol_text(lock);
  const auto holder = probe_.holder(lock);
  graph_.add({hart, holder, fmt::format("{} the lock {}", holder ? "to release" : "for", name)});
}

void Diagnosis::look_at(const OpenRendezvous& rendezvous) {
  Rendezvous kind;
  kind.kind = rendezvous.kind;
  if (kind.is_lock_step()) look_at_lock_step(rendezvous);
  for (const auto& [hart, participant] : rendezvous.harts) {
    if (participant.in_fn) look_at_fn(rendezvous, hart, participant);
    if (participant.step == Step::Queued) look_at_absent(rendezvous, hart, participant);
  }
}

/// Who has acked a state waits for all who have not.
void Diagnosis::look_at_lock_step(const OpenRendezvous& rendezvous) {
  Step furthest = Step::None;
  for (const auto& [hart, participant] : rendezvous.harts)
    furthest = std::max(furthest, participant.step);
  if (furthest < Step::Prepare) return;
  const auto state = static_cast<unsigned>(furthest);
  for (const auto& [hart, participant] : rendezvous.harts) {
    if (participant.step != furthest || participant.in_fn) continue;
    for (const auto& [other, missing] : rendezvous.harts)
      if (missing.step < furthest)
        graph_.add({hart, other,
                    fmt::format("to ack {} of rendezvous {}", kStates[state], rendezvous.id)});
    if (rendezvous.harts.size() < rendezvous.cpus) await_ungiven(rendezvous, hart, furthest);
  }
}

/// More harts were to come than were given work: nobody will ever ack for them.
void Diagnosis::await_ungiven(const OpenRendezvous& rendezvous, HartId hart, Step step) {
  std::vector<HartId> others;
  for (HartId other = 0; other < looks_.size(); ++other)
    if (rendezvous.harts.count(other) == 0) others.push_back(other);
  const std::string what = fmt::format("to ack {} of rendezvous {}",
                                       kStates[static_cast<unsigned>(step)], rendezvous.id);
  const std::size_t missing = rendezvous.cpus - rendezvous.harts.size();
  if (others.size() != missing) {
    graph_.add({hart, std::nullopt,
                fmt::format("for {} more {}; no work was queued for them", missing, what)});
    return;
  }
  for (const HartId other : others) {
    graph_.add({hart, other, what});
    if (graph_.of(other).empty())
      graph_.add({other, std::nullopt,
                  fmt::format("for nothing: no work of rendezvous {} was queued on it, its stopper "
                              "took none",
                              rendezvous.id)});
  }
}

/// The stopper of `hart` is in some rendezvous.
bool Diagnosis::stopper_runs(HartId hart) const {
  return std::any_of(probe_.open().begin(), probe_.open().end(), [&](const OpenRendezvous& each) {
    const auto entry = each.harts.find(hart);
    return entry != each.harts.end() && entry->second.step >= Step::Stopper &&
           entry->second.step < Step::Exit;
  });
}

/// Its work is on its stopper's list, and its stopper has not taken it.
void Diagnosis::look_at_absent(const OpenRendezvous& rendezvous, HartId hart,
                               const Participant& absent) {
  const HartLook& look = looks_[hart];
  const auto ring = probe_.ring(absent.queuer, hart);
  const bool rung = ring && ring->cycle >= absent.queued;
  if (!rung && absent.queuer != hart) {
    if (stopper_runs(hart)) return;  // it will look at its list again, and needs no waking
    const std::uint64_t running = probe_.current(absent.queuer);
    if (running == absent.queuer_task) return;
    // Who is awake may have been rung by another and is not rung twice: what it does keeps it.
    if (!look.asleep) {
      remarks_[hart].push_back(fmt::format(
          "the work of rendezvous {} has been on its list since cycle {}; it does not come to it",
          rendezvous.id, absent.queued));
      return;
    }
    graph_.add({hart, absent.queuer,
                fmt::format("to wake its stopper for rendezvous {}: {}, which queued the work, is "
                            "preempted there by {}",
                            rendezvous.id, probe_.task_name(absent.queuer_task),
                            probe_.task_name(running))});
    return;
  }
  if (rung && (look.pending >> ring->bit & 1) != 0 && !look.interrupts_enabled)
    remarks_[hart].push_back(fmt::format(
        "the doorbell of rendezvous {}, rung at cycle {}, is pending and interrupts are off",
        rendezvous.id, ring->cycle));
}

/// fn has rung somebody who has interrupts off: an answer will not come.
void Diagnosis::look_at_fn(const OpenRendezvous& rendezvous, HartId hart,
                           const Participant& runner) {
  for (HartId other = 0; other < looks_.size(); ++other) {
    const auto ring = probe_.ring(hart, other);
    const HartLook& look = looks_[other];
    if (!ring || ring->cycle < runner.fn_begin || (look.pending >> ring->bit & 1) == 0 ||
        look.interrupts_enabled)
      continue;
    graph_.add({hart, other,
                fmt::format("to take the interrupt that fn of rendezvous {} sent it at cycle {} "
                            "(mip bit {}; interrupts are off there)",
                            rendezvous.id, ring->cycle, ring->bit)});
  }
  if (graph_.of(hart).empty())
    remarks_[hart].push_back(fmt::format("fn of rendezvous {} has run here since cycle {}",
                                         rendezvous.id, runner.fn_begin));
}

/// That of the graph; at the end of a chain, why that hart does not do what others wait for.
std::string Diagnosis::sentence() const {
  std::string text = graph_.sentence();
  const std::vector<HartWait> chain = graph_.chain();
  if (!graph_.circular_wait().empty() || chain.empty() || !chain.back().on) return text;
  const std::vector<std::string>& remarks = remarks_[*chain.back().on];
  return remarks.empty() ? text
                         : fmt::format("{}; hart {}: {}", text, *chain.back().on, remarks[0]);
}

std::vector<StackFrame> backtrace(const CallFrames& frames, const HartLook& look,
                                  const ElfImage& image, HartId hart, const ReadGuest& read) {
  std::vector<StackFrame> trace;
  const auto read_here = [&](Addr address, std::uint64_t& value) {
    return read(hart, address, value);
  };
  for (const Addr pc : frames.walk(look.pc, look.registers, read_here))
    trace.push_back({pc, trace.empty() ? place_of(image, pc) : caller_of(image, pc)});
  return trace;
}

std::string sentence_on(const OpenRendezvous& open, const ProgressProbe& probe) {
  std::string caller = probe.task_name(open.task);
  if (!caller.empty()) caller = " by " + caller;
  return fmt::format("rendezvous {} ({}, called at cycle {} on hart {}{}) last moved at cycle {}",
                     open.id, kind_name(open.kind), open.call, open.initiator, caller, open.moved);
}

StuckHart stuck_hart(HartId hart, const HartLook& look, const ProgressProbe& probe,
                     const Diagnosis& diagnosis, const ElfImage& image) {
  StuckHart stuck;
  stuck.hart = hart;
  stuck.task = probe.task_name(probe.current(hart));
  stuck.doing = look.doing;
  stuck.privilege = look.privilege;
  stuck.interrupts_enabled = look.interrupts_enabled;
  stuck.nmie = look.nmie;
  stuck.pending = look.pending;
  stuck.enabled = look.enabled;
  stuck.waits = diagnosis.graph().of(hart);
  stuck.remarks = diagnosis.remarks(hart);
  for (const std::uint64_t lock : probe.held(hart)) stuck.locks.push_back(image.symbol_text(lock));
  return stuck;
}

}  // namespace

NoProgress diagnose(const ProgressProbe& probe, const Stall& stall,
                    const std::vector<HartLook>& looks, const ElfImage& image,
                    const ReadGuest& read) {
  NoProgress report;
  report.stall = stall;
  Diagnosis diagnosis(probe, looks, image);
  diagnosis.look();
  const CallFrames frames(image);
  for (HartId hart = 0; hart < looks.size(); ++hart) {
    report.harts.push_back(stuck_hart(hart, looks[hart], probe, diagnosis, image));
    report.harts.back().frames = backtrace(frames, looks[hart], image, hart, read);
  }
  for (const OpenRendezvous& open : probe.open()) report.open.push_back(sentence_on(open, probe));
  for (const HartWait& wait : diagnosis.graph().circular_wait())
    report.circular_wait.push_back(wait.from);
  report.sentence = diagnosis.sentence();
  return report;
}

}  // namespace standstill::testbench
