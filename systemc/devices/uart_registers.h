// The registers of an ns16550a serial port that is always ready to send and never receives.
// SPDX-License-Identifier: Apache-2.0
//
// Source: National Semiconductor PC16550D data sheet, table II (registers) and 8.0; as on QEMU's
// `virt` board the registers are a byte apart, and a wider access reaches the register at its
// address with its low byte.
#ifndef STANDSTILL_DEVICES_UART_REGISTERS_H
#define STANDSTILL_DEVICES_UART_REGISTERS_H

#include "common/interfaces.h"
#include "devices/register_file.h"

namespace standstill::devices {

/// Interrupts are not wired: IER is storage, IIR says that nothing is pending.
class UartRegisters : public RegisterFile {
 public:
  explicit UartRegisters(ConsoleSink& console) : console_(console) {}

  bool read(Addr offset, unsigned size, std::uint64_t& value) override;
  bool write(Addr offset, unsigned size, std::uint64_t value, Cycle cycle) override;

 private:
  bool divisor_latch() const { return (lcr_ & 0x80) != 0; }

  ConsoleSink& console_;
  std::uint8_t ier_ = 0;
  std::uint8_t fcr_ = 0;
  std::uint8_t lcr_ = 0;
  std::uint8_t mcr_ = 0;
  std::uint8_t scr_ = 0;
  std::uint8_t dll_ = 0;
  std::uint8_t dlm_ = 0;
};

}  // namespace standstill::devices

#endif  // STANDSTILL_DEVICES_UART_REGISTERS_H
