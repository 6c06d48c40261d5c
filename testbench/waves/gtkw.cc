// The save file, line by line.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/waves/gtkw.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace standstill::testbench {
namespace {

constexpr unsigned kWindowWidth = 1600;   ///< pixels
constexpr unsigned kWindowHeight = 1000;  ///< pixels
constexpr unsigned kSignalsWidth = 320;   ///< pixels, names and values
constexpr unsigned kTreeWidth = 60;       ///< pixels, folded
constexpr unsigned kBorders = 50;         ///< pixels, between the panes and around them
static_assert(kWavePixels == kWindowWidth - kSignalsWidth - kTreeWidth - kBorders);
constexpr std::size_t kMarkers = 26;

// Flags of a trace, in hexadecimal, as GTKWave has them.
constexpr std::uint64_t kHex = 0x2;
constexpr std::uint64_t kBinary = 0x8;
constexpr std::uint64_t kRightJustified = 0x20;
constexpr std::uint64_t kBlank = 0x200;
constexpr std::uint64_t kAscii = 0x800;
constexpr std::uint64_t kClosed = 0x400000;
constexpr std::uint64_t kGroupBegin = 0x800000;
constexpr std::uint64_t kGroupEnd = 0x1000000;
constexpr std::uint64_t kEnum = 0x100000000;

std::uint64_t flags_of(WaveKind kind) {
  switch (kind) {
    case WaveKind::Bit:
    case WaveKind::Wires:
      return kBinary | kRightJustified;
    case WaveKind::Vector:
      return kHex | kRightJustified;
    case WaveKind::Enum:
      return kEnum | kBinary | kRightJustified;
    case WaveKind::Text:
      return kAscii | kRightJustified;
  }
  return kHex;
}

/// GTKWave's colour number; 0 leaves the default, green.
unsigned colour_of(const WaveSignal& signal) {
  enum : unsigned { kDefault, kRed, kOrange, kYellow, kGreen, kBlue, kIndigo, kViolet };
  static const std::map<std::string, unsigned> kColours = {
      {"state", kBlue},    {"mie", kRed},       {"mip", kYellow},
      {"msip_o", kYellow}, {"mtip_o", kYellow}, {"wdt_irq_o", kYellow},
      {"nmi_o", kRed},     {"task", kViolet},   {"pc", kBlue}};
  if (signal.enum_type == "multi_stop_state") return kOrange;
  if (signal.enum_type == "l1_state") return kYellow;
  const auto colour = kColours.find(signal.name);
  return colour == kColours.end() ? kDefault : colour->second;
}

std::string header(const WaveLayout& layout) {
  // Paths are taken relative to [savefile], so an absolute folder that both share opens anywhere.
  std::string text = fmt::format("[dumpfile] \"/standstill/{}\"\n", layout.wave_file);
  text += fmt::format("[savefile] \"/standstill/{}\"\n", layout.save_file);
  text += fmt::format("[timestart] {}\n", layout.from);
  text += fmt::format("[size] {} {}\n[pos] -1 -1\n", kWindowWidth, kWindowHeight);
  return text;
}

std::string markers(const WaveLayout& layout) {
  const std::size_t count = std::min(layout.markers.size(), kMarkers);
  const double zoom = gtkw_zoom(layout.to - layout.from);
  std::string text = fmt::format("*{:.6f} ", zoom);
  text += count > 0 ? std::to_string(layout.markers[0].picoseconds) : "-1";
  for (std::size_t i = 0; i < kMarkers; ++i)
    text += i < count ? fmt::format(" {}", layout.markers[i].picoseconds) : " -1";
  text += "\n";
  for (std::size_t i = 0; i < count; ++i)
    text += fmt::format("[markername] {}{}\n", static_cast<char>('A' + i), layout.markers[i].label);
  return text;
}

std::string group_text(const WaveGroup& group) {
  const std::uint64_t closed = group.open ? 0 : kClosed;
  std::string text = fmt::format("@{:x}\n-{}\n", kGroupBegin | kBlank | closed, group.title);
  for (const WaveSignal& signal : group.signals) {
    text += fmt::format("@{:x}\n", flags_of(signal.kind));
    if (const unsigned colour = colour_of(signal)) text += fmt::format("[color] {}\n", colour);
    text += signal.full_name() + "\n";
  }
  text += fmt::format("@{:x}\n-{}\n", kGroupEnd | kBlank | closed, group.title);
  return text;
}

}  // namespace

double gtkw_zoom(std::uint64_t length) {
  const double ticks = static_cast<double>(std::max<std::uint64_t>(length, 1));
  return -std::log2(ticks * 200 / kWavePixels);
}

std::string gtkw_text(const WaveLayout& layout) {
  std::string text = header(layout) + markers(layout);
  text += fmt::format("[sst_width] {}\n[signals_width] {}\n[sst_expanded] 0\n", kTreeWidth,
                      kSignalsWidth);
  for (const WaveGroup& group : layout.groups) text += group_text(group);
  return text + "[pattern_trace] 1\n[pattern_trace] 0\n";
}

}  // namespace standstill::testbench
