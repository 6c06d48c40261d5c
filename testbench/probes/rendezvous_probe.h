// Puts rendezvous together out of the ordered stream of events.
// SPDX-License-Identifier: Apache-2.0
//
// It observes only. A marker belongs to the rendezvous whose Call named the same object last, so
// several at a time with different objects are told apart, and an object may be used again.
#ifndef STANDSTILL_TESTBENCH_PROBES_RENDEZVOUS_PROBE_H
#define STANDSTILL_TESTBENCH_PROBES_RENDEZVOUS_PROBE_H

#include <map>
#include <vector>

#include "testbench/probes/event_log.h"
#include "testbench/probes/rendezvous.h"

namespace standstill::testbench {

class RendezvousProbe final : public EventConsumer {
 public:
  /// @param harts number of harts; events of other sources are not looked at
  explicit RendezvousProbe(unsigned harts) : harts_(harts), mip_(harts) {}

  void consume(const Event& event) override;

  /// In the order of their calls.
  const std::vector<Rendezvous>& all() const { return all_; }

 private:
  static constexpr std::size_t kNone = ~std::size_t{0};

  /// What is known of a hart beside the rendezvous it takes part in.
  struct HartState {
    Moment disabled_at;                   ///< MIE has been clear since then
    std::size_t awaits_irq_on = kNone;    ///< rendezvous in which it turned interrupts off
    std::map<std::uint64_t, Cycle> held;  ///< mip bits that rose since then, and when
  };

  void marker(const Event& event);
  void call(const Event& event);
  void own_moment(Rendezvous& rendezvous, const Event& event);
  void queued(Rendezvous& rendezvous, const Event& event);
  void doorbell(const Event& event);
  void doorbell_many(const Event& event);
  void ring(const Event& marker, std::uint64_t object, HartId target);
  void irq_off_ack(Rendezvous& rendezvous, const Event& event);
  void interrupts(const Event& event);
  void pending(const Event& event);
  void trap(const Event& event);
  Rendezvous* find(std::uint64_t object);
  template <typename Action>
  void for_each_open(Action action);

  std::vector<HartState> harts_;
  std::vector<std::uint64_t> mip_;  ///< of each hart, as its Pending events left it
  std::vector<Rendezvous> all_;
  std::map<std::uint64_t, std::size_t> latest_;  ///< by object: index into all_
  std::vector<std::size_t> open_;                ///< called and not returned
};

}  // namespace standstill::testbench

#endif  // STANDSTILL_TESTBENCH_PROBES_RENDEZVOUS_PROBE_H
