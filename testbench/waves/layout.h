// The layout for one question: what happened in this rendezvous?
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_WAVES_LAYOUT_H
#define STANDSTILL_TESTBENCH_WAVES_LAYOUT_H

#include <vector>

#include "common/config.h"
#include "testbench/probes/rendezvous.h"
#include "testbench/waves/gtkw.h"

namespace standstill::testbench {

/// The first that returned, or null.
const Rendezvous* first_returned(const std::vector<Rendezvous>& all);

/// Zoomed on the rendezvous, with its moments as markers, up to the end of the run if it has not
/// returned; on the whole run where there is none. A group for the fabric and one for each hart;
/// those beyond the first few are folded.
WaveLayout rendezvous_layout(const MachineConfig& config, unsigned fabric_slots, Cycle run_length,
                             const Rendezvous* rendezvous);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_WAVES_LAYOUT_H
