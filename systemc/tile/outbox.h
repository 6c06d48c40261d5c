// Messages a tile sends, each with its number and its cycle.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TILE_OUTBOX_H
#define STANDSTILL_TILE_OUTBOX_H

#include <optional>
#include <vector>

#include "common/csr_port.h"
#include "common/message.h"

namespace standstill::tile {

/// Collects what one advance() sends; the shell hands it to the interconnect and the fabric.
class Outbox {
 public:
  Outbox(NodeId node, SourceId source) : node_(node), source_(source) {}

  /// A new number of this tile, for a message, a transaction or an interrupt edge.
  EventId next_id() { return make_event_id(source_, ++count_); }

  /// @param decided the cycle at which the tile decided to send; the message takes effect later.
  void send(Message message, Cycle decided) {
    message.source = node_;
    message.id = next_id();
    ++sent_[static_cast<unsigned>(message.type)];
    if (decided < first_decision_) first_decision_ = decided;
    messages_.push_back(message);
  }

  /// Earliest decision since the last clear(), kNever if none: an answer cannot be here before that
  /// plus the tile's reach.
  Cycle first_decision() const { return first_decision_; }
  const std::vector<Message>& messages() const { return messages_; }
  bool empty() const { return messages_.empty(); }
  /// All since the beginning.
  const MessageCounts& sent() const { return sent_; }

  /// A question to the hart's interrupt file; there is one at a time.
  struct Question {
    CsrRequest request;
    Cycle arrival;  ///< from then on it stands at the fabric
    EventId id;
  };
  void ask(const Question& question) { question_ = question; }
  const std::optional<Question>& question() const { return question_; }

  void clear() {
    messages_.clear();
    question_.reset();
    first_decision_ = kNever;
  }

 private:
  NodeId node_;
  SourceId source_;
  std::uint64_t count_ = 0;
  Cycle first_decision_ = kNever;
  std::vector<Message> messages_;
  MessageCounts sent_{};
  std::optional<Question> question_;
};

}  // namespace standstill::tile

#endif  // STANDSTILL_TILE_OUTBOX_H
