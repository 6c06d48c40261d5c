// Streams of events as a guest would cause them, for the probes.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_UNIT_TESTBENCH_RENDEZVOUS_SCRIPT_H
#define STANDSTILL_TESTS_UNIT_TESTBENCH_RENDEZVOUS_SCRIPT_H

#include <vector>

#include "common/event_log.h"
#include "standstill/markers.h"
#include "testbench/probes/rendezvous.h"

namespace standstill::testbench {

using platform::Marker;
using platform::RendezvousKind;

Event mark(Cycle cycle, HartId hart, Marker marker, std::uint64_t object,
           std::uint64_t operand = 0);
Event mie(Cycle cycle, HartId hart, bool enabled);
Event msip(Cycle cycle, HartId hart, bool level);
/// The first instruction of the handler of a machine software interrupt.
Event msip_trap(Cycle cycle, HartId hart);
Event call(Cycle cycle, HartId hart, std::uint64_t object, RendezvousKind kind, unsigned cpus);

/// Hart 0 stops harts 0 and 1, fn on hart 0. Moments are `start` plus: call 0, queued 10 and 20,
/// doorbell of hart 1 25, pending 30, trap 35, stopper 40 and 45, prepare 50 and 60, irq_off 70 and
/// 72, run 80 to 90, run_ack 91 and 85, exit 100 and 102, irq_on 110 and 115, done 120, return 130.
std::vector<Event> stop_two(Cycle start, std::uint64_t object);

/// Puts `more` behind `events`.
void append(std::vector<Event>& events, const std::vector<Event>& more);
/// What the probe makes of `events` once they are in the order of their cycles.
std::vector<Rendezvous> probe(std::vector<Event> events, unsigned harts = 2);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTS_UNIT_TESTBENCH_RENDEZVOUS_SCRIPT_H
