// The layouts, each for one question: what happened in this rendezvous, in this interrupt, to the
// line that all wait for?
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_WAVES_LAYOUT_H
#define STANDSTILL_TESTBENCH_WAVES_LAYOUT_H

#include <vector>

#include "common/config.h"
#include "common/cycle_window.h"
#include "testbench/probes/rendezvous.h"
#include "testbench/waves/gtkw.h"
#include "testbench/waves/ipi.h"

namespace standstill::testbench {

/// The first that was called and returned in the cycles that the file holds, or null.
const Rendezvous* first_returned(const std::vector<Rendezvous>& all, const CycleWindow& held);

/// What all layouts know.
struct WaveScene {
  MachineConfig config;
  unsigned fabric_slots = 4;
  CycleWindow held;  ///< the cycles that the file holds; `to` is the end of the run at the latest
};

/// Zoomed on the rendezvous, with its moments as markers, up to the end of the file if it has not
/// returned; on the whole file where there is none. A group for the fabric and one for each hart;
/// those beyond the first few are folded.
WaveLayout rendezvous_layout(const WaveScene& scene, const Rendezvous* rendezvous);

/// Zoomed on one interrupt, from the doorbell to the handler: who rings, the bus and the wire in
/// the Verilog, who is rung.
WaveLayout ipi_layout(const WaveScene& scene, const Ipi& ipi);

/// Zoomed on what the harts do in lock-step: who has the line of `state` in which state, the
/// messages about it, and what its home serves.
/// @param two_lines `thread_ack` has a line of its own, which is shown too
WaveLayout coherence_layout(const WaveScene& scene, const Rendezvous& rendezvous, bool two_lines);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_WAVES_LAYOUT_H
