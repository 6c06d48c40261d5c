// The home side of MESI as one table: what home does with each request for a line in each state.
// SPDX-License-Identifier: Apache-2.0
//
// Follows Arm IHI 0050 (AMBA 5 CHI) in simplified form: one transaction per line at a time, every
// message through home. `Home` and the exhaustive walk run from this table.
#ifndef STANDSTILL_COHERENCE_HOME_TABLE_H
#define STANDSTILL_COHERENCE_HOME_TABLE_H

#include <array>
#include <cstdint>

#include "common/message.h"

namespace standstill::coherence {

/// What the directory knows of a line between transactions.
enum class HomeState : std::uint8_t {
  I,  ///< not in the L2, hence in no L1D
  V,  ///< in the L2 only
  S,  ///< in the L2 and in some L1Ds at most; none of them newer
  U,  ///< one L1D has it in E or M (or holds it in its victim buffer)
};
inline constexpr unsigned kHomeStates = 4;

/// The requests of a tile in the order of MessageType, and home's own.
enum class HomeRequest : std::uint8_t {
  ReadShared,
  ReadUnique,
  CleanUnique,
  ReadOnce,
  WriteBackFull,
  Evict,
  Atomic,
  Recall,  ///< the way is wanted for another line
};
inline constexpr unsigned kHomeRequests = 8;

enum class SnoopTarget : std::uint8_t {
  None,
  Owner,
  Others,   ///< every sharer except the requester
  Sharers,  ///< every sharer
};

/// What the requester is recorded as having when the transaction is over.
enum class HomeGrant : std::uint8_t {
  Nothing,            ///< as before
  SharedUnlessAlone,  ///< Shared if another tile holds the line by then, else Unique
  Unique,
  Forget,  ///< no longer the owner
};

enum class HomeAnswer : std::uint8_t { None, Comp, CompData };

struct HomeRule {
  bool legal = false;
  bool read_memory = false;  ///< a way is allocated and the line read
  SnoopTarget snoop = SnoopTarget::None;
  MessageType snoop_type = MessageType::SnpUnique;
  bool take_data = false;  ///< the request's line goes into the L2
  HomeAnswer answer = HomeAnswer::None;
  HomeGrant grant = HomeGrant::Nothing;
  bool wait_ack = false;  ///< the line stays busy until the CompAck
};

/// Rows by [state][request][requester is recorded as a holder].
struct HomeTable {
  std::array<std::array<std::array<HomeRule, 2>, kHomeRequests>, kHomeStates> rows{};

  constexpr const HomeRule& at(HomeState state, HomeRequest request, bool holder) const {
    return rows[static_cast<unsigned>(state)][static_cast<unsigned>(request)][holder ? 1 : 0];
  }
  constexpr void set(HomeState state, HomeRequest request, bool holder, const HomeRule& rule) {
    rows[static_cast<unsigned>(state)][static_cast<unsigned>(request)][holder ? 1 : 0] = rule;
  }
  constexpr void set_both(HomeState state, HomeRequest request, const HomeRule& rule) {
    set(state, request, false, rule);
    set(state, request, true, rule);
  }
};

/// Builds the protocol's table. What is not named is not legal. The holder of a line in I or V does
/// not exist; the owner of a line in U asks for nothing but its write-back, a fetch or a far
/// atomic.
constexpr HomeTable make_home_table() {
  using A = HomeAnswer;
  using G = HomeGrant;
  using M = MessageType;
  using R = HomeRequest;
  using S = HomeState;
  using T = SnoopTarget;
  HomeTable t;
  const auto read = [](bool memory, T snoop, M type, G grant) {
    return HomeRule{true, memory, snoop, type, false, A::CompData, grant, true};
  };
  t.set(S::I, R::ReadShared, false, read(true, T::None, M::SnpShared, G::SharedUnlessAlone));
  t.set(S::V, R::ReadShared, false, read(false, T::None, M::SnpShared, G::SharedUnlessAlone));
  t.set_both(S::S, R::ReadShared, read(false, T::None, M::SnpShared, G::SharedUnlessAlone));
  t.set(S::U, R::ReadShared, false, read(false, T::Owner, M::SnpShared, G::SharedUnlessAlone));

  for (R request : {R::ReadUnique, R::CleanUnique}) {
    t.set(S::I, request, false, read(true, T::None, M::SnpUnique, G::Unique));
    t.set(S::V, request, false, read(false, T::None, M::SnpUnique, G::Unique));
    t.set_both(S::S, request, read(false, T::Others, M::SnpUnique, G::Unique));
    t.set(S::U, request, false, read(false, T::Owner, M::SnpUnique, G::Unique));
  }
  // Still a sharer: it has the data, and gets the permission only.
  t.set(S::S, R::CleanUnique, true,
        {true, false, T::Others, M::SnpUnique, false, A::Comp, G::Unique, true});

  const auto once = [](bool memory, T snoop, M type, A answer) {
    return HomeRule{true, memory, snoop, type, false, answer, G::Nothing, false};
  };
  t.set(S::I, R::ReadOnce, false, once(true, T::None, M::SnpOnce, A::CompData));
  t.set(S::V, R::ReadOnce, false, once(false, T::None, M::SnpOnce, A::CompData));
  t.set_both(S::S, R::ReadOnce, once(false, T::None, M::SnpOnce, A::CompData));
  t.set_both(S::U, R::ReadOnce, once(false, T::Owner, M::SnpOnce, A::CompData));

  t.set(S::I, R::Atomic, false, once(true, T::None, M::SnpUnique, A::Comp));
  t.set(S::V, R::Atomic, false, once(false, T::None, M::SnpUnique, A::Comp));
  t.set_both(S::S, R::Atomic, once(false, T::Sharers, M::SnpUnique, A::Comp));
  t.set_both(S::U, R::Atomic, once(false, T::Owner, M::SnpUnique, A::Comp));

  // A write-back that a snoop has overtaken is answered and forgotten.
  for (R request : {R::WriteBackFull, R::Evict}) {
    for (S state : {S::I, S::V, S::S, S::U}) {
      t.set(state, request, false, once(false, T::None, M::SnpUnique, A::Comp));
    }
    t.set(S::U, request, true,
          {true, false, T::None, M::SnpUnique, request == R::WriteBackFull, A::Comp, G::Forget,
           false});
  }

  t.set(S::V, R::Recall, false, once(false, T::None, M::SnpUnique, A::None));
  t.set(S::S, R::Recall, false, once(false, T::Sharers, M::SnpUnique, A::None));
  t.set(S::U, R::Recall, false, once(false, T::Owner, M::SnpUnique, A::None));
  return t;
}

inline constexpr HomeTable kHomeTable = make_home_table();

/// Which row a tile's request belongs to. Requires: a request to home (ReadShared .. Atomic).
constexpr HomeRequest home_request_of(MessageType type) {
  static_assert(static_cast<unsigned>(MessageType::Atomic) ==
                static_cast<unsigned>(HomeRequest::Atomic));
  return static_cast<HomeRequest>(type);
}

const char* name_of(HomeState state);
const char* name_of(HomeRequest request);

}  // namespace standstill::coherence

#endif  // STANDSTILL_COHERENCE_HOME_TABLE_H
