// The registers of an ns16550a serial port.
// SPDX-License-Identifier: Apache-2.0
//
// Source: National Semiconductor PC16550D data sheet, table II.
#include "devices/uart_registers.h"

#include "standstill/devices.h"

namespace standstill::devices {
namespace {

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

constexpr std::uint8_t kNoInterrupt = 0x01;
constexpr std::uint8_t kFifosEnabled = 0xC0;
constexpr std::uint8_t kModemReady = 0xB0;  // DCD, DSR, CTS

}  // namespace

bool UartRegisters::read(Addr offset, unsigned /*size*/, std::uint64_t& value) {
  switch (offset) {
    case kData:
      value = divisor_latch() ? dll_ : 0;
      return true;
    case kIer:
      value = divisor_latch() ? dlm_ : ier_;
      return true;
    case kIirFcr:
      value = kNoInterrupt | ((fcr_ & 1) != 0 ? kFifosEnabled : 0);
      return true;
    case kLcr:
      value = lcr_;
      return true;
    case kMcr:
      value = mcr_;
      return true;
    case kLsr:
      value = platform::uart::kLsrThrEmpty;
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
      if (divisor_latch())
        dll_ = byte;
      else
        console_.put(static_cast<char>(byte), cycle);
      return true;
    case kIer:
      if (divisor_latch())
        dlm_ = byte;
      else
        ier_ = static_cast<std::uint8_t>(byte & 0x0F);
      return true;
    case kIirFcr:
      fcr_ = byte;
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
