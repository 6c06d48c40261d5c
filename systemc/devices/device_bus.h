// The node of the interconnect behind which the memory-mapped devices stand: decode and bridge.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Arm IHI 0050 (AMBA 5 CHI), ReadNoSnp and WriteNoSnp; IEEE 1666-2011 chapter 15.
//
// Life of a device access, B being DeviceConfig::bus_latency:
//   1. The request takes effect here at cycle a. Address, size and alignment are looked at.
//   2. At a + B, or when the device takes its next request if that is later, it is handed to the
//      device as a base-protocol transaction.
//   3. The device has done it at cycle d: TLM_COMPLETED with a delay, or BEGIN_RESP.
//   4. A Comp takes effect at the interconnect at d + B. A request that no device takes is answered
//      with an error as if by a device that needs no time.
// Each device gets its requests in the order (cycle, sending node, sequence of arrival). Answers of
// one cycle leave in the order (device, sequence), whatever SystemC's order of processes.
//
// The horizon hears from here of requests up to their dispatch and of answers from BEGIN_RESP on. A
// device that answers by a BEGIN_RESP of its own tells the horizon itself what lies between.
#ifndef STANDSTILL_DEVICES_DEVICE_BUS_H
#define STANDSTILL_DEVICES_DEVICE_BUS_H

#include <tlm_utils/simple_initiator_socket.h>

#include <deque>
#include <memory>
#include <systemc>
#include <tlm>
#include <vector>

#include "common/axi_extension.h"
#include "common/clock.h"
#include "common/config.h"
#include "common/horizon.h"
#include "common/message.h"
#include "common/protocol.h"
#include "standstill/memory_map.h"

namespace standstill::devices {

/// One row of the address table: accesses within `region` go to `devices[device]`.
struct DeviceRange {
  platform::Region region;
  unsigned device;
};

struct DeviceBusCounters {
  std::uint64_t requests = 0;
  std::uint64_t errors = 0;
  Cycle wait_cycles = 0;  ///< requests waiting for a device to take them
};

/// The device bus's surroundings. All pointers outlive the module.
struct DeviceBusContext {
  CoreClock clock{1000};
  NodeId node = 0;      ///< on the interconnect
  SourceId source = 0;  ///< of event numbers
  Horizon* horizon = nullptr;
  unsigned horizon_source = 0;
};

class DeviceBus : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<DeviceBus, 64, CoherenceProtocol> node{"node"};
  sc_core::sc_vector<tlm_utils::simple_initiator_socket_tagged<DeviceBus>> devices;

  /// @param table    regions apart from each other; devices 0..n-1, each named at least once
  /// @param config   bus_latency >= 1
  DeviceBus(const sc_core::sc_module_name& name, const DeviceConfig& config,
            const std::vector<DeviceRange>& table, const DeviceBusContext& context);
  ~DeviceBus() override;

  /// Fewest cycles from the event announced to the horizon (a dispatch to a device, or an answer's
  /// taking effect at the interconnect) to an effect on a tile: an answer's hop, a wire of the
  /// fabric two of its edges after the dispatch, or the run's end.
  static Cycle reach(const MachineConfig& config);

  const DeviceBusCounters& counters() const { return counters_; }

 private:
  /// A request from its arrival to its answer, with the payload it uses at the device.
  struct Access;

  /// What waits for one device.
  struct DevicePort {
    std::deque<Access*> waiting;  ///< in the order of service
    Cycle free_at = 0;            ///< takes the next request from this cycle on
    Access* open = nullptr;       ///< whose BEGIN_REQ is out and END_REQ has not come
  };

  /// An answer on its way out.
  struct Outgoing {
    Cycle leave;  ///< when it takes effect at the interconnect
    unsigned device;
    std::uint64_t sequence;
    Access* access;
    bool before(const Outgoing& other) const;
  };

  tlm::tlm_sync_enum from_interconnect(Message& message, Channel& channel, sc_core::sc_time& delay);
  tlm::tlm_sync_enum from_device(int device, tlm::tlm_generic_payload& payload,
                                 tlm::tlm_phase& phase, sc_core::sc_time& delay);
  void on_dispatch();
  void on_send();

  void enqueue(Access* access, unsigned device);
  void issue(unsigned device);
  void finish(Access* access, Cycle done);
  void send(const Outgoing& outgoing);
  void schedule();
  Cycle next_dispatch(const DevicePort& port) const;
  int decode(const Message& request) const;
  Cycle cycle_after(const sc_core::sc_time& delay) const;
  Access* allocate(const Message& request);

  const Cycle latency_;
  const std::vector<DeviceRange> table_;
  DeviceBusContext context_;
  std::vector<DevicePort> ports_;
  std::vector<Outgoing> outgoing_;  ///< sorted
  std::vector<std::unique_ptr<Access>> pool_;
  std::vector<Access*> free_;
  std::uint64_t sequence_ = 0;
  std::uint64_t event_count_ = 0;
  bool settled_ = false;  ///< every process of this point in time has run
  DeviceBusCounters counters_;
  sc_core::sc_event dispatch_event_{"dispatch_event"};
  sc_core::sc_event send_event_{"send_event"};
};

}  // namespace standstill::devices

#endif  // STANDSTILL_DEVICES_DEVICE_BUS_H
