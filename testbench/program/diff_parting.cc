// Lays two event logs side by side, and says in words what is first in one of them alone.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/diff_parting.h"

#include <fmt/format.h>

#include <fstream>

#include "testbench/config/machine_file.h"
#include "testbench/elf/image.h"
#include "testbench/probes/event_reader.h"
#include "testbench/probes/event_text.h"
#include "testbench/probes/event_words.h"
#include "testbench/program/output_folder.h"
#include "testbench/text/number.h"
#include "testbench/text/usage_error.h"

namespace standstill::testbench {
namespace {

AddressMap address_map(const MachineConfig& config) {
  AddressMap map;
  map.harts = config.harts;
  map.homes = config.l2.banks;
  map.dram_size = config.dram.size;
  return map;
}

/// The symbols of the program that ran; none where it is gone, or another stands in its place.
ElfImage program_of(const DiffSide& side, std::uint64_t dram_size) {
  try {
    ElfImage image = load_elf(side.elf, dram_size);
    if (image.sha256() == side.identity.program.value("sha256", "")) return image;
  } catch (const UsageError&) {
  }
  return {};
}

std::string words_of(const std::string& line, const DiffSide& side) {
  const MachineConfig config = load_machine_file(side.folder + "/" + kConfigFile);
  const AddressMap map = address_map(config);
  const ElfImage image = program_of(side, config.dram.size);
  const auto symbols = [&](Addr address) { return image.symbol_text(address); };
  return event_words(EventReader(map).parse(line), source_names(map), symbols);
}

/// "B has it 2 cycles later".
std::string elsewhere_text(const Parting& parting) {
  const char* const other = parting.is_before_first() ? "B" : "A";
  if (!parting.elsewhere) return fmt::format("{} has it neither then nor soon after", other);
  const std::uint64_t here = cycle_of(parting.first());
  if (*parting.elsewhere <= here)
    return fmt::format("{} has it then too, for another cause or after another event", other);
  const std::uint64_t later = *parting.elsewhere - here;
  return fmt::format("{} has it {} cycle{} later", other, grouped(later), later == 1 ? "" : "s");
}

}  // namespace

LogComparison compare_logs(const DiffSide& before, const DiffSide& after) {
  LogComparison comparison;
  if (before.folder.empty() || after.folder.empty()) return comparison;
  if (before.log_level != after.log_level) {
    comparison.not_compared =
        fmt::format("the event logs are of --log-level {} and {}, and not compared",
                    before.log_level, after.log_level);
    return comparison;
  }
  const std::string paths[] = {before.folder + "/" + kEventsFile, after.folder + "/" + kEventsFile};
  std::ifstream a(paths[0], std::ios::binary), b(paths[1], std::ios::binary);
  if (!a || !b) {
    comparison.not_compared =
        fmt::format("{} is not there: the event logs are not compared", a ? paths[1] : paths[0]);
    return comparison;
  }
  comparison.parting = first_parting(a, b);
  if (!comparison.parting) return comparison;
  const bool first = comparison.parting->is_before_first();
  const std::string& line = comparison.parting->first();
  comparison.words =
      fmt::format("cycle {} of {}: {}; {}", grouped(cycle_of(line)), first ? "A" : "B",
                  words_of(line, first ? before : after), elsewhere_text(*comparison.parting));
  return comparison;
}

}  // namespace standstill::testbench
