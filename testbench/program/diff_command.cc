// Lays two runs side by side: causes first, then figures, then events.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/diff_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "testbench/baseline/baseline.h"
#include "testbench/baseline/hart_figures.h"
#include "testbench/baseline/judgement.h"
#include "testbench/baseline/log_diff.h"
#include "testbench/config/machine_file.h"
#include "testbench/program/output_folder.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Of the figures of single harts; a machine has thousands.
constexpr std::size_t kHartLines = 24;

/// One of the two.
struct Side {
  Identity identity;
  std::string status = "pass";  ///< a baseline's run has passed
  std::vector<Figure> figures;
  std::vector<Figure> phases;  ///< of each hart; a baseline has none
  std::string log;             ///< path of the event log; a baseline has none
  std::string log_level;
};

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw UsageError(
        fmt::format("diff: cannot read {}: {}; name the folder of a run, or a "
                    "baseline",
                    path.string(), std::strerror(errno)));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Side side_of_folder(const fs::path& folder) {
  try {
    const Json results = Json::parse(text_of(folder / kResultsFile));
    const Json host = Json::parse(text_of(folder / kHostFile));
    Side side;
    side.identity = identity_of(results);
    side.status = results.at("outcome").at("status");
    side.figures = figures_of(results);
    side.phases = hart_figures(results);
    side.log = (folder / kEventsFile).string();
    side.log_level = host.at("log_level");
    return side;
  } catch (const Json::exception& error) {
    throw UsageError(fmt::format("diff: {}: not the files of a run of this version: {}",
                                 folder.string(), error.what()));
  }
}

Side side_of(const std::string& path) {
  std::error_code error;
  if (fs::path(path).extension() != ".json" || fs::is_directory(path, error))
    return side_of_folder(path);
  const Baseline baseline = load_baseline(path);
  if (!baseline.blessed)
    throw UsageError(
        fmt::format("diff: {}: not blessed yet: `standstill check --bless {}`", path, path));
  Side side;
  side.identity = baseline.identity;
  side.figures = baseline.figures;
  return side;
}

struct Move {
  std::uint64_t distance;
  std::string name;
  std::string text;
};

/// The figures that both have and that differ, in the order of the first.
std::vector<Move> moves(const std::vector<Figure>& before, const std::vector<Figure>& after) {
  std::map<std::string, const Figure*> index;
  for (const Figure& figure : after) index[figure.name] = &figure;
  std::vector<Move> all;
  for (const Figure& figure : before) {
    const auto found = index.find(figure.name);
    if (found == index.end() || found->second->value == figure.value) continue;
    const std::uint64_t a = figure.value.value_or(0);
    const std::uint64_t b = found->second->value.value_or(0);
    all.push_back(
        {std::max(a, b) - std::min(a, b), figure.name, move_text(figure, *found->second)});
  }
  return all;
}

bool is_of_one_hart(const Move& move) {
  return move.name.compare(0, 6, "harts.") == 0 && move.name.compare(0, 8, "harts.*.") != 0;
}

/// The largest moves, in the order they have.
std::vector<Move> largest(std::vector<Move> all) {
  if (all.size() <= kHartLines) return all;
  std::vector<std::uint64_t> distances;
  distances.reserve(all.size());
  for (const Move& move : all) distances.push_back(move.distance);
  std::nth_element(distances.begin(), distances.begin() + kHartLines - 1, distances.end(),
                   std::greater<>());
  const std::uint64_t least = distances[kHartLines - 1];
  all.erase(std::remove_if(all.begin(), all.end(),
                           [&](const Move& move) { return move.distance < least; }),
            all.end());
  all.resize(std::min(all.size(), kHartLines));
  return all;
}

void print(const char* heading, const std::vector<Move>& all) {
  if (all.empty()) return;
  std::printf("\n%s\n", heading);
  const std::vector<Move> shown = largest(all);
  for (const Move& move : shown) std::printf("    %s\n", move.text.c_str());
  if (shown.size() < all.size())
    std::printf("    and %zu that moved less\n", all.size() - shown.size());
}

/// Prints figures that moved; returns whether any did.
bool print_moves(const Side& a, const Side& b) {
  std::vector<Move> sums, harts;
  for (Move& move : moves(a.figures, b.figures))
    (is_of_one_hart(move) ? harts : sums).push_back(std::move(move));
  const std::vector<Move> phases = moves(a.phases, b.phases);
  const bool summary_first = std::any_of(sums.begin(), sums.end(), [](const Move& move) {
    return move.name.compare(0, 8, "summary.") == 0;
  });
  std::stable_partition(sums.begin(), sums.end(),
                        [](const Move& move) { return move.name.compare(0, 8, "summary.") == 0; });
  if (!sums.empty()) {
    std::printf("\n%s\n", summary_first ? "rendezvous and run" : "run");
    for (const Move& move : sums) std::printf("    %s\n", move.text.c_str());
  }
  print("phases of each hart, medians", phases);
  print("each hart", harts);
  return !sums.empty() || !phases.empty() || !harts.empty();
}

/// Prints where the logs part; returns whether they do.
bool print_parting(const Side& a, const Side& b) {
  if (a.log.empty() || b.log.empty()) return false;
  if (a.log_level != b.log_level) {
    std::printf("\nthe event logs are of --log-level %s and %s, and not compared\n",
                a.log_level.c_str(), b.log_level.c_str());
    return false;
  }
  std::ifstream before(a.log, std::ios::binary);
  std::ifstream after(b.log, std::ios::binary);
  if (!before || !after) {
    std::printf("\n%s is not there: the event logs are not compared\n",
                (before ? b.log : a.log).c_str());
    return false;
  }
  const auto parting = first_parting(before, after);
  if (!parting) return false;
  const auto shown = [](const std::string& line) {
    return line.empty() ? std::string("(the log ends)") : line;
  };
  std::printf("\nthe events part at line %llu of events.log\n  A  %s\n  B  %s\n",
              static_cast<unsigned long long>(parting->line), shown(parting->before).c_str(),
              shown(parting->after).c_str());
  return true;
}

}  // namespace

int diff_command(const DiffOptions& options) {
  const Side a = side_of(options.before);
  const Side b = side_of(options.after);
  const auto differing = differences(a.identity, b.identity, to_json(MachineConfig()));
  for (const Difference& difference : differing) std::printf("%s\n", difference.text.c_str());
  const bool ended = a.status != b.status;
  if (ended) std::printf("the outcome differs: %s -> %s\n", a.status.c_str(), b.status.c_str());
  if (differing.empty())
    std::printf("firmware, arguments and machine are the same: what differs below is the model\n");
  const bool moved = print_moves(a, b);
  const bool parted = print_parting(a, b);
  if (!moved && !parted && !ended) std::printf("no figure has moved\n");
  return !differing.empty() || ended || moved || parted ? 1 : 0;
}

}  // namespace standstill::testbench
