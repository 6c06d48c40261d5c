// The Verilated interrupt fabric, whatever its size class, behind one interface.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/fabric_top.v. This header includes nothing of Verilator.
#ifndef STANDSTILL_FABRIC_FABRIC_RTL_H
#define STANDSTILL_FABRIC_FABRIC_RTL_H

#include <memory>

#include "common/config.h"
#include "fabric/fabric_pins.h"

class VerilatedFstC;

namespace standstill::fabric {

/// One instance of the RTL. After construction it has been reset and its clock is low.
class FabricRtl {
 public:
  virtual ~FabricRtl() = default;

  /// The rising edge: the fabric samples `inputs`, and `outputs` is what it shows from then on.
  virtual void rise(const FabricInputs& inputs, FabricOutputs& outputs) = 0;

  /// The falling edge. It changes nothing but the clock.
  virtual void fall() = 0;

  /// One whole clock.
  void evaluate(const FabricInputs& inputs, FabricOutputs& outputs) {
    rise(inputs, outputs);
    fall();
  }

  /// Adds the RTL's signals, under the scope `fabric`, to a wave file that is not open yet.
  virtual void trace(VerilatedFstC* file) = 0;

  /// Harts built in, >= the harts asked for.
  virtual unsigned slots() const = 0;
};

/// @param harts       1..1024
/// @param size_class  a class with fewer slots than `harts` is refused: returns null
/// @param outputs     if given, receives what the fabric shows after reset
std::unique_ptr<FabricRtl> make_fabric_rtl(unsigned harts, FabricClass size_class,
                                           FabricOutputs* outputs = nullptr);

}  // namespace standstill::fabric

#endif  // STANDSTILL_FABRIC_FABRIC_RTL_H
