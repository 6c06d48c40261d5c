// One step of the walk: the tables, carried out on a state of a few bytes.
// SPDX-License-Identifier: Apache-2.0
#include "mesi_model.h"

#include <algorithm>

namespace standstill::coherence {
namespace {

bool to_tile(MessageType type) {
  return type == MessageType::SnpShared || type == MessageType::SnpUnique ||
         type == MessageType::SnpOnce || type == MessageType::Comp || type == MessageType::CompData;
}

}  // namespace

std::string MesiState::encode() const {
  std::string code;
  const auto put = [&](unsigned value) { code.push_back(static_cast<char>(value)); };
  for (const Tile& tile : tiles) {
    put(static_cast<unsigned>(tile.state) << 1 | (tile.latest ? 1 : 0));
    put(static_cast<unsigned>(tile.waiting) << 2 | (tile.fetching ? 2 : 0) | (tile.atomic ? 1 : 0));
  }
  put((in_l2 ? 1 : 0) | (dirty ? 2 : 0) | (l2_latest ? 4 : 0) | (memory_latest ? 8 : 0) |
      unsigned{sharers} << 4);
  put(owner);
  const auto put_pending = [&](const Pending& pending) {
    put(static_cast<unsigned>(pending.request) << 4 | unsigned{pending.tile} << 1 |
        (pending.latest ? 1 : 0));
  };
  put(static_cast<unsigned>(stage) << 6 | unsigned{answers_due} << 4 |
      static_cast<unsigned>(begun_in) << 1 | (holder ? 1 : 0));
  put_pending(current);
  put(static_cast<unsigned>(queue.size()));
  for (const Pending& pending : queue) put_pending(pending);
  for (const Parcel& parcel : parcels) {
    put(parcel.key() >> 8);
    put(parcel.key() & 0xff);
  }
  return code;
}

std::vector<MesiModel::Step> MesiModel::steps(const MesiState& from) {
  std::vector<Step> steps;
  const auto take = [&](const std::string& name, auto step) {
    s_ = from;
    error_.clear();
    step();
    std::sort(s_.parcels.begin(), s_.parcels.end());
    steps.push_back({name, s_, error_});
  };
  unsigned requests = 0;
  unsigned extras = 0;
  for (const MesiState::Tile& tile : from.tiles) {
    extras += (tile.fetching ? 1u : 0u) + (tile.atomic ? 1u : 0u);
    requests += tile.waiting != Access::None || victim(tile.state) ? 1 : 0;
  }
  const bool full = requests + extras >= size_.requests;
  for (unsigned tile = 0; tile < size_.tiles; ++tile) {
    const std::string who = " of tile " + std::to_string(tile);
    const auto may = [&](L1Event event) {
      return !full || has(l1_.at(from.tiles[tile].state, event).actions, L1Action::Hit);
    };
    if (may(L1Event::Load)) take("load" + who, [&] { access(tile, Access::Load); });
    if (may(L1Event::Store)) take("store" + who, [&] { access(tile, Access::Store); });
    if (!full && !victim(from.tiles[tile].state)) {
      take("replace" + who, [&] { replace(tile); });
    }
    if (full || extras >= size_.extras) continue;
    if (!from.tiles[tile].fetching) {
      take("fetch" + who, [&] {
        s_.tiles[tile].fetching = true;
        send(MessageType::ReadOnce, tile, Grant::Invalid, false);
      });
    }
    if (!from.tiles[tile].atomic) {
      take("far atomic" + who, [&] {
        s_.tiles[tile].atomic = true;
        send(MessageType::Atomic, tile, Grant::Invalid, false);
      });
    }
  }
  if (from.in_l2 && from.stage == MesiState::Stage::Idle) take("recall", [&] { recall(); });
  for (std::size_t index = 0; index < from.parcels.size(); ++index) {
    if (index > 0 && from.parcels[index].key() == from.parcels[index - 1].key()) continue;
    const Parcel parcel = from.parcels[index];
    take(std::string(name_of(parcel.type)) + (to_tile(parcel.type) ? " to " : " from ") + "tile " +
             std::to_string(parcel.tile),
         [&] {
           s_.parcels.erase(s_.parcels.begin() + static_cast<std::ptrdiff_t>(index));
           to_tile(parcel.type) ? deliver_to_tile(parcel) : deliver_to_home(parcel);
         });
  }
  return steps;
}

std::string MesiModel::check(const MesiState& state) const {
  const auto hits = [&](unsigned tile, L1Event event) {
    return has(l1_.at(state.tiles[tile].state, event).actions, L1Action::Hit);
  };
  bool stable = state.stage == MesiState::Stage::Idle && state.queue.empty();
  for (unsigned tile = 0; tile < kTiles; ++tile) {
    const MesiState::Tile& t = state.tiles[tile];
    if (hits(tile, L1Event::Load) && !t.latest) return "a readable copy is old";
    for (unsigned other = 0; other < kTiles; ++other) {
      if (other != tile && hits(tile, L1Event::Store) && hits(other, L1Event::Load)) {
        return "a reader beside a writer";
      }
    }
    stable =
        stable && t.waiting == Access::None && !t.fetching && !t.atomic && t.state <= L1State::M;
  }
  if (state.parcels.empty() && !stable) return "stuck: somebody waits and no message is under way";
  return "";
}

const L1Transition* MesiModel::apply(unsigned tile, L1Event event) {
  const L1State state = s_.tiles[tile].state;
  const L1Transition& transition = l1_.at(state, event);
  if (has(transition.actions, L1Action::Illegal)) {
    fail(std::string("L1 in ") + name_of(state) + " does not know " + name_of(event));
    return nullptr;
  }
  coverage_.l1[static_cast<unsigned>(state)][static_cast<unsigned>(event)] = true;
  s_.tiles[tile].state = transition.next;
  return &transition;
}

void MesiModel::access(unsigned tile, Access access) {
  const L1Event event = access == Access::Load ? L1Event::Load : L1Event::Store;
  const L1Transition* transition = apply(tile, event);
  if (transition == nullptr) return;
  const L1Action actions = transition->actions;
  if (has(actions, L1Action::Hit)) return perform(tile, access);
  if (has(actions, L1Action::Wait)) return;
  s_.tiles[tile].waiting = access;
  if (has(actions, L1Action::SendReadShared)) {
    send(MessageType::ReadShared, tile, Grant::Invalid, false);
  }
  if (has(actions, L1Action::SendReadUnique)) {
    send(MessageType::ReadUnique, tile, Grant::Invalid, false);
  }
  if (has(actions, L1Action::SendCleanUnique)) {
    send(MessageType::CleanUnique, tile, Grant::Invalid, false);
  }
}

void MesiModel::perform(unsigned tile, Access access) {
  if (!s_.tiles[tile].latest) fail("an access meets an old copy");
  if (access == Access::Store) written_by_tile(tile);
}

void MesiModel::replace(unsigned tile) {
  const bool latest = s_.tiles[tile].latest;
  const L1Transition* transition = apply(tile, L1Event::Replace);
  if (transition == nullptr) return;
  if (has(transition->actions, L1Action::SendWriteBackFull)) {
    send(MessageType::WriteBackFull, tile, Grant::Invalid, latest);
  }
  if (has(transition->actions, L1Action::SendEvict)) {
    send(MessageType::Evict, tile, Grant::Invalid, false);
  }
  if (s_.tiles[tile].state == L1State::I) s_.tiles[tile].latest = false;
}

void MesiModel::deliver_to_tile(const Parcel& parcel) {
  MesiState::Tile& tile = s_.tiles[parcel.tile];
  if (parcel.type == MessageType::SnpShared || parcel.type == MessageType::SnpUnique ||
      parcel.type == MessageType::SnpOnce) {
    return snooped(parcel);
  }
  if (parcel.type == MessageType::CompData && parcel.state == Grant::Invalid) {
    tile.fetching = false;
    return;
  }
  // The tile tells the Comp of a far atomic by its transaction; here, by Shared, which no other
  // has.
  if (parcel.type == MessageType::Comp && parcel.state == Grant::Shared) {
    tile.atomic = false;
    return;
  }
  Message message;
  message.type = parcel.type;
  message.state = parcel.state;
  const L1Transition* transition = apply(parcel.tile, l1_event_of(message, tile.state));
  if (transition == nullptr) return;
  if (has(transition->actions, L1Action::Install)) tile.latest = parcel.latest;
  if (has(transition->actions, L1Action::Release)) tile.latest = false;
  if (!has(transition->actions, L1Action::SendCompAck)) return;
  const Access waiting = tile.waiting;
  tile.waiting = Access::None;
  const L1Event event = waiting == Access::Load ? L1Event::Load : L1Event::Store;
  if (!has(l1_.at(tile.state, event).actions, L1Action::Hit)) {
    fail("what was granted is not enough for the access that waited");
  } else if (apply(parcel.tile, event) != nullptr) {
    perform(parcel.tile, waiting);
  }
  send(MessageType::CompAck, parcel.tile, Grant::Invalid, false);
}

void MesiModel::snooped(const Parcel& parcel) {
  MesiState::Tile& tile = s_.tiles[parcel.tile];
  Message message;
  message.type = parcel.type;
  const L1Transition* transition = apply(parcel.tile, l1_event_of(message, tile.state));
  if (transition == nullptr) return;
  const L1Action actions = transition->actions;
  const Grant keeps = has(actions, L1Action::RespondShared) ? Grant::Shared
                      : has(actions, L1Action::RespondKeep) ? Grant::Unique
                                                            : Grant::Invalid;
  const bool data = has(actions, L1Action::WithData);
  if (parcel.type == MessageType::SnpOnce && !(data ? tile.latest : s_.l2_latest)) {
    fail("a fetch gets old data");
  }
  send(data ? MessageType::SnpRespData : MessageType::SnpResp, parcel.tile, keeps,
       data && tile.latest);
  const bool keeps_data = has(l1_.at(tile.state, L1Event::Load).actions, L1Action::Hit) ||
                          tile.state == L1State::MI_A || tile.state == L1State::EI_A;
  if (!keeps_data) tile.latest = false;
}

void MesiModel::deliver_to_home(const Parcel& parcel) {
  if (parcel.type == MessageType::CompAck) {
    if (s_.stage != MesiState::Stage::Ack || s_.current.tile != parcel.tile) {
      return fail("home: CompAck that nobody waits for");
    }
    return end();
  }
  if (parcel.type == MessageType::SnpResp || parcel.type == MessageType::SnpRespData) {
    if (s_.stage != MesiState::Stage::Snoops) return fail("home: answer to no snoop");
    if (parcel.type == MessageType::SnpRespData) {
      s_.l2_latest = parcel.latest;
      s_.dirty = true;
    }
    if (parcel.state != Grant::Unique) {
      if (s_.owner == parcel.tile) s_.owner = kTiles;
      s_.sharers = static_cast<unsigned char>(s_.sharers & ~(1u << parcel.tile));
    }
    if (parcel.state == Grant::Shared) {
      s_.sharers = static_cast<unsigned char>(s_.sharers | 1u << parcel.tile);
    }
    if (--s_.answers_due == 0) complete();
    return;
  }
  const MesiState::Pending request{home_request_of(parcel.type), parcel.tile, parcel.latest};
  if (s_.stage != MesiState::Stage::Idle) {
    s_.queue.push_back(request);
  } else {
    begin(request);
  }
}

HomeState MesiModel::home_state() const {
  if (!s_.in_l2) return HomeState::I;
  if (s_.owner != kTiles) return HomeState::U;
  return s_.sharers != 0 ? HomeState::S : HomeState::V;
}

bool MesiModel::holds(unsigned tile) const {
  return s_.owner == tile || (s_.sharers >> tile & 1) != 0;
}

void MesiModel::recall() {
  begin({HomeRequest::Recall, static_cast<unsigned char>(kTiles), false});
}

void MesiModel::begin(const MesiState::Pending& request) {
  s_.current = request;
  s_.begun_in = home_state();
  s_.holder = request.request != HomeRequest::Recall && holds(request.tile);
  if (!rule().legal) {
    return fail(std::string("home in ") + name_of(s_.begun_in) + " does not know " +
                name_of(request.request) + (s_.holder ? " of a holder" : ""));
  }
  coverage_.home[static_cast<unsigned>(s_.begun_in)][static_cast<unsigned>(request.request)]
                [s_.holder ? 1 : 0] = true;
  if (rule().read_memory) {
    s_.in_l2 = true;
    s_.dirty = false;
    s_.l2_latest = s_.memory_latest;
  }
  s_.stage = MesiState::Stage::Snoops;
  s_.answers_due = 0;
  for (unsigned tile = 0; tile < kTiles; ++tile) {
    const SnoopTarget target = rule().snoop;
    const bool sharer = (s_.sharers >> tile & 1) != 0;
    if ((target == SnoopTarget::Owner && tile == s_.owner) ||
        (target == SnoopTarget::Sharers && sharer) ||
        (target == SnoopTarget::Others && sharer && tile != request.tile)) {
      send(rule().snoop_type, tile, Grant::Invalid, false);
      ++s_.answers_due;
    }
  }
  if (s_.answers_due == 0) complete();
}

void MesiModel::complete() {
  const HomeRule& r = rule();
  if (s_.current.request == HomeRequest::Recall) {
    if (s_.dirty) s_.memory_latest = s_.l2_latest;
    s_.in_l2 = s_.dirty = s_.l2_latest = false;
    s_.sharers = 0;
    s_.owner = kTiles;
    return end();
  }
  if (r.take_data) {
    s_.l2_latest = s_.current.latest;
    s_.dirty = true;
  }
  Parcel answer{MessageType::Comp, s_.current.tile, Grant::Invalid, false};
  if (r.answer == HomeAnswer::CompData) {
    answer.type = MessageType::CompData;
    answer.latest = s_.l2_latest;
    // A fetch's snapshot is taken where the owner answers: stores may follow it.
    const bool snapshot = r.snoop_type == MessageType::SnpOnce && r.snoop != SnoopTarget::None;
    if (!s_.l2_latest && !snapshot) fail("home answers with old data");
  }
  if (s_.current.request == HomeRequest::Atomic) {
    if (!s_.l2_latest) fail("a far atomic meets old data");
    written_by_home();
    answer.state = Grant::Shared;
  } else {
    grant(r, answer);
  }
  send(answer.type, answer.tile, answer.state, answer.latest);
  if (r.wait_ack) {
    s_.stage = MesiState::Stage::Ack;
  } else {
    end();
  }
}

void MesiModel::grant(const HomeRule& rule, Parcel& answer) {
  const unsigned tile = answer.tile;
  const unsigned bit = 1u << tile;
  const bool others = (s_.sharers & ~bit) != 0 || (s_.owner != kTiles && s_.owner != tile);
  if (rule.grant == HomeGrant::Forget) {
    if (s_.owner == tile) s_.owner = kTiles;
  } else if (rule.grant == HomeGrant::SharedUnlessAlone && others) {
    s_.sharers = static_cast<unsigned char>(s_.sharers | bit);
    answer.state = Grant::Shared;
  } else if (rule.grant != HomeGrant::Nothing) {
    s_.sharers = 0;
    s_.owner = static_cast<unsigned char>(tile);
    answer.state = Grant::Unique;
  }
}

void MesiModel::end() {
  s_.stage = MesiState::Stage::Idle;
  s_.current = {};
  s_.begun_in = {};
  s_.holder = false;
  s_.answers_due = 0;
  if (s_.queue.empty()) return;
  const MesiState::Pending next = s_.queue.front();
  s_.queue.erase(s_.queue.begin());
  begin(next);
}

void MesiModel::written_by_tile(unsigned tile) {
  for (MesiState::Tile& other : s_.tiles) other.latest = false;
  for (Parcel& parcel : s_.parcels) parcel.latest = false;
  for (MesiState::Pending& pending : s_.queue) pending.latest = false;
  s_.l2_latest = s_.memory_latest = false;
  s_.tiles[tile].latest = true;
}

void MesiModel::written_by_home() {
  written_by_tile(0);
  s_.tiles[0].latest = false;
  s_.l2_latest = true;
  s_.dirty = true;
}

void MesiModel::send(MessageType type, unsigned tile, Grant state, bool latest) {
  s_.parcels.push_back({type, static_cast<unsigned char>(tile), state, latest});
}

}  // namespace standstill::coherence
