// The IMSIC under random traffic that is steered to where things meet, with a scoreboard.
// SPDX-License-Identifier: Apache-2.0
//
// Source: rtl/imsic.v. Every clock all answers, all wires and the bus are compared with the second
// model. What must have happened often enough is counted and asserted.
#include <map>
#include <random>
#include <string>

#include "imsic_bench.h"

namespace standstill::rtl {
namespace {

struct Request {
  bool valid = false;
  unsigned csr = 0, op = 0;
  std::uint64_t operand = 0;
};

class Traffic {
 public:
  Traffic(unsigned harts, unsigned seed)
      : bench_(harts), model_(harts), harts_(harts), random_(seed) {
    for (unsigned hart = 0; hart < harts; ++hart) {
      bench_.enable(hart, ~0ull);
      model_.files[hart].access(kMiselect, kWrite, kEidelivery);
      model_.files[hart].access(kMireg, kWrite, 1);
      model_.files[hart].access(kMiselect, kWrite, kEie0);
      model_.files[hart].access(kMireg, kWrite, ~0ull);
    }
  }

  void clock() {
    for (unsigned hart = 0; hart < harts_; ++hart) choose_request(hart);
    choose_write();
    bench_.dut.plic_meip_i = static_cast<CData>(any(16));
    cover();
    bench_.clock();
    compare_answers();
    if (written_) model_.write(offset_, value_);
    compare_wires();
    bench_.dut.we_i = 0;
    bench_.dut.csr_valid_i = 0;
  }

  std::map<std::string, unsigned> seen;

 private:
  unsigned any(unsigned n) { return static_cast<unsigned>(random_() % n); }

  /// Few identities, so that they meet; the first, the last, and some that are none.
  std::uint32_t number() {
    const std::uint32_t picks[] = {1, 2, 3, 3, 33, 62, 63, 63, 0, 64, 0x101, 0x4000'0003};
    return picks[any(12)];
  }

  void choose_write() {
    bench_.dut.we_i = 0;
    written_ = false;
    if (any(3) == 0) return;
    const unsigned page = any(8) == 0 ? 4u << any(12) : any(harts_ + 1);
    const std::uint32_t word = any(8) == 0 ? 4 * any(1024) : 4 * any(2);
    offset_ = (page * 0x1000 + word) & 0x3FF'FFFF;
    const bool claimed = page < harts_ && requests_[page].csr == kMtopei && any(2) == 0;
    const std::uint32_t identity = claimed ? model_.files[page].top() - any(2) : number();
    value_ = word == 4 ? __builtin_bswap32(identity) : identity;
    bench_.dut.roffset_i = offset_;
    bench_.present_write(offset_, value_);
    bench_.dut.rwide_i = bench_.dut.wwide_i = any(16) == 0;
    bench_.settle();
    const bool refused = model_.refuses(offset_, bench_.dut.wwide_i != 0 ? 8 : 4);
    ASSERT_EQ(bench_.dut.whole_o, refused) << std::hex << offset_;
    ASSERT_EQ(bench_.dut.rhole_o, refused) << std::hex << offset_;
    ASSERT_EQ(bench_.dut.rdata_o, 0u);
    bench_.dut.we_i = !refused;
    written_ = !refused;
    if (written_ && any(16) == 0) {
      bench_.dut.wstrb_i = static_cast<CData>(bench_.dut.wstrb_i & any(256));
      written_ = bench_.dut.wstrb_i == 0x0F || bench_.dut.wstrb_i == 0xF0;
    }
    note("a write that is refused", refused);
    note("a write with a byte left out", !refused && !written_);
  }

  std::uint64_t any_select() {
    const std::uint64_t picks[] = {kEip0, kEip0, kEie0, kEidelivery, kEithreshold, any(256)};
    return picks[any(6)];
  }

  /// Many of few, few of many.
  std::uint64_t bits() {
    return any(2) == 0 ? random_() | random_() : std::uint64_t{1} << number() % 64;
  }

  std::uint64_t any_operand(unsigned hart, unsigned csr) {
    if (csr == kMiselect) return any_select() | (any(8) == 0 ? random_() << 8 : 0);
    switch (model_.files[hart].select()) {
      case kEidelivery: {
        const std::uint64_t picks[] = {0, 1, 1, kFromPlic, 1 | kFromPlic, random_()};
        return picks[any(6)];
      }
      case kEithreshold:
        return any(3) == 0 ? random_() : any(3) * any(64);
      default:
        return bits();
    }
  }

  void choose_request(unsigned hart) {
    Request& request = requests_[hart];
    request.valid = any(3) != 0;
    if (!request.valid) return;
    request.csr = any(16) == 0 ? 3 : any(3);
    request.op = any(4);
    request.operand = any_operand(hart, request.csr);
    bench_.present_csr(hart, request.csr, request.op, request.operand);
  }

  void compare_answers() {
    for (unsigned hart = 0; hart < harts_; ++hart) {
      const Request& request = requests_[hart];
      const auto answer = bench_.answer(hart);
      ASSERT_EQ(answer.done, request.valid) << "hart " << hart;
      if (!request.valid) continue;
      const auto expected = model_.files[hart].access(request.csr, request.op, request.operand);
      ASSERT_EQ(answer.illegal, !expected) << "hart " << hart;
      ASSERT_EQ(answer.value, expected.value_or(0)) << "hart " << hart << " csr " << request.csr;
    }
  }

  void compare_wires() {
    for (unsigned hart = 0; hart < ImsicBench::kSlots; ++hart) {
      const bool plic = (bench_.dut.plic_meip_i >> hart & 1) != 0;
      const bool expected =
          hart >= harts_ ? plic
                         : model_.files[hart].signal() || (model_.files[hart].from_plic() && plic);
      ASSERT_EQ((bench_.dut.meip_o >> hart & 1) != 0, expected) << "hart " << hart;
    }
  }

  void note(const char* what, bool happened) { seen[what] += happened; }

  /// What is about to happen, before the edge.
  void cover() {
    unsigned ports = 0;
    for (unsigned hart = 0; hart < harts_; ++hart) {
      const InterruptFileModel& file = model_.files[hart];
      const Request& request = requests_[hart];
      ports += request.valid;
      if (!request.valid) continue;
      const bool writes = request.op != kRead;
      const bool claims = request.csr == kMtopei && writes && file.top() != 0;
      const bool here = written_ && offset_ / 0x1000 == hart && offset_ % 0x1000 == 0;
      const bool pending = request.csr == kMireg && file.select() == kEip0;
      note("a claim", claims);
      note("an MSI meets the claim of its identity", claims && here && value_ == file.top());
      note("an MSI meets the claim of another", claims && here && value_ < file.top());
      note("an MSI meets a write of the pending bits", pending && writes && here);
      note("an MSI meets a read of the pending bits", pending && !writes && here);
      note("mtopei hides what does not count", request.csr == kMtopei && file.top() == 0);
      note("the PLIC delivers", file.from_plic());
      note("the file delivers", file.signal());
    }
    note("all ports at once", ports == harts_);
    note("no port", ports == 0);
  }

  ImsicBench bench_;
  ImsicModel model_;
  unsigned harts_;
  std::mt19937_64 random_;
  Request requests_[ImsicBench::kSlots];
  std::uint32_t offset_ = 0, value_ = 0;
  bool written_ = false;  ///< a word that is no hole, whole
};

struct Case {
  unsigned harts, seed;
};

class ImsicRandom : public testing::TestWithParam<Case> {};

TEST_P(ImsicRandom, AgreesWithTheModelAfterEveryClock) {
  Traffic traffic(GetParam().harts, GetParam().seed);
  for (unsigned i = 0; i < 30'000; ++i) {
    traffic.clock();
    ASSERT_FALSE(HasFatalFailure()) << "clock " << i;
  }
  for (const auto& [what, times] : traffic.seen) EXPECT_GE(times, 20u) << what;
  EXPECT_EQ(traffic.seen.size(), 12u);
}

INSTANTIATE_TEST_SUITE_P(Sizes, ImsicRandom,
                         testing::Values(Case{1, 1}, Case{3, 2}, Case{4, 3}, Case{4, 4}),
                         [](const auto& each) {
                           return std::to_string(each.param.harts) + "harts_seed" +
                                  std::to_string(each.param.seed);
                         });

}  // namespace
}  // namespace standstill::rtl
