// UART and finisher registers, without SystemC.
// SPDX-License-Identifier: Apache-2.0
//
// Source: National Semiconductor PC16550D data sheet; QEMU 7.2's `sifive_test`.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "devices/finisher_registers.h"
#include "devices/uart_registers.h"

namespace standstill::devices {
namespace {

struct Console : ConsoleSink {
  void put(char character, Cycle cycle) override {
    text += character;
    cycles.push_back(cycle);
  }
  std::string text;
  std::vector<Cycle> cycles;
};

struct Ends : EndListener {
  void end(std::uint32_t code, Cycle cycle) override { ends.push_back({code, cycle}); }
  std::vector<std::pair<std::uint32_t, Cycle>> ends;
};

std::uint64_t read(RegisterFile& registers, Addr offset, unsigned size = 1, Cycle cycle = 0) {
  std::uint64_t value = ~std::uint64_t{0};
  EXPECT_TRUE(registers.read(offset, size, value, cycle));
  return value;
}

TEST(UartRegisters, PrintsWhatIsWrittenToTheHoldingRegister) {
  Console console;
  UartRegisters uart(console);
  EXPECT_TRUE(uart.write(0, 1, 'O', 10));
  EXPECT_TRUE(uart.write(0, 4, 0xFFFFFF00 | 'K', 20));
  EXPECT_EQ(console.text, "OK");
  EXPECT_THAT(console.cycles, testing::ElementsAre(10, 20));
}

TEST(UartRegisters, IsAlwaysReadyToSendAndHasNothingToReceive) {
  Console console;
  UartRegisters uart(console);
  EXPECT_EQ(read(uart, 5), 0x60u);
  EXPECT_EQ(read(uart, 0), 0u);
  EXPECT_EQ(read(uart, 2), 0x01u);
  uart.write(2, 1, 1, 0);
  EXPECT_EQ(read(uart, 2), 0xC1u);
}

TEST(UartRegisters, DivisorLatchHidesTheHoldingRegister) {
  Console console;
  UartRegisters uart(console);
  uart.write(1, 1, 0x05, 0);
  uart.write(3, 1, 0x83, 0);
  uart.write(0, 1, 'x', 0);
  uart.write(1, 1, 0xAB, 0);
  EXPECT_EQ(console.text, "");
  EXPECT_EQ(read(uart, 0), std::uint64_t{'x'});
  EXPECT_EQ(read(uart, 1), 0xABu);
  uart.write(3, 1, 0x03, 0);
  EXPECT_EQ(read(uart, 1), 0x05u);
  uart.write(0, 1, 'y', 0);
  EXPECT_EQ(console.text, "y");
}

TEST(UartRegisters, KeepWhatTheyStoreAndNoMore) {
  Console console;
  UartRegisters uart(console);
  uart.write(1, 1, 0xFF, 0);
  uart.write(4, 1, 0xFF, 0);
  uart.write(5, 1, 0xFF, 0);
  uart.write(7, 1, 0x5A, 0);
  EXPECT_EQ(read(uart, 1), 0x0Fu);
  EXPECT_EQ(read(uart, 4), 0x1Fu);
  EXPECT_EQ(read(uart, 5), 0x60u);
  EXPECT_EQ(read(uart, 7), 0x5Au);
  EXPECT_EQ(console.text, "");
}

TEST(UartRegisters, RefusesOffsetsItDoesNotHave) {
  Console console;
  UartRegisters uart(console);
  std::uint64_t value = 0;
  EXPECT_FALSE(uart.read(8, 1, value, 0));
  EXPECT_FALSE(uart.write(0xFF, 1, 0, 0));
}

TEST(FinisherRegisters, EndsTheRunWithTheGuestsCode) {
  Ends ends;
  FinisherRegisters finisher(ends);
  EXPECT_TRUE(finisher.write(0, 4, 0x5555, 1));
  EXPECT_TRUE(finisher.write(0, 4, 0x3333 | 7 << 16, 2));
  EXPECT_TRUE(finisher.write(0, 4, 0xFFFF3333, 3));
  EXPECT_TRUE(finisher.write(0, 4, 0x7777, 4));
  EXPECT_THAT(ends.ends, testing::ElementsAre(std::pair{0u, 1u}, std::pair{7u, 2u},
                                              std::pair{0xFFFFu, 3u}, std::pair{0u, 4u}));
}

TEST(FinisherRegisters, AFailureIsNeverAPass) {
  Ends ends;
  FinisherRegisters finisher(ends);
  EXPECT_TRUE(finisher.write(0, 2, 0x3333, 5));
  EXPECT_THAT(ends.ends, testing::ElementsAre(std::pair{1u, 5u}));
}

TEST(FinisherRegisters, IgnoresOtherValuesAndPlaces) {
  Ends ends;
  FinisherRegisters finisher(ends);
  EXPECT_TRUE(finisher.write(0, 4, 0, 1));
  EXPECT_TRUE(finisher.write(0, 4, 0x5556, 1));
  EXPECT_TRUE(finisher.write(4, 4, 0x5555, 1));
  EXPECT_FALSE(finisher.write(0, 1, 0x55, 1));
  EXPECT_FALSE(finisher.write(0, 8, 0x5555, 1));
  EXPECT_EQ(read(finisher, 0, 4), 0u);
  EXPECT_TRUE(ends.ends.empty());
}

}  // namespace
}  // namespace standstill::devices
