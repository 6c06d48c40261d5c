// The registers of an ns16550a serial port.
// SPDX-License-Identifier: Apache-2.0
//
// Source: National Semiconductor PC16550D data sheet, table II and 8.0.
#include "devices/uart_registers.h"

#include <algorithm>

#include "standstill/devices.h"

namespace standstill::devices {
namespace {

namespace uart = platform::uart;

enum Register : Addr {
  kData = 0,
  kIer = 1,
  kIirFcr = 2,
  kLcr = 3,
  kMcr = 4,
  kLsr = 5,
  kMsr = 6,
  kScr = 7
};

constexpr std::uint8_t kFifosEnabled = 0xC0;
constexpr std::uint8_t kModemReady = 0xB0;  // DCD, DSR, CTS
constexpr std::uint8_t kFcrEnable = 0x01;
constexpr std::uint8_t kFcrClearReceiver = 0x02;
constexpr std::size_t kFifoDepth = 16;

}  // namespace

std::size_t UartRegisters::available(Cycle cycle) const {
  const auto arrived = std::min<std::uint64_t>(input_.text.size(), cycle / input_.interval);
  const std::size_t room = (fcr_ & kFcrEnable) != 0 ? kFifoDepth : 1;
  return std::min<std::size_t>(arrived - std::min<std::uint64_t>(taken_, arrived), room);
}

std::uint8_t UartRegisters::interrupt(Cycle cycle) const {
  if ((ier_ & uart::kIerReceive) != 0 && available(cycle) != 0) return uart::kIirReceive;
  if ((ier_ & uart::kIerTransmit) != 0 && transmit_news_) return uart::kIirTransmit;
  return 0;
}

/// Only an arriving character moves the line, and only where it is the first that waits.
Cycle UartRegisters::next_irq_change(Cycle cycle) const {
  const bool waits = (ier_ & uart::kIerReceive) != 0 && taken_ < input_.text.size();
  if (!waits || irq(cycle)) return kNever;
  return (taken_ + 1) * input_.interval;
}

std::uint8_t UartRegisters::receive(Cycle cycle) {
  if (available(cycle) != 0) last_received_ = static_cast<std::uint8_t>(input_.text[taken_++]);
  return last_received_;
}

/// Reading IIR answers the transmitter's interrupt, if it is the one that is shown.
std::uint8_t UartRegisters::identify(Cycle cycle) {
  const std::uint8_t shown = interrupt(cycle);
  if (shown == uart::kIirTransmit) transmit_news_ = false;
  return static_cast<std::uint8_t>((shown == 0 ? uart::kIirNone : shown) |
                                   ((fcr_ & kFcrEnable) != 0 ? kFifosEnabled : 0));
}

/// The holding register is always empty: that is news whenever somebody begins to ask.
void UartRegisters::set_interrupts(std::uint8_t bits) {
  if (((ier_ ^ bits) & uart::kIerTransmit) != 0) transmit_news_ = true;
  ier_ = bits & 0x0F;
}

void UartRegisters::set_fifos(std::uint8_t bits, Cycle cycle) {
  const bool clear = (bits & kFcrClearReceiver) != 0 || ((fcr_ ^ bits) & kFcrEnable) != 0;
  if (clear) taken_ += available(cycle);
  fcr_ = bits;
}

bool UartRegisters::read(Addr offset, unsigned /*size*/, std::uint64_t& value, Cycle cycle) {
  switch (offset) {
    case kData:
      value = divisor_latch() ? dll_ : receive(cycle);
      return true;
    case kIer:
      value = divisor_latch() ? dlm_ : ier_;
      return true;
    case kIirFcr:
      value = identify(cycle);
      return true;
    case kLcr:
      value = lcr_;
      return true;
    case kMcr:
      value = mcr_;
      return true;
    case kLsr:
      value = uart::kLsrThrEmpty | (available(cycle) != 0 ? uart::kLsrDataReady : 0);
      return true;
    case kMsr:
      value = kModemReady;
      return true;
    case kScr:
      value = scr_;
      return true;
    default:
      return false;
  }
}

bool UartRegisters::write(Addr offset, unsigned /*size*/, std::uint64_t value, Cycle cycle) {
  const auto byte = static_cast<std::uint8_t>(value);
  switch (offset) {
    case kData:
      if (divisor_latch()) {
        dll_ = byte;
      } else {
        console_.put(static_cast<char>(byte), cycle);
        transmit_news_ = true;  // full, and empty again at once
      }
      return true;
    case kIer:
      if (divisor_latch())
        dlm_ = byte;
      else
        set_interrupts(byte);
      return true;
    case kIirFcr:
      set_fifos(byte, cycle);
      return true;
    case kLcr:
      lcr_ = byte;
      return true;
    case kMcr:
      mcr_ = static_cast<std::uint8_t>(byte & 0x1F);
      return true;
    case kLsr:
    case kMsr:
      return true;  // read-only for our purposes: the data sheet's factory test aside
    case kScr:
      scr_ = byte;
      return true;
    default:
      return false;
  }
}

}  // namespace standstill::devices
