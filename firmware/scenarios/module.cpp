// module: relocatable code is loaded and unloaded while every hart calls into it.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's module loader before 3.19 (behaviour). Two versions of
// firmware/modules/counter.cpp take turns at the same addresses: a hart that runs what it fetched
// of the other one is found out.
#include "users/module.h"

#include "kernel/check.h"
#include "kernel/errno.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "lib/random.h"
#include "scenarios/load.h"
#include "scenarios/workers.h"

extern "C" {
void hook_register(std::uint64_t (*hook)(std::uint64_t, std::uint64_t*));
void hook_unregister();
extern const std::byte module_counter_1[], module_counter_1_end[];
extern const std::byte module_counter_2[], module_counter_2_end[];
extern const std::byte module_counter_3[], module_counter_3_end[];
extern const std::byte module_counter_4[], module_counter_4_end[];
}

namespace standstill::scenarios {
namespace {

using users::Module;
using Hook = std::uint64_t (*)(std::uint64_t, std::uint64_t*);
using Image = std::span<const std::byte>;

constexpr unsigned kMostTries = 5000;
constexpr unsigned kCountedHarts = 64;  ///< the module counts so many apart

constinit std::atomic<Hook> hook{nullptr};
constinit std::uint64_t registered = 0;
constinit std::uint64_t unregistered = 0;
constinit std::atomic<Module*> published{nullptr};
/// Written while no module is there to be used.
constinit std::uint64_t variant = 0;
constinit std::uint64_t load_number = 0;

/// What a worker remembers of the module that is loaded.
struct alignas(64) Caller {
  std::uint64_t load;
  std::uint64_t calls;
  volatile std::uint64_t calls_in_all;
};
[[gnu::section(".bss.percpu")]] Caller callers[kernel::kNrCpus];

Image image_of(unsigned number) {
  switch (number) {
    case 1:
      return {module_counter_1, module_counter_1_end};
    case 2:
      return {module_counter_2, module_counter_2_end};
    case 3:
      return {module_counter_3, module_counter_3_end};
    default:
      return {module_counter_4, module_counter_4_end};
  }
}

/// See hook() of modules/counter.cpp.
std::uint64_t expected(std::uint64_t x, std::uint64_t version) {
  return 31 * x + 2 * version * x + 40 + 4097 * version;
}

void call_hook(unsigned cpu) {
  Module* const module = published.load(std::memory_order_relaxed);
  if (module == nullptr || !users::try_module_get(module)) {
    spin_passes(200);
    return;
  }
  Caller& mine = callers[cpu];
  const Hook call = hook.load(std::memory_order_relaxed);
  const std::uint64_t version = variant;
  const std::uint64_t number = load_number;
  std::uint64_t count = 0;
  const std::uint64_t result = call == nullptr ? 0 : call(cpu, &count);
  users::module_put(module);
  // Judged outside, so that the module is seldom in use when it shall go.
  STANDSTILL_CHECK(call != nullptr, "a module in use has its hook");
  STANDSTILL_CHECK(result == expected(cpu, version), "the code that runs is what was loaded",
                   "hart ", cpu, " got ", result, " of version ", version);
  mine.calls = mine.load == number ? mine.calls + 1 : 1;
  mine.load = number;
  mine.calls_in_all = mine.calls_in_all + 1;
  STANDSTILL_CHECK(kernel::machine().harts > kCountedHarts || count == mine.calls,
                   "the module's data begin anew with each load and keep what is counted", count,
                   " instead of ", mine.calls, " on hart ", cpu);
  spin_passes(500);
}

void prepare(const Arguments&) { prepare_workers(call_hook); }

void start_hart(const Arguments& arguments) {
  Caller& mine = callers[kernel::smp_processor_id()];
  mine.load = 0;
  mine.calls_in_all = 0;
  start_worker(arguments);
}

std::uint64_t calls_in_all() {
  std::uint64_t sum = 0;
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) sum += callers[cpu].calls_in_all;
  return sum;
}

Module* load(unsigned number, bool flush) {
  variant = number;
  ++load_number;
  const std::uint64_t registrations = registered;
  Module* module = nullptr;
  const int error = users::load_module(image_of(number), module, flush);
  STANDSTILL_CHECK(error == 0 && module != nullptr, "a module is loaded", error);
  STANDSTILL_CHECK(registered == registrations + 1, "init_module() has run once");
  STANDSTILL_CHECK(users::module_memory(module).size() != 0, "a module takes memory");
  const auto address = reinterpret_cast<std::uint64_t>(hook.load(std::memory_order_relaxed));
  const auto begin = reinterpret_cast<std::uint64_t>(users::module_memory(module).data());
  STANDSTILL_CHECK(address - begin < users::module_memory(module).size(),
                   "the hook lies in the module");
  arch::smp_store_release(published, module);
  return module;
}

/// Until no hart is in the module; returns how often one was.
std::uint64_t unload(Module* module, kernel::Random& random) {
  const std::uint64_t before = unregistered;
  for (unsigned busy = 0; busy < kMostTries; ++busy) {
    const int error = users::delete_module(module);
    if (error == 0) {
      STANDSTILL_CHECK(unregistered == before + 1, "cleanup_module() has run once");
      STANDSTILL_CHECK(hook.load(std::memory_order_relaxed) == nullptr, "the hook is gone");
      STANDSTILL_CHECK(!users::try_module_get(module), "a module that is gone cannot be used");
      STANDSTILL_CHECK(users::module_refcount(module) == 0, "nobody uses what is gone");
      STANDSTILL_CHECK(users::delete_module(module) == -kernel::kEnoent,
                       "what is gone cannot be deleted: -ENOENT");
      return busy;
    }
    STANDSTILL_CHECK(error == -kernel::kEbusy, "a module in use is told by -EBUSY", error);
    STANDSTILL_CHECK(unregistered == before, "a module in use is not cleaned up");
    spin_passes(random.below(2000));
  }
  kernel::fail("module: in use in each of ", kMostTries, " tries");
}

void check_busy(Module* module) {
  STANDSTILL_CHECK(users::try_module_get(module), "a live module can be used");
  STANDSTILL_CHECK(users::delete_module(module) == -kernel::kEbusy,
                   "a module whose use we hold is busy: -EBUSY");
  STANDSTILL_CHECK(users::module_refcount(module) >= 1, "our use is counted");
  users::module_put(module);
}

void check_refused(Image image, int error) {
  const std::uint64_t registrations = registered;
  Module* module = nullptr;
  const int got = users::load_module(image, module);
  STANDSTILL_CHECK(got == error, "a module that cannot be loaded is refused by its error", got,
                   " instead of ", error);
  STANDSTILL_CHECK(module == nullptr && registered == registrations, "nothing of it has run");
}

void check_refusals() {
  const Image whole = image_of(1);
  for (std::size_t part = 0; part < 8; ++part)
    check_refused(whole.first(whole.size() * part / 8), -kernel::kEnoexec);
  check_refused(image_of(3), -kernel::kEio);     // init_module() fails
  check_refused(image_of(4), -kernel::kEnoent);  // an unknown symbol
}

/// With both places taken; nobody calls the hook any more.
void check_places(kernel::Random& random) {
  Module* modules[users::kMaxModules];
  for (Module*& module : modules) module = load(1, true);
  STANDSTILL_CHECK(modules[0] != modules[1], "each module has a place of its own");
  check_refused(image_of(2), -kernel::kEnomem);
  for (Module* const module : modules) unload(module, random);
}

void run(const Arguments& arguments) {
  const std::uint64_t rounds = arguments.get("rounds");
  const bool flush = arguments.get("flush") == 0;
  kernel::Random random(arguments.get("seed"), 0x3000);
  std::uint64_t busy = 0;
  const std::byte* place = nullptr;
  check_refusals();
  STANDSTILL_CHECK(calls_in_all() == 0, "nothing is called before a module is loaded");
  for (std::uint64_t round = 0; round < 2 * rounds; ++round) {
    const std::uint64_t before = calls_in_all();
    Module* const module = load(round % 2 == 0 ? 1 : 2, flush);
    STANDSTILL_CHECK(place == nullptr || place == users::module_memory(module).data(),
                     "the versions take turns at one place");
    place = users::module_memory(module).data();
    wait_for_passes(arguments.get("passes"));
    STANDSTILL_CHECK(calls_in_all() - before >= kernel::machine().harts,
                     "every hart calls into the module");
    check_busy(module);
    busy += unload(module, random);
    wait_for_passes(1);  // a call that is over may not be counted yet
    const std::uint64_t after = calls_in_all();
    wait_for_passes(1);
    STANDSTILL_CHECK(calls_in_all() == after, "nothing is called when it is gone");
  }
  stop_workers();
  check_places(random);
  STANDSTILL_CHECK(registered == unregistered, "each module that came has gone");
  kernel::printk("PASS: module: ", registered, " loads, ", busy, " times in use, ", calls_in_all(),
                 " calls on ", kernel::machine().harts, " harts");
}

}  // namespace

constinit const Scenario kModule = {
    .name = "module",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios

void hook_register(std::uint64_t (*function)(std::uint64_t, std::uint64_t*)) {
  standstill::arch::write_once(standstill::scenarios::hook, function);
  ++standstill::scenarios::registered;
}

void hook_unregister() {
  standstill::arch::write_once(standstill::scenarios::hook, nullptr);
  ++standstill::scenarios::unregistered;
}

EXPORT_SYMBOL(hook_register);
EXPORT_SYMBOL(hook_unregister);
