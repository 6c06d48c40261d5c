// A scenario: what each hart starts with, and what the initiator does.
// SPDX-License-Identifier: Apache-2.0
//
// Source: platform/standstill/scenarios.h lists them; scenarios/table.cpp joins names and code.
#ifndef STANDSTILL_FIRMWARE_SCENARIOS_SCENARIO_H
#define STANDSTILL_FIRMWARE_SCENARIOS_SCENARIO_H

#include "lib/bootargs.h"

namespace standstill::scenarios {

using kernel::Arguments;

struct Scenario {
  const char* name;
  /// Runs on hart 0 before any other hart starts; may be null.
  void (*prepare)(const Arguments& arguments);
  /// Runs on each hart while it boots, preemption off, before its first task; may be null.
  void (*start_hart)(const Arguments& arguments);
  /// Runs in a thread of the fair class on hart 0 once all harts are online. Prints the PASS line
  /// and returns, or ends the run by kernel::fail().
  void (*run)(const Arguments& arguments);
};

extern const Scenario kHello;
extern const Scenario kCompute;
extern const Scenario kBarrier;
extern const Scenario kFtrace;
extern const Scenario kHotpatch;
extern const Scenario kHwlat;
extern const Scenario kKprobe;
extern const Scenario kLrsc;
extern const Scenario kMemoryHotplug;
extern const Scenario kModule;
extern const Scenario kPlic;
extern const Scenario kSched;
extern const Scenario kAffinity;
extern const Scenario kMigrateSwap;
extern const Scenario kStopMachine;
extern const Scenario kStopCpus;
extern const Scenario kStopOneCpu;
extern const Scenario kPreemptLatency;
extern const Scenario kStopTwoCpus;
extern const Scenario kStopApi;
extern const Scenario kRcu;
extern const Scenario kHotplug;
extern const Scenario kHotplugStorm;
extern const Scenario kSmpboot;
extern const Scenario kWatchdog;
extern const Scenario kImsic;
extern const Scenario kKnownBugs;
extern const Scenario kCharacterize;

/// The code of a scenario of the platform's table.
const Scenario& find(const platform::Scenario& entry);

}  // namespace standstill::scenarios

#endif  // STANDSTILL_FIRMWARE_SCENARIOS_SCENARIO_H
