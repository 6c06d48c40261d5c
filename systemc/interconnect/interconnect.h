// What any interconnect does: takes messages at their senders' ports, hands them to receivers.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_INTERCONNECT_INTERCONNECT_H
#define STANDSTILL_INTERCONNECT_INTERCONNECT_H

#include <memory>
#include <vector>

#include "common/config.h"
#include "common/event_log.h"
#include "common/message.h"

namespace standstill::interconnect {

/// A topology. Ports are nodes. Messages of one sender, receiver and channel keep their order.
class Interconnect {
 public:
  virtual ~Interconnect() = default;

  /// Takes a message that is at the sender's port from `message.cycle` on. May come ahead of that
  /// cycle and, between senders, in any order; but before step() reaches it.
  virtual void inject(const Message& message) = 0;
  /// The next cycle at which something is decided; kNever if nothing is at hand.
  virtual Cycle next_event() const = 0;
  /// Decides everything up to `now`, and appends what is on its way to its receiver for good:
  /// `cycle` becomes that of the arrival of the last flit, > now.
  virtual void step(Cycle now, std::vector<Message>& out) = 0;
  /// The line in an answer of a tile that is under way to its home, or null; for observers.
  virtual const Line* arriving(Addr line) const = 0;
  /// Logs the hash of each link that carried anything. At most once, at the end of the run.
  virtual void finish(Cycle end) = 0;
};

/// The topology that `config` names, for the nodes of an AddressMap with `harts` and `homes`.
/// @param source  under which link hashes are logged
std::unique_ptr<Interconnect> make_interconnect(const InterconnectConfig& config, unsigned harts,
                                                unsigned homes, SourceId source, EventSink& events);

}  // namespace standstill::interconnect

#endif  // STANDSTILL_INTERCONNECT_INTERCONNECT_H
