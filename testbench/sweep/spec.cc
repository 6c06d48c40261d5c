// The tables of a specification.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/sweep/spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>

#include "testbench/sweep/spec_values.h"
#include "testbench/text/nearest.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kTables = {"sweep", "set",    "arg",    "grid",
                                          "list",  "random", "exclude"};
const std::vector<std::string> kSweepKeys = {"name",  "about",      "scenario",  "elf", "config",
                                             "harts", "max_cycles", "log_level", "keep"};

/// Fills a specification from its tables.
class SpecReader {
 public:
  SpecReader(const toml::table& root, SweepSpec& spec) : root_(root), spec_(spec) {}

  void read() {
    check_names(root_, kTables, "table");
    read_sweep(table("sweep"));
    for (const SpecEntry& entry : entries_of(table("set"), spec_.path)) fix(entry);
    for (const SpecEntry& entry : entries_of(table("arg"), spec_.path, kArgumentPrefix)) fix(entry);
    read_list();
    read_random(table("random"));
    for (const SpecEntry& entry : entries_of(table("grid"), spec_.path))
      spec_.grid.push_back(once(axis_of(entry, spec_.path)));
    read_exclude();
    check_program();
  }

 private:
  [[noreturn]] void refuse(const toml::source_region& where, const std::string& what) const {
    throw UsageError(fmt::format("{}: {}", place_of(spec_.path, where), what));
  }
  void check_names(const toml::table& table, const std::vector<std::string>& known,
                   const char* what) const {
    for (auto&& [key, node] : table)
      if (const std::string name(key.str());
          std::find(known.begin(), known.end(), name) == known.end())
        refuse(key.source(), fmt::format("unknown {} '{}': it must be {}{}", what, name,
                                         join_choices(known), nearest_hint(name, known)));
  }
  /// The table of this name; an empty one if there is none.
  const toml::table& table(const char* name) const {
    static const toml::table kNone;
    const toml::node* node = root_.get(name);
    if (node && !node->is_table())
      refuse(node->source(), fmt::format("{}: it must be a table, [{}]", name, name));
    return node ? *node->as_table() : kNone;
  }
  /// The tables of this name, [[name]].
  std::vector<const toml::table*> tables(const char* name) const {
    std::vector<const toml::table*> all;
    const toml::node* node = root_.get(name);
    if (!node) return all;
    const toml::array* array = node->as_array();
    for (std::size_t i = 0; array && i < array->size(); ++i)
      if ((*array)[i].is_table()) all.push_back((*array)[i].as_table());
    if (!array || all.size() != array->size() || all.empty())
      refuse(node->source(), fmt::format("{}: it must be tables, [[{}]] before each", name, name));
    return all;
  }
  /// A key that is there twice would be another than one of its users thinks.
  template <typename Keyed>
  Keyed once(Keyed keyed) {
    const auto [before, is_new] = places_.emplace(keyed.key, keyed.place);
    if (!is_new)
      throw UsageError(fmt::format("{}: {} is set at {} already: say it once", keyed.place,
                                   keyed.key, before->second));
    return keyed;
  }
  void fix(const SpecEntry& entry) { spec_.fixed.push_back(once(setting_of(entry, spec_.path))); }

  std::string text(const toml::table& sweep, const char* key) const {
    const toml::node* node = sweep.get(key);
    if (!node) return "";
    const auto* value = node->as_string();
    if (!value || value->get().empty())
      refuse(node->source(), fmt::format("{}: it must be a text in quotes", key));
    return value->get();
  }
  std::size_t word(const toml::table& sweep, const char* key, const std::vector<std::string>& words,
                   std::size_t otherwise) const {
    const std::string given = text(sweep, key);
    if (given.empty()) return otherwise;
    const auto found = std::find(words.begin(), words.end(), given);
    if (found == words.end())
      refuse(sweep.get(key)->source(),
             fmt::format("{} = {}: it must be {}{}", key, given, join_choices(words),
                         nearest_hint(given, words)));
    return static_cast<std::size_t>(found - words.begin());
  }
  void read_sweep(const toml::table& sweep);
  void read_list();
  void read_random(const toml::table& random);
  void read_exclude();
  void check_program() const;

  const toml::table& root_;
  SweepSpec& spec_;
  std::map<std::string, std::string> places_;  ///< of each key, where it is set
};

void SpecReader::read_sweep(const toml::table& sweep) {
  check_names(sweep, kSweepKeys, "key of [sweep]");
  spec_.name = text(sweep, "name");
  if (spec_.name.empty()) spec_.name = fs::path(spec_.path).stem();
  spec_.about = text(sweep, "about");
  spec_.elf = text(sweep, "elf");
  for (const char* key : {kScenarioKey, kConfigKey, kHartsKey})
    if (const toml::node* node = sweep.get(key)) {
      if (key != std::string(kHartsKey)) text(sweep, key);
      fix({key, node, node->source()});
    }
  if (const toml::node* node = sweep.get("max_cycles"))
    spec_.max_cycles = whole_number(*node, "max_cycles", spec_.path, 1);
  constexpr LogLevel kLevels[] = {LogLevel::Marks, LogLevel::Rendezvous, LogLevel::All};
  spec_.log_level = kLevels[word(sweep, "log_level", {"marks", "rendezvous", "all"}, 1)];
  spec_.keep_logs = word(sweep, "keep", {"results", "all"}, 0) == 1;
}

void SpecReader::read_list() {
  for (const toml::table* table : tables("list")) {
    std::vector<Setting> row;
    for (const SpecEntry& entry : entries_of(*table, spec_.path))
      row.push_back(setting_of(entry, spec_.path));
    if (row.empty()) refuse(table->source(), "list: it must set at least one key");
    if (spec_.list.empty()) {
      for (const Setting& setting : row) once(setting);
      spec_.list.push_back(std::move(row));
      continue;
    }
    // In the order of the first.
    std::vector<Setting> ordered;
    for (const Setting& first : spec_.list.front())
      for (const Setting& setting : row)
        if (setting.key == first.key) ordered.push_back(setting);
    if (ordered.size() != row.size() || row.size() != spec_.list.front().size())
      refuse(table->source(), fmt::format("list: it must have the keys of the first one, at {}",
                                          spec_.list.front().front().place));
    spec_.list.push_back(std::move(ordered));
  }
}

void SpecReader::read_random(const toml::table& random) {
  if (random.empty()) return;
  for (const char* key : {"count", "seed"}) {
    const toml::node* node = random.get(key);
    if (!node) refuse(random.source(), fmt::format("random: it must have {}", key));
    const bool counts = key == std::string("count");
    (counts ? spec_.draws : spec_.seed) =
        whole_number(*node, std::string("random: ") + key, spec_.path, counts ? 1 : 0);
  }
  for (const SpecEntry& entry : entries_of(random, spec_.path, "", {"count", "seed"}))
    spec_.random.push_back(once(axis_of(entry, spec_.path)));
  if (spec_.random.empty()) refuse(random.source(), "random: it must draw at least one key");
}

void SpecReader::read_exclude() {
  const std::vector<std::string> keys = axis_keys(spec_);
  for (const toml::table* table : tables("exclude")) {
    std::vector<Axis> rule;
    for (const SpecEntry& entry : entries_of(*table, spec_.path)) {
      if (std::find(keys.begin(), keys.end(), entry.key) == keys.end())
        refuse(entry.where,
               fmt::format("exclude: {} is no axis: it must be {}", entry.key, join_choices(keys)));
      rule.push_back(axis_of(entry, spec_.path, true));
    }
    if (rule.empty()) refuse(table->source(), "exclude: it must name at least one key");
    spec_.exclude.push_back(std::move(rule));
  }
}

void SpecReader::check_program() const {
  const auto scenario = places_.find(kScenarioKey);
  if (!spec_.elf.empty() && scenario != places_.end())
    throw UsageError(
        fmt::format("{}: a scenario is of the firmware only: give it or an elf, one of them",
                    scenario->second));
}

}  // namespace

SweepSpec parse_spec(const std::string& text, const std::string& path) {
  SweepSpec spec;
  spec.path = path;
  spec.text = text;
  try {
    const toml::table root = toml::parse(text);
    SpecReader(root, spec).read();
  } catch (const toml::parse_error& error) {
    throw UsageError(fmt::format("{}: {}", place_of(path, error.source()), error.description()));
  }
  return spec;
}

SweepSpec load_spec(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  // A folder opens and fails at the first read.
  if (!file || !text)
    throw UsageError(fmt::format("{}: cannot read the specification: {}", path,
                                 errno ? std::strerror(errno) : "it is empty or not a file"));
  return parse_spec(text.str(), path);
}

std::vector<std::string> axis_keys(const SweepSpec& spec) {
  std::vector<std::string> keys;
  if (!spec.list.empty())
    for (const Setting& setting : spec.list.front()) keys.push_back(setting.key);
  for (const std::vector<Axis>* axes : {&spec.random, &spec.grid})
    for (const Axis& axis : *axes) keys.push_back(axis.key);
  return keys;
}

std::string beside_spec(const SweepSpec& spec, const std::string& path) {
  const bool is_path = path.find('/') != std::string::npos ||
                       fs::path(path).extension() == ".toml" || path == spec.elf;
  if (path.empty() || !is_path || fs::path(path).is_absolute()) return path;
  const fs::path joined = fs::path(spec.path).parent_path() / path;
  // With a '/', so that it is not taken for a preset.
  return joined.has_parent_path() ? joined.string() : "./" + joined.string();
}

}  // namespace standstill::testbench
