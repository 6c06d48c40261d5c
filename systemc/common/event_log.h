// What observers see: numbered events, and the sink they are recorded in.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_COMMON_EVENT_LOG_H
#define STANDSTILL_COMMON_EVENT_LOG_H

#include <cstdint>

#include "common/types.h"

namespace standstill {

/// Kinds of event. Each has up to four arguments a, b, c, d; their names stand in `info(kind)`.
enum class EventKind : std::uint8_t {
  Marker,      ///< a HINT marker: a = Marker, b = object, c = operand, d = pc
  Interrupts,  ///< mstatus.MIE changed: a = new value, b = pc
  Trap,        ///< first handler instruction: a = cause (bit 63 interrupt), b = epc, c = tval,
               ///< d = pc
  TrapReturn,  ///< MRET or SRET: a = target pc, b = new privilege
  Pending,     ///< a mip bit became visible at the hart: a = bit, b = level
  Sleep,       ///< WFI or WRS began to wait: a = pc, b = Cause, Asleep or Reservation
  Wake,        ///< and ended: a = pc
  Load,    ///< another's store is seen first: a = address, b = value, c = cycles for which the hart
           ///< has looked at the word, 0 at first sight, d = its pc; cause = the store
  Store,   ///< performed in the L1 or at home: a = address, b = value, c = size; id is its own
  Miss,    ///< a transaction begins: a = line, b = MessageType, c = AccessKind
  Fill,    ///< and ends at the tile: a = line, b = ServedBy, c = cycles; cause = the transaction
  Waited,  ///< the hart goes on after a wait for something outside its pipeline, as it is charged:
           ///< a = Cause, b = cycles, c = pc of what it goes on with; cause = what it waited for
           ///< last
  Snoop,   ///< a tile answers a snoop: a = line, b = MessageType of the snoop, c = reply type;
           ///< cause = the transaction
  DeviceBegin,  ///< a device access leaves the hart: a = address, b = value, c = size | write << 8
  DeviceEnd,    ///< and is answered: a = address, b = value, c = error
  HomeBegin,    ///< home starts a transaction: a = line, b = MessageType, c = requester
  HomeEnd,      ///< and is free for the next on this line: a = line
  BusRequest,   ///< AXI request accepted by the fabric: a = address, b = value, c = hart | write <<
                ///< 16
  BusResponse,  ///< AXI response: a = address, b = value, c = response code
  Wire,         ///< an interrupt wire of the fabric: a = hart, b = mip bit number, c = level
  Mtime,        ///< mtime announced after a write: a = mtime
  RetireHash,   ///< a = hash over (cycle, pc, value) of all retirements so far, b = their number
  LinkHash,     ///< a = hash over (cycle, message) of a link so far, b = messages, c = port
  Error,        ///< a posted device store was refused late: a = address, b = hart
  CsrBegin,     ///< a hart asks its interrupt file: a = CSR, b = operand, c = CsrOp
  CsrEnd,       ///< and is answered: a = CSR, b = value, c = illegal
  CsrAccess,    ///< the fabric does it at an edge: a = hart, b = value, c = illegal
  Line,         ///< the fabric takes a device's line: a = PLIC source, b = level, c = its cycle
  End,          ///< the run's end: a = exit code
};
inline constexpr unsigned kEventKinds = static_cast<unsigned>(EventKind::End) + 1;

struct EventInfo {
  const char* name;
  const char*
      a;  ///< name of the argument, null where unused; a name that ends in '#' is hexadecimal
  const char* b;
  const char* c;
  const char* d = nullptr;
};
const EventInfo& info(EventKind kind);

struct Event {
  Cycle cycle = 0;
  SourceId source = 0;
  EventKind kind{};
  EventId id = 0;     ///< own number, 0 where nothing will refer to it
  EventId cause = 0;  ///< number of what it waited for, 0 where nothing
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::uint64_t c = 0;
  std::uint64_t d = 0;
};

/// Where modules record events. Events of one source arrive in the order of their cycles; those of
/// different sources do not. Recording never changes what is simulated.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void record(const Event& event) = 0;
  /// Whether anybody looks at events of this kind now; saves the work of making them.
  bool wants(EventKind kind) const { return (wanted_ >> static_cast<unsigned>(kind) & 1) != 0; }

 protected:
  std::uint64_t wanted_ = ~std::uint64_t{0};  ///< one bit a kind
};

/// Takes everything and keeps nothing; for tests and for runs without observers.
class NullSink final : public EventSink {
 public:
  NullSink() { wanted_ = 0; }
  void record(const Event&) override {}
};

}  // namespace standstill

#endif  // STANDSTILL_COMMON_EVENT_LOG_H
