// hotplug_storm: CPUs go and come at random under load, while tasks that are moved about with them
// stop CPUs in every way there is. Nothing is lost: each work runs once, or is refused and does
// not. SPDX-License-Identifier: Apache-2.0
//
// Source: the idea of Linux's rcutorture and its CPU-hotplug torture (kernel/torture.c).
#include "kernel/check.h"
#include "kernel/cpu.h"
#include "kernel/errno.h"
#include "kernel/kthread.h"
#include "kernel/percpu.h"
#include "kernel/stop_machine.h"
#include "lib/machine.h"
#include "lib/random.h"
#include "scenarios/load.h"

namespace standstill::scenarios {
namespace {

using kernel::CpuMask;
using kernel::Random;

constexpr std::uint64_t kLongestPause = 4000;

/// One request: what the stopped function saw. It lives until the requester has checked it.
struct Request {
  std::atomic<unsigned> runs{0};
  std::atomic<unsigned> last{0};    ///< the CPU it ran on last
  std::atomic<unsigned> online{0};  ///< CPUs online while it ran
};

int stopped(void* data) {
  auto& request = *static_cast<Request*>(data);
  const unsigned cpu = kernel::smp_processor_id();
  request.runs.fetch_add(1, std::memory_order_relaxed);
  arch::write_once(request.last, cpu);
  STANDSTILL_CHECK(kernel::current()->is_stopper, "fn runs on a stopper");
  STANDSTILL_CHECK(kernel::current() == kernel::per_cpu(cpu).stopper.thread,
                   "the stopper of a CPU runs on that CPU");
  return static_cast<int>(cpu) + 7;
}

int stopped_with_all(void* data) {
  begin_stop_generation();
  STANDSTILL_CHECK(arch::irqs_disabled(), "interrupts are off while all stand still");
  arch::write_once(static_cast<Request*>(data)->online, kernel::num_online_cpus());
  return stopped(data);
}

/// One of the tasks that ask.
struct Requester {
  explicit Requester(std::uint64_t seed, std::uint64_t stream) : random(seed, stream) {}

  Random random;
  std::uint64_t done = 0;
  std::uint64_t refused = 0;

  unsigned some_cpu() { return static_cast<unsigned>(random.below(kernel::machine().harts)); }
};

/// Checks a request that `cpu` should have run, and counts it.
void account(Requester& self, const Request& request, int ret, unsigned cpu) {
  const unsigned runs = request.runs.load(std::memory_order_relaxed);
  if (ret == -kernel::kEnoent) {
    STANDSTILL_CHECK(runs == 0 && cpu != 0,
                     "what was refused has not run; the boot CPU refuses none", cpu);
    ++self.refused;
    return;
  }
  STANDSTILL_CHECK(ret == static_cast<int>(cpu) + 7, "who was not refused has the value of fn",
                   ret);
  STANDSTILL_CHECK(runs == 1, "what was not refused has run once", runs);
  STANDSTILL_CHECK(request.last == cpu, "it has run where it was asked to");
  ++self.done;
}

void ask_one(Requester& self) {
  Request request;
  const unsigned cpu = self.some_cpu();
  account(self, request, kernel::stop_one_cpu(cpu, stopped, &request), cpu);
}

void ask_two(Requester& self) {
  Request request;
  const unsigned cpu = self.some_cpu();
  const unsigned distance =
      1 + static_cast<unsigned>(self.random.below(kernel::machine().harts - 1));
  const unsigned other = (cpu + distance) % kernel::machine().harts;
  const int ret = kernel::stop_two_cpus(cpu, other, stopped, &request);
  // Refused for the sake of the other it may be the boot CPU's turn too.
  account(self, request, ret, cpu == 0 && ret < 0 ? other : cpu);
}

/// The work outlives the call: it is ours again when fn has begun.
struct Unawaited : Request {
  kernel::CpuStopWork work;
  kernel::Completion ran;
};

int stopped_unawaited(void* data) {
  auto& request = *static_cast<Unawaited*>(data);
  const int ret = stopped(data);
  request.ran.complete();
  return ret;
}

void ask_nowait(Requester& self) {
  Unawaited request;
  const unsigned cpu = self.some_cpu();
  const bool queued = kernel::stop_one_cpu_nowait(cpu, stopped_unawaited, &request, request.work);
  if (queued) request.ran.wait();
  account(self, request, queued ? static_cast<int>(cpu) + 7 : -kernel::kEnoent, cpu);
}

void ask_all(Requester& self) {
  Request request;
  const bool all = self.random.below(2) == 0;
  const int ret =
      kernel::stop_machine(stopped_with_all, &request, all ? &kernel::cpu_online_mask : nullptr);
  STANDSTILL_CHECK(ret >= 7, "stop_machine() is never refused", ret);
  STANDSTILL_CHECK(request.runs == (all ? request.online.load() : 1u),
                   "fn of stop_machine() runs on each CPU online, once", request.runs.load());
  ++self.done;
}

/// While the CPUs are kept as they are, who is online takes work.
void ask_locked(Requester& self) {
  kernel::cpus_read_lock();
  const CpuMask online = kernel::cpu_online_mask;
  Request request;
  unsigned cpu = online.next(self.some_cpu());
  if (cpu == kernel::kNrCpus) cpu = 0;
  STANDSTILL_CHECK(kernel::stop_one_cpu(cpu, stopped, &request) == static_cast<int>(cpu) + 7,
                   "under cpus_read_lock() a CPU that is online refuses nothing", cpu);
  Request many;
  STANDSTILL_CHECK(kernel::stop_cpus(online, stopped, &many) >= 7,
                   "under cpus_read_lock() stop_cpus() is not refused");
  STANDSTILL_CHECK(many.runs == online.weight(), "fn of stop_cpus() runs on each CPU, once");
  STANDSTILL_CHECK(kernel::num_online_cpus() == online.weight(),
                   "under cpus_read_lock() no CPU comes or goes");
  kernel::cpus_read_unlock();
  ++self.done;
}

using Ask = void (*)(Requester&);
constexpr Ask kAsks[] = {ask_one, ask_two, ask_nowait, ask_all, ask_locked};
constexpr unsigned kRequesters = std::size(kAsks);

constinit std::atomic<bool> go_on{false};
constinit std::atomic<std::uint64_t> all_done{0}, all_refused{0};
constinit kernel::Countdown requesters_to_end;
constinit std::uint64_t seed = 0;

void requester(void* data) {
  const auto kind = static_cast<std::size_t>(reinterpret_cast<std::uintptr_t>(data));
  Requester self(seed, kernel::kNrCpus + kind);
  do {
    kAsks[kind](self);
    spin_passes(self.random.below(kLongestPause));
  } while (go_on.load(std::memory_order_relaxed));
  STANDSTILL_CHECK(self.done + self.refused != 0, "every task that asks has its turn");
  all_done.fetch_add(self.done, std::memory_order_relaxed);
  all_refused.fetch_add(self.refused, std::memory_order_relaxed);
  requesters_to_end.arrive();
}

void start_requesters(unsigned harts) {
  arch::write_once(go_on, true);
  requesters_to_end.expect(kRequesters);
  for (unsigned i = 0; i < kRequesters; ++i) {
    void* const kind = reinterpret_cast<void*>(std::uintptr_t{i});
    kernel::Task& task = kernel::kthread_create_on_cpu(requester, kind, "asks", i % harts);
    STANDSTILL_CHECK(kernel::sched_setaffinity(task, kernel::cpu_present_mask) == 0,
                     "who asks may run anywhere");
    kernel::wake_up_process(task);
  }
}

/// One CPU goes or comes, or is asked in vain to.
void one_operation(Random& random, unsigned harts) {
  const unsigned cpu = static_cast<unsigned>(random.below(harts));
  const unsigned online = kernel::num_online_cpus();
  if (cpu == 0) {
    STANDSTILL_CHECK(kernel::cpu_down(0) == -kernel::kEbusy, "the boot CPU stays in the storm");
    STANDSTILL_CHECK(kernel::num_online_cpus() == online, "and nobody goes in its place");
    return;
  }
  const bool down = kernel::cpu_online(cpu);
  const int ret = down ? kernel::cpu_down(cpu) : kernel::cpu_up(cpu);
  STANDSTILL_CHECK(ret == 0, "a CPU goes and comes in the storm", cpu);
  STANDSTILL_CHECK(kernel::cpu_online(cpu) != down && kernel::cpu_active(cpu) != down,
                   "who went is not there, who came is");
  STANDSTILL_CHECK(kernel::num_online_cpus() == (down ? online - 1 : online + 1),
                   "one CPU at a time goes or comes");
  const kernel::PerCpu& area = kernel::per_cpu(cpu);
  STANDSTILL_CHECK(!down || (area.rq.curr == &area.idle && area.stopper.works.empty()),
                   "who went has left nothing undone");
}

void run(const Arguments& arguments) {
  const unsigned harts = kernel::machine().harts;
  const std::uint64_t rounds = arguments.get("rounds");
  seed = arguments.get("seed");
  Random random(seed, 2 * kernel::kNrCpus);
  start_requesters(harts);
  for (std::uint64_t round = 0; round < rounds; ++round) one_operation(random, harts);
  arch::write_once(go_on, false);
  requesters_to_end.completion.wait();
  for (unsigned cpu = 1; cpu < harts; ++cpu)
    STANDSTILL_CHECK(kernel::cpu_up(cpu) == 0, "after the storm all come back");
  Requester self(seed, 0);
  for (unsigned cpu = 0; cpu < harts; ++cpu) {
    Request request;
    account(self, request, kernel::stop_one_cpu(cpu, stopped, &request), cpu);
  }
  STANDSTILL_CHECK(self.refused == 0, "after the storm nobody refuses");
  kernel::printk("PASS: hotplug_storm: ", rounds, " times down or up, ", all_done.load(),
                 " requests done, ", all_refused.load(), " refused, ", harts, " harts, load ",
                 arguments.word("load"));
}

}  // namespace

constinit const Scenario kHotplugStorm = {
    .name = "hotplug_storm",
    .prepare = nullptr,
    .start_hart = start_load,
    .run = run,
};

}  // namespace standstill::scenarios
