// The hart watchdog in the wave file: its wires and the pending NMI are those of the event log.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "standstill/devices.h"
#include "testbench/waves/signals.h"
#include "wave_dump.h"
#include "wave_run.h"

namespace standstill::testbench {
namespace {

constexpr HartId kHarts = 2;
constexpr std::uint64_t kPeriod = 1000;  ///< picoseconds

using Numbers = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

/// The bits of one number that the lines of `source` and `kind` raise and lower.
Numbers logged(const WaveRun& run, const std::string& source, const std::string& kind,
               const std::string& which, std::uint64_t code) {
  Numbers numbers;
  std::uint64_t value = 0;
  for (const LogLine& line : run.log()) {
    if (line.source != source || line.kind != kind) continue;
    if (code != 0 && line.number("bit") != code) continue;
    const std::uint64_t bit = std::uint64_t{1} << line.number(which);
    value = line.number("level") != 0 ? value | bit : value & ~bit;
    if (!numbers.empty() && numbers.back().first == line.cycle * kPeriod) numbers.pop_back();
    numbers.emplace_back(line.cycle * kPeriod, value);
  }
  return numbers;
}

TEST(Waves, ShowTheWatchdogsWiresAndThePendingNmi) {
  const WaveRun run;
  ASSERT_EQ(run.run({"watchdog", "--harts", "2", "--waves"}), 0) << run.read_side("output.txt");
  const WaveDump dump(run.path("wave.fst"));
  const Numbers nmis = logged(run, "fabric", "wire", "hart", platform::watchdog::kNmi);
  EXPECT_GT(nmis.size(), 10u);
  EXPECT_EQ(dump.signal("soc.fabric.nmi_o[3:0]").numbers(), nmis);
  EXPECT_EQ(dump.signal("soc.fabric.wdt_irq_o[3:0]").numbers(),
            logged(run, "fabric", "wire", "hart", platform::watchdog::kInterrupt));
  for (HartId hart = 0; hart < kHarts; ++hart) {
    const WaveSignal pending = hart_signals(hart)[static_cast<unsigned>(HartSignal::Pending)];
    EXPECT_EQ(dump.signal(pending.full_name()).numbers(),
              logged(run, "hart" + std::to_string(hart), "pending", "bit", 0));
  }
}

}  // namespace
}  // namespace standstill::testbench
