// Breadth-first search over the states of the model.
// SPDX-License-Identifier: Apache-2.0
#include "mesi_walk.h"

#include <memory>
#include <unordered_set>

#include "mesi_model.h"

namespace standstill::coherence {
namespace {

struct Visit {
  MesiState state;
  std::size_t from;
  std::string step;
};

std::string path_to(const std::vector<Visit>& visits, std::size_t last) {
  std::string path;
  for (std::size_t at = last; at != 0; at = visits[at].from) {
    path = "\n  " + visits[at].step + path;
  }
  return path;
}

std::vector<std::string> unreached(const L1Table& l1, const HomeTable& home,
                                   const Coverage& coverage) {
  std::vector<std::string> rows;
  for (unsigned state = 0; state < kL1States; ++state) {
    for (unsigned event = 0; event < kL1Events; ++event) {
      const auto s = static_cast<L1State>(state);
      const auto e = static_cast<L1Event>(event);
      if (has(l1.at(s, e).actions, L1Action::Illegal) || coverage.l1[state][event]) continue;
      rows.push_back(std::string("L1 ") + name_of(s) + " " + name_of(e));
    }
  }
  for (unsigned state = 0; state < kHomeStates; ++state) {
    for (unsigned request = 0; request < kHomeRequests; ++request) {
      for (unsigned holder = 0; holder < 2; ++holder) {
        const auto s = static_cast<HomeState>(state);
        const auto r = static_cast<HomeRequest>(request);
        if (!home.at(s, r, holder != 0).legal || coverage.home[state][request][holder]) continue;
        rows.push_back(std::string("home ") + name_of(s) + " " + name_of(r) +
                       (holder != 0 ? " of a holder" : ""));
      }
    }
  }
  return rows;
}

}  // namespace

WalkResult walk_mesi(const L1Table& l1, const HomeTable& home, const WalkSize& size) {
  const auto coverage = std::make_unique<Coverage>();
  MesiModel model(l1, home, size, *coverage);
  WalkResult result;
  std::vector<Visit> visits;
  std::unordered_set<std::string> known;
  visits.push_back({MesiState{}, 0, ""});
  known.insert(visits[0].state.encode());
  for (std::size_t at = 0; at < visits.size(); ++at) {
    for (MesiModel::Step& step : model.steps(visits[at].state)) {
      if (step.error.empty() && !known.insert(step.state.encode()).second) continue;
      std::string error = step.error.empty() ? model.check(step.state) : step.error;
      visits.push_back({std::move(step.state), at, std::move(step.name)});
      if (error.empty()) continue;
      result.states = visits.size();
      result.error = error + path_to(visits, visits.size() - 1);
      return result;
    }
  }
  result.states = visits.size();
  result.unreached = unreached(l1, home, *coverage);
  return result;
}

}  // namespace standstill::coherence
