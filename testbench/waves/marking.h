// Where a layout is zoomed to, and the markers that have room there.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_WAVES_MARKING_H
#define STANDSTILL_TESTBENCH_WAVES_MARKING_H

#include <utility>
#include <vector>

#include "testbench/waves/layout.h"

namespace standstill::testbench {

/// Shows the cycles `from` .. `to` and a little around them, as far as the file has it.
void zoom_on(WaveLayout& layout, const WaveScene& scene, Cycle from, Cycle to);

using LabelledMoments = std::vector<std::pair<const char*, Moment>>;

/// The moments by importance, as far as they happened and there is room for their labels; then in
/// order of time. The layout has been zoomed.
void mark(WaveLayout& layout, const LabelledMoments& moments, std::uint64_t period);

/// The moments of a rendezvous that its markers show, by importance.
LabelledMoments moments_of(const Rendezvous& rendezvous);

/// The last time any hart came to a moment, or the first.
Moment extreme(const Rendezvous& rendezvous, Moment HartMoments::*moment, bool last);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_WAVES_MARKING_H
