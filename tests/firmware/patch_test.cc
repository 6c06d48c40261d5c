// Text patching on the host: encodings, the order of the rendezvous inside, what is refused.
// SPDX-License-Identifier: Apache-2.0
#include "users/patch.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "arch/barrier.h"
#include "kernel/errno.h"

namespace standstill::users {
namespace {

const std::byte* at(std::uint64_t address) { return reinterpret_cast<const std::byte*>(address); }

TEST(InsnJal, IsWhatTheAssemblerMakes) {
  // By riscv64-linux-gnu-as: j ., jal t0, .+8, j .-4, jal t0, .+0xffffe, j .-0x100000, j .+0x800.
  EXPECT_EQ(insn_jal(0, at(0x1000), at(0x1000)), 0x0000006Fu);
  EXPECT_EQ(insn_jal(5, at(0x1000), at(0x1008)), 0x008002EFu);
  EXPECT_EQ(insn_jal(0, at(0x1000), at(0x0FFC)), 0xFFDFF06Fu);
  EXPECT_EQ(insn_jal(5, at(0x200000), at(0x2FFFFE)), 0x7FFFF2EFu);
  EXPECT_EQ(insn_jal(0, at(0x200000), at(0x100000)), 0x8000006Fu);
  EXPECT_EQ(insn_jal(0, at(0x1000), at(0x1800)), 0x0010006Fu);
}

TEST(InsnJal, ReachesAMebibyteEitherWay) {
  EXPECT_EQ(insn_jal(0, at(0x200000), at(0x300000)), 0u);
  EXPECT_NE(insn_jal(0, at(0x200000), at(0x2FFFFE)), 0u);
  EXPECT_EQ(insn_jal(0, at(0x200000), at(0x0FFFFE)), 0u);
  EXPECT_EQ(insn_jal(0, at(0x1000), at(0x1001)), 0u);
  EXPECT_EQ(insn_jal(0, at(~0ull - 7), at(8)), insn_jal(0, at(0x1000), at(0x1010)));
}

/// Runs patch_text_cb() as `cpus` CPUs would; returns how often each has flushed, and what it said.
struct Rendezvous {
  Rendezvous(PatchText& request, unsigned cpus) : flushes(cpus), returned(cpus) {
    request.cpus = cpus;
    std::vector<std::thread> threads;
    for (unsigned cpu = 0; cpu < cpus; ++cpu)
      threads.emplace_back([&, cpu] {
        arch::icache_flushes = 0;
        returned[cpu] = patch_text_cb(&request);
        flushes[cpu] = arch::icache_flushes;
      });
    for (std::thread& thread : threads) thread.join();
  }
  std::vector<unsigned> flushes;
  std::vector<int> returned;
};

struct Seen {
  PatchText* request;
  std::uint32_t* text;
  unsigned ready = 0, applied = 0, there = 0;
  std::uint32_t before = 0, after = 0;
  int answer = 0;
};

int ready(void* data) {
  auto& seen = *static_cast<Seen*>(data);
  ++seen.ready;
  seen.there = seen.request->cpu_count.load();
  seen.before = *seen.text;
  return seen.answer;
}

void applied(void* data) {
  auto& seen = *static_cast<Seen*>(data);
  ++seen.applied;
  seen.after = *seen.text;
}

class Patch : public testing::Test {
 protected:
  Patch() {
    request.patches = patches;
    request.count = 2;
    request.ready = ready;
    request.applied = applied;
    request.data = &seen;
  }
  alignas(4) std::uint32_t text[2] = {kInsnNop, kInsnNop};
  TextPatch patches[2] = {{&text[0], kInsnEbreak}, {&text[1], 0x0000006F}};
  PatchText request;
  Seen seen{&request, text};
};

TEST_F(Patch, TheLastCpuIsTheMasterAndEachFlushes) {
  for (int round = 0; round < 50; ++round) {
    text[0] = kInsnNop;
    request.cpu_count = 0;
    seen = {&request, text};
    const Rendezvous run(request, 4);
    EXPECT_EQ(seen.ready, 1u);
    EXPECT_EQ(seen.applied, 1u);
    EXPECT_EQ(seen.there, 4u) << "the master writes when all have come";
    EXPECT_EQ(seen.before, kInsnNop);
    EXPECT_EQ(seen.after, kInsnEbreak);
    EXPECT_EQ(request.late, 0u);
    EXPECT_EQ(run.flushes, std::vector<unsigned>(4, 1));
    EXPECT_EQ(run.returned, std::vector<int>(4, 0));
  }
  EXPECT_EQ(text[1], 0x0000006Fu);
}

TEST_F(Patch, TheFirstAsMasterDoesNotWait) {
  request.master = PatchMaster::First;
  const Rendezvous run(request, 4);
  EXPECT_EQ(seen.applied, 1u);
  EXPECT_GE(seen.there, 1u);
  EXPECT_EQ(request.late, 3u);
  EXPECT_EQ(text[0], kInsnEbreak);
}

TEST_F(Patch, WithoutFlushNobodyFlushes) {
  request.master = PatchMaster::NoFlush;
  EXPECT_EQ(Rendezvous(request, 3).flushes, std::vector<unsigned>(3, 0));
}

TEST_F(Patch, WhatIsNotReadyIsNotWritten) {
  seen.answer = -kernel::kEbusy;
  const Rendezvous run(request, 3);
  EXPECT_EQ(seen.applied, 0u);
  EXPECT_EQ(text[0], kInsnNop);
  EXPECT_EQ(std::count(run.returned.begin(), run.returned.end(), -kernel::kEbusy), 1);
  EXPECT_EQ(std::count(run.returned.begin(), run.returned.end(), 0), 2);
}

TEST_F(Patch, RefusesWhatIsNoWordOrNoInstruction) {
  for (const TextPatch& bad :
       {TextPatch{nullptr, kInsnNop}, TextPatch{&text[0], 0}, TextPatch{&text[0], 0x00010001},
        TextPatch{reinterpret_cast<std::uint32_t*>(reinterpret_cast<std::uintptr_t>(text) + 2),
                  kInsnNop}}) {
    patches[1] = bad;
    EXPECT_EQ(patch_text(request), -kernel::kEinval);
  }
  EXPECT_EQ(text[0], kInsnNop);
  EXPECT_EQ(seen.ready, 0u);
}

}  // namespace
}  // namespace standstill::users
