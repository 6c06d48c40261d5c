// Runs one ELF on the machine: console to stdout, how it ended and what it took to stderr.
// SPDX-License-Identifier: Apache-2.0
//
// For tests that compare with another machine. Exit code: the guest's, 124 where it never ended.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <systemc>

#include "testbench/device_tree/device_tree.h"
#include "testbench/machine/machine.h"
#include "testbench/program/simulation.h"

namespace {

using namespace standstill;
using namespace standstill::testbench;

class Console final : public ConsoleSink {
 public:
  void put(char c, Cycle) override { std::putchar(c); }
};

class NoMonitor final : public RunMonitor {
 public:
  bool keep_going(Cycle) override { return true; }
};

/// The same machine with everything small or otherwise: what a program computes must not show it.
void make_other(MachineConfig& config) {
  config.hart.store_order = StoreOrder::Relaxed;
  config.hart.atomics = AtomicsAt::Far;
  config.l1d.size = 512;
  config.l1d.ways = 2;
  config.l1i.size = 1024;
  config.l1i.ways = 2;
  config.l2.size = 4096;
  config.l2.ways = 2;
  config.l2.banks = 2;
}

RunRequest request_of(int argc, char* argv[]) {
  RunRequest request;
  request.config.harts = 1;
  request.max_cycles = 2'000'000'000;
  std::string elf;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--other")
      make_other(request.config);
    else if (argument == "--relaxed")
      request.config.hart.store_order = StoreOrder::Relaxed;
    else if (argument == "--posted")
      request.config.fabric.posted_stores = true;
    else if (argument == "--harts" && i + 1 < argc)
      request.config.harts = static_cast<unsigned>(std::atoi(argv[++i]));
    else
      elf = argument;
  }
  request.image = load_elf(elf, request.config.dram.size);
  request.device_tree = build_device_tree(request.config, "");
  request.device_tree_address = device_tree_address(request.config, request.device_tree.size());
  return request;
}

int exit_code(const RunOutcome& outcome) {
  constexpr int kHang = 124;
  constexpr int kBroken = 125;
  if (outcome.status == RunStatus::Pass || outcome.status == RunStatus::Fail)
    return static_cast<int>(outcome.exit_code & 0x7F);
  return outcome.status == RunStatus::Hang ? kHang : kBroken;
}

}  // namespace

int sc_main(int argc, char* argv[]) {
  try {
    const RunRequest request = request_of(argc, argv);
    EventLog log(address_map_of(request.config), LogLevel::Marks, "");
    Console console;
    NoMonitor monitor;
    const RunOutcome outcome = simulate(request, log, console, monitor);
    log.close();
    for (const std::string& line : outcome.report) std::fprintf(stderr, "%s\n", line.c_str());
    std::uint64_t instructions = 0;
    for (const HartOutcome& hart : outcome.harts) instructions += hart.instructions;
    std::fprintf(stderr, "instructions %llu cycles %llu\n",
                 static_cast<unsigned long long>(instructions),
                 static_cast<unsigned long long>(outcome.cycles));
    return exit_code(outcome);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
