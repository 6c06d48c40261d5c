// stop_api: all calls at once, from every hart.
// SPDX-License-Identifier: Apache-2.0
//
// Source: the deadlocks that Linux's stopper had: three stop_two_cpus() in a ring (2015), a
// stop_cpus() against a stop_two_cpus() in reverse (2015), a wake-up lost by preemption (2018).
// Here nothing may be lost: every fn runs exactly as often as asked for.
#include "lib/random.h"
#include "scenarios/stop_api.h"

namespace standstill::scenarios::stop_api {
namespace {

struct alignas(64) Tally {
  std::atomic<std::uint64_t> asked{0};  ///< runs of fn that must come
  std::atomic<std::uint64_t> ran{0};
  std::atomic<unsigned> inside{0};  ///< CPUs inside fn now
};
constinit Tally rings, storms, machines, serial;
constinit std::uint64_t rounds = 0;
constinit std::uint64_t seed = 0;

unsigned harts() { return kernel::machine().harts; }

void ask(Tally& tally, std::uint64_t runs) {
  tally.asked.fetch_add(runs, std::memory_order_relaxed);
}

int count(void* tally) {
  static_cast<Tally*>(tally)->ran.fetch_add(1, std::memory_order_relaxed);
  return 0;
}

void expect_all_ran(Tally& tally, const char* what) {
  const std::uint64_t asked = tally.asked.load(std::memory_order_relaxed);
  const std::uint64_t ran = tally.ran.load(std::memory_order_relaxed);
  STANDSTILL_CHECK(ran == asked, "every fn ran, however its calls met", what, ": ", ran, " of ",
                   asked);
}

int count_alone(void* tally) {
  Tally& mine = *static_cast<Tally*>(tally);
  STANDSTILL_CHECK(mine.inside.fetch_add(1, std::memory_order_relaxed) == 0,
                   "one CPU runs fn of stop_machine at a time, whoever asks");
  spin_passes(20);
  mine.inside.fetch_sub(1, std::memory_order_relaxed);
  return count(tally) + static_cast<int>(kernel::smp_processor_id()) + 3;
}

void stop_machine_from(unsigned) {
  for (std::uint64_t round = 0; round < rounds; ++round) {
    ask(machines, 1);
    const int ret = kernel::stop_machine(count_alone, &machines, nullptr);
    STANDSTILL_CHECK(ret == 3, "each caller gets the value of its own fn", ret);
  }
}

/// The call whose works are being run; those of two calls must not mix.
constinit std::atomic<const void*> serving{nullptr};

int count_serially(void* call) {
  auto& left = *static_cast<std::atomic<unsigned>*>(call);
  const void* before = nullptr;
  serving.compare_exchange_strong(before, call, std::memory_order_relaxed);
  STANDSTILL_CHECK(before == nullptr || before == call, "stop_cpus calls are served one by one");
  if (left.fetch_sub(1, std::memory_order_relaxed) == 1) arch::write_once(serving, nullptr);
  return count(&serial);
}

void stop_cpus_from(unsigned) {
  for (std::uint64_t round = 0; round < rounds; ++round) {
    std::atomic<unsigned> left{harts()};
    ask(serial, harts());
    STANDSTILL_CHECK(kernel::stop_cpus(kernel::cpu_online_mask, count_serially, &left) == 0,
                     "stop_cpus returns 0 among other calls, too");
    STANDSTILL_CHECK(left.load(std::memory_order_relaxed) == 0, "when all of its own have run");
  }
}

/// Harts 0, 1 and 2 ask for {0, 1}, {1, 2} and {2, 0}; two harts for {0, 1} and {1, 0}. A fourth
/// stops all of them meanwhile.
void ring_from(unsigned cpu) {
  const unsigned corners = harts() < 3 ? harts() : 3;
  for (std::uint64_t round = 0; round < 3 * rounds; ++round) {
    ask(rings, cpu < corners ? 1 : harts());
    const int ret = cpu < corners ? kernel::stop_two_cpus(cpu, (cpu + 1) % corners, count, &rings)
                                  : kernel::stop_cpus(kernel::cpu_online_mask, count, &rings);
    STANDSTILL_CHECK(ret == 0, "stops of two in a ring come through", ret);
  }
}

void check_ring() {
  const unsigned asking = harts() < 4 ? harts() : 4;
  for (unsigned cpu = 0; cpu < asking; ++cpu) start_job(cpu, ring_from);
  for (std::uint64_t round = 0; asking < 4 && round < rounds; ++round) {
    ask(rings, harts());
    kernel::stop_cpus(kernel::cpu_online_mask, count, &rings);
  }
  for (unsigned cpu = 0; cpu < asking; ++cpu) finish_job(cpu);
  expect_all_ran(rings, "ring");
}

/// One random call; returns how often fn must run.
std::uint64_t random_call(kernel::Random& random) {
  const auto cpu = static_cast<unsigned>(random.below(harts()));
  const auto other = static_cast<unsigned>(random.below(harts()));
  int ret = 0;
  std::uint64_t runs = 1;
  switch (random.below(5)) {
    case 0:
      ret = kernel::stop_machine(count, &storms, nullptr);
      break;
    case 1:
      ret = kernel::stop_cpus(kernel::cpu_online_mask, count, &storms);
      runs = harts();
      break;
    case 2: {
      kernel::CpuStopWork work;
      Note last;
      STANDSTILL_CHECK(kernel::stop_one_cpu_nowait(cpu, count, &storms, work),
                       "a stopper takes work among all others");
      ret = kernel::stop_one_cpu(cpu, take_note, &last);
      break;
    }
    case 3:
      if (cpu != other) {
        ret = kernel::stop_two_cpus(cpu, other, count, &storms);
        break;
      }
      [[fallthrough]];
    default:
      ret = kernel::stop_one_cpu(cpu, count, &storms);
  }
  STANDSTILL_CHECK(ret == 0, "every call comes through a storm of calls", ret);
  return runs;
}

void storm_from(unsigned cpu) {
  kernel::Random random(seed, cpu);
  for (std::uint64_t round = 0; round < 4 * rounds; ++round) {
    ask(storms, random_call(random));
    spin_passes(random.below(1000));
  }
}

}  // namespace

void check_races(const Arguments& arguments) {
  rounds = arguments.get("rounds");
  seed = arguments.get("seed");
  run_everywhere(stop_machine_from);
  expect_all_ran(machines, "stop_machine");
  run_everywhere(stop_cpus_from);
  expect_all_ran(serial, "stop_cpus");
  if (harts() > 1) check_ring();
  run_everywhere(storm_from);
  expect_all_ran(storms, "storm");
  for (unsigned cpu = 0; cpu < harts(); ++cpu)
    STANDSTILL_CHECK(kernel::per_cpu(cpu).stopper.works.empty(), "no work is left behind", cpu);
}

}  // namespace standstill::scenarios::stop_api
