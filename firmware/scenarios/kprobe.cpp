// kprobe: one instruction is probed, by ebreak and by jump, while every hart runs it in a loop.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kprobes on RISC-V (behaviour, not text). The probed instruction adds; whatever is
// armed or disarmed meanwhile, it is done exactly once in each call.
#include "users/kprobe.h"

#include "kernel/check.h"
#include "kernel/errno.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "scenarios/load.h"
#include "scenarios/text_patch.h"
#include "scenarios/workers.h"

extern "C" std::uint32_t standstill_probed_site[];

namespace standstill::scenarios {
namespace {

constexpr unsigned kCallsPerPass = 16;
constexpr std::uint64_t kAddend = 7;

struct alignas(64) Hits {
  volatile std::uint64_t by[2];  ///< ebreak, jump
};
[[gnu::section(".bss.percpu")]] Hits all_hits[kernel::kNrCpus];
constinit TextState state;  // site 0: ebreak, site 1: jump

/// Adds seven, by an instruction that can be probed.
[[gnu::noinline]] std::uint64_t probed(std::uint64_t x) {
  asm volatile(
      ".balign 4\n\t.option push\n\t.option norvc\n\t.globl standstill_probed_site\n"
      "standstill_probed_site:\n\taddi %0, %0, 7\n\t.option pop"
      : "+r"(x)
      :
      : "t0", "t1", "memory");
  return x;
}

void count_hit(users::Kprobe& probe) {
  volatile std::uint64_t& hits = all_hits[kernel::smp_processor_id()].by[probe.by_jump ? 1 : 0];
  hits = hits + 1;
}

constinit users::Kprobe ebreak_probe{standstill_probed_site, false, count_hit};
constinit users::Kprobe jump_probe{standstill_probed_site, true, count_hit};

void call_often(unsigned cpu) {
  unsigned wrong = 0;
  unsigned twice = 0;
  unsigned missed = 0;
  unsigned stale = 0;
  const Hits& mine = all_hits[cpu];
  for (unsigned i = 0; i < kCallsPerPass; ++i) {
    const TextState::Value before = state.read();
    const std::uint64_t hits_before[2] = {mine.by[0], mine.by[1]};
    const std::uint64_t sum = probed(i);
    const std::uint64_t hits[2] = {mine.by[0] - hits_before[0], mine.by[1] - hits_before[1]};
    const TextState::Value after = state.read();
    wrong += sum != i + kAddend;
    twice += hits[0] + hits[1] > 1;
    if (before.generation != after.generation) continue;
    for (unsigned kind = 0; kind < 2; ++kind) {
      const bool armed = (after.sites >> kind & 1) != 0;
      missed += armed && hits[kind] == 0;
      stale += !armed && hits[kind] != 0;
    }
  }
  STANDSTILL_CHECK(wrong == 0, "the probed instruction is done once in each call");
  STANDSTILL_CHECK(twice == 0, "the handler is called at most once in each call");
  STANDSTILL_CHECK(missed == 0, "an armed probe is hit", "hart ", cpu, " ran past it ", missed,
                   " times");
  STANDSTILL_CHECK(stale == 0, "a probe that is taken away is not hit", "hart ", cpu, " hit it ",
                   stale, " times");
}

void prepare(const Arguments&) { prepare_workers(call_often); }

void start_hart(const Arguments& arguments) {
  Hits& mine = all_hits[kernel::smp_processor_id()];
  mine.by[0] = 0;
  mine.by[1] = 0;
  start_worker(arguments);
}

void applied(void* data) { state.change(*static_cast<const std::uint64_t*>(data)); }

/// register_kprobe() or unregister_kprobe(); afterwards the probes of `armed` are armed.
int change(int (*call)(users::Kprobe&, users::PatchText&), users::Kprobe& probe,
           std::uint64_t armed, users::PatchMaster master) {
  users::PatchText request;
  request.master = master;
  request.applied = applied;
  request.data = &armed;
  const int error = call(probe, request);
  STANDSTILL_CHECK(request.late == 0, "no hart is on its way when the master begins", request.late,
                   " of ", kernel::machine().harts);
  return error;
}

std::uint64_t hits_of(const users::Kprobe& probe) {
  std::uint64_t sum = 0;
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu)
    sum += all_hits[cpu].by[probe.by_jump ? 1 : 0];
  return sum;
}

void arm_and_disarm(users::Kprobe& probe, std::uint64_t passes, users::PatchMaster master) {
  const std::uint64_t bit = probe.by_jump ? 2 : 1;
  const std::uint32_t original = *probe.address;
  const std::uint64_t before = hits_of(probe);
  STANDSTILL_CHECK(change(users::register_kprobe, probe, bit, master) == 0, "a probe is armed");
  STANDSTILL_CHECK(probe.armed && probe.opcode == original, "the instruction is kept");
  STANDSTILL_CHECK((*probe.address == users::kInsnEbreak) != probe.by_jump,
                   "an ebreak or a jump stands at the probe");
  STANDSTILL_CHECK(change(users::register_kprobe, probe, bit, master) == -kernel::kEbusy,
                   "an armed probe is not armed again: -EBUSY");
  wait_for_passes(passes);
  STANDSTILL_CHECK(hits_of(probe) - before >= passes * kCallsPerPass * kernel::machine().harts,
                   "every hart hits the probe in every call");
  STANDSTILL_CHECK(change(users::unregister_kprobe, probe, 0, master) == 0,
                   "a probe is taken away");
  STANDSTILL_CHECK(!probe.armed && *probe.address == original, "the instruction is put back");
  wait_for_passes(1);
  const std::uint64_t after = hits_of(probe);
  wait_for_passes(1);
  STANDSTILL_CHECK(hits_of(probe) == after, "nothing is hit any more");
  STANDSTILL_CHECK(change(users::unregister_kprobe, probe, 0, master) == -kernel::kEinval,
                   "a probe that is not armed cannot be taken away: -EINVAL");
}

void check_refusals(users::PatchMaster master) {
  // auipc, beq, jal, jalr, ecall, a compressed no-op: what depends on its place cannot be moved.
  static std::uint32_t immovable[] = {0x00000297, 0x00000063, 0x0000006F, 0x00008067, 0x73, 0x0001};
  for (std::uint32_t& insn : immovable) {
    users::Kprobe probe{&insn, false, count_hit};
    STANDSTILL_CHECK(change(users::register_kprobe, probe, 0, master) == -kernel::kEinval,
                     "an instruction that depends on its place is refused: -EINVAL",
                     kernel::hex(insn));
  }
  auto* const odd = reinterpret_cast<std::uint32_t*>(
      reinterpret_cast<std::uintptr_t>(standstill_probed_site) + 2);
  users::Kprobe probe{odd, false, count_hit};
  STANDSTILL_CHECK(change(users::register_kprobe, probe, 0, master) == -kernel::kEinval,
                   "a probe inside an instruction is refused: -EINVAL");
}

void check_pool(users::PatchMaster master) {
  // Two slots are taken; the text of a probe that is never reached is data here.
  static std::uint32_t words[3] = {users::kInsnNop, users::kInsnNop, users::kInsnNop};
  static constinit users::Kprobe further[3] = {
      {&words[0], false, count_hit}, {&words[1], false, count_hit}, {&words[2], false, count_hit}};
  for (unsigned i = 0; i < 3; ++i) {
    const int error = change(users::register_kprobe, further[i], 0, master);
    STANDSTILL_CHECK(error == (i < users::kMaxKprobes - 2 ? 0 : -kernel::kEnomem),
                     "a probe without a slot is refused: -ENOMEM", error, " for probe ", i);
  }
}

void run(const Arguments& arguments) {
  const users::PatchMaster master = master_of(arguments);
  const std::uint64_t rounds = arguments.get("rounds");
  check_refusals(master);
  wait_for_passes(1);
  STANDSTILL_CHECK(hits_of(ebreak_probe) + hits_of(jump_probe) == 0,
                   "nothing is hit before a probe is armed");
  for (std::uint64_t round = 0; round < rounds; ++round) {
    arm_and_disarm(ebreak_probe, arguments.get("passes"), master);
    arm_and_disarm(jump_probe, arguments.get("passes"), master);
  }
  STANDSTILL_CHECK(ebreak_probe.slot != jump_probe.slot, "each probe has a slot of its own");
  check_pool(master);
  stop_workers();
  kernel::printk("PASS: kprobe: ", hits_of(ebreak_probe), " hits by ebreak, ", hits_of(jump_probe),
                 " by jump in ", passes_in_all(), " passes on ", kernel::machine().harts, " harts");
}

}  // namespace

constinit const Scenario kKprobe = {
    .name = "kprobe",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
