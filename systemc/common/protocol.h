// How messages cross between SystemC modules: TLM-2.0 non-blocking transport, own traits class.
// SPDX-License-Identifier: Apache-2.0
//
// Source: IEEE 1666-2011 section 14.2 (generic payload is one traits class; a protocol with other
// rules brings its own). The phase is the CHI channel. `nb_transport_fw` goes from a tile, home or
// device bus into the interconnect (and from a home into memory); `nb_transport_bw` comes out of
// it. Both return TLM_ACCEPTED. The delay is the time until the message takes effect; it equals
// Message::cycle, is at least one core cycle, and the receiver copies the message.
#ifndef STANDSTILL_COMMON_PROTOCOL_H
#define STANDSTILL_COMMON_PROTOCOL_H

#include <systemc>
#include <tlm>

#include "common/message.h"

namespace standstill {

static_assert(__cplusplus == 201703L,
              "Debian's libsystemc exports the C++17 ABI only: compile this target as C++17");

struct CoherenceProtocol {
  using tlm_payload_type = Message;
  using tlm_phase_type = Channel;
};

}  // namespace standstill

#endif  // STANDSTILL_COMMON_PROTOCOL_H
