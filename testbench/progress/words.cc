// A report of no progress in words.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "testbench/progress/diagnosis.h"
#include "testbench/progress/wait_graph.h"

namespace standstill::testbench {
namespace {

std::string line_of(const StuckHart& hart) {
  const std::string task = hart.task.empty() ? "" : fmt::format(" ({})", hart.task);
  return fmt::format("hart {}{}: {} at {}, {} mode, interrupts {}{}, mip {:#x}, mie {:#x}",
                     hart.hart, task, hart.doing, hart.frames.front().place, hart.privilege,
                     hart.interrupts_enabled ? "on" : "off", hart.nmie ? "" : ", NMIE clear",
                     hart.pending, hart.enabled);
}

std::string callers_of(const StuckHart& hart) {
  std::string text;
  for (std::size_t i = 1; i < hart.frames.size(); ++i)
    text += (i == 1 ? "" : ", ") + hart.frames[i].place;
  return text;
}

}  // namespace

const char* name_of(StandsStill what) {
  constexpr const char* kNames[] = {"rendezvous", "transaction", "asleep", "limit"};
  return kNames[static_cast<unsigned>(what)];
}

std::vector<std::string> words_of(const NoProgress& report) {
  std::vector<std::string> lines;
  if (!report.sentence.empty()) lines.push_back(report.sentence);
  for (const std::string& open : report.open) lines.push_back(open);
  for (const StuckHart& hart : report.harts) {
    lines.push_back(line_of(hart));
    if (hart.frames.size() > 1) lines.push_back("  called from " + callers_of(hart));
    for (const HartWait& wait : hart.waits)
      lines.push_back("  waits " + (wait.on ? fmt::format("for hart {} ", *wait.on) : "") +
                      wait.what);
    for (const std::string& remark : hart.remarks) lines.push_back("  " + remark);
    for (const std::string& lock : hart.locks) lines.push_back("  holds the lock " + lock);
  }
  return lines;
}

}  // namespace standstill::testbench
