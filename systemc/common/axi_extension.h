// What a base-protocol transaction to a memory-mapped device carries beside address and data.
// SPDX-License-Identifier: Apache-2.0
//
// Source: IEEE 1666-2011, 14.21 (extensions). All of it may be ignored by a device: the extension
// is an ignorable one in the sense of 14.2.1.1.
#ifndef STANDSTILL_COMMON_AXI_EXTENSION_H
#define STANDSTILL_COMMON_AXI_EXTENSION_H

#include <tlm>

#include "common/types.h"

namespace standstill {

struct AxiExtension : tlm::tlm_extension<AxiExtension> {
  HartId hart = 0;      ///< who asks; AxID on the fabric's bus
  bool posted = false;  ///< a store the target may answer before it is done
  EventId cause = 0;    ///< number of what the access comes from
  EventId answer = 0;   ///< set by the target: number of the event the answer comes from, 0 if none

  tlm_extension_base* clone() const override { return new AxiExtension(*this); }
  void copy_from(const tlm_extension_base& other) override {
    *this = static_cast<const AxiExtension&>(other);
  }
};

}  // namespace standstill

#endif  // STANDSTILL_COMMON_AXI_EXTENSION_H
