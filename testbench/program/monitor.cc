// Progress and interruption.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/program/monitor.h"

#include <fmt/format.h>

#include "testbench/program/interrupt.h"
#include "testbench/text/number.h"

namespace standstill::testbench {
namespace {

constexpr std::uint64_t kShowEvery = 250'000;  ///< microseconds

}  // namespace

void ProgressLine::show(const std::string& text) {
  if (!terminal_) return;
  std::fprintf(terminal_, "\r%s\033[K", text.c_str());
  std::fflush(terminal_);
  shown_ = true;
}

void ProgressLine::clear() {
  if (!shown_) return;
  std::fputs("\r\033[K", terminal_);
  std::fflush(terminal_);
  shown_ = false;
}

std::string progress_text(Cycle now, Cycle limit, std::uint64_t microseconds) {
  const double seconds = static_cast<double>(microseconds) / 1e6;
  const double rate = seconds > 0 ? static_cast<double>(now) / seconds : 0;
  std::string text = fmt::format("{} cycles, {} a second", grouped(now),
                                 grouped(static_cast<std::uint64_t>(rate)));
  if (limit == kNever || rate < 1 || now >= limit) return text;
  const auto left = static_cast<std::uint64_t>(static_cast<double>(limit - now) / rate);
  return text + fmt::format(", {} of --max-cycles, {} s to it", percent(now, limit), grouped(left));
}

TerminalMonitor::TerminalMonitor(ProgressLine& progress, const EventLog& log, Cycle limit)
    : progress_(progress), log_(log), limit_(limit), start_(Clock::now()) {}

std::uint64_t TerminalMonitor::microseconds() const {
  const auto passed = Clock::now() - start_;
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(passed).count());
}

bool TerminalMonitor::keep_going(Cycle now) {
  // A log that cannot be written is no reason to simulate for hours.
  if (interrupt_signal() != 0 || !log_.error().empty()) return false;
  if (!progress_.is_on()) return true;
  const std::uint64_t passed = microseconds();
  if (passed - shown_at_ >= kShowEvery) {
    shown_at_ = passed;
    progress_.show(progress_text(now, limit_, passed));
  }
  return true;
}

}  // namespace standstill::testbench
