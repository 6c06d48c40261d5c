// A home node: one bank of the shared, inclusive L2 with the directory that keeps the L1Ds
// coherent. SPDX-License-Identifier: Apache-2.0
//
// Vocabulary and order of messages: Arm IHI 0050 (AMBA 5 CHI), simplified; what is done with each
// request stands in home_table.h. Home is the order of all accesses to a line: it serves one
// transaction per line at a time, the others wait in the order in which they were decided.
//
// Timing. The directory pipeline takes one message a cycle; a message that enters it at cycle c is
// decided at c + tag_latency. What follows from the decision leaves at the next cycle, a line read
// from the data array at decision + data_latency; the array is read while snoops are under way.
// A request that waited for the line enters the pipeline again when the line is free.
//
// Why it cannot deadlock. A transaction waits for four things only: (1) memory, which answers each
// read; (2) snoop answers, which a tile gives in every state without waiting for a request of its
// own (the table has no Wait in a snoop column); a tile holds a snoop back for a bounded time at
// most (LR/SC); (3) the CompAck, which a tile sends on reception; (4) a way, or the line, which
// another transaction has: one that holds a way waits for (1) to (3) alone, so it ends. Queues are
// unbounded and served first come, first served, so no message stands in the way of another for
// ever, and none starves.
#ifndef STANDSTILL_COHERENCE_HOME_H
#define STANDSTILL_COHERENCE_HOME_H

#include <cstdint>
#include <deque>
#include <stdexcept>
#include <vector>

#include "coherence/directory.h"
#include "coherence/home_table.h"
#include "coherence/message_pool.h"
#include "common/address_map.h"
#include "common/config.h"
#include "common/event_log.h"

namespace standstill::coherence {

/// A message that the protocol does not know in this state: a bug of the model, never of a guest.
class ProtocolError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

class Home {
 public:
  /// @param bank   0 .. map.homes - 1
  /// @param table  the protocol; another one only in tests
  Home(const MachineConfig& config, const AddressMap& map, unsigned bank, EventSink& events,
       const HomeTable& table = kHomeTable);
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;

  /// Takes a message from the interconnect or from memory, to be used from `message.cycle` on.
  /// May come ahead of that cycle and, between two senders, in any order.
  void receive(const Message& message);
  /// The next cycle at which something is decided; kNever if nothing is at hand.
  Cycle next_event() const;
  /// Decides everything up to `now` and appends what is sent; each with `cycle` > its decision.
  /// MemRead and MemWrite go to memory, all else to the interconnect.
  void step(Cycle now, std::vector<Message>& out);

  /// Fewest cycles from a decision here to an effect on a tile.
  static Cycle reach(const MachineConfig& config) { return 1 + config.interconnect.hop_latency; }

  NodeId node() const { return node_; }
  /// No transaction is under way and none waits.
  bool idle() const { return next_event() == kNever && busy_ == 0; }
  /// The line as the L2 has it, or null; for tests and observers.
  const Line* peek(Addr line) const;
  /// The line as a tile has given it up, on its way to the directory; or null. Newer than peek().
  const Line* arriving(Addr line) const;
  HomeState state_of(Addr line) const { return directory_.state_of(directory_.find(line)); }

 private:
  enum class Stage : std::uint8_t { Free, Replay, Way, Recall, Memory, Snoops, Ack };

  struct Transaction {
    Stage stage = Stage::Free;
    HomeRequest kind{};
    Message request;
    EventId trigger = 0;  ///< the message that let it go on last
    std::int32_t way = Directory::kNone;
    std::int32_t recall_for = Directory::kNone;  ///< a Recall: who gets the way
    unsigned answers_due = 0;
    HomeRule rule;
    ServedBy served_by = ServedBy::Home;
    Cycle data_ready = 0;  ///< when the line can leave
    MessagePool::Queue waiting;
  };
  struct Replay {
    Cycle ready;
    std::int32_t transaction;
  };

  bool replay_is_next() const;
  void decide(const Message& message);
  void begin(std::int32_t index, EventId trigger);
  void allocate(std::int32_t index);
  void recall(std::int32_t index, std::int32_t victim);
  void fill_way(std::int32_t index, std::int32_t way);
  void send_snoops(std::int32_t index);
  void snoop_answered(const Message& message);
  void memory_answered(const Message& message);
  void complete(std::int32_t index);
  void answer(std::int32_t index);
  Grant grant(std::int32_t index);
  std::uint64_t perform_atomic(std::int32_t index);
  void finish_recall(std::int32_t index);
  void end(std::int32_t index);
  void serve_way_waiter(unsigned set);

  std::int32_t new_transaction(const Message& request, HomeRequest kind);
  /// The transaction that has the line; kNone if the line is free.
  std::int32_t busy_with(Addr line) const;
  Transaction& at(std::int32_t index) { return transactions_[static_cast<std::size_t>(index)]; }
  void send(Message& message, const Transaction& transaction, Cycle cycle);
  void send_to_memory(Message& message, const Transaction& transaction, Cycle cycle);
  void log(EventKind kind, const Transaction& transaction);

  const Cycle tag_latency_;
  const Cycle data_latency_;
  const NodeId node_;
  EventSink& events_;
  const HomeTable table_;
  Directory directory_;
  MessagePool pool_;
  Inbox inbox_;
  std::deque<Transaction> transactions_;
  std::vector<std::int32_t> free_;
  std::vector<std::int32_t> without_way_;  ///< busy lines that are not in the L2
  std::vector<std::int32_t> way_waiters_;  ///< of them, those for which every way is busy
  std::deque<Replay> replays_;
  std::vector<Message>* out_ = nullptr;
  Cycle now_ = 0;             ///< of the decision being taken
  Cycle stepped_ = 0;         ///< everything up to here is decided
  Cycle pipe_free_ = 0;       ///< the pipeline takes the next message at this cycle
  Cycle last_to_memory_ = 0;  ///< messages to memory do not overtake one another
  unsigned busy_ = 0;
  std::uint64_t ids_ = 0;
};

}  // namespace standstill::coherence

#endif  // STANDSTILL_COHERENCE_HOME_H
