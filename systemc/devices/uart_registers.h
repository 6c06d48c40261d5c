// The registers of an ns16550a serial port that is always ready to send.
// SPDX-License-Identifier: Apache-2.0
//
// Source: National Semiconductor PC16550D data sheet, table II (registers), 8.0 and 8.4 to 8.6; as
// on QEMU's `virt` board the registers are a byte apart, and a wider access reaches the register at
// its address with its low byte.
#ifndef STANDSTILL_DEVICES_UART_REGISTERS_H
#define STANDSTILL_DEVICES_UART_REGISTERS_H

#include <string>

#include "common/interfaces.h"
#include "devices/register_file.h"

namespace standstill::devices {

/// What the other end of the line sends: a character every `interval` cycles, the first at
/// `interval`. It waits while the port has no room, so nothing is overrun.
struct UartInput {
  std::string text;
  Cycle interval = 1;  ///< >= 1
};

/// The line is high while a character can be read and IER bit 0 is set, or the holding register is
/// empty, IER bit 1 is set and IIR has not been read since one of the two began. The receiver's
/// trigger level is 1 whatever FCR says, so there are no time-outs; line and modem status never
/// interrupt.
class UartRegisters : public RegisterFile {
 public:
  explicit UartRegisters(ConsoleSink& console, UartInput input = {})
      : console_(console), input_(std::move(input)) {}

  bool read(Addr offset, unsigned size, std::uint64_t& value, Cycle cycle) override;
  bool write(Addr offset, unsigned size, std::uint64_t value, Cycle cycle) override;
  bool irq(Cycle cycle) const override { return interrupt(cycle) != 0; }
  Cycle next_irq_change(Cycle cycle) const override;

 private:
  bool divisor_latch() const { return (lcr_ & 0x80) != 0; }
  /// Characters that can be read.
  std::size_t available(Cycle cycle) const;
  /// The identification IIR shows, 0 where there is no interrupt.
  std::uint8_t interrupt(Cycle cycle) const;
  std::uint8_t receive(Cycle cycle);
  std::uint8_t identify(Cycle cycle);
  void set_interrupts(std::uint8_t bits);
  void set_fifos(std::uint8_t bits, Cycle cycle);

  ConsoleSink& console_;
  const UartInput input_;
  std::size_t taken_ = 0;       ///< characters of the input read or dropped
  bool transmit_news_ = false;  ///< the holding register became empty, and nobody has been told
  std::uint8_t last_received_ = 0;
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
