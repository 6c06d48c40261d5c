// The L1D side of MESI as one table: what a line does in each state on each event.
// SPDX-License-Identifier: Apache-2.0
//
// States and messages follow Arm IHI 0050 (AMBA 5 CHI) in simplified form: every transaction goes
// through the home node, which serves one transaction per line at a time and is free for the next
// when it has the requester's CompAck. The controller in the tile, the random tester and the
// exhaustive walk (tests/unit/coherence) all run from this table. The L1I is not coherent and not
// in it: an instruction line comes by ReadOnce, is never snooped and needs no CompAck.
#ifndef STANDSTILL_COHERENCE_L1_TABLE_H
#define STANDSTILL_COHERENCE_L1_TABLE_H

#include <array>
#include <cstdint>

#include "common/message.h"

namespace standstill::coherence {

/// Stable states I, S, E, M; the others wait. `XY_Z`: on the way from X to Y, waiting for Z
/// (D: data or permission, A: the Comp of a write-back).
enum class L1State : std::uint8_t {
  I,     ///< not here
  S,     ///< readable; others may have it
  E,     ///< the only copy, equal to home's
  M,     ///< the only copy, newer than home's
  IS_D,  ///< ReadShared sent
  IM_D,  ///< ReadUnique sent, or CleanUnique sent and the Shared copy lost meanwhile
  SM_D,  ///< CleanUnique sent, still readable
  MI_A,  ///< in the victim buffer, WriteBackFull sent: still the owner until home has it
  EI_A,  ///< in the victim buffer, Evict sent: still the owner until home has it
  II_A,  ///< as MI_A or EI_A, but a snoop took the line first: waits for its Comp only
};
inline constexpr unsigned kL1States = static_cast<unsigned>(L1State::II_A) + 1;

enum class L1Event : std::uint8_t {
  Load,           ///< the hart reads
  Store,          ///< the hart writes, or reads with intent to write (near atomic, LR)
  Replace,        ///< the way is wanted for another line
  SnpShared,      ///< snoops, as MessageType
  SnpUnique,      ///<
  SnpOnce,        ///<
  DataShared,     ///< CompData that grants Shared
  DataUnique,     ///< CompData that grants Unique
  CompUnique,     ///< Comp that answers CleanUnique
  CompWriteBack,  ///< Comp that answers WriteBackFull or Evict
};
inline constexpr unsigned kL1Events = static_cast<unsigned>(L1Event::CompWriteBack) + 1;

/// What to do on a transition: a set of these bits.
enum class L1Action : std::uint16_t {
  None = 0,
  Hit = 1 << 0,              ///< the access is performed now
  Wait = 1 << 1,             ///< the access (or replacement) is tried again when the state changes
  SendReadShared = 1 << 2,   ///< and the access waits
  SendReadUnique = 1 << 3,   ///< and the access waits
  SendCleanUnique = 1 << 4,  ///< and the access waits
  SendWriteBackFull = 1 << 5,  ///< with the line, which moves to the victim buffer
  SendEvict = 1 << 6,          ///< without data; the line moves to the victim buffer
  RespondInvalid = 1 << 7,     ///< answer the snoop with state Invalid
  RespondShared = 1 << 8,      ///< answer the snoop with state Shared
  RespondKeep = 1 << 9,        ///< answer the snoop with state Unique: nothing changes here
  WithData = 1 << 10,          ///< the answer is SnpRespData with the dirty line, else SnpResp
  Install = 1 << 11,           ///< the message's line becomes this line's data
  SendCompAck = 1 << 12,       ///< to home, once the access that waited has been performed
  Release = 1 << 13,           ///< the victim buffer's entry is free
  Illegal = 1 << 14,           ///< cannot happen; shown by the exhaustive walk
};

constexpr L1Action operator|(L1Action a, L1Action b) {
  return static_cast<L1Action>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
/// True if `set` contains every bit of `bits`.
constexpr bool has(L1Action set, L1Action bits) {
  return (static_cast<unsigned>(set) & static_cast<unsigned>(bits)) == static_cast<unsigned>(bits);
}

struct L1Transition {
  L1State next = L1State::I;
  L1Action actions = L1Action::Illegal;
};

/// One row a state, one column an event. A value type, so that a test can run a damaged copy.
struct L1Table {
  std::array<std::array<L1Transition, kL1Events>, kL1States> rows{};

  constexpr const L1Transition& at(L1State state, L1Event event) const {
    return rows[static_cast<unsigned>(state)][static_cast<unsigned>(event)];
  }
  constexpr L1Transition& at(L1State state, L1Event event) {
    return rows[static_cast<unsigned>(state)][static_cast<unsigned>(event)];
  }
};

/// Builds the protocol's table. Pairs that are not named stay Illegal.
constexpr L1Table make_l1_table() {
  using A = L1Action;
  using E = L1Event;
  using S = L1State;
  L1Table t;
  t.at(S::I, E::Load) = {S::IS_D, A::SendReadShared};
  t.at(S::I, E::Store) = {S::IM_D, A::SendReadUnique};
  t.at(S::I, E::Replace) = {S::I, A::None};
  t.at(S::I, E::SnpUnique) = {S::I, A::RespondInvalid};  // a Shared copy left silently

  t.at(S::S, E::Load) = {S::S, A::Hit};
  t.at(S::S, E::Store) = {S::SM_D, A::SendCleanUnique};
  t.at(S::S, E::Replace) = {S::I, A::None};
  t.at(S::S, E::SnpUnique) = {S::I, A::RespondInvalid};

  t.at(S::E, E::Load) = {S::E, A::Hit};
  t.at(S::E, E::Store) = {S::M, A::Hit};
  t.at(S::E, E::Replace) = {S::EI_A, A::SendEvict};
  t.at(S::E, E::SnpShared) = {S::S, A::RespondShared};
  t.at(S::E, E::SnpUnique) = {S::I, A::RespondInvalid};
  t.at(S::E, E::SnpOnce) = {S::E, A::RespondKeep};

  t.at(S::M, E::Load) = {S::M, A::Hit};
  t.at(S::M, E::Store) = {S::M, A::Hit};
  t.at(S::M, E::Replace) = {S::MI_A, A::SendWriteBackFull};
  t.at(S::M, E::SnpShared) = {S::S, A::RespondShared | A::WithData};
  t.at(S::M, E::SnpUnique) = {S::I, A::RespondInvalid | A::WithData};
  t.at(S::M, E::SnpOnce) = {S::M, A::RespondKeep | A::WithData};

  // A snoop that meets a waiting line belongs to an earlier transaction than ours.
  t.at(S::IS_D, E::Load) = {S::IS_D, A::Wait};
  t.at(S::IS_D, E::Store) = {S::IS_D, A::Wait};
  t.at(S::IS_D, E::Replace) = {S::IS_D, A::Wait};
  t.at(S::IS_D, E::SnpUnique) = {S::IS_D, A::RespondInvalid};
  t.at(S::IS_D, E::DataShared) = {S::S, A::Install | A::SendCompAck};
  t.at(S::IS_D, E::DataUnique) = {S::E, A::Install | A::SendCompAck};

  t.at(S::IM_D, E::Load) = {S::IM_D, A::Wait};
  t.at(S::IM_D, E::Store) = {S::IM_D, A::Wait};
  t.at(S::IM_D, E::Replace) = {S::IM_D, A::Wait};
  t.at(S::IM_D, E::SnpUnique) = {S::IM_D, A::RespondInvalid};
  t.at(S::IM_D, E::DataUnique) = {S::E, A::Install | A::SendCompAck};

  t.at(S::SM_D, E::Load) = {S::SM_D, A::Hit};
  t.at(S::SM_D, E::Store) = {S::SM_D, A::Wait};
  t.at(S::SM_D, E::Replace) = {S::SM_D, A::Wait};
  t.at(S::SM_D, E::SnpUnique) = {S::IM_D, A::RespondInvalid};
  t.at(S::SM_D, E::CompUnique) = {S::E, A::SendCompAck};

  t.at(S::MI_A, E::Load) = {S::MI_A, A::Wait};
  t.at(S::MI_A, E::Store) = {S::MI_A, A::Wait};
  t.at(S::MI_A, E::SnpShared) = {S::II_A, A::RespondInvalid | A::WithData};
  t.at(S::MI_A, E::SnpUnique) = {S::II_A, A::RespondInvalid | A::WithData};
  t.at(S::MI_A, E::SnpOnce) = {S::MI_A, A::RespondKeep | A::WithData};
  t.at(S::MI_A, E::CompWriteBack) = {S::I, A::Release};

  t.at(S::EI_A, E::Load) = {S::EI_A, A::Wait};
  t.at(S::EI_A, E::Store) = {S::EI_A, A::Wait};
  t.at(S::EI_A, E::SnpShared) = {S::II_A, A::RespondInvalid};
  t.at(S::EI_A, E::SnpUnique) = {S::II_A, A::RespondInvalid};
  t.at(S::EI_A, E::SnpOnce) = {S::EI_A, A::RespondKeep};
  t.at(S::EI_A, E::CompWriteBack) = {S::I, A::Release};

  t.at(S::II_A, E::Load) = {S::II_A, A::Wait};
  t.at(S::II_A, E::Store) = {S::II_A, A::Wait};
  t.at(S::II_A, E::CompWriteBack) = {S::I, A::Release};
  return t;
}

inline constexpr L1Table kL1Table = make_l1_table();

/// The protocol's transition. After Install or CompUnique the access that waited is performed (a
/// store through E to M) before SendCompAck and before any other event of this line: home cannot
/// send the next snoop of the line until it has the CompAck, so every grant is used once, and
/// contended atomics make progress.
inline const L1Transition& l1_transition(L1State state, L1Event event) {
  return kL1Table.at(state, event);
}

/// A load may be performed in this state.
constexpr bool readable(L1State state) {
  return has(kL1Table.at(state, L1Event::Load).actions, L1Action::Hit);
}
/// A store may be performed in this state.
constexpr bool writable(L1State state) {
  return has(kL1Table.at(state, L1Event::Store).actions, L1Action::Hit);
}
/// The line stands in the victim buffer, not in the cache.
constexpr bool victim(L1State state) {
  return has(kL1Table.at(state, L1Event::CompWriteBack).actions, L1Action::Release);
}

/// The event a snoop, CompData or Comp is for a line in `state`; Illegal pairs follow from the
/// table. Requires: `message` is one of those types.
L1Event l1_event_of(const Message& message, L1State state);

const char* name_of(L1State state);
const char* name_of(L1Event event);

}  // namespace standstill::coherence

#endif  // STANDSTILL_COHERENCE_L1_TABLE_H
