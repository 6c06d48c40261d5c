// The order rules: three as a table, two on their own.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/order_rules.h"

#include <fmt/format.h>

namespace standstill::testbench {
namespace {

struct Rule {
  MomentColumn early;  ///< not on any hart...
  MomentColumn last;   ///< ...before this has happened on all that have it
};

const HartMoments* latest(const Rendezvous& rendezvous, Moment HartMoments::*moment) {
  const HartMoments* found = nullptr;
  for (const HartMoments& hart : rendezvous.harts)
    if (hart.*moment && (!found || *(hart.*moment) > *(found->*moment))) found = &hart;
  return found;
}

void check_rule(const Rendezvous& rendezvous, const Rule& rule,
                std::vector<std::string>& breaches) {
  const HartMoments* last = latest(rendezvous, rule.last.moment);
  if (!last) return;
  const Cycle bound = *(last->*rule.last.moment);
  for (const HartMoments& hart : rendezvous.harts)
    if (const Moment& moment = hart.*rule.early.moment; moment && *moment < bound)
      breaches.push_back(fmt::format(
          "rendezvous {}: {} of hart {} at cycle {} comes before the last {}, of hart {} at cycle "
          "{}",
          rendezvous.id, rule.early.name, hart.hart, *moment, rule.last.name, last->hart, bound));
}

/// Once the call has returned, whoever prepared has gone all the way.
void check_complete(const Rendezvous& rendezvous, std::vector<std::string>& breaches) {
  static const MomentColumn kSteps[] = {{"run_ack", &HartMoments::run_ack},
                                        {"exit", &HartMoments::exit}};
  if (!rendezvous.returned) return;
  for (const HartMoments& hart : rendezvous.harts)
    for (const MomentColumn& step : kSteps)
      if (hart.prepare && !(hart.*step.moment))
        breaches.push_back(fmt::format("rendezvous {}: hart {} has prepared and has no {}",
                                       rendezvous.id, hart.hart, step.name));
}

}  // namespace

std::vector<std::string> check_order(const Rendezvous& rendezvous) {
  using H = HartMoments;
  static const Rule kRules[] = {{{"irq_off", &H::irq_off}, {"prepare", &H::prepare}},
                                {{"run_begin", &H::run_begin}, {"irq_off", &H::irq_off}},
                                {{"exit", &H::exit}, {"run_ack", &H::run_ack}}};
  std::vector<std::string> breaches;
  if (!rendezvous.is_lock_step()) return breaches;
  for (const Rule& rule : kRules) check_rule(rendezvous, rule, breaches);
  for (const HartMoments& hart : rendezvous.harts)
    if (hart.irq_on && hart.exit && *hart.irq_on < *hart.exit)
      breaches.push_back(
          fmt::format("rendezvous {}: irq_on of hart {} at cycle {} comes before its own exit at "
                      "cycle {}",
                      rendezvous.id, hart.hart, *hart.irq_on, *hart.exit));
  check_complete(rendezvous, breaches);
  return breaches;
}

std::vector<std::string> check_order(const std::vector<Rendezvous>& all) {
  std::vector<std::string> breaches;
  for (const Rendezvous& rendezvous : all)
    for (std::string& breach : check_order(rendezvous)) breaches.push_back(std::move(breach));
  return breaches;
}

}  // namespace standstill::testbench
