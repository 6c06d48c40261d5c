// The coherence protocol's messages, named after AMBA CHI.
// SPDX-License-Identifier: Apache-2.0
//
// Source of the vocabulary: Arm IHI 0050 (AMBA 5 CHI). Each tile speaks only to home nodes and to
// the device bus; homes and the device bus speak only to tiles. See docs/architecture.md,
// "Life of a load", for the order of messages of each transaction.
#ifndef STANDSTILL_COMMON_MESSAGE_H
#define STANDSTILL_COMMON_MESSAGE_H

#include <array>

#include "common/line.h"
#include "common/types.h"

namespace standstill {

/// CHI channels; each is a virtual network of its own.
enum class Channel : std::uint8_t { Req, Snp, Rsp, Dat };
inline constexpr unsigned kChannels = 4;

enum class MessageType : std::uint8_t {
  // Requests, tile to home.
  ReadShared,   ///< a load missed: CompData with Shared or Unique, then CompAck
  ReadUnique,   ///< a store, atomic or LR missed: CompData Unique, then CompAck
  CleanUnique,  ///< a store to a Shared line: Comp Unique if still a sharer, else CompData Unique;
                ///< CompAck
  ReadOnce,     ///< an instruction fetch: CompData Invalid (a snapshot, not tracked); no CompAck
  WriteBackFull,  ///< a Modified victim, with data: Comp
  Evict,          ///< an Exclusive (clean) victim: Comp
  Atomic,         ///< a far atomic on `size` bytes at `addr`: Comp with the old value in `value`
  // Requests, tile to the device bus. `addr` is a byte address, `size` bytes.
  ReadNoSnp,   ///< a device load: Comp with `value`, or `error`
  WriteNoSnp,  ///< a device store of `value`: Comp, or `error`
  // Snoops, home to tile.
  SnpShared,  ///< give the data if dirty, keep Shared: SnpResp or SnpRespData
  SnpUnique,  ///< give the data if dirty, keep nothing
  SnpOnce,    ///< give the data if dirty, keep what you have
  // Answers, tile to home.
  SnpResp,      ///< no data; `state` is what the tile keeps
  SnpRespData,  ///< dirty data; `state` is what the tile keeps
  CompAck,      ///< the requester has what it asked for: home may serve the next one on this line
  // Answers, home or device bus to tile.
  Comp,      ///< done, no data
  CompData,  ///< done, with data; `state` is what the tile may hold
  // Between a home and memory.
  MemRead,   ///< read one line
  MemWrite,  ///< write one line; not answered
  MemData,   ///< the line
};
inline constexpr unsigned kMessageTypes = static_cast<unsigned>(MessageType::MemData) + 1;
/// Messages by type.
using MessageCounts = std::array<std::uint64_t, kMessageTypes>;

/// What a CompData grants, or what a SnpResp says the tile keeps.
enum class Grant : std::uint8_t { Invalid, Shared, Unique };

/// Where the data of a CompData came from; tells the hart which cause to charge its stall to.
enum class ServedBy : std::uint8_t { None, Home, Owner, Memory, Device };

/// Operation of a far atomic; names of the RISC-V A extension.
enum class AtomicOp : std::uint8_t { Swap, Add, Xor, And, Or, Min, Max, Minu, Maxu };

struct Message {
  MessageType type{};
  Grant state = Grant::Invalid;
  ServedBy served_by = ServedBy::None;
  AtomicOp atomic = AtomicOp::Swap;
  std::uint8_t size = 0;    ///< bytes of a device access or atomic: 1, 2, 4, 8
  bool error = false;       ///< a device access was refused
  bool dirty = false;       ///< data differs from what home has
  bool posted = false;      ///< a device store that the bridge may answer early
  NodeId source = 0;        ///< sender's node
  NodeId destination = 0;   ///< receiver's node
  NodeId requester = 0;     ///< the tile whose request began the transaction
  Addr addr = 0;            ///< line address, or byte address of a device access or atomic
  std::uint64_t value = 0;  ///< data of a device access, operand or result of an atomic
  Cycle cycle = 0;          ///< when it takes effect at the module it is handed to
  EventId id = 0;           ///< its own number
  EventId transaction = 0;  ///< number of the transaction it belongs to (given by the requester)
  EventId cause = 0;        ///< number of what its sender waited for last before sending it
  Line line;                ///< for WriteBackFull, SnpRespData, CompData, MemWrite, MemData
};

/// The channel a message type travels on.
Channel channel_of(MessageType type);
/// True where `line` is meaningful: the message occupies links for a whole line.
bool carries_line(MessageType type);
/// Name as in this file, for logs.
const char* name_of(MessageType type);

}  // namespace standstill

#endif  // STANDSTILL_COMMON_MESSAGE_H
