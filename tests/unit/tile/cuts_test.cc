// A run may be cut into calls of advance() anywhere: nothing that is recorded depends on it.
// SPDX-License-Identifier: Apache-2.0
//
// Random programs with everything in them that waits, traps or talks to somebody, and random
// meddlers. The longest calls the horizon allows, calls of one cycle, and calls of random length
// must tell the same story.
#include <array>
#include <cstdlib>
#include <random>

#include "timing_support.h"

namespace standstill {
namespace {

using namespace assembler;
namespace csr = platform::csr;

class RandomProgram {
 public:
  explicit RandomProgram(std::uint64_t seed) : random_(seed) {}

  unsigned any(unsigned n) { return static_cast<unsigned>(random_() % n); }

  MachineConfig machine() {
    MachineConfig config = any(2) ? odd_machine() : MachineConfig();
    if (any(2)) config.l1d.size = 64u << any(4), config.l1d.ways = 1;
    if (any(3) == 0) config.l1i.size = 64u << any(3), config.l1i.ways = 1;
    config.hart.store_order = any(2) ? StoreOrder::Relaxed : StoreOrder::Fifo;
    config.hart.atomics = any(3) ? AtomicsAt::Near : AtomicsAt::Far;
    config.hart.store_buffer_depth = 1 + any(5);
    config.hart.store_linger = 1 + any(any(2) ? 200 : 10);
    config.hart.lrsc_hold = 1 + any(90);
    config.hart.wrs_timeout = 1 + any(200);
    config.hart.rnmi_interrupt_vector = kCode + 0x8000;
    config.hart.rnmi_exception_vector = kCode + 0x8040;
    config.l1d.fill_latency = 1 + any(6);
    config.l1d.snoop_latency = 1 + any(4);
    config.fabric.imsic = any(4) != 0;
    config.fabric.csr_request = 1 + any(any(2) ? 60 : 5);
    config.fabric.csr_answer = any(5);
    config.hart.irq_sync = 1 + any(3);
    for (unsigned n = any(3) ? 0 : 1 + any(20); n > 0; --n)
      config.hart.stall.push_back({any(2) ? Stall::kEveryHart : any(2), any(12000), 1 + any(300)});
    return config;
  }

  Program program() {
    Program p(kCode);
    p.la(t0, kData);
    p << addi(t1, t0, 0) << lui(s0, 0x10000) << li(a5, 1) << li(s2, 25);
    p << li(t2, 0x88) << csrrs(0, csr::mie, t2) << slli(t2, a5, 24) << csrrs(0, csr::mie, t2);
    const Addr vector = p.here();
    p << nop() << nop() << csrrw(0, csr::mtvec, t2) << csrrsi(0, csr::mstatus, 8);
    const Addr again = p.here();
    for (unsigned n = 20 + any(40); n > 0; --n) piece(p);
    p << addi(s2, s2, -1);
    const Addr done = p.here();
    p << nop() << jump(p.to(again) - 4) << marker(2);
    p.patch(done, beq(s2, 0, 8));
    stop_here(p);
    p.align();
    const Addr handler = p.here();
    Program address(vector);
    address.la(t2, handler);
    p.patch(vector, address.words()[0]);
    p.patch(vector + 4, address.words()[1]);
    // An exception goes on behind its instruction, an interrupt where it came.
    p << csrrs(26, csr::mcause, 0) << blt(26, 0, 16) << csrrs(27, csr::mepc, 0) << addi(27, 27, 4)
      << csrrw(0, csr::mepc, 27) << mret();
    p.patch(handler + 4, blt(26, 0, 16));
    return p;
  }

  /// Of NMIs, some with an exception inside, and of that exception.
  static void load_handlers(TileBench& bench) {
    Program nmi(bench.config.hart.rnmi_interrupt_vector);
    nmi << csrrs(s4, csr::mnepc, 0) << marker(80, s4) << ld(s4, s0, 64) << marker(81) << mnret();
    bench.load(nmi);
    Program exception(bench.config.hart.rnmi_exception_vector);
    exception << csrrs(s4, csr::mepc, 0) << addi(s4, s4, 4) << csrrw(0, csr::mepc, s4) << mret();
    bench.load(exception);
  }

  void meddle(TileBench& bench) {
    for (unsigned n = any(40); n > 0; --n) {
      const Addr addr = kData + 64 * any(5) + 8 * any(3);
      bench.home.push(Foreign{any(12000), addr, any(2) != 0, random_(), any(5) == 0});
    }
    for (unsigned n = any(8); n > 0; --n) {
      const Cycle at = any(12000);
      const unsigned bit =
          std::array{3u, 7u, platform::watchdog::kInterrupt, platform::watchdog::kNmi}[any(4)];
      bench.wire(at, bit, true);
      bench.wire(at + 1 + any(60), bit, false);
    }
    for (unsigned n = any(4); n > 0; --n) {
      const Cycle at = 10 + any(12000);
      bench.tile->set_time({at, random_() % 1000, at - any(9)});
    }
    for (unsigned word = 0; word < 40; ++word) bench.poke(kData + 8 * word, random_() % 5);
  }

 private:
  unsigned reg() { return std::array{t2, t3, t4, t5, a3, a4}[any(6)]; }
  int word() { return static_cast<int>(64 * any(5) + 8 * any(3)); }

  void piece(Program& p) {
    switch (any(28)) {
      case 0:
        p << ld(reg(), t0, word());
        break;
      case 1:
        p << lw(reg(), t0, word() + 4);
        break;
      case 2:
        p << lb(reg(), t0, word() + static_cast<int>(any(8)));
        break;
      case 3:
      case 4:
        p << sd(reg(), t0, word());
        break;
      case 5:
        p << sw(reg(), t0, word() + 4);
        break;
      case 6:
        p << sb(reg(), t0, word() + static_cast<int>(any(8)));
        break;
      case 7:
        p << addi(t1, t0, word()) << amoadd_d(reg(), reg(), t1);
        break;
      case 8:
        p << addi(t1, t0, word()) << amoadd_w(reg(), reg(), t1);
        break;
      case 9:
        p << addi(t1, t0, word()) << lr_d(reg(), t1);
        for (unsigned n = any(5); n > 0; --n) p << add(reg(), reg(), reg());
        p << sc_d(reg(), reg(), t1);
        break;
      case 10:
        p << addi(t1, t0, word()) << lr_d(reg(), t1) << wrs_sto();
        break;
      case 11:
        p << fence_rw();
        break;
      case 12:
        p << fence_ww();
        break;
      case 13:
        p << (any(6) ? pause() : fence_i());
        break;
      case 14:
        p << csrrs(reg(), any(2) ? csr::mcycle : csr::time, 0);
        break;
      case 15:
        p << csrrs(reg(), csr::minstret, 0);
        break;
      case 16:
        p << mul(reg(), reg(), reg());
        break;
      case 17:
        p << divu(reg(), reg(), a5);
        break;
      case 18:
        p << (any(2) ? ld(reg(), s0) : sd(reg(), s0));
        break;
      case 19:
        p << (any(2) ? ld(reg(), s0, 64) : ld(reg(), t0, 4));
        break;  // traps
      case 20:
        p << beq(reg(), reg(), 8) << addi(reg(), reg(), 1);
        break;
      case 21:
        p << bltu(reg(), reg(), 8) << marker(static_cast<int>(70 + any(3)), reg());
        break;
      case 22: {  // a loop that counts
        p << li(s3, static_cast<int>(1 + any(12))) << addi(s3, s3, -1) << bne(s3, 0, -4);
        break;
      }
      case 23:  // waits for a word, but not for ever: the bound makes it no loop in closed form
        p << li(s3, static_cast<int>(20 + any(80))) << ld(a4, t0, word()) << addi(s3, s3, -1)
          << beq(s3, 0, 8) << beq(a4, 0, -12);
        break;
      case 24:
        p << csrrci(0, csr::mstatus, 8) << ld(reg(), t0, word()) << csrrsi(0, csr::mstatus, 8);
        break;
      case 25:
        p << csrrw(reg(), any(2) ? csr::miselect : csr::mtopei, reg());
        break;
      case 26:
        p << csrrs(reg(), any(2) ? csr::mireg : csr::mtopei, any(2) ? reg() : 0u);
        break;
      default:
        p << add(reg(), reg(), reg()) << addi(reg(), reg(), 3);
        break;
    }
  }

  std::mt19937_64 random_;
};

struct Told {
  std::string story;
  bool finished;
};

Told tell(std::uint64_t seed, const Cuts& cuts, bool skipping) {
  RandomProgram random(seed);
  TileBench::Options options;
  options.spin_skipping = skipping;
  options.home_latency = 4 + seed % 30;
  TileBench bench(random.machine(), options);
  bench.home.device[kDevice] = 5;
  bench.load(random.program());
  RandomProgram::load_handlers(bench);
  random.meddle(bench);
  constexpr Cycle kEnd = 60000;
  bench.run(kEnd, cuts);
  bench.finish();
  EXPECT_EQ(bench.charged_in_all(), kEnd) << "seed " << seed;
  return {bench.story(), bench.marker(2) != kNever};
}

/// How many random programs: 150, or what the environment's STANDSTILL_SEEDS says.
std::uint64_t seeds() {
  const char* chosen = std::getenv("STANDSTILL_SEEDS");
  return chosen != nullptr ? std::strtoull(chosen, nullptr, 10) : 150;
}

TEST(Cuts, MakeNoDifference) {
  unsigned finished = 0;
  for (std::uint64_t seed = 1; seed <= seeds(); ++seed) {
    const Told whole = tell(seed, one_call(), true);
    finished += whole.finished;
    ASSERT_EQ(whole.story, tell(seed, lock_step(), false).story) << "seed " << seed;
    std::mt19937_64 random(seed);
    const Cuts some = [&](Cycle clock) { return clock + 1 + random() % (1 + random() % 100); };
    ASSERT_EQ(whole.story, tell(seed, some, true).story) << "seed " << seed;
  }
  EXPECT_GT(finished, seeds() * 4 / 5) << "most programs come to their end";
}

TEST(Cuts, NothingIsRecordedBeforeAClockThatHasBeenTold) {
  // The log is written up to the clock of the tiles, also in the middle of a pass of a parked loop.
  TileBench bench(odd_machine());
  Program program = prologue();
  program << ld(t3, t0) << li(t2, 0);
  program.align() << addi(t3, t3, 1) << addi(t4, t4, 1) << nop() << ld(t2, t0) << beq(t2, 0, -16);
  bench.load(program);
  for (Cycle clock = 1000; clock < 60'000; ++clock) {
    bench.run(clock);
    const std::size_t known = bench.sink.events.size();
    bench.run(clock + 1);
    for (std::size_t i = known; i < bench.sink.events.size(); ++i)
      ASSERT_GE(bench.sink.events[i].cycle, clock);
  }
  EXPECT_TRUE(bench.parked);
  EXPECT_GT(bench.sink.of(EventKind::RetireHash).size(), 5u);
}

}  // namespace
}  // namespace standstill
