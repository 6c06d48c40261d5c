// One rendezvous as it was measured: its moments, and the figures made of them.
// SPDX-License-Identifier: Apache-2.0
//
// docs/results.md defines every moment and figure. All are core cycles; an absent one is empty.
#ifndef STANDSTILL_TESTBENCH_PROBES_RENDEZVOUS_H
#define STANDSTILL_TESTBENCH_PROBES_RENDEZVOUS_H

#include <optional>
#include <string>
#include <vector>

#include "common/types.h"
#include "standstill/markers.h"

namespace standstill::testbench {

using Moment = std::optional<Cycle>;

/// Interrupts that became pending while the window kept them waiting.
struct HeldBack {
  std::uint64_t count = 0;
  Cycle cycles = 0;  ///< from pending to irq_on, added up

  bool operator==(const HeldBack& other) const {
    return count == other.count && cycles == other.cycles;
  }
};

/// What happened on, or to, one hart of a rendezvous.
struct HartMoments {
  HartId hart = 0;
  Moment queued;
  Moment doorbell;
  Moment pending;
  Moment trap;
  Moment stopper;
  Moment prepare;
  Moment irq_off;
  Moment run_begin;
  Moment run_end;
  Moment run_ack;
  Moment exit;
  Moment irq_on;
  HeldBack held_back;
  unsigned doorbell_bit = 0;  ///< bit of mip that the doorbell sets
  bool was_pending = false;   ///< that bit was 1 already at `doorbell`

  Moment irq_off_window() const;  ///< irq_off to irq_on
  Moment ipi() const;             ///< doorbell to trap; empty if rung late
  Moment wakeup() const;          ///< doorbell to stopper; empty if rung late
  /// Its stopper had taken the work before the doorbell came, or was rung at all.
  bool is_rung_late() const;
};

/// Name and place of each moment, in the order they are reported.
struct MomentColumn {
  const char* name;
  Moment HartMoments::*moment;
};
const std::vector<MomentColumn>& moment_columns();

struct Rendezvous {
  unsigned id = 0;           ///< counts from 0 in the order of the calls
  std::uint64_t object = 0;  ///< address of its multi_stop_data or cpu_stop_work
  std::uint64_t kind = 0;    ///< RendezvousKind, or whatever the guest said instead
  HartId initiator = 0;      ///< the hart that called
  Cycle call = 0;
  Moment done;
  Moment returned;
  std::vector<HartMoments> harts;  ///< ascending; those whose work was queued, or that took part

  /// True for the kinds that go through the lock-step of multi_cpu_stop.
  bool is_lock_step() const;
  /// The hart's moments, made when it is not there yet.
  HartMoments& at(HartId hart);
  /// The hart's moments, or null.
  const HartMoments* find(HartId hart) const;

  Moment gather() const;    ///< call to the last prepare; empty unless all have prepared
  Moment duration() const;  ///< call to return
  Moment stopped() const;   ///< first stopper to last irq_on; empty unless all have come back
  Moment fn() const;        ///< first run_begin to last run_end
  /// stopper to irq_on of each hart, added up; empty unless all have come back.
  Moment hart_cycles_lost() const;
  unsigned doorbells() const;       ///< harts that were rung
  unsigned doorbells_late() const;  ///< of these, rung late
};

/// "stop_machine", "stop_cpus", ... as docs/results.md lists them, or "kind<n>".
std::string kind_name(std::uint64_t kind);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROBES_RENDEZVOUS_H
