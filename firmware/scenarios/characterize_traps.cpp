// characterize: device accesses, and the way of an interrupt to its handler's first instruction.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see scenarios/characterize.h. The handler is the instruction behind the loop that waits,
// in the same function: nothing has to be saved, and no return from the trap is needed, since the
// hart was in machine mode before. mcycle of all harts is taken to count from one moment on.
#include "arch/csr.h"
#include "kernel/check.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "scenarios/characterize.h"
#include "scenarios/load.h"
#include "scenarios/measure.h"

namespace standstill::scenarios {
namespace {

using platform::Target;

constexpr std::uint64_t kNever = ~std::uint64_t{0};

std::uint64_t msip(unsigned cpu) { return kernel::machine().mswi + 4 * std::uint64_t{cpu}; }
std::uint64_t mtimecmp(unsigned cpu) { return kernel::machine().mtimecmp + 8 * std::uint64_t{cpu}; }
std::uint64_t mtime(unsigned) { return kernel::machine().mtime; }

struct Access {
  Work work;
  std::uint64_t (*address)(unsigned cpu);
  std::uint64_t value;
};
/// In the order of platform::DeviceAccess.
constexpr Access kAccesses[] = {
    {time_device_lw, msip, 0},
    {time_device_sw, msip, 0},
    {time_device_ld, mtime, 0},
    {time_device_sd, mtimecmp, kNever},
};

/// A hart's samples meet the fabric's clock in every phase.
void shift_phase(std::uint64_t pass) { spin_passes(pass * 3); }

std::uint64_t read_cause() {
  std::uint64_t value;
  asm volatile("csrr %0, mcause" : "=r"(value));
  return value;
}

/// Takes the next interrupt; mcycle at the first instruction of its handler. Interrupts are off
/// before and after.
template <Target target>
std::uint64_t take_interrupt() {
  std::uint64_t cycle;
  std::uint64_t vector;
  asm volatile(
      "la %1, 2f\n\tcsrrw %1, mtvec, %1\n\tcsrsi mstatus, 8\n"
      "1: .if %2\n\twfi\n\t.endif\n\tj 1b\n\t"
      ".balign 4\n2: csrr %0, mcycle\n\tcsrw mtvec, %1"
      : "=&r"(cycle), "=&r"(vector)
      : "i"(target == Target::Asleep)
      : "memory");
  return cycle;
}

std::uint64_t take_interrupt(Target target) {
  return target == Target::Asleep ? take_interrupt<Target::Asleep>()
                                  : take_interrupt<Target::Awake>();
}

void wait_until_gone(std::uint64_t bit) {
  while ((arch::read_mip() & bit) != 0) arch::cpu_relax();
}

/// Lets one interrupt alone through while it lives.
class OnlyInterrupt {
 public:
  explicit OnlyInterrupt(std::uint64_t bit) {
    asm volatile("csrrw %0, mie, %1" : "=r"(mie_) : "r"(bit) : "memory");
  }
  ~OnlyInterrupt() { arch::write_mie(mie_); }
  OnlyInterrupt(const OnlyInterrupt&) = delete;
  OnlyInterrupt& operator=(const OnlyInterrupt&) = delete;

 private:
  std::uint64_t mie_;
};

/// The hart that is rung says when it waits.
struct alignas(64) Armed {
  std::atomic<std::uint64_t> word{0};
};
constinit Armed armed;

/// Waits to be rung; mcycle at the first instruction of the handler.
std::uint64_t be_rung(std::uint64_t target, std::uint64_t cpu) {
  const OnlyInterrupt only(arch::kMieSoftware);
  arch::write_once(armed.word, 1ull);
  const std::uint64_t cycle = take_interrupt(static_cast<Target>(target));
  STANDSTILL_CHECK(read_cause() == arch::kCauseSoftware, "characterize: the bell is what rang");
  arch::mmio_write<std::uint32_t>(msip(static_cast<unsigned>(cpu)), 0);
  wait_until_gone(arch::kMieSoftware);
  return cycle;
}

/// mcycle right before the store.
std::uint64_t ring(unsigned cpu) {
  std::uint64_t cycle;
  asm volatile("csrr %0, mcycle\n\tsw %1, (%2)" : "=&r"(cycle) : "r"(1), "r"(msip(cpu)) : "memory");
  return cycle;
}

/// From the store on this hart to the handler on `cpu`.
std::uint64_t ring_and_wait(unsigned cpu, Target target, std::uint64_t pass) {
  constexpr std::uint64_t kUntilItWaits = 200;
  arch::write_once(armed.word, 0ull);
  tell(cpu, be_rung, static_cast<std::uint64_t>(target), cpu);
  while (arch::smp_load_acquire(armed.word) == 0) arch::cpu_relax();
  spin_passes(kUntilItWaits);
  shift_phase(pass);
  const std::uint64_t sent = ring(cpu);
  const std::uint64_t taken = wait_for(cpu);
  STANDSTILL_CHECK(taken - sent < kNever / 2, "characterize: an interrupt comes after its cause");
  return taken - sent;
}

/// A step of the time: its value, and mcycle in the middle between the last reading that has not
/// got it and the first that has.
struct Step {
  std::uint64_t time;
  std::uint64_t cycle;
};

Step next_step() {
  Step step;
  std::uint64_t before;
  asm volatile("rdtime %2\n1: csrr %1, mcycle\n\trdtime %0\n\tbeq %0, %2, 1b"
               : "=&r"(step.time), "=&r"(step.cycle), "=&r"(before)::"memory");
  return step;
}

/// From the step of the time that reaches mtimecmp to the handler; 0 if the handler is first.
std::uint64_t time_timer(std::uint64_t target, std::uint64_t cpu) {
  constexpr std::uint64_t kApart = 8;
  constexpr std::uint64_t kAhead = 3;
  const Step first = next_step();
  Step second = next_step();
  while (second.time < first.time + kApart) second = next_step();
  const std::uint64_t steps = second.time - first.time;
  const std::uint64_t length = (second.cycle - first.cycle + steps / 2) / steps;
  arch::mmio_write<std::uint64_t>(mtimecmp(static_cast<unsigned>(cpu)), second.time + kAhead);
  const OnlyInterrupt only(arch::kMieTimer);
  const std::uint64_t taken = take_interrupt(static_cast<Target>(target));
  STANDSTILL_CHECK(read_cause() == arch::kCauseTimer, "characterize: it is the timer that ended");
  STANDSTILL_CHECK(arch::read_time() >= second.time + kAhead, "characterize: and not too soon");
  arch::mmio_write<std::uint64_t>(mtimecmp(static_cast<unsigned>(cpu)), kNever);
  wait_until_gone(arch::kMieTimer);
  const std::uint64_t due = second.cycle + kAhead * length;
  return taken > due ? taken - due : 0;
}

/// Samples of something that `measure(pass)` measures, but for the first passes.
template <typename Measure>
void repeat(const Arguments& arguments, Figure figure, std::uint64_t a, unsigned cpu,
            Measure measure) {
  const std::uint64_t passes = kWarmUp + arguments.get("rounds");
  for (std::uint64_t pass = 0; pass < passes; ++pass) {
    const std::uint64_t value = measure(pass);
    if (pass >= kWarmUp) sample(figure, a, cpu, value);
  }
}

}  // namespace

void measure_devices(const Arguments& arguments) {
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu) {
    for (std::uint64_t i = 0; i < std::size(kAccesses); ++i) {
      const Access& access = kAccesses[i];
      repeat(arguments, Figure::Mmio, i, cpu, [&](std::uint64_t pass) {
        shift_phase(pass);
        return do_on(cpu, access.work, access.address(cpu), access.value);
      });
    }
    repeat(arguments, Figure::MmioOverhead, 0, cpu,
           [&](std::uint64_t) { return do_on(cpu, time_use, 0, 0); });
  }
}

void measure_doorbells(const Arguments& arguments) {
  for (const Target target : {Target::Awake, Target::Asleep})
    for (unsigned cpu = 1; cpu < kernel::machine().harts; ++cpu)
      repeat(arguments, Figure::Doorbell, static_cast<std::uint64_t>(target), cpu,
             [&](std::uint64_t pass) { return ring_and_wait(cpu, target, pass); });
}

void measure_timers(const Arguments& arguments) {
  for (const Target target : {Target::Awake, Target::Asleep})
    for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu)
      repeat(arguments, Figure::Timer, static_cast<std::uint64_t>(target), cpu, [&](std::uint64_t) {
        return do_on(cpu, time_timer, static_cast<std::uint64_t>(target), cpu);
      });
}

}  // namespace standstill::scenarios
