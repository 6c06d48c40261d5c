// Begins, carries out and checks random accesses.
// SPDX-License-Identifier: Apache-2.0
#include "random_core.h"

namespace standstill::random_test {

using tile::L1Data;

RandomCore::RandomCore(NodeId node, const L1Config& config, const AddressMap& map, unsigned lines,
                       std::uint32_t seed, Reference& reference)
    : node_(node),
      map_(map),
      lines_(lines),
      random_(seed * 1000 + node),
      reference_(reference),
      l1_(config, map, node, node, nobody_),
      out_(node, node) {}

bool RandomCore::idle() const {
  return accesses_[0].kind == Kind::None && accesses_[1].kind == Kind::None && l1_.idle();
}

void RandomCore::step(Cycle now, bool more) {
  while (inbox_.next() <= now) {
    const Message message = inbox_.front();
    inbox_.pop();
    serve(message, now);
  }
  for (Access& access : accesses_) {
    if (access.kind == Kind::None && more && now >= access.next) begin(access, now);
    if (access.kind != Kind::None) advance(access, now);
  }
}

void RandomCore::serve(const Message& message, Cycle now) {
  if (channel_of(message.type) == Channel::Snp) return l1_.snoop(message, now, out_);
  for (Access& access : accesses_) {
    if (access.kind != Kind::None && access.transaction == message.transaction) {
      return answered(access, message, now);
    }
  }
  const L1Data::Completion done = l1_.complete(message, now, out_);
  // What was granted is used before any later snoop.
  for (Access& access : accesses_) {
    if (access.kind == Kind::None || line_of(access.addr) != done.line) continue;
    access.waits = false;
    advance(access, now);
  }
}

void RandomCore::begin(Access& access, Cycle now) {
  const Kind kinds[] = {Kind::Load,  Kind::Load,       Kind::Load,      Kind::Store,
                        Kind::Store, Kind::NearAtomic, Kind::FarAtomic, Kind::Fetch};
  access = {};
  access.kind = kinds[random_() % 8];
  const bool atomic = access.kind == Kind::NearAtomic || access.kind == Kind::FarAtomic;
  access.size = atomic ? 4u << random_() % 2 : 1u << random_() % 4;
  // Few words of few lines, so that cores meet, in the same word and beside it.
  const Addr offset = random_() % (kLineBytes / access.size) * access.size;
  access.addr = platform::kDramBase + random_() % lines_ * kLineBytes + offset;
  access.value = std::uint64_t{random_()} << 32 | random_();
  access.begun = now;
}

void RandomCore::advance(Access& access, Cycle now) {
  const Addr line = line_of(access.addr);
  const unsigned offset = offset_in_line(access.addr);
  switch (access.kind) {
    case Kind::None:
      return;
    case Kind::Load: {
      const unsigned frame = l1_.readable(line);
      if (frame == L1Data::kNone) return ask(access, AccessKind::Load, now);
      const std::uint64_t value = l1_.read(frame).read(offset, access.size);
      expect(value == reference_.latest(access.addr, access.size), access, "load", now);
      return finish(access, now);
    }
    case Kind::Store:
    case Kind::NearAtomic: {
      const unsigned frame = l1_.writable(line);
      if (frame == L1Data::kNone) return ask(access, AccessKind::Store, now);
      Line& data = l1_.write(frame);
      if (access.kind == Kind::NearAtomic) {
        const std::uint64_t old = data.read(offset, access.size);
        expect(old == reference_.latest(access.addr, access.size), access, "near atomic", now);
        access.value += old;
      }
      data.write(offset, access.size, access.value, 0);
      reference_.store(access.addr, access.size, access.value, now);
      return finish(access, now);
    }
    case Kind::FarAtomic:
      if (access.transaction == 0) ask_home(access, MessageType::Atomic, now);
      return;
    case Kind::Fetch:
      if (access.transaction == 0) ask_home(access, MessageType::ReadOnce, now);
      return;
  }
}

void RandomCore::ask(Access& access, AccessKind kind, Cycle now) {
  if (access.waits) return;
  access.waits = l1_.request(line_of(access.addr), kind, now, 0, out_) == L1Data::Answer::Waiting;
}

void RandomCore::ask_home(Access& access, MessageType type, Cycle now) {
  Message request;
  request.type = type;
  request.destination = map_.home_of(access.addr);
  request.requester = node_;
  request.addr = type == MessageType::ReadOnce ? line_of(access.addr) : access.addr;
  request.atomic = AtomicOp::Add;
  request.size = static_cast<std::uint8_t>(access.size);
  request.value = access.value;
  request.cycle = now + 1;
  request.transaction = access.transaction = out_.next_id();
  out_.send(request, now);
}

void RandomCore::answered(Access& access, const Message& message, Cycle now) {
  if (access.kind == Kind::Fetch) {
    const Addr line = line_of(access.addr);
    for (unsigned offset = 0; offset < kLineBytes; ++offset) {
      expect(reference_.was(line + offset, message.line.bytes[offset], access.begun), access,
             "fetch", now);
    }
  }
  finish(access, now);
}

void RandomCore::finish(Access& access, Cycle now) {
  access = {};
  access.next = now + 1 + random_() % 8;
  ++done_;
}

void RandomCore::expect(bool right, const Access& access, const char* what, Cycle now) {
  if (right || !error_.empty()) return;
  error_ = std::string(what) + " of " + std::to_string(access.size) + " bytes at offset " +
           std::to_string(access.addr - platform::kDramBase) + " by core " + std::to_string(node_) +
           " at cycle " + std::to_string(now) + " saw a wrong value";
}

}  // namespace standstill::random_test
