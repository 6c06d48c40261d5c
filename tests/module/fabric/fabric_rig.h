// The fabric module between mocks: an initiator that plays a script, wires, listeners.
// SPDX-License-Identifier: Apache-2.0
#ifndef STANDSTILL_TESTS_MODULE_FABRIC_FABRIC_RIG_H
#define STANDSTILL_TESTS_MODULE_FABRIC_FABRIC_RIG_H

#include <gtest/gtest.h>
#include <tlm_utils/simple_initiator_socket.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "fabric/fabric_module.h"
#include "standstill/devices.h"
#include "support/recording_sink.h"

namespace standstill::fabric {

/// One access of a script: called at cycle `call`, arriving at `call + delay`.
struct Play {
  Cycle call;
  Cycle delay;
  bool write;
  Addr addr;
  unsigned size;
  std::uint64_t data;
  bool posted = false;
  HartId hart = 0;
};

/// How it came out.
struct Outcome {
  Cycle answered = kNever;
  tlm::tlm_response_status status = tlm::TLM_INCOMPLETE_RESPONSE;
  std::uint64_t data = 0;
  EventId answer = 0;
};

/// Plays a script, in order of `call`.
class ScriptedInitiator : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<ScriptedInitiator> bus{"bus"};
  std::vector<Outcome> outcomes;

  ScriptedInitiator(const sc_core::sc_module_name& name, CoreClock clock, std::vector<Play> script)
      : sc_module(name), outcomes(script.size()), clock_(clock), script_(std::move(script)) {
    bus.register_nb_transport_bw(this, &ScriptedInitiator::nb_transport_bw);
    for (std::size_t i = 0; i < script_.size(); ++i) transactions_.push_back(make(i));
    SC_HAS_PROCESS(ScriptedInitiator);
    SC_METHOD(play);
  }

  ~ScriptedInitiator() override {
    for (auto& transaction : transactions_)
      transaction->payload.clear_extension(&transaction->extension);
  }

  bool done() const {
    for (const Outcome& outcome : outcomes)
      if (outcome.answered == kNever) return false;
    return true;
  }

 private:
  struct Transaction {
    tlm::tlm_generic_payload payload;
    AxiExtension extension;
    std::uint64_t data = 0;
  };

  std::unique_ptr<Transaction> make(std::size_t i) {
    const Play& play = script_[i];
    auto transaction = std::make_unique<Transaction>();
    transaction->data = play.write ? play.data : 0;
    auto& payload = transaction->payload;
    payload.set_command(play.write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
    payload.set_address(play.addr);
    payload.set_data_ptr(reinterpret_cast<unsigned char*>(&transaction->data));
    payload.set_data_length(play.size);
    payload.set_streaming_width(play.size);
    transaction->extension.hart = play.hart;
    transaction->extension.posted = play.posted;
    transaction->extension.cause = 1000 + i;
    payload.set_extension(&transaction->extension);
    return transaction;
  }

  void play() {
    const Cycle now = clock_.now();
    for (; next_ < script_.size() && script_[next_].call <= now; ++next_) {
      tlm::tlm_phase phase = tlm::BEGIN_REQ;
      sc_core::sc_time delay = sc_core::sc_time::from_value(script_[next_].delay * 1000);
      auto& payload = transactions_[next_]->payload;
      const auto state = bus->nb_transport_fw(payload, phase, delay);
      if (state == tlm::TLM_COMPLETED) {
        note(next_);
      } else {
        EXPECT_EQ(state, tlm::TLM_UPDATED);
        EXPECT_EQ(phase, tlm::END_REQ);
      }
    }
    if (next_ < script_.size()) next_trigger(clock_.until(script_[next_].call));
  }

  tlm::tlm_sync_enum nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay) {
    EXPECT_EQ(phase, tlm::BEGIN_RESP);
    EXPECT_EQ(delay, sc_core::SC_ZERO_TIME);
    for (std::size_t i = 0; i < transactions_.size(); ++i)
      if (&transactions_[i]->payload == &payload) note(i);
    return tlm::TLM_COMPLETED;
  }

  void note(std::size_t i) {
    EXPECT_EQ(outcomes[i].answered, kNever) << "answered twice: access " << i;
    outcomes[i] = {clock_.now(), transactions_[i]->payload.get_response_status(),
                   transactions_[i]->data, transactions_[i]->extension.answer};
  }

  CoreClock clock_;
  std::vector<Play> script_;
  std::vector<std::unique_ptr<Transaction>> transactions_;
  std::size_t next_ = 0;
};

/// A device's line turns over at a cycle.
struct Toggle {
  Cycle cycle;
  unsigned line;  ///< in the order of platform::plic::kDeviceSources
};

/// Turns lines over, in order of `cycle`.
class LineDriver : public sc_core::sc_module {
 public:
  sc_core::sc_vector<sc_core::sc_signal<bool>> lines;

  LineDriver(const sc_core::sc_module_name& name, CoreClock clock, std::vector<Toggle> script)
      : sc_module(name),
        lines("lines", std::size(platform::plic::kDeviceSources)),
        clock_(clock),
        script_(std::move(script)),
        levels_(lines.size()) {
    SC_HAS_PROCESS(LineDriver);
    SC_METHOD(play);
  }

 private:
  void play() {
    for (; next_ < script_.size() && script_[next_].cycle <= clock_.now(); ++next_) {
      const unsigned line = script_[next_].line;
      levels_[line] = !levels_[line];
      lines[line].write(levels_[line]);
    }
    if (next_ < script_.size()) next_trigger(clock_.until(script_[next_].cycle));
  }

  CoreClock clock_;
  std::vector<Toggle> script_;
  std::vector<bool> levels_;
  std::size_t next_ = 0;
};

struct RecordingTime : TimeListener {
  void announce_time(std::uint64_t mtime, Cycle cycle) override {
    announced.push_back({mtime, cycle});
  }
  std::vector<std::pair<std::uint64_t, Cycle>> announced;
};

struct RecordingAnswers : CsrListener {
  void answer(const CsrAnswer& answer, EventId id) override {
    given.push_back(answer);
    ids.push_back(id);
    cycles.push_back(CoreClock(1000).now());
  }
  std::vector<CsrAnswer> given;
  std::vector<EventId> ids;
  std::vector<Cycle> cycles;
};

struct RigOptions {
  unsigned harts = 4;
  FabricConfig config{4, 5, false};  ///< clock of 4 core cycles, tick of 20
  bool gating = true;
  FabricClass size_class = FabricClass::Auto;
  std::vector<HartId> hart_ids = {};  ///< by hart index
  bool initiator_first = true;        ///< whether SystemC knows the others before the fabric
  std::vector<Toggle> toggles = {};   ///< of devices' lines, all low at first
};

/// The machine round one fabric. One a process: SystemC cannot start twice; several side by side
/// in one simulation are fine.
class FabricRig {
 public:
  FabricRig(const std::string& name, std::vector<Play> script, RigOptions options = {})
      : horizon(1, 1, 1), wires(("wires_" + name).c_str(), platform::kWires * options.harts) {
    const auto make_initiator = [&] {
      initiator = std::make_unique<ScriptedInitiator>(("initiator_" + name).c_str(), clock, script);
      driver = std::make_unique<LineDriver>(("driver_" + name).c_str(), clock, options.toggles);
    };
    if (options.initiator_first) make_initiator();
    const FabricContext context{clock, 9, &sink, &horizon, 0, &time, options.hart_ids, &answers};
    fabric = std::make_unique<Fabric>(("fabric_" + name).c_str(), options.config, options.harts,
                                      context, options.gating, options.size_class);
    if (!options.initiator_first) make_initiator();
    initiator->bus.bind(fabric->bus);
    fabric->wires.bind(wires);
    fabric->irq.bind(driver->lines);
  }

  const Outcome& outcome(std::size_t i) const { return initiator->outcomes[i]; }

  bool wire(platform::Wire which, HartId hart) const {
    return wires[Fabric::wire_index(which, hart)].read();
  }

  /// Cycle of the n-th Wire event, or kNever.
  Cycle wire_edge(std::size_t n) const {
    const auto edges = sink.of(EventKind::Wire);
    return n < edges.size() ? edges[n].cycle : kNever;
  }

  CoreClock clock{1000};
  RecordingSink sink;
  RecordingTime time;
  RecordingAnswers answers;
  Horizon horizon;
  sc_core::sc_vector<sc_core::sc_signal<bool>> wires;
  std::unique_ptr<ScriptedInitiator> initiator;
  std::unique_ptr<LineDriver> driver;
  std::unique_ptr<Fabric> fabric;
};

inline void run_to(Cycle cycle) {
  sc_core::sc_start(sc_core::sc_time::from_value(cycle * 1000) - sc_core::sc_time_stamp());
}

}  // namespace standstill::fabric

#endif  // STANDSTILL_TESTS_MODULE_FABRIC_FABRIC_RIG_H
