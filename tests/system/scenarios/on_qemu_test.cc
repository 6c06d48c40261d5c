// Every scenario on QEMU's virt board, at 1, 2 and 4 harts: the same ELF runs where time is none of
// ours. SPDX-License-Identifier: Apache-2.0
//
// A scenario that needs hardware which QEMU lacks, or more harts, must be refused by name.
#include <gmock/gmock.h>

#include "judge.h"
#include "support/short_runs.h"

namespace standstill::tests {
namespace {

using platform::Scenario;

/// Where the time of a host would upset what a scenario checks of time.
struct HostTime {
  std::string_view scenario;
  std::string arguments, options;
};

HostTime host_time(const Scenario& scenario) {
  const HostTime all[] = {
      // A busy host that holds QEMU back for some ticks gives them all to one of the tasks whose
      // shares are compared; not if time is counted in instructions of the guest.
      {"sched", "", " -icount shift=0,sleep=off"},
      // A hart that the host holds back for 100 us is no stall: 30 ms are one.
      {"rcu", " stall=30000", ""}};
  for (const HostTime& each : all)
    if (each.scenario == scenario.name) return each;
  return {};
}

class OnQemu : public testing::TestWithParam<std::tuple<std::size_t, unsigned>> {
 protected:
  /// Runs the firmware; it must end with `status` and a line of the console match `pattern`.
  void expect(int status, const std::string& pattern) const {
    const HostTime time = host_time(scenario());
    const Verdict verdict = judge(std::string(STANDSTILL_QEMU_SCRIPT " " STANDSTILL_FIRMWARE " ") +
                                  std::to_string(status) + " " + std::to_string(harts()) +
                                  " 'scenario=" + scenario().name + short_words(scenario()) +
                                  time.arguments + "' '" + pattern + "'" + time.options);
    EXPECT_EQ(verdict.exit_code, 0) << verdict.said;
  }
  const Scenario& scenario() const { return platform::kScenarios[std::get<0>(GetParam())]; }
  unsigned harts() const { return std::get<1>(GetParam()); }
};

/// The first hardware that `scenario` needs and QEMU lacks, or null.
const char* absent(const Scenario& scenario) {
  for (const platform::Hardware& hardware : platform::kHardware)
    if ((scenario.needs & hardware.need) != 0 && !hardware.on_qemu) return hardware.name;
  return nullptr;
}

TEST_P(OnQemu, PassesOrIsRefusedByName) {
  if (harts() < scenario().min_harts)
    expect(2, std::string(scenario().name) + ": needs at least ");
  else if (const char* hardware = absent(scenario()))
    expect(2, std::string(scenario().name) + ": needs a " + hardware);
  else
    expect(0,
           std::string("^PASS: ") + scenario().name + ": .*" + std::to_string(harts()) + " harts");
}

INSTANTIATE_TEST_SUITE_P(
    Each, OnQemu,
    testing::Combine(testing::Range(std::size_t{0}, std::size(platform::kScenarios)),
                     testing::Values(1u, 2u, 4u)),
    [](const auto& each) { return run_name(std::get<0>(each.param), std::get<1>(each.param)); });

}  // namespace
}  // namespace standstill::tests
