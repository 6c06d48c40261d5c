// The interrupts of an ns16550a, whose characters drivers/uart.h sends.
// SPDX-License-Identifier: Apache-2.0
//
// Source: PC16550D data sheet, 8.5 (interrupt identification) and 8.6 (interrupt enable).
#ifndef STANDSTILL_FIRMWARE_DRIVERS_UART_INTERRUPT_H
#define STANDSTILL_FIRMWARE_DRIVERS_UART_INTERRUPT_H

#include <cstdint>

#include "arch/barrier.h"
#include "standstill/devices.h"

namespace standstill::drivers {

class UartInterrupt {
 public:
  /// Of the UART at `base`.
  explicit constexpr UartInterrupt(std::uint64_t base) : base_(base) {}

  /// Exactly those of platform::uart::kIer... in `bits` interrupt. The transmitter does so at once
  /// if it has room, and after each character that makes room again.
  void enable(std::uint8_t bits) const {
    arch::mmio_write<std::uint8_t>(base_ + platform::uart::kIer, bits);
  }
  /// The most urgent reason, one of platform::uart::kIir... Answers the transmitter if it is that.
  std::uint8_t identify() const {
    return arch::mmio_read<std::uint8_t>(base_ + platform::uart::kFcr) & platform::uart::kIirMask;
  }

 private:
  std::uint64_t base_;
};

}  // namespace standstill::drivers

#endif  // STANDSTILL_FIRMWARE_DRIVERS_UART_INTERRUPT_H
