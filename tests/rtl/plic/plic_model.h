// What the PLIC should be, written a second time: the scoreboard of its benches.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V PLIC specification 1.0; for what it leaves open, the data sheet in rtl/plic.v.
#ifndef STANDSTILL_TESTS_RTL_PLIC_MODEL_H
#define STANDSTILL_TESTS_RTL_PLIC_MODEL_H

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace standstill::rtl {

class PlicModel {
 public:
  static constexpr unsigned kSources = 31;
  static constexpr unsigned kHighestPriority = 7;
  static constexpr std::uint32_t kEdgeSources = 0xFF00'0000;

  static constexpr std::uint32_t priority(unsigned source) { return 4 * source; }
  static constexpr std::uint32_t kPending = 0x1000;
  static constexpr std::uint32_t enable(unsigned context) { return 0x2000 + 0x80 * context; }
  static constexpr std::uint32_t threshold(unsigned context) {
    return 0x20'0000 + 0x1000 * context;
  }
  static constexpr std::uint32_t claim(unsigned context) { return threshold(context) + 4; }

  explicit PlicModel(unsigned contexts) : contexts_(contexts) {}

  bool exists(std::uint32_t offset) const { return at(offset).kind != Kind::Nothing; }

  /// What a read of 4 bytes takes; a claim that is taken has to be told to edge().
  std::uint32_t read(std::uint32_t offset) const {
    const Place place = at(offset);
    switch (place.kind) {
      case Kind::Priority:
        return sources_[place.index].priority;
      case Kind::Pending:
        return word([this](unsigned s) { return sources_[s].state == State::Pending; });
      case Kind::Enable:
        return word([&](unsigned s) { return contexts_[place.index].enabled.count(s) != 0; });
      case Kind::Threshold:
        return contexts_[place.index].threshold;
      case Kind::Claim:
        return best(contexts_[place.index]);
      default:
        return 0;
    }
  }

  struct Write {
    std::uint32_t offset;
    std::uint32_t data;
  };

  /// One edge: everything looks at what was before it.
  /// @param lines  bit s: the line of source s
  /// @param claim  the context that takes what read() says of its claim register
  void edge(std::uint32_t lines, std::optional<Write> write = {},
            std::optional<unsigned> claim = {}) {
    for (Context& context : contexts_) context.wire = interrupts(context);
    const unsigned claimed = claim ? best(contexts_[*claim]) : 0;
    const unsigned completed = write ? completes(*write) : 0;
    for (unsigned s = 1; s <= kSources; ++s) sample(sources_[s], s, (lines >> s & 1) != 0);
    if (claimed != 0) sources_[claimed].state = State::InService;
    if (completed != 0) sources_[completed].state = State::Open;
    if (write) set(*write);
  }

  bool wire(unsigned context) const { return contexts_[context].wire; }

 private:
  enum class State { Open, Pending, InService };
  enum class Kind { Nothing, Priority, Pending, Enable, Threshold, Claim };
  struct Place {
    Kind kind = Kind::Nothing;
    unsigned index = 0;
  };
  struct Source {
    State state = State::Open;
    unsigned priority = 0;
    bool line = false;  ///< at the last edge
    bool kept = false;  ///< an edge of the line that waits
  };
  struct Context {
    std::set<unsigned> enabled;
    unsigned threshold = 0;
    bool wire = false;
  };

  Place at(std::uint32_t offset) const {
    for (unsigned s = 0; s <= kSources; ++s)
      if (offset == priority(s)) return {Kind::Priority, s};
    if (offset == kPending) return {Kind::Pending, 0};
    for (unsigned c = 0; c < contexts_.size(); ++c) {
      if (offset == enable(c)) return {Kind::Enable, c};
      if (offset == threshold(c)) return {Kind::Threshold, c};
      if (offset == claim(c)) return {Kind::Claim, c};
    }
    return {};
  }

  template <typename Predicate>
  static std::uint32_t word(Predicate holds) {
    std::uint32_t bits = 0;
    for (unsigned s = 1; s <= kSources; ++s) bits |= std::uint32_t{holds(s)} << s;
    return bits;
  }

  bool offered(const Context& context, unsigned s) const {
    return sources_[s].state == State::Pending && sources_[s].priority > 0 &&
           context.enabled.count(s) != 0;
  }
  unsigned best(const Context& context) const {
    for (unsigned level = kHighestPriority; level > 0; --level)
      for (unsigned s = 1; s <= kSources; ++s)
        if (offered(context, s) && sources_[s].priority == level) return s;
    return 0;
  }
  bool interrupts(const Context& context) const {
    const unsigned s = best(context);
    return s != 0 && sources_[s].priority > context.threshold;
  }

  /// The source a write completes, or 0.
  unsigned completes(const Write& write) const {
    const Place place = at(write.offset);
    if (place.kind != Kind::Claim || write.data == 0 || write.data > kSources) return 0;
    const bool enabled = contexts_[place.index].enabled.count(write.data) != 0;
    return enabled && sources_[write.data].state == State::InService ? write.data : 0;
  }

  static void sample(Source& source, unsigned number, bool line) {
    const bool by_edge = (kEdgeSources >> number & 1) != 0;
    if (by_edge && line && !source.line) source.kept = true;
    source.line = line;
    if (source.state != State::Open || !(by_edge ? source.kept : line)) return;
    source.state = State::Pending;
    source.kept = false;
  }

  void set(const Write& write) {
    const Place place = at(write.offset);
    if (place.kind == Kind::Priority && place.index != 0)
      sources_[place.index].priority = write.data % (kHighestPriority + 1);
    if (place.kind == Kind::Threshold)
      contexts_[place.index].threshold = write.data % (kHighestPriority + 1);
    if (place.kind == Kind::Enable) {
      contexts_[place.index].enabled.clear();
      for (unsigned s = 1; s <= kSources; ++s)
        if ((write.data >> s & 1) != 0) contexts_[place.index].enabled.insert(s);
    }
  }

  Source sources_[kSources + 1];
  std::vector<Context> contexts_;
};

}  // namespace standstill::rtl

#endif  // STANDSTILL_TESTS_RTL_PLIC_MODEL_H
