// One event as a sentence.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROBES_EVENT_WORDS_H
#define STANDSTILL_TESTBENCH_PROBES_EVENT_WORDS_H

#include <functional>
#include <string>
#include <vector>

#include "common/event_log.h"

namespace standstill::testbench {

/// "hart1 takes trap 0x8000000000000003 at idle+0x10".
/// @param sources names by SourceId, as source_names() gives them
/// @param symbols the name of what lies at an address of the guest
std::string event_words(const Event& event, const std::vector<std::string>& sources,
                        const std::function<std::string(Addr)>& symbols);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROBES_EVENT_WORDS_H
