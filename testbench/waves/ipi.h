// One inter-processor interrupt of a rendezvous, from the ringing store to the handler.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_WAVES_IPI_H
#define STANDSTILL_TESTBENCH_WAVES_IPI_H

#include <optional>
#include <unordered_map>

#include "testbench/probes/event_log.h"
#include "testbench/probes/rendezvous.h"

namespace standstill::testbench {

struct Ipi {
  HartId initiator = 0;
  HartId target = 0;
  unsigned bit = 3;    ///< of mip, that the doorbell sets
  Cycle doorbell = 0;  ///< moments of the target, see docs/results.md
  Cycle pending = 0;
  Cycle trap = 0;
  Moment store;  ///< the device access left the ringing hart
  Moment bus;    ///< the fabric took it
  Moment wire;   ///< the wire rose
};

/// The hart's interrupt, or, without one, that of the first hart that has all its moments. Empty
/// where there is none.
std::optional<Ipi> find_ipi(const Rendezvous& rendezvous, std::optional<HartId> hart);

/// Goes back from `pending`, event by event, along what each waited for, and fills in what an
/// interrupt has on its way. What the log does not tell stays empty.
class IpiProbe final : public EventConsumer {
 public:
  explicit IpiProbe(Ipi& ipi) : ipi_(ipi) {}
  void consume(const Event& event) override;

 private:
  void trace_back(const Event& pending);
  const Event* cause_of(const Event& event) const;

  Ipi& ipi_;
  std::unordered_map<EventId, Event> steps_;  ///< from `doorbell` to `pending`; only looked up
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_WAVES_IPI_H
