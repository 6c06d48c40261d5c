// Counts coherence messages and device accesses while their events go by.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTBENCH_PROBES_TRAFFIC_PROBE_H
#define STANDSTILL_TESTBENCH_PROBES_TRAFFIC_PROBE_H

#include <unordered_map>
#include <vector>

#include "testbench/probes/event_log.h"
#include "testbench/probes/traffic.h"

namespace standstill::testbench {

/// Traffic of one rendezvous, from its `call` to its `return` in log order.
struct RendezvousTraffic {
  std::uint64_t object = 0;    ///< as in Rendezvous
  CoherenceTraffic coherence;  ///< empty where the log has no memory events
  BusWaits bus;                ///< of the accesses that began in it
};

/// Observes only. A message counts in every rendezvous that is open.
class TrafficProbe final : public EventConsumer {
 public:
  /// @param harts number of harts
  explicit TrafficProbe(unsigned harts) : harts_(harts) {}

  void consume(const Event& event) override;

  /// By the number of the rendezvous, in the order of their calls.
  const std::vector<RendezvousTraffic>& all() const { return all_; }
  /// Of the whole run.
  const BusWaits& bus() const { return bus_; }
  const Doorbells& doorbells() const { return doorbells_; }

 private:
  /// A transaction that a tile has opened.
  struct Request {
    std::uint64_t number = 0;  ///< of the Miss, counted from 1
    unsigned cause = 0;
  };
  /// A device access under way.
  struct Access {
    Cycle begin = 0;
    Cycle request = kNever;  ///< the fabric took it
    Cycle response = kNever;
    bool answered = false;               ///< the hart has its answer
    bool fabric = false;                 ///< it goes there
    std::vector<std::size_t> counts_in;  ///< rendezvous, by index into all_
  };
  /// A rendezvous between call and return.
  struct Open {
    std::size_t index;
    std::uint64_t first;  ///< number of the first Miss that is not from before it
  };

  void marker(const Event& event);
  void forget_old();
  void miss(const Event& event);
  void snoop(const Event& event);
  void device_begin(const Event& event);
  void device_end(const Event& event);
  void bus_request(const Event& event);
  void bus_response(const Event& event);
  void note(const Access& access, Span BusWaits::*span, Cycle cycles);

  unsigned harts_;
  std::vector<RendezvousTraffic> all_;
  std::vector<Open> open_;
  std::unordered_map<EventId, Request> requests_;  ///< since the oldest open call
  std::uint64_t misses_ = 0;
  std::unordered_map<EventId, Access> accesses_;     ///< by transaction
  std::unordered_map<EventId, EventId> on_the_bus_;  ///< bus request: its transaction
  BusWaits bus_;
  Doorbells doorbells_;
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROBES_TRAFFIC_PROBE_H
