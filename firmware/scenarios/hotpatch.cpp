// hotpatch: a function is redirected to its new version while no task is inside, and back again.
// SPDX-License-Identifier: Apache-2.0
//
// Source: kpatch.ko (behaviour, not text): in stop_machine() the stacks of all tasks are looked at;
// if one holds an address of the version that shall go, nothing is changed and it is tried again.
// Else a task could come back into the old version after others had begun with the new one.
#include "kernel/check.h"
#include "kernel/errno.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "lib/random.h"
#include "scenarios/load.h"
#include "scenarios/text_patch.h"
#include "scenarios/workers.h"

extern "C" {
std::uint64_t hotpatched(std::uint64_t x);
std::uint64_t hotpatch_version_old(std::uint64_t x);
std::uint64_t hotpatch_version_new(std::uint64_t x);
extern const std::byte __start_hotpatch_old[], __stop_hotpatch_old[], __stop_hotpatch_new[];
}

// The function as its callers know it: a no-op where a jump to the new version can stand.
asm(".pushsection .text\n\t.balign 4\n\t.option push\n\t.option norvc\n\t.globl hotpatched\n"
    "hotpatched:\n\taddi x0, x0, 0\n\tj hotpatch_version_old\n\t.option pop\n\t.popsection");

namespace standstill::scenarios {
namespace {

constexpr std::uint64_t kInsidePasses = 40;
constexpr std::uint64_t kLongestOutside = 1600;
constexpr unsigned kMostTries = 5000;

enum Version : unsigned { kOld = 0, kNew = 1 };

struct alignas(64) Inside {
  std::atomic<std::uint64_t> tasks[2];
};
constinit Inside inside{};
constinit TextState state;  // site 0: redirected

std::uint32_t* const site = reinterpret_cast<std::uint32_t*>(&hotpatched);

std::uint64_t tasks_inside(Version version) {
  return inside.tasks[version].load(std::memory_order_relaxed);
}

void enter(Version version) { inside.tasks[version].fetch_add(1, std::memory_order_relaxed); }

void leave(Version version) { inside.tasks[version].fetch_sub(1, std::memory_order_relaxed); }

}  // namespace

/// Both hold a count of who is inside; none may be in the other one.
extern "C" [[gnu::section("hotpatch_old"), gnu::noinline]] std::uint64_t hotpatch_version_old(
    std::uint64_t x) {
  enter(kOld);
  STANDSTILL_CHECK(tasks_inside(kNew) == 0, "no task is inside the new version when the old runs");
  spin_passes(kInsidePasses);
  leave(kOld);
  return x + 1;
}

extern "C" [[gnu::section("hotpatch_new"), gnu::noinline]] std::uint64_t hotpatch_version_new(
    std::uint64_t x) {
  enter(kNew);
  STANDSTILL_CHECK(tasks_inside(kOld) == 0, "no task is inside the old version when the new runs");
  spin_passes(kInsidePasses);
  leave(kNew);
  return x + 2;
}

namespace {

[[gnu::section(".bss.percpu")]] alignas(64) std::byte random_memory[kernel::kNrCpus][64];

kernel::Random& random_of(unsigned cpu) {
  return *reinterpret_cast<kernel::Random*>(random_memory[cpu]);
}

void call_once(unsigned cpu) {
  const TextState::Value before = state.read();
  const std::uint64_t result = hotpatched(cpu);
  const TextState::Value after = state.read();
  STANDSTILL_CHECK(result == cpu + 1 || result == cpu + 2, "one of the versions answers");
  const std::uint64_t version = result - cpu - 1;
  STANDSTILL_CHECK(before.generation != after.generation || version == after.sites,
                   "the version that answers is the one in force", "hart ", cpu,
                   " ran the stale version ", version);
  spin_passes(random_of(cpu).below(kLongestOutside));
}

void prepare(const Arguments&) { prepare_workers(call_once); }

void start_hart(const Arguments& arguments) {
  const unsigned cpu = kernel::smp_processor_id();
  random_of(cpu) = kernel::Random(arguments.get("seed"), 0x400 + cpu);
  start_worker(arguments);
}

/// What a redirection needs to know while all stand still.
struct Redirection {
  std::uint64_t to;               ///< the version that shall be in force
  std::uint64_t looked;           ///< stack words, of all tries
  std::uint64_t tasks;            ///< stacks
  const kernel::Task* requester;  ///< holds addresses of both versions, but calls neither
};

/// Whether `word` is an address in the version that shall go, or behind the no-op that leads to it.
/// At the no-op itself a task has not chosen yet.
bool points_inside(std::uint64_t word, const Redirection& redirection) {
  const auto begin = reinterpret_cast<std::uint64_t>(redirection.to == kNew ? __start_hotpatch_old
                                                                            : __stop_hotpatch_old);
  const auto end = reinterpret_cast<std::uint64_t>(redirection.to == kNew ? __stop_hotpatch_old
                                                                          : __stop_hotpatch_new);
  const auto entry = reinterpret_cast<std::uint64_t>(site);
  return (word >= begin && word < end) || word == entry + 4;
}

/// An interrupted task has its pc on its stack, a sleeping one its return addresses.
bool task_is_inside(const kernel::Task& task, Redirection& redirection) {
  if (task.is_stopper || &task == redirection.requester || task.stack == nullptr) return false;
  const std::uint64_t* const top = task.stack + STANDSTILL_STACK_SIZE / sizeof(std::uint64_t);
  ++redirection.tasks;
  if (points_inside(task.context.ra, redirection)) return true;
  for (const auto* word = reinterpret_cast<const std::uint64_t*>(task.context.sp); word < top;
       ++word) {
    ++redirection.looked;
    if (points_inside(*word, redirection)) return true;
  }
  return false;
}

int check_stacks(void* data) {
  auto& redirection = *static_cast<Redirection*>(data);
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) {
    const kernel::PerCpu& area = kernel::per_cpu(cpu);
    for (unsigned i = 0; i < area.thread_count; ++i)
      if (task_is_inside(area.threads[i], redirection)) return -kernel::kEbusy;
  }
  const Version going = redirection.to == kNew ? kOld : kNew;
  STANDSTILL_CHECK(tasks_inside(going) == 0, "a version that no stack names has no task inside");
  return 0;
}

void applied(void* data) { state.change(static_cast<const Redirection*>(data)->to); }

/// Puts version `to` in force; returns how often a task was inside.
std::uint64_t redirect(Version to, const Arguments& arguments, kernel::Random& random) {
  users::PatchText request;
  Redirection redirection{to, 0, 0, kernel::current()};
  const std::uint32_t insn =
      to == kOld ? users::kInsnNop
                 : users::insn_jal(0, site, reinterpret_cast<const void*>(&hotpatch_version_new));
  const users::TextPatch patch{site, insn};
  request.patches = &patch;
  request.count = 1;
  request.master = master_of(arguments);
  request.ready = arguments.get("check") == 0 ? check_stacks : nullptr;
  request.applied = applied;
  request.data = &redirection;
  for (unsigned busy = 0; busy < kMostTries; ++busy) {
    const std::uint32_t before = *site;
    const int error = users::patch_text(request);
    STANDSTILL_CHECK(request.late == 0, "no hart is on its way when the master begins");
    if (error == 0) {
      STANDSTILL_CHECK(*site == insn && state.read().sites == to, "the function is redirected");
      STANDSTILL_CHECK(request.ready == nullptr || redirection.tasks >= kernel::machine().harts,
                       "the stack of each worker was looked at");
      return busy;
    }
    STANDSTILL_CHECK(error == -kernel::kEbusy, "a task inside is told by -EBUSY", error);
    STANDSTILL_CHECK(*site == before && state.read().sites != to, "what is busy stays as it is");
    spin_passes(random.below(kLongestOutside));
  }
  kernel::fail("hotpatch: a task was inside in each of ", kMostTries, " tries");
}

void run(const Arguments& arguments) {
  const std::uint64_t rounds = arguments.get("rounds");
  const std::uint64_t passes = arguments.get("passes");
  kernel::Random random(arguments.get("seed"), 0x3FF);
  std::uint64_t busy = 0;
  wait_for_passes(1);
  for (std::uint64_t round = 0; round < rounds; ++round) {
    busy += redirect(kNew, arguments, random);
    wait_for_passes(passes);
    busy += redirect(kOld, arguments, random);
    wait_for_passes(passes);
  }
  stop_workers();
  STANDSTILL_CHECK(tasks_inside(kOld) == 0 && tasks_inside(kNew) == 0, "all have left at the end");
  STANDSTILL_CHECK(*site == users::kInsnNop, "the function is what it was");
  kernel::printk("PASS: hotpatch: ", rounds, " redirections and back, ", busy,
                 " times a task was inside, ", passes_in_all(), " calls on ",
                 kernel::machine().harts, " harts");
}

}  // namespace

constinit const Scenario kHotpatch = {
    .name = "hotpatch",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
