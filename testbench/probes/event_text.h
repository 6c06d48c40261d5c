// Events as text: one line of the log.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROBES_EVENT_TEXT_H
#define STANDSTILL_TESTBENCH_PROBES_EVENT_TEXT_H

#include <string>
#include <vector>

#include "common/address_map.h"
#include "common/event_log.h"

namespace standstill::testbench {

/// Names of all sources of a machine by SourceId: hart0.., home0.., devices, noc, memory, fabric,
/// machine.
std::vector<std::string> source_names(const AddressMap& map);

/// Name of a Marker ("irq_off_ack"), or null for a number that is none.
const char* marker_name(std::uint64_t marker);

/// The word for `value` of argument 'a', 'b' or 'c' where that is an enumerator, or null.
const char* word_for(EventKind kind, char argument, std::uint64_t value);

/// Appends `cycle source kind id cause name=value ...`, separated by tabs, with a newline. Numbers
/// of events are `source:count`, '-' for none.
void append_event(std::string& text, const std::vector<std::string>& sources, const Event& event);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROBES_EVENT_TEXT_H
