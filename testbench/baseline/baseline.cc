// Reads baselines, and believes nothing they say.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/baseline/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "testbench/text/nearest.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

const std::vector<std::string> kKeys = {"baseline_version", "about",     "run",
                                        "accept",           "tolerance", "program",
                                        "arguments",        "machine",   "metrics"};
const std::vector<std::string> kRunKeys = {"scenario", "elf", "machine",
                                           "set",      "arg", "max_cycles"};
const std::vector<std::string> kParts = {"program", "arguments", "machine"};

/// One file being read: what every message begins with.
struct Reader {
  const std::string& path;

  [[noreturn]] void refuse(const std::string& key, const std::string& what) const {
    throw UsageError(fmt::format("{}: {}: {}", path, key, what));
  }
  void check_keys(const Json& object, const std::string& where,
                  const std::vector<std::string>& known) const {
    if (!object.is_object()) refuse(where, "it must be an object");
    for (const auto& item : object.items())
      if (std::find(known.begin(), known.end(), item.key()) == known.end())
        refuse(where, fmt::format("unknown key '{}': it must be {}{}", item.key(),
                                  join_choices(known), nearest_hint(item.key(), known)));
  }
  std::string text(const Json& object, const char* key) const {
    if (!object.contains(key)) return "";
    if (!object[key].is_string() || object[key].get<std::string>().empty())
      refuse(key, fmt::format("{}: it must be a text in quotes", object[key].dump()));
    return object[key];
  }
  std::vector<std::string> texts(const Json& object, const char* key) const {
    std::vector<std::string> all;
    if (!object.contains(key)) return all;
    const bool good =
        object[key].is_array() && std::all_of(object[key].begin(), object[key].end(),
                                              [](const Json& entry) { return entry.is_string(); });
    if (!good) refuse(key, fmt::format("{}: it must be a list of texts", object[key].dump()));
    for (const Json& entry : object[key]) all.push_back(entry);
    return all;
  }
};

/// A path in a baseline begins at the baseline's folder.
std::string beside(const std::string& baseline, const std::string& path) {
  if (path.empty() || fs::path(path).is_absolute()) return path;
  const fs::path joined = fs::path(baseline).parent_path() / path;
  // With a '/', so that it is not taken for a preset.
  return joined.has_parent_path() ? joined.string() : "./" + joined.string();
}

bool is_path(const std::string& machine) {
  return machine.find('/') != std::string::npos || fs::path(machine).extension() == ".toml";
}

BaselineRun read_run(const Reader& reader, const Json& document) {
  if (!document.contains("run")) reader.refuse("run", "it must be there, and say what to run");
  const Json& json = document["run"];
  reader.check_keys(json, "run", kRunKeys);
  BaselineRun run;
  run.scenario = reader.text(json, "scenario");
  run.elf = beside(reader.path, reader.text(json, "elf"));
  run.machine = reader.text(json, "machine");
  if (is_path(run.machine)) run.machine = beside(reader.path, run.machine);
  run.sets = reader.texts(json, "set");
  run.arguments = reader.texts(json, "arg");
  if (run.scenario.empty() == run.elf.empty())
    reader.refuse("run", "it must name a scenario or an elf, one of them");
  if (json.contains("max_cycles")) {
    if (!json["max_cycles"].is_number_unsigned() || json["max_cycles"] == 0)
      reader.refuse("max_cycles", fmt::format("{}: it must be a number of cycles, from 1",
                                              json["max_cycles"].dump()));
    run.max_cycles = json["max_cycles"].get<std::uint64_t>();
  }
  return run;
}

/// "2%", "0.25 %".
std::optional<Tolerance> parse_share(const std::string& text) {
  std::uint64_t value = 0;
  int decimals = -1;
  std::size_t i = 0;
  for (; i < text.size() && i < 9; ++i) {
    if (text[i] == '.' && decimals < 0 && i > 0) {
      decimals = 0;
    } else if (text[i] >= '0' && text[i] <= '9' && decimals < 2) {
      value = value * 10 + static_cast<std::uint64_t>(text[i] - '0');
      if (decimals >= 0) ++decimals;
    } else {
      break;
    }
  }
  if (i == 0 || decimals == 0 || (text.substr(i) != "%" && text.substr(i) != " %"))
    return std::nullopt;
  for (int place = std::max(decimals, 0); place < 2; ++place) value *= 10;
  return Tolerance{0, value};
}

Tolerance read_tolerance(const Reader& reader, const std::string& name, const Json& json) {
  if (json.is_number_unsigned()) return {json.get<std::uint64_t>(), 0};
  if (json.is_string())
    if (const auto share = parse_share(json.get<std::string>())) return *share;
  reader.refuse("tolerance", fmt::format("{} = {}: it must be a whole number, or a share like "
                                         "\"2%\" or \"0.25%\"",
                                         name, json.dump()));
}

void read_figures(const Reader& reader, const Json& metrics, Baseline& baseline) {
  if (!metrics.is_object() || metrics.empty())
    reader.refuse("metrics", "it must be an object with at least one figure");
  for (const auto& item : metrics.items()) {
    const Json& value = item.value();
    if (!value.is_number_unsigned() && !value.is_null())
      reader.refuse("metrics", fmt::format("{} = {}: it must be a whole number or null", item.key(),
                                           value.dump()));
    baseline.figures.push_back({item.key(), std::nullopt});
    if (!value.is_null()) baseline.figures.back().value = value.get<std::uint64_t>();
  }
}

/// What blessing puts in: all of it, or nothing but the names of the figures wanted.
void read_blessed(const Reader& reader, const Json& document, Baseline& baseline) {
  baseline.blessed = document.contains("program");
  if (document.contains("metrics")) read_figures(reader, document["metrics"], baseline);
  if (!baseline.blessed) return;
  for (const char* key : {"program", "arguments", "machine"})
    if (!document.contains(key) || !document[key].is_object())
      reader.refuse(key, "it must be an object; `standstill check --bless` writes it");
  for (const auto& section : document["machine"].items())
    if (!section.value().is_object()) reader.refuse("machine", section.key() + " is no section");
  if (!document.contains("metrics"))
    reader.refuse("metrics", "missing; `standstill check --bless` writes it");
  const std::string& scenario = baseline.run.scenario;
  baseline.identity = {scenario.empty() ? Json() : Json(scenario), document["program"],
                       document["arguments"], document["machine"]};
}

/// Refuses a key that an object has twice: the second would silently take the place of the first.
class OnceEach {
 public:
  explicit OnceEach(const std::string& path) : path_(path) {}
  bool operator()(Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) keys_.emplace_back();
    if (event == Json::parse_event_t::object_end) keys_.pop_back();
    if (event == Json::parse_event_t::key && !keys_.back().insert(parsed.get<std::string>()).second)
      throw UsageError(
          fmt::format("{}: the key {} is there twice: leave one of them", path_, parsed.dump()));
    return true;
  }

 private:
  const std::string& path_;
  std::vector<std::set<std::string>> keys_;  ///< of each object that is open
};

Json parse_json(const std::string& text, const std::string& path) {
  try {
    OnceEach once(path);
    return Json::parse(text, [&](int, Json::parse_event_t event, const Json& parsed) {
      return once(event, parsed);
    });
  } catch (const Json::out_of_range& error) {
    throw UsageError(fmt::format("{}: a number in it is beyond all range: {}", path, error.what()));
  } catch (const Json::parse_error& error) {
    const std::string before = text.substr(0, error.byte == 0 ? 0 : error.byte - 1);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t column = before.size() - (before.rfind('\n') + 1) + 1;
    throw UsageError(fmt::format("{}:{}:{}: not JSON: {}", path, line, column,
                                 text.empty() ? "the file is empty" : "a damaged or cut file"));
  }
}

}  // namespace

std::uint64_t Tolerance::of(std::uint64_t value) const {
  const auto share = __extension__ static_cast<unsigned __int128>(value) * ten_thousandths / 10000;
  return units + static_cast<std::uint64_t>(share);
}

std::string Baseline::name() const { return fs::path(path).stem(); }

Baseline parse_baseline(const std::string& text, const std::string& path) {
  const Reader reader{path};
  Baseline baseline;
  baseline.path = path;
  baseline.document = parse_json(text, path);
  const Json& document = baseline.document;
  reader.check_keys(document, "baseline", kKeys);
  if (document.value("baseline_version", Json()) != Json(kBaselineVersion))
    reader.refuse("baseline_version",
                  fmt::format("{}: it must be {}: the file is of another version of standstill",
                              document.value("baseline_version", Json()).dump(), kBaselineVersion));
  baseline.run = read_run(reader, document);
  baseline.accept = reader.texts(document, "accept");
  for (const std::string& part : baseline.accept)
    if (std::find(kParts.begin(), kParts.end(), part) == kParts.end())
      reader.refuse("accept", fmt::format("'{}': it must be {}{}", part, join_choices(kParts),
                                          nearest_hint(part, kParts)));
  read_blessed(reader, document, baseline);
  if (document.contains("tolerance")) {
    if (!document["tolerance"].is_object()) reader.refuse("tolerance", "it must be an object");
    for (const auto& item : document["tolerance"].items())
      baseline.tolerance[item.key()] = read_tolerance(reader, item.key(), item.value());
  }
  for (const auto& [name, tolerance] : baseline.tolerance)
    if (!baseline.figures.empty() && !find_figure(baseline.figures, name))
      refuse_figure(baseline, name, baseline.figures);
  return baseline;
}

Baseline load_baseline(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  errno = file ? 0 : errno;
  if (file) text << file.rdbuf();
  if (!file || (text.str().empty() && fs::is_directory(path)))
    throw UsageError(fmt::format("{}: cannot read the baseline: {}", path,
                                 errno ? std::strerror(errno) : "it is not a file"));
  return parse_baseline(text.str(), path);
}

}  // namespace standstill::testbench
