// The doorbells: which store rings whom, what answers it, and many rung at once.
// SPDX-License-Identifier: Apache-2.0
#include "kernel/ipi.h"

#include <gmock/gmock.h>

#include "arch/csr.h"
#include "host/kernel_host.h"
#include "lib/machine.h"

namespace standstill::kernel {
namespace {

using drivers::DoorbellKind;
using platform::Interrupt;
using platform::Marker;
using testing::ElementsAre;
using testing::Pair;

constexpr std::uint64_t kSswi = 0x2F00000;
constexpr std::uint64_t kImsic = 0x24000000;
constexpr std::uint64_t kMulticast = 0x2410000;

class Ipi : public testing::Test {
 protected:
  void SetUp() override {
    host::make_machine(4);
    machine().sswi = kSswi;
    machine().imsic = kImsic;
    machine().multicast = kMulticast;
    stores();
    arch::csr_log.clear();
  }
  void TearDown() override {
    cpu_local().doorbell_object = nullptr;
    ipi_init(DoorbellKind::Mswi);
    nr_cpu_ids = 4;
  }
  static std::vector<std::pair<std::uint64_t, std::uint64_t>> stores() {
    return std::exchange(arch::device_stores, {});
  }
  /// From now on this hart rings for a rendezvous.
  static void queue_for_a_rendezvous() { cpu_local().doorbell_object = &kRendezvous; }
  static constexpr int kRendezvous = 0;
  static host::LoggedMarker last_marker() { return host::markers().back(); }
};

TEST_F(Ipi, EachDoorbellIsAStoreOfOneAndItsMarkerNamesTheInterrupt) {
  struct Case {
    DoorbellKind kind;
    std::uint64_t address;
    std::uint64_t operand;
  };
  for (const Case& each : {Case{DoorbellKind::Mswi, host::kMswi + 8, 2},
                           Case{DoorbellKind::Sswi, kSswi + 8,
                                2 | platform::doorbell_code(Interrupt::SupervisorSoftware)},
                           Case{DoorbellKind::Imsic, kImsic + 0x2000,
                                2 | platform::doorbell_code(Interrupt::MachineExternal)},
                           Case{DoorbellKind::Multicast, host::kMswi + 8, 2}}) {
    ipi_init(each.kind);
    smp_send_reschedule(2);
    EXPECT_THAT(stores(), ElementsAre(Pair(each.address, 1u)));
    EXPECT_EQ(last_marker().phase, Marker::Doorbell);
    EXPECT_EQ(last_marker().operand, each.operand);
  }
}

TEST_F(Ipi, ACpuIsBootedByTheMswiWhateverTheDoorbell) {
  ipi_init(DoorbellKind::Imsic);
  smp_boot_cpu(3);
  EXPECT_THAT(stores(), ElementsAre(Pair(host::kMswi + 12, 1u)));
}

TEST_F(Ipi, EachInterruptIsTakenBackByItsOwnMeans) {
  EXPECT_TRUE(ipi_interrupt(arch::cause_of(Interrupt::SupervisorSoftware)));
  EXPECT_EQ(std::exchange(arch::csr_log, ""), "clear mip 2; ");
  EXPECT_TRUE(ipi_interrupt(arch::cause_of(Interrupt::MachineExternal)));
  EXPECT_EQ(std::exchange(arch::csr_log, ""), "claim; ");
  EXPECT_FALSE(ipi_interrupt(arch::cause_of(Interrupt::BusError)));
  EXPECT_EQ(arch::csr_log, "");
  ipi_clear();
  EXPECT_THAT(stores(), ElementsAre(Pair(host::kMswi, 0u)));
}

TEST_F(Ipi, OnlyTheInterruptFileMustBeToldWhomToLetThrough) {
  ipi_init(DoorbellKind::Sswi);
  EXPECT_EQ(ipi_enable(), 2u);
  EXPECT_EQ(arch::csr_log, "");
  ipi_init(DoorbellKind::Imsic);
  EXPECT_EQ(ipi_enable(), 1u << 11);
  EXPECT_EQ(arch::csr_log, "write 192 = 2; write 114 = 0; write 112 = 1; ");
}

TEST_F(Ipi, ABatchRingsEachGroupByOneStore) {
  ipi_init(DoorbellKind::Multicast);
  nr_cpu_ids = 200;
  queue_for_a_rendezvous();
  {
    const IpiBatch batch;
    for (const unsigned cpu : {1u, 3u, 63u, 130u}) smp_send_reschedule(cpu);
    EXPECT_TRUE(stores().empty()) << "nobody is rung before the end";
  }
  const std::uint64_t mask = 1ull << 63 | 0b1010;
  EXPECT_THAT(stores(), ElementsAre(Pair(kMulticast, mask), Pair(kMulticast + 16, 1ull << 2)));
  EXPECT_EQ(last_marker().phase, Marker::DoorbellMany);
  EXPECT_EQ(last_marker().object, reinterpret_cast<const void*>(1ull << 2));
  EXPECT_EQ(last_marker().operand, 2u);
  smp_send_reschedule(1);
  EXPECT_THAT(stores(), ElementsAre(Pair(host::kMswi + 4, 1u))) << "the batch is over";
}

TEST_F(Ipi, ABatchOfAllOthersIsOneStoreIfItWouldBeSeveral) {
  ipi_init(DoorbellKind::Multicast);
  queue_for_a_rendezvous();
  for (const unsigned cpus : {64u, 66u, 130u}) {
    nr_cpu_ids = cpus;
    {
      const IpiBatch batch;
      for (unsigned cpu = 1; cpu < cpus; ++cpu) smp_send_reschedule(cpu);
    }
    if (cpus == 64) {
      EXPECT_THAT(stores(), ElementsAre(Pair(kMulticast, ~1ull)));
      continue;
    }
    EXPECT_THAT(stores(), ElementsAre(Pair(kMulticast + 0x200, 0u))) << "the data is who rings";
    EXPECT_EQ(last_marker().operand, platform::kAllButOne);
    EXPECT_EQ(last_marker().object, nullptr) << "all but hart 0";
  }
}

TEST_F(Ipi, ARingForNoRendezvousDoesNotWaitForTheBatch) {
  ipi_init(DoorbellKind::Multicast);
  {
    const IpiBatch batch;
    smp_send_reschedule(2);
    EXPECT_THAT(stores(), ElementsAre(Pair(host::kMswi + 8, 1u)));
  }
  EXPECT_TRUE(stores().empty()) << "nobody is left to ring";
}

TEST_F(Ipi, AnEmptyBatchRingsNobody) {
  ipi_init(DoorbellKind::Multicast);
  { const IpiBatch batch; }
  EXPECT_TRUE(stores().empty());
}

}  // namespace
}  // namespace standstill::kernel
