// The scenarios the firmware knows and the arguments each takes: one table for both sides.
// SPDX-License-Identifier: Apache-2.0
//
// The program reads it to list scenarios and to refuse a bad argument before anything runs; the
// firmware reads it to parse `/chosen/bootargs` ("scenario=NAME key=value ...") and to refuse the
// same things on QEMU, where the program is absent. Freestanding; C++17 and C++20.
#ifndef STANDSTILL_PLATFORM_SCENARIOS_H
#define STANDSTILL_PLATFORM_SCENARIOS_H

#include <cstddef>

#include "standstill/scenario_arguments.h"

namespace standstill::platform {

/// Hardware that not every machine has, as bits of Scenario::needs. What single values of arguments
/// need, and which do not go together, is in scenario_rules.h.
enum Need : unsigned {
  kNeedsNothing = 0,
  kNeedsWatchdog = 1,  ///< a watchdog for each hart, and its resumable NMI
  kNeedsZawrs = 2,     ///< wrs.nto and wrs.sto on each hart
  kNeedsSswi = 4,      ///< supervisor software interrupts of the ACLINT
  kNeedsImsic = 8,     ///< an interrupt file of machine mode for each hart
  kNeedsMulticast = 16,
  kNeedsBarrierUnit = 32,
  kNeedsPlic = 64,  ///< a PLIC, and a UART and a real-time clock that drive it
};

/// What a bit of Scenario::needs stands for.
struct Hardware {
  Need need;
  const char* name;
  bool on_qemu;  ///< QEMU's virt board has it
};

inline constexpr Hardware kHardware[] = {
    {kNeedsWatchdog, "watchdog", false},
    {kNeedsZawrs, "Zawrs", false},
    {kNeedsSswi, "SSWI", true},
    {kNeedsImsic, "machine-level IMSIC", false},
    {kNeedsMulticast, "multicast doorbell", false},
    {kNeedsBarrierUnit, "barrier unit", false},
    {kNeedsPlic, "PLIC with a UART and a real-time clock", true},
};

struct Scenario {
  const char* name;
  const char* doc;     ///< one line
  unsigned min_harts;  ///< smallest machine it runs on
  unsigned needs;      ///< bits of Need
  const ScenarioArgument* arguments;
  std::size_t argument_count;
};

template <std::size_t N>
constexpr Scenario scenario(const char* name, const char* doc, unsigned min_harts,
                            const ScenarioArgument (&arguments)[N],
                            unsigned needs = kNeedsNothing) {
  return {name, doc, min_harts, needs, arguments, N};
}

inline constexpr Scenario kScenarios[] = {
    scenario("stop_machine", "all harts to a standstill, a function run, and on again", 1,
             kStopMachineArguments),
    scenario("stop_cpus", "stop_cpus(): fn on the stopper of every hart, no lock-step", 1,
             kStopOneCpuArguments),
    scenario("stop_one_cpu", "stop_one_cpu(): fn on the stopper of one hart after another", 1,
             kStopOneCpuArguments),
    scenario("stop_two_cpus", "stop_two_cpus(): two harts in lock-step, fn on the first", 2,
             kStopTwoCpusArguments),
    scenario("stop_api", "every call of the stopper: return codes, contexts, guarantees, races", 1,
             kStopApiArguments),
    scenario("hello", "boot all harts, print a line from each, end", 1, kHelloArguments),
    scenario("compute", "a compute kernel on private data on every hart, then one rendezvous", 1,
             kComputeArguments),
    scenario("hwlat", "threads look for time that the machine takes from them (hart.stall)", 1,
             kHwlatArguments),
    scenario("ftrace", "many call sites turned on and off while every hart runs through them", 1,
             kFtraceArguments),
    scenario("kprobe", "one probed instruction, by ebreak and by jump, in a loop of every hart", 1,
             kKprobeArguments),
    scenario("hotpatch", "a function redirected when no task is inside, else tried again", 1,
             kHotpatchArguments),
    scenario("module", "relocatable code loaded and unloaded while every hart calls into it", 1,
             kModuleArguments),
    scenario("memory_hotplug", "blocks of memory taken out and put back under readers and writers",
             1, kMemoryHotplugArguments),
    scenario("lrsc", "all harts increment one word by constrained LR/SC loops", 1, kLrscArguments),
    scenario("barrier", "several barriers of the barrier unit at once, by any user", 1,
             kBarrierArguments, kNeedsBarrierUnit),
    scenario("preempt_latency", "how long the stopper takes to preempt what a hart runs", 2,
             kPreemptLatencyArguments),
    scenario("rcu", "grace periods end when they should, a stall is found, no reader is cheated", 1,
             kRcuArguments),
    scenario("smpboot", "per-CPU threads: made, run, parked and stopped; soft interrupts", 1,
             kSmpbootArguments),
    scenario("hotplug", "each CPU goes down and comes back, with its tasks and threads", 2,
             kHotplugArguments),
    scenario("hotplug_storm", "CPUs go and come at random while tasks stop CPUs in every way", 2,
             kHotplugStormArguments),
    scenario("watchdog", "the NMI finds a hart that is missing in PREPARE, and no other", 2,
             kWatchdogArguments, kNeedsWatchdog),
    scenario("imsic", "messages between harts: none is lost, the most urgent comes first", 1,
             kImsicArguments, kNeedsImsic),
    scenario("sched", "every operation of every scheduling class, and what they promise together",
             1, kSchedArguments),
    scenario("affinity", "running tasks are moved from hart to hart by the migration threads", 2,
             kAffinityArguments),
    scenario("plic", "devices interrupt each hart in turn: claim, priority, threshold", 1,
             kPlicArguments, kNeedsPlic),
    scenario("migrate_swap", "two running tasks change places through stop_two_cpus()", 2,
             kMigrateSwapArguments),
    scenario("known_bugs", "situations in which stoppers of Linux once waited for each other", 4,
             kKnownBugsArguments),
    scenario("characterize", "measures lines, atomics, devices and interrupts by mcycle", 1,
             kCharacterizeArguments),
};

/// The scenario `standstill run` takes when none is named.
inline constexpr const Scenario& kDefaultScenario = kScenarios[0];

}  // namespace standstill::platform

#endif  // STANDSTILL_PLATFORM_SCENARIOS_H
