// The loop of the random tester: every part, every cycle; messages only ever go to later cycles.
// SPDX-License-Identifier: Apache-2.0
#include "random_machine.h"

#include "random_network.h"

namespace standstill::random_test {
namespace {

constexpr Cycle kPatience = 50'000;  ///< without any access done

MachineConfig tiny(const Trial& trial) {
  MachineConfig config;
  config.harts = trial.cores;
  config.l1d.size = std::uint64_t{2} * 2 * kLineBytes;
  config.l1d.ways = 2;
  config.l2.banks = 2;
  config.l2.ways = 3;
  config.l2.size = std::uint64_t{2} * 3 * kLineBytes;
  config.dram.latency = 15;
  config.interconnect.kind = trial.kind;
  return config;
}

class Machine {
 public:
  explicit Machine(const Trial& trial)
      : trial_(trial),
        config_(tiny(trial)),
        map_{trial.cores, config_.l2.banks, 1 << 20},
        guest_(platform::kDramBase, map_.dram_size),
        dram_(config_.dram, guest_, map_.memory_source()),
        reference_(trial.lines) {
    if (trial.in_order) {
      network_ = interconnect::make_interconnect(config_.interconnect, map_.harts, map_.homes,
                                                 map_.interconnect_source(), nobody_);
    } else {
      network_ = std::make_unique<RandomNetwork>(trial.seed, 60);
    }
    for (unsigned bank = 0; bank < config_.l2.banks; ++bank) {
      homes_.push_back(
          std::make_unique<coherence::Home>(config_, map_, bank, reference_, *trial.table));
    }
    for (NodeId node = 0; node < trial.cores; ++node) {
      cores_.push_back(std::make_unique<RandomCore>(node, config_.l1d, map_, trial.lines,
                                                    trial.seed, reference_));
    }
  }

  Outcome run() {
    Outcome outcome;
    Cycle last_progress = 0;
    for (Cycle now = 1; outcome.error.empty(); ++now) {
      const bool more = outcome.accesses < trial_.accesses;
      if (!more && idle()) break;
      step(now, more);
      std::uint64_t done = 0;
      for (const auto& core : cores_) {
        done += core->done();
        if (outcome.error.empty()) outcome.error = core->error();
      }
      if (done != outcome.accesses) last_progress = now;
      outcome.accesses = done;
      outcome.cycles = now;
      if (now > last_progress + kPatience) outcome.error = "nothing moves any more";
    }
    return outcome;
  }

 private:
  bool idle() const {
    for (const auto& core : cores_) {
      if (!core->idle()) return false;
    }
    return true;
  }

  void step(Cycle now, bool more) {
    for (const auto& core : cores_) {
      core->step(now, more);
      for (const Message& message : core->outbox().messages()) network_->inject(message);
      core->outbox().clear();
    }
    for (unsigned bank = 0; bank < homes_.size(); ++bank) {
      sent_.clear();
      homes_[bank]->step(now, sent_);
      for (const Message& message : sent_) {
        const bool to_memory =
            message.type == MessageType::MemRead || message.type == MessageType::MemWrite;
        to_memory ? dram_.receive(bank, message) : network_->inject(message);
      }
    }
    answers_.clear();
    dram_.step(now, answers_);
    for (const auto& answer : answers_) homes_[answer.port]->receive(answer.message);
    sent_.clear();
    network_->step(now, sent_);
    for (const Message& message : sent_) {
      if (message.destination < map_.harts) {
        cores_[message.destination]->receive(message);
      } else {
        homes_[message.destination - map_.harts]->receive(message);
      }
    }
  }

  Trial trial_;
  MachineConfig config_;
  AddressMap map_;
  NullSink nobody_;
  memory::GuestMemory guest_;
  memory::Dram dram_;
  Reference reference_;
  std::unique_ptr<interconnect::Interconnect> network_;
  std::vector<std::unique_ptr<coherence::Home>> homes_;
  std::vector<std::unique_ptr<RandomCore>> cores_;
  std::vector<Message> sent_;
  std::vector<memory::Dram::Answer> answers_;
};

}  // namespace

Outcome run(const Trial& trial) {
  try {
    return Machine(trial).run();
  } catch (const std::exception& problem) {
    return {problem.what(), 0, 0};
  }
}

}  // namespace standstill::random_test
