// The IMSIC's CSR port as the fabric's pins know it.
// SPDX-License-Identifier: Apache-2.0
//
// Source: common/csr_port.h.
#ifndef STANDSTILL_FABRIC_CSR_PORT_H
#define STANDSTILL_FABRIC_CSR_PORT_H

#include "common/csr_port.h"

namespace standstill::fabric {

using standstill::CsrAnswer;
using standstill::CsrOp;
using standstill::CsrReg;
using standstill::CsrRequest;

}  // namespace standstill::fabric

#endif  // STANDSTILL_FABRIC_CSR_PORT_H
