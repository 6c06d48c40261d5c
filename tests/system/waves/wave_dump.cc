// Reads value change dumps.
// SPDX-License-Identifier: Apache-2.0
//
// Source: IEEE 1364-2005, chapter 18; the enumerations are GTKWave's extension.
#include "wave_dump.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace standstill::testbench {
namespace {

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

}  // namespace

const std::string& DumpedSignal::at(std::uint64_t picoseconds) const {
  auto after = std::upper_bound(
      changes.begin(), changes.end(), picoseconds,
      [](std::uint64_t time, const WaveChange& change) { return time < change.first; });
  if (after == changes.begin()) throw std::runtime_error("no value yet");
  return (--after)->second;
}

std::uint64_t DumpedSignal::number_at(std::uint64_t picoseconds) const {
  return std::stoull(at(picoseconds), nullptr, 2);
}

std::string DumpedSignal::name_at(std::uint64_t picoseconds) const {
  const auto name = names.find(at(picoseconds));
  return name == names.end() ? std::string() : name->second;
}

std::string DumpedSignal::text_at(std::uint64_t picoseconds) const {
  const std::string& bits = at(picoseconds);
  std::string text;
  for (std::size_t i = 0; i + 8 <= bits.size(); i += 8) {
    const auto letter = static_cast<char>(std::stoul(bits.substr(i, 8), nullptr, 2));
    if (letter != 0) text += letter;
  }
  return text;
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> DumpedSignal::numbers() const {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> numbers;
  for (const WaveChange& change : changes)
    if (change.first != 0)
      numbers.emplace_back(change.first, std::stoull(change.second, nullptr, 2));
  return numbers;
}

WaveDump::WaveDump(const std::string& path) {
  const std::string command = std::string(STANDSTILL_FST2VCD) + " -e '" + path + "' 2>/dev/null";
  std::FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) throw std::runtime_error("cannot start fst2vcd");
  bool declaring = true;
  std::string line;
  char* buffer = nullptr;
  std::size_t capacity = 0;
  for (ssize_t length = 0; (length = getline(&buffer, &capacity, pipe)) > 0;) {
    line.assign(buffer, static_cast<std::size_t>(length));
    if (line.find("$enddefinitions") != std::string::npos)
      declaring = false;
    else if (declaring)
      read_declaration(line);
    else
      read_change(line);
  }
  std::free(buffer);
  if (pclose(pipe) != 0 || declaring) throw std::runtime_error("fst2vcd cannot read " + path);
}

const DumpedSignal& WaveDump::signal(const std::string& name) const {
  const auto id = ids_.find(name);
  if (id == ids_.end()) throw std::runtime_error("no signal " + name);
  return signals_.at(id->second);
}

std::vector<std::string> WaveDump::names() const {
  std::vector<std::string> names;
  for (const auto& [name, id] : ids_) names.push_back(name);
  return names;
}

void WaveDump::read_declaration(const std::string& line) {
  const std::vector<std::string> words = words_of(line);
  if (words.size() < 2) return;
  if (words[0] == "$scope")
    scope_ += words[2] + ".";
  else if (words[0] == "$upscope")
    scope_.erase(scope_.find_last_of('.', scope_.size() - 2) + 1);
  else if (words[0] == "$attrbegin" && words[2] == "07")
    read_enumeration(words);
  else if (words[0] == "$var")
    declare(words);
}

/// `$attrbegin misc 07 type 2 A B 0 1 9 $end` makes enumeration 9; with "" for the type, the next
/// variable is of enumeration 9.
void WaveDump::read_enumeration(const std::vector<std::string>& words) {
  const std::string& number = words[words.size() - 2];
  if (words[3] == "\"\"") {
    next_enumeration_ = number;
    return;
  }
  const std::size_t items = std::stoul(words[4]);
  for (std::size_t i = 0; i < items; ++i)
    enumerations_[number][words[5 + items + i]] = words[5 + i];
}

/// `$var wire 64 % pc [63:0] $end`
void WaveDump::declare(const std::vector<std::string>& words) {
  std::string name = scope_ + words[4];
  if (words[5] != "$end") name += words[5];
  ids_[name] = words[3];
  DumpedSignal& signal = signals_[words[3]];
  signal.width = static_cast<unsigned>(std::stoul(words[2]));
  if (!next_enumeration_.empty()) signal.names = enumerations_.at(next_enumeration_);
  next_enumeration_.clear();
}

void WaveDump::read_change(const std::string& line) {
  const std::size_t end = line.find_last_not_of("\r\n ") + 1;
  if (line[0] == '#') {
    time_ = std::stoull(line.substr(1));
    begin_ = std::min(begin_, time_);
  } else if (line[0] == 'b') {
    const std::size_t space = line.find(' ');
    signals_[line.substr(space + 1, end - space - 1)].changes.emplace_back(
        time_, line.substr(1, space - 1));
  } else if (line[0] == '0' || line[0] == '1') {
    signals_[line.substr(1, end - 1)].changes.emplace_back(time_, line.substr(0, 1));
  }
}

}  // namespace standstill::testbench
