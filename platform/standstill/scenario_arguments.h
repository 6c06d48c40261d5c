// The arguments of the firmware's scenarios: name, meaning, default and what is legal.
// SPDX-License-Identifier: Apache-2.0
//
// scenarios.h says which scenario takes which. Freestanding; C++17 and C++20.
#ifndef STANDSTILL_PLATFORM_SCENARIO_ARGUMENTS_H
#define STANDSTILL_PLATFORM_SCENARIO_ARGUMENTS_H

#include <cstddef>
#include <cstdint>

namespace standstill::platform {

/// One `--arg key=value`. A number when `choices` is null, else one word of `choices`.
struct ScenarioArgument {
  const char* name;
  const char* doc;      ///< one line, with the unit
  std::uint64_t value;  ///< default; for a choice the index of the word
  std::uint64_t min;    ///< smallest legal number
  std::uint64_t max;    ///< largest legal number
  const char* choices;  ///< null, or the legal words separated by '|'
};

/// Words of the `load` argument, in this order.
enum class Load : std::uint8_t { None = 0, Compute = 1, IrqOff = 2, Lock = 3, Mixed = 4 };
inline constexpr const char* kLoadChoices = "none|compute|irqoff|lock|mixed";

/// Arguments that several scenarios take, so that each means the same everywhere.
namespace argument {

inline constexpr std::uint64_t kMostPasses = 100000000;

constexpr ScenarioArgument rounds(const char* doc, std::uint64_t value = 3,
                                  std::uint64_t max = 1000000) {
  return {"rounds", doc, value, 1, max, nullptr};
}
inline constexpr ScenarioArgument kLoad = {
    "load", "what the other harts do meanwhile", 4, 0, 4, kLoadChoices};
inline constexpr ScenarioArgument kInterval = {
    "interval", "pause of the initiator between rounds, in loop passes", 2000, 0, kMostPasses,
    nullptr};
inline constexpr ScenarioArgument kFn = {
    "fn", "length of the stopped function, in loop passes", 50, 0, kMostPasses, nullptr};
inline constexpr ScenarioArgument kIrqOff = {
    "irqoff", "length of an IRQ-off section of the load, in loop passes", 200, 0, 1000000, nullptr};
inline constexpr ScenarioArgument kSeed = {"seed", "seed of the random numbers", 1, 0, 0xFFFFFFFF,
                                           nullptr};
inline constexpr ScenarioArgument kTick = {
    "tick", "period of the timer tick, in microseconds", 1000, 10, 1000000, nullptr};
inline constexpr ScenarioArgument kKernel = {
    "kernel", "version of Linux whose stopper runs", 2, 0, 3, "4.7|4.19|6.10|2025"};
inline constexpr ScenarioArgument kSpin = {
    "spin", "what a hart that waits in the rendezvous does between two looks",
    0,      0,
    4,      "relax|pause|wrs.sto|wrs.nto|wfi"};
inline constexpr ScenarioArgument kBarrier = {
    "barrier", "how the harts of a rendezvous come to know that all are there",
    0,         0,
    3,         "central|tree|dissemination|unit"};
inline constexpr ScenarioArgument kLayout = {
    "layout", "how the words of a rendezvous lie in cache lines", 0, 0, 2, "linux|split|per_hart"};
inline constexpr ScenarioArgument kDoorbell = {
    "doorbell", "by what a hart interrupts another", 0, 0, 3, "mswi|sswi|imsic|multicast"};
inline constexpr const char* kOffOn = "off|on";
inline constexpr ScenarioArgument kWatchdog = {
    "watchdog", "whether the hart watchdog finds hard lockups", 0, 0, 1, kOffOn};
inline constexpr ScenarioArgument kTimeout = {
    "timeout", "from a hart's last sign of life to its watchdog's NMI, in microseconds",
    50,        2,
    10000000,  nullptr};
inline constexpr ScenarioArgument kNmiMask = {
    "nmimask", "whether a rendezvous holds the NMI back while interrupts are off", 0, 0, 1, kOffOn};
inline constexpr ScenarioArgument kFire = {
    "fire", "number of the check that shall fail, to test the test; 0 for none", 0, 0, 100000,
    nullptr};

}  // namespace argument

inline constexpr ScenarioArgument kStopMachineArguments[] = {
    argument::rounds("how many rendezvous to run"),
    argument::kLoad,
    argument::kInterval,
    argument::kFn,
    {"cpus", "harts on which fn runs", 0, 0, 1, "first|all"},
    argument::kIrqOff,
    argument::kSeed,
    argument::kTick,
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kWatchdog,
    argument::kTimeout,
    argument::kNmiMask,
};

inline constexpr ScenarioArgument kStopOneCpuArguments[] = {
    argument::rounds("how many times each hart is stopped"),
    argument::kLoad,
    argument::kInterval,
    argument::kFn,
    argument::kIrqOff,
    argument::kSeed,
    argument::kTick,
    argument::kDoorbell,
    argument::kKernel,
};

inline constexpr ScenarioArgument kStopTwoCpusArguments[] = {
    argument::rounds("how many times each hart is stopped with its neighbour, in both orders"),
    argument::kLoad,
    argument::kInterval,
    argument::kFn,
    argument::kIrqOff,
    argument::kSeed,
    argument::kTick,
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kFire,
};

inline constexpr ScenarioArgument kStopApiArguments[] = {
    argument::rounds("how many calls each hart makes in each race", 2, 10000),
    {"smt", "harts that count as the threads of one core", 2, 1, 16, nullptr},
    argument::kSeed,
    argument::kTick,
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kFire,
};

inline constexpr ScenarioArgument kHelloArguments[] = {
    argument::rounds("how many lines each hart prints", 1, 1000),
};

inline constexpr ScenarioArgument kComputeArguments[] = {
    {"passes", "passes over each hart's private data", 100, 1, 100000000, nullptr},
    argument::kSeed,
    argument::kTick,
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
};

inline constexpr ScenarioArgument kLrscArguments[] = {
    argument::rounds("increments each hart makes by a constrained LR/SC loop", 100),
};

inline constexpr ScenarioArgument kBarrierArguments[] = {
    argument::rounds("how many times each hart goes through each barrier", 10),
    {"wait", "how a hart waits for its release", 2, 0, 2, "irq|poll|mixed"},
    {"skew", "most a hart does between two barriers, in loop passes", 20, 0, 1000000, nullptr},
    argument::kSeed,
    argument::kFire,
};

inline constexpr ScenarioArgument kHwlatArguments[] = {
    argument::rounds("how many windows to sample", 2),
    {"window", "one window begins so long after the other, in microseconds", 100, 1, 10000000,
     nullptr},
    {"width", "sampled time of a window, in microseconds", 50, 1, 10000000, nullptr},
    {"threshold", "a wider gap is reported, in microseconds", 10, 1, 10000000, nullptr},
    {"mode", "harts that sample in a window: each, or one after another", 0, 0, 1,
     "percpu|roundrobin"},
    {"expect", "what must be found on every hart that samples", 0, 0, 2, "any|none|some"},
    {"least", "with expect=some: the widest gap is at least so wide, in microseconds", 0, 0,
     10000000, nullptr},
    {"most", "with expect=some: and not wider than this, in microseconds", 10000000, 0, 10000000,
     nullptr},
    argument::kLoad,
    argument::kIrqOff,
    argument::kSeed,
    {"tick", "period of the timer tick, in microseconds", 100, 10, 1000000, nullptr},
    argument::kFire,
};

namespace argument {

inline constexpr ScenarioArgument kPasses = {
    "passes", "what each hart's worker does between two changes", 2, 1, 1000000, nullptr};
inline constexpr ScenarioArgument kMaster = {
    "master", "who writes the text; first and nofence are known bugs that must be caught",
    0,        0,
    2,        "last|first|nofence"};
inline constexpr ScenarioArgument kShortTick = {
    "tick", "period of the timer tick, in microseconds", 20, 10, 1000000, nullptr};

}  // namespace argument

inline constexpr ScenarioArgument kFtraceArguments[] = {
    argument::rounds("how many times the set of traced sites changes", 4),
    argument::kPasses,
    argument::kMaster,
    argument::kLoad,
    argument::kIrqOff,
    argument::kSeed,
    argument::kShortTick,
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kFire,
};

inline constexpr ScenarioArgument kKprobeArguments[] = {
    argument::rounds("how many times each kind of probe is armed", 2),
    argument::kPasses,
    argument::kMaster,
    argument::kLoad,
    argument::kIrqOff,
    argument::kSeed,
    argument::kShortTick,
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kFire,
};

inline constexpr ScenarioArgument kHotpatchArguments[] = {
    argument::rounds("how many times the function is redirected and restored", 2),
    argument::kPasses,
    {"check", "whether stacks are looked at; without, old and new code meet", 0, 0, 1,
     "stack|none"},
    argument::kMaster,
    argument::kLoad,
    argument::kIrqOff,
    argument::kSeed,
    argument::kShortTick,
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kFire,
};

inline constexpr ScenarioArgument kModuleArguments[] = {
    argument::rounds("how many times each of two versions is loaded and unloaded", 1),
    argument::kPasses,
    {"flush", "harts that flush after a load: all, or none, which must be caught", 0, 0, 1,
     "all|none"},
    argument::kLoad,
    argument::kIrqOff,
    argument::kSeed,
    argument::kShortTick,
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kFire,
};

inline constexpr ScenarioArgument kMemoryHotplugArguments[] = {
    argument::rounds("how many times a block, or a whole zone, is taken out and put back", 3),
    argument::kPasses,
    {"move",
     "how used pages move: while all harts stand still, or not, which many rounds must catch", 0, 0,
     1, "stopped|running"},
    argument::kLoad,
    argument::kIrqOff,
    argument::kSeed,
    argument::kShortTick,
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kFire,
};

inline constexpr ScenarioArgument kRcuArguments[] = {
    argument::rounds("how many objects each writer of the torture replaces", 5),
    {"stall", "age at which a grace period is a stall, in microseconds; 0 tries no stall", 100, 0,
     1000000, nullptr},
    argument::kSeed,
    {"tick", "period of the timer tick, in microseconds", 20, 10, 1000000, nullptr},
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kFire,
};

inline constexpr ScenarioArgument kPreemptLatencyArguments[] = {
    argument::rounds("how many times the hart is stopped", 20),
    {"victim", "what the last hart runs", 1, 0, 5, "idle|fair|rt|deadline|preempt_off|irq_off"},
    {"section", "length of a section with preemption or interrupts off, in loop passes", 1000, 0,
     argument::kMostPasses, nullptr},
    {"footprint", "memory the victim works on in each turn, in KiB", 0, 0, 64, nullptr},
    argument::kLoad,
    argument::kInterval,
    argument::kIrqOff,
    argument::kSeed,
    argument::kTick,
    argument::kDoorbell,
    argument::kKernel,
    argument::kFire,
};

inline constexpr ScenarioArgument kSmpbootArguments[] = {
    {"smpboot", "how the threads of each hart are made", 0, 0, 1, "hotplug|simple"},
    {"tick", "period of the timer tick, in microseconds", 20, 10, 1000000, nullptr},
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kFire,
};

inline constexpr ScenarioArgument kHotplugArguments[] = {
    argument::rounds("how often each hart goes down and comes back", 1),
    {"tick", "period of the timer tick, in microseconds", 20, 10, 1000000, nullptr},
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kFire,
};

/// With a shorter timeout the boot, or a switch of tasks, is a lockup on 16 harts.
inline constexpr ScenarioArgument kWatchdogArguments[] = {
    {"watchdog", "whether the hart watchdog finds hard lockups; here it must", 0, 0, 0, "on"},
    {argument::kTimeout.name, argument::kTimeout.doc, argument::kTimeout.value, 20, 10000, nullptr},
    argument::kNmiMask,
    {"lockup", "what a hard lockup leads to", 0, 0, 1, "report|panic"},
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kTick,
    argument::kFire,
};

inline constexpr ScenarioArgument kImsicArguments[] = {
    argument::rounds("how many bursts each hart sends to its neighbour", 2),
    argument::kTick,
    argument::kFire,
};

inline constexpr ScenarioArgument kHotplugStormArguments[] = {
    argument::rounds("how many times a hart goes down or comes back", 20),
    argument::kLoad,
    argument::kIrqOff,
    argument::kSeed,
    {"tick", "period of the timer tick, in microseconds", 20, 10, 1000000, nullptr},
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kFire,
};

inline constexpr ScenarioArgument kSchedArguments[] = {
    {"ps", "whether to list the tasks at the end", 1, 0, 1, "no|yes"},
    {"tick", "period of the timer tick, in microseconds", 20, 10, 1000000, nullptr},
    argument::kFire,
};

inline constexpr ScenarioArgument kAffinityArguments[] = {
    argument::rounds("how many moves, from outside and by each of two tasks itself", 20),
    argument::kSeed,
    {"tick", "period of the timer tick, in microseconds", 20, 10, 1000000, nullptr},
    argument::kFire,
};

inline constexpr ScenarioArgument kMigrateSwapArguments[] = {
    argument::rounds("how many swaps", 20),
    argument::kSeed,
    {"tick", "period of the timer tick, in microseconds", 20, 10, 1000000, nullptr},
    argument::kDoorbell,
    argument::kSpin,
    argument::kBarrier,
    argument::kLayout,
    argument::kKernel,
    argument::kFire,
};

/// The numbers are those of docs/no_progress.md.
inline constexpr ScenarioArgument kKnownBugsArguments[] = {
    {"bug", "the one situation to be made, with the kernel as it was; none: all, as it should be",
     0, 0, 5, "none|S1|S2|S4|S7|S13"},
    {"fixed", "whether the kernel is as it should be in that situation", 0, 0, 1, argument::kOffOn},
    argument::kTick,
    argument::kFire,
};

inline constexpr ScenarioArgument kPlicArguments[] = {
    argument::rounds("how many times each hart in turn is interrupted in every way", 2),
    argument::kTick,
    argument::kFire,
};

inline constexpr ScenarioArgument kCharacterizeArguments[] = {
    argument::rounds("how many samples of each figure", 8, 64),
    {"matrix", "most harts in the core-to-core matrix, spread evenly; 0 leaves it out", 64, 0, 1024,
     nullptr},
    {"line", "which of neighbouring lines the core-to-core matrix is measured on", 0, 0, 1023,
     nullptr},
    {"cas", "whether a compare-and-swap that fails gives up its reservation, or keeps it", 0, 0, 1,
     "release|keep"},
    {"operations", "fetch-and-adds of each hart that contends, on average", 32, 1, 100000, nullptr},
    argument::kTick,
    argument::kFire,
};

}  // namespace standstill::platform

#endif  // STANDSTILL_PLATFORM_SCENARIO_ARGUMENTS_H
