// Searches the graph breadth first from each hart.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/progress/wait_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

namespace standstill::testbench {

std::string words_of(const HartWait& wait) {
  if (!wait.on) return fmt::format("hart {} waits {}", wait.from, wait.what);
  return fmt::format("hart {} waits for hart {} {}", wait.from, *wait.on, wait.what);
}

/// The shortest way from `hart` back to it.
std::vector<HartWait> WaitGraph::way_back_to(HartId hart) const {
  std::vector<const HartWait*> reached_by(waits_.size(), nullptr);
  std::deque<HartId> next{hart};
  while (!next.empty() && reached_by[hart] == nullptr) {
    for (const HartWait& wait : waits_[next.front()]) {
      if (!wait.on || reached_by[*wait.on] != nullptr) continue;
      reached_by[*wait.on] = &wait;
      next.push_back(*wait.on);
    }
    next.pop_front();
  }
  std::vector<HartWait> way;
  if (reached_by[hart] == nullptr) return way;
  for (const HartWait* wait = reached_by[hart]; wait != nullptr; wait = reached_by[wait->from]) {
    way.push_back(*wait);
    if (wait->from == hart) break;
  }
  std::reverse(way.begin(), way.end());
  return way;
}

std::vector<HartWait> WaitGraph::circular_wait() const {
  std::vector<HartWait> best;
  for (HartId hart = 0; hart < waits_.size(); ++hart) {
    std::vector<HartWait> way = way_back_to(hart);
    if (!way.empty() && (best.empty() || way.size() < best.size())) best = std::move(way);
    if (!best.empty() && best.size() <= 2) break;
  }
  return best;
}

std::vector<HartWait> WaitGraph::chain() const {
  std::vector<HartWait> chain;
  std::vector<bool> seen(waits_.size(), false);
  const auto first =
      std::find_if(waits_.begin(), waits_.end(), [](const auto& waits) { return !waits.empty(); });
  if (first == waits_.end()) return chain;
  auto hart = static_cast<HartId>(first - waits_.begin());
  while (!seen[hart] && !waits_[hart].empty()) {
    seen[hart] = true;
    chain.push_back(waits_[hart].front());
    if (!chain.back().on) break;
    hart = *chain.back().on;
  }
  return chain;
}

std::string WaitGraph::sentence() const {
  const std::vector<HartWait> round = circular_wait();
  std::string text;
  for (const HartWait& wait : round.empty() ? chain() : round)
    text += (text.empty() ? "" : "; ") + words_of(wait);
  if (!round.empty()) text += ": a circular wait";
  return text;
}

}  // namespace standstill::testbench
