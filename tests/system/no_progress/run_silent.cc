// Runs a scenario on a machine whose doorbells never answer: a hart that rings waits for ever.
// SPDX-License-Identifier: Apache-2.0
//
// standstill_run_silent FIRMWARE LIMIT [lockstep]: prints how the run ended, at which cycle, by
// what it was seen, and since when.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <systemc>

#include "testbench/device_tree/device_tree.h"
#include "testbench/elf/image.h"
#include "testbench/machine/machine.h"

namespace {

using namespace standstill;
using namespace standstill::testbench;

struct Nothing final : ConsoleSink, RunMonitor {
  void put(char, Cycle) override {}
  bool keep_going(Cycle) override { return true; }
};

/// Keeps every access to the MSWI and never answers.
class SilentMswi final : public Interposer {
 public:
  explicit SilentMswi(const InterposerSite& site)
      : Interposer("silent_mswi", platform::Wire::Msip, site.map.harts) {}

 protected:
  tlm::tlm_sync_enum from_bus(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                              sc_core::sc_time& delay) override {
    if (phase == tlm::BEGIN_REQ && platform::kMswi.contains(payload.get_address()))
      return tlm::TLM_ACCEPTED;
    return fabric->nb_transport_fw(payload, phase, delay);
  }
};

int run(const std::string& elf, Cycle limit, bool lockstep) {
  RunRequest request;
  request.max_cycles = 10'000'000;
  request.switches.lockstep = lockstep;
  request.image = load_elf(elf, request.config.dram.size);
  request.device_tree = build_device_tree(request.config, "scenario=hello");
  request.device_tree_address = device_tree_address(request.config, request.device_tree.size());
  request.make_interposer = [](const InterposerSite& site) {
    return std::make_unique<SilentMswi>(site);
  };
  EventLog log(address_map_of(request.config), LogLevel::Marks, "");
  ProgressProbe probe(request.config.harts, limit);
  log.add_consumer(probe);
  request.progress = &probe;
  Nothing nothing;
  const RunOutcome outcome = simulate(request, log, nothing, nothing);
  log.close();
  for (const std::string& line : outcome.report) std::fprintf(stderr, "%s\n", line.c_str());
  if (outcome.status != RunStatus::Hang || !outcome.no_progress) return 1;
  const NoProgress& report = *outcome.no_progress;
  std::printf("%s of hart %u, stood still for %llu cycles, end %llu: %s\n",
              name_of(report.stall.what), report.stall.number,
              static_cast<unsigned long long>(outcome.cycles - report.stall.since -
                                              request.config.end.end_delay),
              static_cast<unsigned long long>(outcome.cycles),
              report.harts[report.stall.number].doing.c_str());
  return 0;
}

}  // namespace

int sc_main(int argc, char* argv[]) {
  if (argc < 3) return 2;
  try {
    return run(argv[1], std::strtoull(argv[2], nullptr, 10), argc > 3);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
