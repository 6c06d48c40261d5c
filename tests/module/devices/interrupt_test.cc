// What UART, real-time clock and their lines do as time passes, without SystemC.
// SPDX-License-Identifier: Apache-2.0
//
// Source: National Semiconductor PC16550D data sheet, 8.4 to 8.6; Android's goldfish virtual
// hardware document and QEMU 7.2's `goldfish_rtc`.
#include <gmock/gmock.h>

#include <utility>
#include <vector>

#include "devices/interrupt_line.h"
#include "devices/rtc_registers.h"
#include "devices/uart_registers.h"
#include "standstill/devices.h"

namespace standstill::devices {
namespace {

namespace uart = platform::uart;
namespace rtc = platform::rtc;
using testing::ElementsAre;

struct NoConsole : ConsoleSink {
  void put(char, Cycle) override {}
};

std::uint64_t read(RegisterFile& registers, Addr offset, Cycle cycle, unsigned size = 1) {
  std::uint64_t value = ~std::uint64_t{0};
  EXPECT_TRUE(registers.read(offset, size, value, cycle));
  return value;
}

constexpr std::uint64_t kFifos = 0xC0;  ///< in IIR, with the FIFOs on

class UartInterrupt : public testing::Test {
 protected:
  NoConsole console_;
  UartRegisters uart_{console_, {"abc", 100}};
};

TEST_F(UartInterrupt, TransmitterIsNewsWhenAskedForAndUntilRead) {
  EXPECT_FALSE(uart_.irq(0));
  uart_.write(uart::kIer, 1, uart::kIerTransmit, 1);
  EXPECT_TRUE(uart_.irq(1));
  EXPECT_EQ(read(uart_, uart::kFcr, 2), uart::kIirTransmit);
  EXPECT_FALSE(uart_.irq(2));
  EXPECT_EQ(read(uart_, uart::kFcr, 3), uart::kIirNone);
  uart_.write(uart::kIer, 1, uart::kIerTransmit, 4);
  EXPECT_FALSE(uart_.irq(4)) << "the same again is no news";
  uart_.write(uart::kThr, 1, 'x', 5);
  EXPECT_TRUE(uart_.irq(5));
  uart_.write(uart::kIer, 1, 0, 6);
  EXPECT_FALSE(uart_.irq(6));
  EXPECT_EQ(read(uart_, uart::kFcr, 7), uart::kIirNone);
}

TEST_F(UartInterrupt, CharactersComeOneByOneAndWaitForRoom) {
  EXPECT_EQ(read(uart_, uart::kLsr, 99), uart::kLsrThrEmpty);
  EXPECT_EQ(uart_.next_irq_change(0), kNever) << "nobody has asked";
  uart_.write(uart::kIer, 1, uart::kIerReceive, 10);
  EXPECT_EQ(uart_.next_irq_change(10), 100u);
  EXPECT_FALSE(uart_.irq(99));
  EXPECT_TRUE(uart_.irq(100));
  EXPECT_EQ(uart_.next_irq_change(100), kNever) << "it stays until read";
  EXPECT_EQ(read(uart_, uart::kLsr, 100), uart::kLsrThrEmpty | uart::kLsrDataReady);
  EXPECT_EQ(read(uart_, uart::kFcr, 100), uart::kIirReceive);
  EXPECT_EQ(read(uart_, uart::kThr, 120), std::uint64_t{'a'});
  EXPECT_FALSE(uart_.irq(120));
  EXPECT_EQ(uart_.next_irq_change(120), 200u);
  EXPECT_EQ(read(uart_, uart::kThr, 120), std::uint64_t{'a'}) << "nothing new: the last again";
  EXPECT_EQ(read(uart_, uart::kThr, 1000), std::uint64_t{'b'});
  EXPECT_TRUE(uart_.irq(1000)) << "the next one has waited";
  EXPECT_EQ(read(uart_, uart::kThr, 1001), std::uint64_t{'c'});
  EXPECT_FALSE(uart_.irq(5000));
  EXPECT_EQ(uart_.next_irq_change(1001), kNever);
}

TEST_F(UartInterrupt, ReceiverGoesFirst) {
  uart_.write(uart::kIer, 1, uart::kIerReceive | uart::kIerTransmit, 150);
  EXPECT_EQ(read(uart_, uart::kFcr, 150), uart::kIirReceive);
  EXPECT_EQ(read(uart_, uart::kThr, 151), std::uint64_t{'a'});
  EXPECT_EQ(read(uart_, uart::kFcr, 152), uart::kIirTransmit) << "that was not answered before";
  EXPECT_EQ(read(uart_, uart::kFcr, 153), uart::kIirNone);
}

TEST_F(UartInterrupt, ClearingTheReceiverDropsWhatIsInIt) {
  uart_.write(uart::kFcr, 1, 0x01, 0);
  EXPECT_EQ(read(uart_, uart::kLsr, 250), uart::kLsrThrEmpty | uart::kLsrDataReady);
  uart_.write(uart::kFcr, 1, 0x03, 250);
  EXPECT_EQ(read(uart_, uart::kLsr, 299), uart::kLsrThrEmpty);
  EXPECT_EQ(read(uart_, uart::kFcr, 299), uart::kIirNone | kFifos);
  EXPECT_EQ(read(uart_, uart::kThr, 300), std::uint64_t{'c'});
}

class RtcInterrupt : public testing::Test {
 protected:
  std::uint64_t get(Addr offset, Cycle cycle) { return read(rtc_, offset, cycle, 4); }
  void set(Addr offset, std::uint64_t value, Cycle cycle) {
    EXPECT_TRUE(rtc_.write(offset, 4, value, cycle));
  }
  void set_alarm(std::uint64_t ns, Cycle cycle) {
    set(rtc::kAlarmHigh, ns >> 32, cycle);
    set(rtc::kAlarmLow, ns, cycle);
  }

  RtcRegisters rtc_{2500};  // 400 MHz
};

TEST_F(RtcInterrupt, TimeIsSimulatedTimeInNanoseconds) {
  EXPECT_EQ(get(rtc::kTimeLow, 0), 0u);
  EXPECT_EQ(get(rtc::kTimeLow, 3), 7u);
  const Cycle late = 4'000'000'000;  // 10 s
  EXPECT_EQ(get(rtc::kTimeLow, late), 10'000'000'000u & 0xFFFF'FFFF);
  EXPECT_EQ(get(rtc::kTimeHigh, late + 1'000'000'000), 2u) << "the half that belongs to the other";
}

TEST_F(RtcInterrupt, TimeCanBeSet) {
  set(rtc::kTimeHigh, 5, 400);
  set(rtc::kTimeLow, 100, 400);
  EXPECT_EQ(get(rtc::kTimeLow, 404), 110u);
  EXPECT_EQ(get(rtc::kTimeHigh, 404), 5u);
}

TEST_F(RtcInterrupt, AlarmRingsAtTheFirstCycleThatHasReachedIt) {
  set(rtc::kIrqEnabled, 1, 10);
  set_alarm(1001, 10);
  EXPECT_EQ(get(rtc::kAlarmStatus, 10), 1u);
  EXPECT_EQ(rtc_.next_irq_change(10), 401u);  // 1002 ns
  EXPECT_FALSE(rtc_.irq(400));
  EXPECT_TRUE(rtc_.irq(401));
  EXPECT_EQ(get(rtc::kAlarmStatus, 401), 0u);
  EXPECT_EQ(rtc_.next_irq_change(401), kNever);
  set(rtc::kIrqEnabled, 0, 410);
  EXPECT_FALSE(rtc_.irq(410));
  set(rtc::kIrqEnabled, 1, 420);
  EXPECT_TRUE(rtc_.irq(420)) << "the gate was closed, the interrupt waits";
  set(rtc::kClearInterrupt, 1, 430);
  EXPECT_FALSE(rtc_.irq(1'000'000));
}

TEST_F(RtcInterrupt, AnAlarmOfThePastRingsAtOnceAndOneTakenBackNever) {
  set(rtc::kIrqEnabled, 1, 1000);
  set_alarm(5, 1000);
  EXPECT_TRUE(rtc_.irq(1000));
  set(rtc::kClearInterrupt, 1, 1001);
  set_alarm(10'000, 1001);
  set(rtc::kClearAlarm, 1, 1002);
  EXPECT_EQ(get(rtc::kAlarmStatus, 1002), 0u);
  EXPECT_EQ(rtc_.next_irq_change(1002), kNever);
  EXPECT_FALSE(rtc_.irq(1'000'000));
}

TEST_F(RtcInterrupt, AnAlarmBeyondAllTimeNeverComes) {
  set(rtc::kIrqEnabled, 1, 0);
  set_alarm(~std::uint64_t{0}, 0);
  EXPECT_EQ(rtc_.next_irq_change(0), kNever);
}

TEST_F(RtcInterrupt, TakesWordsOnly) {
  std::uint64_t value = 0;
  for (const unsigned size : {1u, 2u, 8u}) {
    EXPECT_FALSE(rtc_.read(rtc::kTimeLow, size, value, 0));
    EXPECT_FALSE(rtc_.write(rtc::kIrqEnabled, size, 1, 0));
  }
  EXPECT_EQ(get(rtc::kIrqEnabled, 0), 0u);
}

using Changes = std::vector<std::pair<Cycle, bool>>;

/// All changes that have been noted up to a cycle.
Changes taken(InterruptLine& line, Cycle last) {
  Changes changes;
  while (line.next() <= last) {
    const Cycle cycle = line.next();
    const bool level = line.take();
    changes.push_back({cycle, level});
  }
  return changes;
}

// The alarm rings between the dispatch of an access and its effect: the line has risen before it
// falls, whenever it is looked at.
TEST(InterruptLine, KeepsWhatHappenedBeforeTheAccess) {
  RtcRegisters rtc(1000);
  InterruptLine line(rtc);
  const auto write = [&](Addr offset, std::uint64_t value, Cycle cycle) {
    line.before_access(cycle);
    rtc.write(offset, 4, value, cycle);
    line.after_access(cycle);
  };
  write(rtc::kIrqEnabled, 1, 10);
  write(rtc::kAlarmLow, 100, 20);
  EXPECT_EQ(line.next(), 100u);
  write(rtc::kClearInterrupt, 1, 120);
  EXPECT_THAT(taken(line, 1000), ElementsAre(std::pair(100, true), std::pair(120, false)));
  EXPECT_EQ(line.next(), kNever);
  write(rtc::kAlarmLow, 200, 150);
  EXPECT_THAT(taken(line, 199), ElementsAre());
  EXPECT_THAT(taken(line, 200), ElementsAre(std::pair(200, true)));
  write(rtc::kAlarmLow, 300, 250);
  write(rtc::kClearInterrupt, 1, 300);
  EXPECT_THAT(taken(line, 300), ElementsAre(std::pair(300, false)))
      << "rung while it still stood, and answered at that very cycle";
}

}  // namespace
}  // namespace standstill::devices
