// The machine that the exhaustive walk explores: caches, a home, messages in any order.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_UNIT_COHERENCE_MESI_MODEL_H
#define STANDSTILL_TESTS_UNIT_COHERENCE_MESI_MODEL_H

#include <array>
#include <string>
#include <vector>

#include "coherence/home_table.h"
#include "coherence/l1_table.h"
#include "mesi_walk.h"

namespace standstill::coherence {

inline constexpr unsigned kTiles = 3;  ///< at most

enum class Access : unsigned char { None, Load, Store };

/// A message of the walk; `tile` is its sender or receiver, whichever is not the home.
struct Parcel {
  MessageType type{};
  unsigned char tile = 0;
  Grant state{};
  bool latest = false;

  bool operator<(const Parcel& other) const { return key() < other.key(); }
  unsigned key() const {
    return static_cast<unsigned>(type) << 8 | unsigned{tile} << 4 |
           static_cast<unsigned>(state) << 1 | (latest ? 1u : 0u);
  }
};

struct MesiState {
  struct Tile {
    L1State state = L1State::I;
    bool latest = false;
    Access waiting = Access::None;
    bool fetching = false;
    bool atomic = false;
  };
  struct Pending {
    HomeRequest request{};
    unsigned char tile = 0;
    bool latest = false;  ///< of a write-back's data
  };
  enum class Stage : unsigned char { Idle, Snoops, Ack };

  std::array<Tile, kTiles> tiles{};
  bool in_l2 = false;
  bool dirty = false;
  bool l2_latest = false;
  bool memory_latest = true;
  unsigned char sharers = 0;
  unsigned char owner = kTiles;  ///< kTiles: nobody
  Stage stage = Stage::Idle;
  Pending current;
  bool holder = false;
  HomeState begun_in{};
  unsigned char answers_due = 0;
  std::vector<Pending> queue;
  std::vector<Parcel> parcels;  ///< sorted: their order has no meaning

  std::string encode() const;
};

/// Which rows have been used.
struct Coverage {
  bool l1[kL1States][kL1Events] = {};
  bool home[kHomeStates][kHomeRequests][2] = {};
};

/// Performs steps on one state. A step that breaks the protocol leaves a sentence in `error`.
class MesiModel {
 public:
  MesiModel(const L1Table& l1, const HomeTable& home, const WalkSize& size, Coverage& coverage)
      : l1_(l1), home_(home), size_(size), coverage_(coverage) {}

  struct Step {
    std::string name;
    MesiState state;
    std::string error;
  };
  /// All that can happen next.
  std::vector<Step> steps(const MesiState& from);
  /// What is wrong with a state; empty if nothing.
  std::string check(const MesiState& state) const;

 private:
  const L1Transition* apply(unsigned tile, L1Event event);
  void access(unsigned tile, Access access);
  void perform(unsigned tile, Access access);
  void replace(unsigned tile);
  void deliver_to_tile(const Parcel& parcel);
  void deliver_to_home(const Parcel& parcel);
  void snooped(const Parcel& parcel);
  void begin(const MesiState::Pending& request);
  void complete();
  void grant(const HomeRule& rule, Parcel& answer);
  void end();
  void recall();
  void written_by_tile(unsigned tile);
  void written_by_home();
  HomeState home_state() const;
  bool holds(unsigned tile) const;
  const HomeRule& rule() const { return home_.at(s_.begun_in, s_.current.request, s_.holder); }
  void send(MessageType type, unsigned tile, Grant state, bool latest);
  void fail(const std::string& what) {
    if (error_.empty()) error_ = what;
  }

  const L1Table& l1_;
  const HomeTable& home_;
  const WalkSize size_;
  Coverage& coverage_;
  MesiState s_;
  std::string error_;
};

}  // namespace standstill::coherence

#endif  // STANDSTILL_TESTS_UNIT_COHERENCE_MESI_MODEL_H
