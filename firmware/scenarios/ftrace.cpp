// ftrace: many call sites become calls and no-ops again while every hart runs through them.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's dynamic ftrace on RISC-V before 6.16 (behaviour, not text): all sites of a change
// are patched in one stop_machine(). Here a site is one instruction, `nop` or `jal t0,
// trace_caller`.
#include <array>
#include <utility>

#include "kernel/check.h"
#include "kernel/errno.h"
#include "kernel/percpu.h"
#include "lib/machine.h"
#include "lib/random.h"
#include "scenarios/load.h"
#include "scenarios/text_patch.h"
#include "scenarios/workers.h"
#include "users/kprobe.h"

namespace standstill::scenarios {
namespace {

constexpr unsigned kSites = 32;
constexpr std::uint64_t kAllSites = (1ull << kSites) - 1;

/// How often a hart has come through each site while it was traced.
struct alignas(64) Hits {
  volatile std::uint32_t of[kSites];
};
[[gnu::section(".bss.percpu")]] Hits all_hits[kernel::kNrCpus];
constinit TextState state;
constinit std::atomic<std::uint64_t> handled{0};
constinit users::TextPatch patches[kSites];
constinit std::uint32_t* sites[kSites];

/// A function with a site in its middle; what it returns depends on both halves.
template <unsigned kNumber>
[[gnu::noinline]] std::uint64_t traced(std::uint64_t x) {
  x = x * 2 + kNumber;
  STANDSTILL_TRACE_SITE(kNumber);
  return x ^ (x >> 3);
}

using Traced = std::uint64_t (*)(std::uint64_t);
template <unsigned... kNumbers>
constexpr std::array<Traced, kSites> make_table(std::integer_sequence<unsigned, kNumbers...>) {
  return {traced<kNumbers>...};
}
constexpr std::array<Traced, kSites> kFunctions =
    make_table(std::make_integer_sequence<unsigned, kSites>());

std::uint64_t expected(unsigned number, std::uint64_t x) {
  x = x * 2 + number;
  return x ^ (x >> 3);
}

void count_hit(std::uint64_t ip) {
  for (unsigned i = 0; i < kSites; ++i) {
    if (reinterpret_cast<std::uint64_t>(sites[i]) != ip) continue;
    volatile std::uint32_t& hits = all_hits[kernel::smp_processor_id()].of[i];
    hits = hits + 1;
    handled.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  kernel::fail("ftrace: a call from where there is no site, ", kernel::hex(ip));
}

/// Every function once; what was wrong is judged behind the loop, so that it stays quick.
void call_all(unsigned cpu) {
  unsigned wrong = 0;
  unsigned torn = 0;
  unsigned missed = 0;
  unsigned stale = 0;
  for (unsigned i = 0; i < kSites; ++i) {
    const TextState::Value before = state.read();
    const std::uint32_t hits_before = all_hits[cpu].of[i];
    const std::uint64_t result = kFunctions[i](cpu + i);
    const std::uint32_t hits = all_hits[cpu].of[i] - hits_before;
    const TextState::Value after = state.read();
    wrong += result != expected(i, cpu + i);
    torn += hits > 1;
    if (before.generation != after.generation) continue;
    const bool on = (after.sites >> i & 1) != 0;
    missed += on && hits == 0;
    stale += !on && hits != 0;
  }
  STANDSTILL_CHECK(wrong == 0, "a traced function computes what it did");
  STANDSTILL_CHECK(torn == 0, "a call is counted once");
  STANDSTILL_CHECK(missed == 0, "a site that is on counts its call", "hart ", cpu, " ran ", missed,
                   " stale no-ops");
  STANDSTILL_CHECK(stale == 0, "a site that is off counts nothing", "hart ", cpu, " ran ", stale,
                   " stale calls");
}

void find_sites() {
  for (const TraceSite* site = __start_mcount_loc; site != __stop_mcount_loc; ++site) {
    STANDSTILL_CHECK(site->number < kSites && sites[site->number] == nullptr,
                     "each function has one site");
    STANDSTILL_CHECK(reinterpret_cast<std::uintptr_t>(site->address) % 4 == 0,
                     "a site lies in one aligned word");
    STANDSTILL_CHECK(*site->address == users::kInsnNop, "a site is born as a no-op");
    sites[site->number] = site->address;
  }
  for (unsigned i = 0; i < kSites; ++i)
    STANDSTILL_CHECK(sites[i] != nullptr, "every function has a site", "function ", i);
}

void prepare(const Arguments&) {
  find_sites();
  users::ftrace_trace_function = count_hit;
  prepare_workers(call_all);
}

void start_hart(const Arguments& arguments) {
  for (volatile std::uint32_t& hits : all_hits[kernel::smp_processor_id()].of) hits = 0;
  start_worker(arguments);
}

struct Change {
  std::uint64_t sites;
  std::uint64_t calls = 0;  ///< of `applied`
};

void applied(void* data) {
  auto& change = *static_cast<Change*>(data);
  ++change.calls;
  STANDSTILL_CHECK(arch::irqs_disabled(), "the master patches with interrupts off");
  STANDSTILL_CHECK(kernel::current()->is_stopper || kernel::machine().harts == 1,
                   "the master is a stopper");
  state.change(change.sites);
}

std::uint32_t insn_of(unsigned site, bool on) {
  if (!on) return users::kInsnNop;
  return users::insn_jal(5, sites[site], reinterpret_cast<const void*>(&trace_caller));
}

/// Turns exactly the sites of `wanted` on, by one patch of those that change.
void trace(std::uint64_t wanted, users::PatchMaster master) {
  const std::uint64_t changes = state.read().sites ^ wanted;
  const std::uint64_t generation = state.read().generation;
  users::PatchText request;
  Change change{wanted};
  request.master = master;
  request.applied = applied;
  request.data = &change;
  request.patches = patches;
  for (unsigned i = 0; i < kSites; ++i)
    if ((changes >> i & 1) != 0)
      patches[request.count++] = {sites[i], insn_of(i, (wanted >> i & 1) != 0)};
  const int error = users::patch_text(request);
  STANDSTILL_CHECK(error == 0, "patch_text() patches", error);
  STANDSTILL_CHECK(request.late == 0, "no hart is on its way when the master begins", request.late,
                   " of ", kernel::machine().harts);
  STANDSTILL_CHECK(change.calls == 1, "there is one master");
  STANDSTILL_CHECK(state.read().generation == generation + 1, "the change is seen after it");
  STANDSTILL_CHECK(!arch::irqs_disabled(), "interrupts are on after a patch");
  for (unsigned i = 0; i < kSites; ++i)
    STANDSTILL_CHECK(*sites[i] == insn_of(i, (wanted >> i & 1) != 0), "the text is what was asked");
}

std::uint64_t hits_in_all() {
  std::uint64_t sum = 0;
  for (unsigned cpu = 0; cpu < kernel::machine().harts; ++cpu)
    for (unsigned i = 0; i < kSites; ++i) sum += all_hits[cpu].of[i];
  return sum;
}

void check_refusals() {
  const std::uint64_t generation = state.read().generation;
  auto* const odd =
      reinterpret_cast<std::uint32_t*>(reinterpret_cast<std::uintptr_t>(sites[0]) + 2);
  const users::TextPatch bad[] = {
      {odd, users::kInsnNop}, {sites[0], 0}, {sites[0], 0x0001}, {nullptr, users::kInsnNop}};
  for (const users::TextPatch& patch : bad) {
    users::PatchText request;
    request.patches = &patch;
    request.count = 1;
    STANDSTILL_CHECK(users::patch_text(request) == -kernel::kEinval,
                     "an address or instruction that is none is refused with -EINVAL");
  }
  STANDSTILL_CHECK(
      users::insn_jal(5, sites[0], reinterpret_cast<const std::byte*>(sites[0]) + (1 << 20)) == 0,
      "a jump beyond its reach is no instruction");
  STANDSTILL_CHECK(state.read().generation == generation, "what is refused changes nothing");
}

void run(const Arguments& arguments) {
  const users::PatchMaster master = master_of(arguments);
  const std::uint64_t rounds = arguments.get("rounds");
  const std::uint64_t passes = arguments.get("passes");
  kernel::Random random(arguments.get("seed"), 0xF7);
  check_refusals();
  wait_for_passes(1);
  STANDSTILL_CHECK(hits_in_all() == 0, "nothing is counted before the first site is on");
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const std::uint64_t before = hits_in_all();
    trace(round == 0 ? kAllSites : random.next() & kAllSites, master);
    wait_for_passes(passes);
    if (round == 0)
      STANDSTILL_CHECK(hits_in_all() - before >= passes * kSites * kernel::machine().harts,
                       "every hart counts at every site");
  }
  trace(0, master);
  wait_for_passes(1);
  const std::uint64_t after = hits_in_all();
  wait_for_passes(1);
  STANDSTILL_CHECK(hits_in_all() == after, "nothing is counted when all sites are off");
  stop_workers();
  STANDSTILL_CHECK(hits_in_all() == handled.load(std::memory_order_relaxed),
                   "the handler's count is that of the sites");
  kernel::printk("PASS: ftrace: ", rounds, " changes of ", kSites, " sites, ", hits_in_all(),
                 " calls counted in ", passes_in_all(), " passes on ", kernel::machine().harts,
                 " harts");
}

}  // namespace

constinit const Scenario kFtrace = {
    .name = "ftrace",
    .prepare = prepare,
    .start_hart = start_hart,
    .run = run,
};

}  // namespace standstill::scenarios
