// An ns16550a, polled.
// SPDX-License-Identifier: Apache-2.0
//
// Source: PC16550D data sheet (transmit register, line status): with THRE set the transmit FIFO
// takes 16 bytes.
#ifndef STANDSTILL_FIRMWARE_DRIVERS_UART_H
#define STANDSTILL_FIRMWARE_DRIVERS_UART_H

#include <cstdint>

#include "arch/barrier.h"
#include "standstill/devices.h"

namespace standstill::drivers {

class Uart {
 public:
  /// Begins to use the UART at `base`; 0 means that there is none.
  void init(std::uint64_t base) {
    base_ = base;
    if (base == 0) return;
    arch::mmio_write<std::uint8_t>(base + platform::uart::kIer, 0);
    arch::mmio_write<std::uint8_t>(base + platform::uart::kLcr, kEightBits);
    arch::mmio_write<std::uint8_t>(base + platform::uart::kFcr, kFifoOn);
  }
  bool present() const { return base_ != 0; }

  /// Sends a character, once the FIFO has room.
  void put(char c) {
    if (room_ == 0) {
      while ((arch::mmio_read<std::uint8_t>(base_ + platform::uart::kLsr) & kThrEmpty) == 0) {
      }
      room_ = kFifoBytes;
    }
    --room_;
    arch::mmio_write<std::uint8_t>(base_ + platform::uart::kThr, static_cast<std::uint8_t>(c));
  }

 private:
  static constexpr unsigned kFifoBytes = 16;
  static constexpr std::uint8_t kThrEmpty = 0x20;
  static constexpr std::uint8_t kEightBits = 0x03;
  static constexpr std::uint8_t kFifoOn = 0x01;

  std::uint64_t base_ = 0;
  unsigned room_ = 0;  ///< characters the FIFO takes before its status must be read again
};

}  // namespace standstill::drivers

#endif  // STANDSTILL_FIRMWARE_DRIVERS_UART_H
