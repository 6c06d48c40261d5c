// plic: the real-time clock and the UART interrupt each hart in turn through the PLIC.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V PLIC specification 1.0. Only what QEMU's PLIC does the same way is asked for here:
// a device is answered before its interrupt is completed, and nothing is claimed behind a
// threshold.
#include "drivers/plic.h"

#include "arch/csr.h"
#include "arch/hart.h"
#include "drivers/goldfish_rtc.h"
#include "drivers/uart_interrupt.h"
#include "kernel/check.h"
#include "kernel/percpu.h"
#include "kernel/trap.h"
#include "lib/machine.h"
#include "scenarios/scenario.h"

namespace standstill::scenarios {
namespace {

namespace uart = platform::uart;

constexpr std::uint64_t kAlarmNs = 20'000;  ///< from setting an alarm to its ringing
constexpr std::uint32_t kLow = 2;
constexpr std::uint32_t kHigh = 5;

/// One interrupt, as its handler saw it.
struct Served {
  unsigned hart;
  unsigned source;
  bool reason;            ///< the device said why
  std::uint32_t pending;  ///< sources that waited behind it
};
constexpr unsigned kMostServed = 8;
constinit Served served[kMostServed] = {};
constinit std::atomic<unsigned> served_count{0};
constinit std::atomic<unsigned> empty_claims{0};  ///< another hart was faster

drivers::Plic plic() { return drivers::Plic(kernel::machine().plic); }
drivers::GoldfishRtc rtc() { return drivers::GoldfishRtc(kernel::machine().rtc); }
drivers::UartInterrupt serial() { return drivers::UartInterrupt(kernel::machine().uart); }
unsigned rtc_source() { return kernel::machine().rtc_source; }
unsigned uart_source() { return kernel::machine().uart_source; }
std::uint32_t bit(unsigned source) { return 1u << source; }

/// Makes the device's line fall; whether it had a reason.
bool answer(unsigned source) {
  if (source == rtc_source()) {
    const bool rung = !rtc().alarm_set();
    rtc().clear_interrupt();
    return rung;
  }
  const bool asked = serial().identify() == uart::kIirTransmit;
  serial().enable(0);
  return asked;
}

void handle() {
  const unsigned hart = kernel::smp_processor_id();
  const unsigned context = kernel::machine_context(hart);
  const unsigned source = plic().claim(context);
  if (source == 0) {
    empty_claims.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  const std::uint32_t pending = plic().pending();
  const bool reason = answer(source);
  plic().complete(context, source);
  // Interrupts of one test come one after the other, on one hart or claimed by one.
  const unsigned index = served_count.load(std::memory_order_acquire);
  if (index < kMostServed) served[index] = {hart, source, reason, pending};
  served_count.store(index + 1, std::memory_order_release);
}

/// Exactly `sources`, of priorities above `threshold`, may interrupt `hart`. The threshold is
/// written first, so that none below it slips through, and last: QEMU's PLIC looks at its wires
/// when that is written, not when the enables are.
void let_in(unsigned hart, std::uint32_t sources, std::uint32_t threshold = 0) {
  const unsigned context = kernel::machine_context(hart);
  plic().set_threshold(context, threshold);
  plic().enable(context, sources);
  plic().set_threshold(context, threshold);
}

/// Ticks of the time base, at least one.
std::uint64_t ticks_of(std::uint64_t nanoseconds) {
  return kernel::machine().timebase * nanoseconds / 1'000'000'000 + 1;
}

template <typename Condition>
bool comes(Condition condition) {
  const std::uint64_t end = arch::read_time() + ticks_of(5'000'000'000);
  while (!condition())
    if (arch::read_time() > end) return false;
  return true;
}

bool count_is(unsigned count) { return served_count.load(std::memory_order_acquire) == count; }

/// So long that what was on its way would have come.
void let_pass() {
  const std::uint64_t end = arch::read_time() + ticks_of(2 * kAlarmNs);
  while (arch::read_time() < end) arch::cpu_relax();
}

void ring() { rtc().set_alarm(rtc().now() + kAlarmNs); }
void ask_transmitter() { serial().enable(uart::kIerTransmit); }

void begin(std::uint32_t rtc_priority, std::uint32_t uart_priority) {
  served_count.store(0, std::memory_order_relaxed);
  plic().set_priority(rtc_source(), rtc_priority);
  plic().set_priority(uart_source(), uart_priority);
}

void check_served(unsigned index, unsigned hart, unsigned source) {
  const Served& one = served[index];
  STANDSTILL_CHECK(one.hart == hart, "the hart that enables the source is interrupted", one.hart,
                   " ", hart);
  STANDSTILL_CHECK(one.source == source, "the claim says which source it is", one.source, " ",
                   source);
  STANDSTILL_CHECK(one.reason, "the device of that source has a reason");
  STANDSTILL_CHECK((one.pending & bit(source)) == 0, "a claim takes the pending bit");
}

void one_interrupts(unsigned hart, unsigned source, void (*provoke)()) {
  begin(kLow, kLow);
  let_in(hart, bit(source));
  provoke();
  STANDSTILL_CHECK(comes([] { return count_is(1); }), "the interrupt comes");
  check_served(0, hart, source);
  let_pass();
  STANDSTILL_CHECK(count_is(1), "an interrupt that was completed does not come again");
  let_in(hart, 0);
}

/// Both lines high, nobody interrupted.
void both_wait() {
  ring();
  ask_transmitter();
  const std::uint32_t both = bit(rtc_source()) | bit(uart_source());
  STANDSTILL_CHECK(comes([=] { return (plic().pending() & both) == both; }),
                   "what nobody enables waits");
  STANDSTILL_CHECK(count_is(0), "and interrupts nobody");
}

void best_goes_first(unsigned hart, std::uint32_t rtc_priority, std::uint32_t uart_priority) {
  const bool rtc_first = rtc_priority > uart_priority ||
                         (rtc_priority == uart_priority && rtc_source() < uart_source());
  const unsigned order[] = {rtc_first ? rtc_source() : uart_source(),
                            rtc_first ? uart_source() : rtc_source()};
  begin(rtc_priority, uart_priority);
  both_wait();
  let_in(hart, bit(order[0]) | bit(order[1]));
  STANDSTILL_CHECK(comes([] { return count_is(2); }), "two sources are two interrupts");
  check_served(0, hart, order[0]);
  check_served(1, hart, order[1]);
  STANDSTILL_CHECK((served[0].pending & bit(order[1])) != 0, "the other one goes on waiting");
  let_in(hart, 0);
}

void threshold_masks(unsigned hart) {
  const std::uint32_t both = bit(rtc_source()) | bit(uart_source());
  begin(kHigh, kLow);
  both_wait();
  let_in(hart, both, kLow);
  STANDSTILL_CHECK(comes([] { return !count_is(0); }), "a priority above the threshold interrupts");
  check_served(0, hart, rtc_source());
  let_pass();
  STANDSTILL_CHECK(count_is(1), "a priority equal to the threshold does not");
  let_in(hart, both);
  STANDSTILL_CHECK(comes([] { return count_is(2); }), "it does when the threshold is lowered");
  check_served(1, hart, uart_source());
  let_in(hart, 0);
}

void priority_zero_never_interrupts(unsigned hart) {
  begin(0, 0);
  let_in(hart, bit(rtc_source()) | bit(uart_source()));
  both_wait();
  let_pass();
  STANDSTILL_CHECK(count_is(0), "priority 0 interrupts nobody");
  plic().set_priority(rtc_source(), kLow);
  STANDSTILL_CHECK(comes([] { return count_is(1); }), "another priority does, of what has waited");
  check_served(0, hart, rtc_source());
  plic().set_priority(uart_source(), kLow);
  STANDSTILL_CHECK(comes([] { return count_is(2); }), "and the other source likewise");
  check_served(1, hart, uart_source());
  let_in(hart, 0);
}

void one_of_all_gets_it() {
  const unsigned harts = kernel::machine().harts;
  begin(kLow, kLow);
  for (unsigned hart = 0; hart < harts; ++hart) let_in(hart, bit(rtc_source()));
  ring();
  STANDSTILL_CHECK(comes([] { return !count_is(0); }), "one hart claims it");
  let_pass();
  STANDSTILL_CHECK(count_is(1), "and no other");
  STANDSTILL_CHECK(served[0].source == rtc_source() && served[0].reason, "and answers the device");
  for (unsigned hart = 0; hart < harts; ++hart) let_in(hart, 0);
}

/// Before any other hart runs: nothing waits, nothing interrupts.
void prepare(const Arguments&) {
  serial().enable(0);
  rtc().clear_interrupt();
  rtc().enable_interrupt(true);
  begin(0, 0);
  kernel::set_external_handler(handle);
}

void start_hart(const Arguments&) {
  let_in(kernel::smp_processor_id(), 0);
  arch::set_mie(arch::kMieExternal);
}

void run(const Arguments& arguments) {
  const unsigned harts = kernel::machine().harts;
  const std::uint64_t rounds = arguments.get("rounds");
  for (std::uint64_t round = 0; round < rounds; ++round) {
    for (unsigned hart = 0; hart < harts; ++hart) {
      one_interrupts(hart, rtc_source(), ring);
      one_interrupts(hart, uart_source(), ask_transmitter);
      best_goes_first(hart, kLow, kHigh);
      best_goes_first(hart, kHigh, kLow);
      best_goes_first(hart, kLow, kLow);
      threshold_masks(hart);
      priority_zero_never_interrupts(hart);
    }
    one_of_all_gets_it();
  }
  kernel::printk("PASS: plic: ", kernel::checks_passed(), " checks, ",
                 empty_claims.load(std::memory_order_relaxed), " claims came too late, ", harts,
                 " harts");
}

}  // namespace

constinit const Scenario kPlic = {
    .name = "plic",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
