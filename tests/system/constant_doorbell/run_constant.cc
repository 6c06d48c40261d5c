// Runs a scenario with the RTL's MSWI or with one of constant latency, and prints what it took.
// SPDX-License-Identifier: Apache-2.0
//
// standstill_run_constant FIRMWARE LATENCY ARGUMENTS [key=value]...: LATENCY 0 is the RTL. Prints
// one JSON object: the medians of gather, rendezvous, irq_off and ipi, the longest ipi, and a hash
// over the log.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <systemc>

#include "common/hash.h"
#include "constant_mswi.h"
#include "testbench/config/parameters.h"
#include "testbench/device_tree/device_tree.h"
#include "testbench/elf/image.h"
#include "testbench/machine/machine.h"
#include "testbench/probes/rendezvous_probe.h"
#include "testbench/results/statistics.h"

namespace {

using namespace standstill;
using namespace standstill::testbench;

struct Nothing final : ConsoleSink, RunMonitor {
  void put(char, Cycle) override {}
  bool keep_going(Cycle) override { return true; }
};

/// Over all that is recorded, so that two runs can be compared.
struct LogHash final : EventConsumer {
  void consume(const Event& event) override {
    for (const std::uint64_t word :
         {event.cycle, std::uint64_t{event.source}, static_cast<std::uint64_t>(event.kind),
          event.id, event.cause, event.a, event.b, event.c})
      hash = mix(hash, word);
  }
  std::uint64_t hash = 0;
};

int run(const std::string& elf, Cycle latency, const std::string& arguments, RunRequest& request) {
  request.image = load_elf(elf, request.config.dram.size);
  request.device_tree = build_device_tree(request.config, arguments);
  request.device_tree_address = device_tree_address(request.config, request.device_tree.size());
  if (latency != 0)
    request.make_interposer = [latency](const InterposerSite& site) {
      return std::make_unique<ConstantMswi>("constant_mswi", latency, site);
    };
  EventLog log(address_map_of(request.config), LogLevel::Marks, "");
  RendezvousProbe probe(request.config.harts);
  LogHash hash;
  log.add_consumer(probe);
  log.add_consumer(hash);
  Nothing nothing;
  const RunOutcome outcome = simulate(request, log, nothing, nothing);
  log.close();
  for (const std::string& line : outcome.report) std::fprintf(stderr, "%s\n", line.c_str());
  if (outcome.status != RunStatus::Pass) return 1;
  const Summary summary = summarize(probe.all());
  const auto median = [](const Statistics& figure) {
    return static_cast<unsigned long long>(figure.median.value_or(0));
  };
  std::printf(
      "{\"gather\": %llu, \"rendezvous\": %llu, \"irq_off\": %llu, \"ipi\": %llu, \"ipi max\": "
      "%llu, "
      "\"hash\": \"%016llx\"}\n",
      median(summary.gather), median(summary.rendezvous), median(summary.irq_off),
      median(summary.ipi), static_cast<unsigned long long>(summary.ipi.max.value_or(0)),
      static_cast<unsigned long long>(hash.hash));
  return 0;
}

}  // namespace

int sc_main(int argc, char* argv[]) {
  if (argc < 4) return 2;
  try {
    RunRequest request;
    request.max_cycles = 500'000'000;
    for (int i = 4; i < argc; ++i)
      if (std::string(argv[i]) == "lockstep=1")
        request.switches.lockstep = true;
      else
        apply_set(request.config, argv[i]);
    return run(argv[1], std::strtoull(argv[2], nullptr, 10), argv[3], request);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
