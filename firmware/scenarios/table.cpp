// The scenarios of the platform's table, each with its code.
// SPDX-License-Identifier: Apache-2.0
//
// Source: platform/standstill/scenarios.h.
#include "kernel/panic.h"
#include "lib/fdt.h"
#include "scenarios/scenario.h"

namespace standstill::scenarios {

const Scenario& find(const platform::Scenario& entry) {
  // clang-format off
  static constexpr const Scenario* kTable[] = {
      &kStopMachine,
      &kStopCpus,
      &kStopOneCpu,
      &kStopTwoCpus,
      &kStopApi,
      &kHello,
      &kCompute,
      &kHwlat,
      &kFtrace,
      &kKprobe,
      &kHotpatch,
      &kModule,
      &kMemoryHotplug,
      &kLrsc,
      &kSmpboot,
      &kHotplug,
      &kHotplugStorm,
      &kBarrier,
      &kPreemptLatency,
      &kRcu,
      &kWatchdog,
      &kImsic,
      &kSched,
      &kAffinity,
      &kPlic,
      &kMigrateSwap,
      &kKnownBugs,
      &kCharacterize,
  };
  // clang-format on
  static_assert(std::size(kTable) == std::size(platform::kScenarios));
  for (const Scenario* scenario : kTable)
    if (kernel::same_string(scenario->name, entry.name)) return *scenario;
  kernel::panic("a scenario of the platform's table has no code");
}

}  // namespace standstill::scenarios
