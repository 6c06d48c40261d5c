// The order that holds in every rendezvous, whatever the machine.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROBES_ORDER_RULES_H
#define STANDSTILL_TESTBENCH_PROBES_ORDER_RULES_H

#include <string>
#include <vector>

#include "testbench/probes/rendezvous.h"

namespace standstill::testbench {

/// One sentence for each breach in a lock-step rendezvous:
///   1. no irq_off before the last prepare;
///   2. no run_begin before the last irq_off;
///   3. no exit before the last run_ack;
///   4. no irq_on before the hart's own exit.
/// A moment that is absent breaks nothing.
std::vector<std::string> check_order(const Rendezvous& rendezvous);

/// The same over many.
std::vector<std::string> check_order(const std::vector<Rendezvous>& all);

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROBES_ORDER_RULES_H
