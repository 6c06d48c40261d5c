// Loops in closed form: what is added at once is what stepping would have done, to the last bit.
// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "timing_support.h"

namespace standstill {
namespace {

using namespace assembler;
namespace csr = platform::csr;

/// A loop that waits for the word at t0; `body` is followed by the look and the jump back.
Words until_set(Words body) {
  body.push_back(ld(t2, t0));
  body.push_back(beq(t2, 0, -4 * static_cast<int>(body.size())));
  return body;
}

struct Shape {
  std::string name;
  Words loop;
  bool parks;
  bool stores = false;   ///< observe stores
  unsigned padding = 0;  ///< no-ops that shift the loop within its line
  bool relaxed = false;  ///< order of the store buffer
};

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> kShapes = {
      {"nothing", {jump(0)}, true},
      {"a look", until_set({}), true},
      {"a word", {lwu(t2, t0), beq(t2, 0, -4)}, true},
      {"relax", until_set({pause()}), true},
      {"a growth that cancels out", until_set({addi(t3, t3, 1), sub(t4, t4, t3), sub(t4, t4, t4)}),
       true},
      {"counts in registers", until_set({addi(t3, t3, 1), add(t4, t4, a5), addi(t5, t5, -3)}),
       true},
      {"a count in memory", until_set({ld(t3, t1), addi(t3, t3, 1), sd(t3, t1)}), true},
      {"two counts in memory",
       until_set({ld(t3, t1), addi(t3, t3, 1), sd(t3, t1), ld(t4, t1, 8), add(t4, t4, a5),
                  sd(t4, t1, 8)}),
       true},
      {"a count in a relaxed buffer", until_set({ld(t3, t1), addi(t3, t3, 1), sd(t3, t1), nop()}),
       false, false, 0, true},
      {"a look past a relaxed buffer", until_set({addi(t3, t3, 1)}), true, false, 0, true},
      {"a count somebody watches", until_set({ld(t3, t1), addi(t3, t3, 1), sd(t3, t1)}), false,
       true},
      {"a constant word", until_set({sw(a5, t1)}), true},
      {"a constant byte", until_set({sb(a5, t1, 3), lb(t3, t1, 3)}), true},
      {"two stores of a word", until_set({sd(0, t1), ld(t3, t1), sd(a5, t1), ld(t4, t1)}), true},
      {"a moved copy", until_set({addi(t3, t3, 5), sd(t3, t1), ld(t4, t1), sd(t4, t1, 8)}), true},
      {"rdcycle", until_set({csrrs(t3, csr::cycle, 0)}), false},
      {"a moving word of 32 bits", until_set({lw(t3, t1), addi(t3, t3, 1), sw(t3, t1)}), false},
      {"addw", until_set({addi(t3, t3, 1), addw(t4, t3, t3)}), false},
      {"a shifted count", until_set({addi(t3, t3, 1), slli(t4, t3, 1)}), false},
      {"a multiplied count", until_set({addi(t3, t3, 1), mul(t4, t3, a5)}), false},
      {"a compared count", until_set({addi(t3, t3, 1), bltu(t3, 0, 4)}), false},
      {"half of a moving word", until_set({addi(t3, t3, 1), sd(t3, t1), lw(t4, t1)}), false},
      {"doubling", until_set({add(t3, t3, t3)}), true},  // of nothing
      {"growing growth", until_set({addi(t3, t3, 1), add(t4, t4, t3)}), false},
      {"a multiply", until_set({mul(t3, a5, a5)}), true},
      {"a result that is late at the head",
       {add(t4, t3, t3), ld(t2, t0), beq(t2, 0, 8), jump(12), mul(t3, a5, a5), jump(-20)},
       true},
      {"a divide", until_set({divu(t3, a4, a5)}), true},
      {"a fence", until_set({fence_rw()}), true},
      {"a store and a fence", until_set({sd(a5, t1), fence_rw()}), true},
      {"a call", {ld(t2, t0), bne(t2, 0, 16), jal(ra, 16), jump(-12), nop(), nop(), ret()}, true},
      {"across lines", until_set({nop(), addi(t3, t3, 1), nop()}), true, false, 14},
      {"lr", until_set({lr_d(t3, t1)}), false},
      {"amo", until_set({amoadd_d(t3, a5, t1)}), false},
      {"a marker", until_set({marker(70)}), false},
      {"a device", until_set({ld(t3, s0)}), false},
      {"nested", {li(a3, 3), addi(a3, a3, -1), bne(a3, 0, -4), ld(t2, t0), beq(t2, 0, -16)}, false},
      {"nested by constants",
       {ld(t2, t0), bne(t2, 0, 16), beq(a5, 0, -8), jump(-12), nop(), nop()},
       true},
      {"two heads by turns", {xori(a3, a3, 1), bne(a3, 0, -4), ld(t2, t0), beq(t2, 0, -12)}, false},
      {"countdown", {lui(a3, 3), addi(a3, a3, -1), bne(a3, 0, -4)}, false},
      {"a moving address",
       {andi(a3, a3, 0x38), add(a4, t0, a3), ld(t2, a4), addi(a3, a3, 8), beq(t2, 0, -16)},
       false},
  };
  return kShapes;
}

struct Outcome {
  std::string story;
  bool parked;
  Cycle marker;
};

constexpr Addr kNmiHandler = kCode + 0x4000;
using Meddler = std::function<void(TileBench&)>;

/// The shape's loop, after everything it touches has been brought in, until `end`.
Outcome spin(const Shape& shape, bool skipping, Cycle end, const Meddler& setup,
             const Cuts& cuts = one_call(), MachineConfig machine = odd_machine()) {
  machine.hart.rnmi_interrupt_vector = kNmiHandler;
  if (shape.relaxed) machine.hart.store_order = StoreOrder::Relaxed;
  TileBench::Options options;
  options.spin_skipping = skipping;
  TileBench bench(machine, options);
  if (!shape.stores) bench.sink.ignore(EventKind::Store);
  bench.home.device[kDevice] = 0;
  Program program = prologue();
  program << ld(t3, t0) << sd(0, t1) << li(t3, 0) << li(t4, 0) << li(a4, 99) << fence_rw();
  program << li(a3, 0) << li(t2, 0x88) << csrrw(0, csr::mie, t2) << csrrsi(0, csr::mstatus, 8);
  const Addr vector = program.here();
  program << nop() << nop() << csrrw(0, csr::mtvec, t2);
  program.align() << Words(shape.padding, nop()) << shape.loop;
  // What follows is never skipped.
  program << marker(2) << csrrs(0, csr::mscratch, 0) << jump(-4);
  program.align();
  Program address(vector);
  address.la(t2, program.here());
  program.patch(vector, address.words()[0]);
  program.patch(vector + 4, address.words()[1]);
  // The handler leaves what it is called for off, and counts itself.
  program << csrrw(0, csr::mie, 0) << addi(s4, s4, 1) << marker(3) << mret();
  bench.load(program);
  bench.load(Program(kNmiHandler) << addi(s3, s3, 1) << marker(4) << mnret());
  setup(bench);
  bench.home.push(Foreign{end - 300, kData, false, 0});
  bench.home.push(Foreign{end - 300, kData + kLineBytes, false, 0});
  bench.run(end, cuts);
  bench.finish();
  EXPECT_EQ(bench.charged_in_all(), end) << shape.name;
  return {bench.story(), bench.parked, bench.marker(2)};
}

TEST(Spin, ClosedFormIsWhatSteppingDoes) {
  for (const Shape& shape : shapes()) {
    const Meddler nobody = [](TileBench&) {};
    const Outcome stepped = spin(shape, false, 30000, nobody);
    const Outcome skipped = spin(shape, true, 30000, nobody);
    EXPECT_EQ(stepped.story, skipped.story) << shape.name;
    EXPECT_FALSE(stepped.parked);
    EXPECT_EQ(skipped.parked, shape.parks) << shape.name;
  }
}

TEST(Spin, AStoreMayComeAtAnyPointOfAPass) {
  for (const Shape& shape : shapes()) {
    for (Cycle at = 3000; at < 3000 + 45; ++at) {
      const Meddler store = [at](TileBench& bench) {
        bench.home.push(Foreign{at, kData, true, 1});
      };
      ASSERT_EQ(spin(shape, false, 5000, store).story, spin(shape, true, 5000, store).story)
          << shape.name << ", store at " << at;
    }
  }
}

TEST(Spin, AnInterruptOrNmiMayComeAtAnyPointOfAPass) {
  for (const Shape& shape : shapes())
    for (const auto& [bit, length] : {std::pair{3u, 400u}, {platform::watchdog::kNmi, 60u}})
      for (Cycle at = 3000; at < 3000 + 30; ++at) {
        const Meddler meddler = [at, bit = bit, length = length](TileBench& bench) {
          bench.wire(at, bit, true);
          bench.wire(at + length, bit, false);
        };
        ASSERT_EQ(spin(shape, false, 4500, meddler).story, spin(shape, true, 4500, meddler).story)
            << shape.name << ", interrupt " << bit << " at " << at;
      }
}

TEST(Spin, SnoopsThatTakeTheWordsAwayAreSeen) {
  for (const Shape& shape : shapes()) {
    for (Cycle at = 3000; at < 3000 + 20; ++at) {
      const Meddler take = [at](TileBench& bench) {
        bench.home.push(Foreign{at, kData + kLineBytes, true, 1000});
        bench.home.push(Foreign{at + 700, kData + kLineBytes, false, 0});
        bench.tile->set_time({at + 900, 5, 3});
      };
      ASSERT_EQ(spin(shape, false, 6000, take).story, spin(shape, true, 6000, take).story)
          << shape.name << ", snoop at " << at;
    }
  }
}

TEST(Spin, IsEndedByTheStoreItWaitsFor) {
  const Shape& look = shapes()[1];
  const Meddler store = [](TileBench& bench) { bench.home.push(Foreign{3000, kData, true, 1}); };
  const Outcome run = spin(look, true, 6000, store);
  EXPECT_TRUE(run.parked);
  EXPECT_GT(run.marker, 3000u);
  EXPECT_LT(run.marker, 3200u);
}

TEST(Spin, CutsDoNotMatter) {
  std::mt19937_64 random(7);
  const Meddler store = [](TileBench& bench) { bench.home.push(Foreign{9000, kData, true, 1}); };
  for (const Shape& shape : shapes()) {
    const std::string whole = spin(shape, false, 20000, store, lock_step()).story;
    for (int i = 0; i < 5; ++i) {
      const Cuts cuts = [&](Cycle clock) { return clock + 1 + random() % (i == 0 ? 9 : 600); };
      ASSERT_EQ(whole, spin(shape, true, 20000, store, cuts).story) << shape.name;
    }
  }
}

/// Any small loop of what a waiting loop is made of.
Words random_body(std::mt19937_64& random) {
  const auto any = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  const auto reg = [&] { return std::array{t3, t4, t5, a3}[any(4)]; };
  Words body;
  for (unsigned n = any(11); n > 0; --n) {
    const int word = 8 * static_cast<int>(any(3));
    switch (any(13)) {
      case 0:
      case 1:
        body.push_back(addi(reg(), reg(), static_cast<int>(any(5)) - 2));
        break;
      case 2:
        body.push_back(add(reg(), reg(), reg()));
        break;
      case 3:
        body.push_back(sub(reg(), reg(), reg()));
        break;
      case 4:
        body.push_back(li(reg(), static_cast<int>(any(100))));
        break;
      case 5:
        body.push_back(ld(reg(), t1, word));
        break;
      case 6:
      case 7:
        body.push_back(sd(reg(), t1, word));
        break;
      case 8:
        body.push_back(sw(reg(), t1, word));
        break;
      case 9:
        body.push_back(lw(reg(), t1, word));
        break;
      case 10:
        body.push_back(mul(reg(), reg(), a5));
        break;
      case 11:
        body.push_back(any(2) ? fence_rw() : pause());
        break;
      default:
        body.push_back(bltu(reg(), reg(), 4));
        break;
    }
  }
  return body;
}

TEST(Spin, AnyLoop) {
  unsigned parked = 0;
  for (unsigned seed = 1; seed <= 600; ++seed) {
    std::mt19937_64 random(seed);
    const Shape shape{"random", until_set(random_body(random)),       false,
                      false,    static_cast<unsigned>(random() % 16), random() % 2 != 0};
    const Cycle at = 4000 + random() % 3000;
    const Meddler store = [at](TileBench& bench) { bench.home.push(Foreign{at, kData, true, 1}); };
    const Outcome skipped = spin(shape, true, 9000, store);
    ASSERT_EQ(spin(shape, false, 9000, store).story, skipped.story) << "seed " << seed;
    parked += skipped.parked;
  }
  // Else this shows nothing.
  EXPECT_GT(parked, 150u);
  EXPECT_LT(parked, 560u);
}

/// The loop of multi_cpu_stop() between two states: relax, look, compare, pet a word of its own.
TEST(Spin, TheLoopOfTheRendezvousIsSkipped) {
  const Shape shape{"multi_cpu_stop",
                    {pause(), lw(t2, t0), beq(t2, a3, 8), jump(12), sd(a5, t1), jump(-20)},
                    true};
  const Outcome run = spin(shape, true, 1'000'000, [](TileBench&) {});
  EXPECT_TRUE(run.parked);
  EXPECT_EQ(run.story, spin(shape, false, 1'000'000, [](TileBench&) {}).story);
}

TEST(Spin, AHeadThatIsOftenDisturbedIsNotGivenUp) {
  // Announcements of mtime meet the loop while it is proved, time and again: later it still parks.
  const Meddler disturb = [](TileBench& bench) {
    std::mt19937_64 random(1);
    for (Cycle at = 1000; at < 100'000; at += 1 + random() % 120)
      bench.tile->set_time({at, at, at - 2});
    bench.run(100'000);
    bench.parked = false;
    bench.run(101'000);
    EXPECT_TRUE(bench.parked);
  };
  spin(shapes()[1], true, 120'000, disturb);
}

TEST(Spin, AHundredMillionCyclesCostNothing) {
  const Outcome run = spin(shapes()[1], true, 100'000'000, [](TileBench&) {});
  EXPECT_TRUE(run.parked);
}

}  // namespace
}  // namespace standstill
