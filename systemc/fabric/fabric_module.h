// The interrupt fabric in the machine: a TLM target in front of the RTL, wires to the harts behind.
// SPDX-License-Identifier: Apache-2.0
//
// Source: IEEE 1666-2011 chapter 15 (base protocol); rtl/fabric_top.v; design rule "every crossing
// between clocks is registered".
//
// Life of an access, in core cycles; D is the clock divider, an edge is a multiple of D:
//   1. BEGIN_REQ arrives at cycle a, at any time; END_REQ is returned at once. The initiator has
//      room for an answer at any time: it ends BEGIN_RESP in the call.
//   2. At the first edge > a it enters the AXI master's queue. A posted store is answered here, if
//      fewer than posted_depth of them are still under way; else when it is done, as any other.
//   3. With the bus free: address handshake at that edge, data at the next (a register changes),
//      response at the one after: BEGIN_RESP. A wire that changes does so at the data's edge.
// A hart's question to its interrupt file is taken at the first edge after its arrival and answered
// at once, whatever the bus does.
// Every T-th edge (timebase divider) is an mtime tick, whatever the guest writes to mtime.
//
// Harts have an index in here, on the bus and in every register, and a hart id outside: the wires,
// AxID and the log are where one becomes the other.
//
// Gating: with nothing on the bus, only ticks are evaluated, and the edge after one that leaves the
// RTL busy. The RTL's contract (no request, no tick, not busy: no change) makes that the same
// simulation; tests hold it.
#ifndef STANDSTILL_FABRIC_FABRIC_MODULE_H
#define STANDSTILL_FABRIC_FABRIC_MODULE_H

#include <tlm_utils/simple_target_socket.h>

#include <deque>
#include <functional>
#include <memory>
#include <systemc>
#include <tlm>
#include <utility>
#include <vector>

#include "common/axi_extension.h"
#include "common/clock.h"
#include "common/config.h"
#include "common/csr_port.h"
#include "common/event_log.h"
#include "common/horizon.h"
#include "common/interfaces.h"
#include "fabric/axi_master.h"
#include "fabric/fabric_rtl.h"

namespace standstill::fabric {

/// What the fabric counts; part of the results.
struct FabricCounters {
  std::uint64_t reads = 0;
  std::uint64_t writes = 0;
  std::uint64_t refused = 0;      ///< answered with an error
  std::uint64_t late_errors = 0;  ///< of these, posted stores answered well before
  Cycle wait_cycles = 0;          ///< from arrival to the address handshake, all accesses together
};

/// The fabric's surroundings. All pointers outlive the module.
struct FabricContext {
  CoreClock clock{1000};
  SourceId source = 0;  ///< name in the event log
  EventSink* events = nullptr;
  Horizon* horizon = nullptr;
  unsigned horizon_source = 0;  ///< name at the horizon
  TimeListener* time = nullptr;
  /// Hart ids by hart index (ACLINT 1.0-rc4, 1.2: the two need not be the same); empty: the same.
  std::vector<HartId> hart_ids = {};
  CsrListener* csr = nullptr;  ///< needed where somebody asks
};

class Fabric : public sc_core::sc_module, public CsrPort {
 public:
  tlm_utils::simple_target_socket<Fabric> bus{"bus"};
  sc_core::sc_vector<sc_core::sc_out<bool>> wires;  ///< by wire_index()

  /// Lines of devices, in the order of platform::plic::kDeviceSources. A change at cycle c is taken
  /// at the first edge > c.
  sc_core::sc_vector<sc_core::sc_in<bool>> irq;

  /// @param harts  1..1024
  /// @param gating false: the RTL is evaluated at every edge
  /// @param size_class  must hold `harts`, else std::invalid_argument
  Fabric(const sc_core::sc_module_name& name, const FabricConfig& config, unsigned harts,
         const FabricContext& context, bool gating = true,
         FabricClass size_class = FabricClass::Auto);
  ~Fabric() override;

  /// The place in `wires` of one of a hart's wires.
  static unsigned wire_index(platform::Wire wire, HartId hart) {
    return platform::kWires * hart + static_cast<unsigned>(wire);
  }

  void ask(const CsrRequest& request, Cycle arrival, EventId id) override;

  /// The earliest edge at which the RTL will be evaluated, with what is known now.
  Cycle next_evaluation() const;

  /// Switches gating from the next edge on.
  void set_gating(bool gating);

  /// From the next edge on the clock is played in full: `settled` is called at each change of the
  /// RTL's signals, rising and falling edges, at SystemC's time of the change: whole cycles, but
  /// for the falling edge where clock_divider is odd, which comes at a cycle's end. Turns gating
  /// off; an empty function ends it and leaves gating off.
  void set_wave_hook(std::function<void()> settled);

  /// For the wave file; see FabricRtl::trace.
  FabricRtl& rtl() { return *rtl_; }

  const FabricCounters& counters() const { return counters_; }

  /// Rising edges the RTL has been evaluated at: a matter of the host, not of the machine.
  std::uint64_t evaluations() const { return evaluations_; }

 private:
  /// An access from BEGIN_REQ to its end. Kept in `accesses_` by its tag.
  struct Access {
    tlm::tlm_generic_payload* payload = nullptr;  ///< null once answered
    AxiRequest request;
    Cycle arrival = 0;
    EventId cause = 0;
    EventId id = 0;
  };

  tlm::tlm_sync_enum nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  void start_of_simulation() override;
  void on_edge();
  void on_falling_edge();
  void on_line();

  void schedule();
  void sample_arrivals(Cycle cycle);
  sc_core::sc_time half_a_clock() const;
  void evaluate(Cycle cycle);
  void note_requests(const AxiStep& step, Cycle cycle);
  void drive_wires(const AxiStep& step, const FabricOutputs& before, Cycle cycle);
  EventId cause_of_edge(const AxiStep& step, platform::Wire wire, unsigned index, bool level);
  void drive_wire(const AxiStep& step, platform::Wire wire, unsigned index, bool level,
                  Cycle cycle);
  void announce_time(EventId cause, Cycle cycle);
  Cycle next_question() const;
  void sample_questions(Cycle cycle);
  void answer_questions(Cycle cycle);
  EventId csr_access_of(unsigned index) const;
  unsigned index_of(HartId hart) const { return hart < harts_ ? indices_[hart] : hart; }
  HartId hart_at(unsigned index) const { return index < harts_ ? context_.hart_ids[index] : index; }
  Cycle next_line_change() const { return lines_.empty() ? kNever : lines_.front().cycle; }
  void sample_lines(Cycle cycle);
  void note_plic(const AxiStep& step);
  void finish(const AxiResponse& response, Cycle cycle);
  void answer(Access& access, std::uint8_t code, std::uint64_t data);
  Access& access_of(const AxiRequest& request) { return accesses_[request.tag]; }
  EventId record(EventKind kind, Cycle cycle, EventId cause, std::uint64_t a, std::uint64_t b,
                 std::uint64_t c);
  std::uint64_t new_access(const Access& access);
  Cycle edge_after(Cycle cycle) const { return (cycle / divider_ + 1) * divider_; }

  const Cycle divider_;      ///< core cycles of a clock
  const Cycle tick_cycles_;  ///< core cycles of a tick
  const unsigned harts_;
  const unsigned posted_depth_;       ///< most posted stores under way
  unsigned posted_open_ = 0;          ///< of these, answered and not done
  std::vector<std::uint64_t> edges_;  ///< of each wire so far, by wire_index()
  FabricContext context_;
  std::vector<unsigned> indices_;  ///< by hart id: the fabric knows harts by index alone
  bool gating_;
  std::function<void()> settled_;

  FabricInputs inputs_;
  FabricOutputs outputs_;
  std::unique_ptr<FabricRtl> rtl_;
  AxiMaster master_;

  std::vector<Access> accesses_;
  std::vector<std::uint64_t> free_tags_;
  std::deque<std::uint64_t> arrivals_;  ///< tags not sampled yet, by arrival
  /// What a hart has asked of its interrupt file, by arrival and hart.
  struct Question {
    CsrRequest request;
    Cycle arrival = 0;
    EventId id = 0;
  };
  std::vector<Question> questions_;
  std::vector<std::pair<HartId, EventId>> answered_;  ///< accesses of the edge evaluated last
  std::vector<EventId> asking_;  ///< numbers of those on the pins, in their order there
  /// A device's line has moved and no edge has taken it.
  struct LineChange {
    Cycle cycle;
    unsigned source;
    bool level;
  };
  std::deque<LineChange> lines_;
  std::uint32_t line_levels_ = 0;  ///< bit s: source s as it was last heard of
  EventId line_risen_ = 0;         ///< at this edge; 0 if none has
  EventId claim_ = 0;              ///< of the PLIC, its address taken at the edge before; or 0
  EventId plic_causes_[2] = {};    ///< what may have moved the PLIC's wires last, by their level
  EventId meip_causes_[2] = {};    ///< what it was an edge before
  EventId last_write_ = 0;         ///< the access behind the latest write to a register
  Cycle last_edge_ = 0;            ///< edge evaluated last
  std::uint64_t event_count_ = 0;
  FabricCounters counters_;
  std::uint64_t evaluations_ = 0;
  sc_core::sc_event edge_event_{"edge_event"};
  sc_core::sc_event falling_event_{"falling_event"};
};

}  // namespace standstill::fabric

#endif  // STANDSTILL_FABRIC_FABRIC_MODULE_H
