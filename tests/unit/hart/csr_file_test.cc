// Reads and writes of CSRs: existence, privilege, WARL fields, views, counters.
// SPDX-License-Identifier: Apache-2.0
#include "hart/csr_file.h"

#include <set>

#include "isa/csr_names.h"
#include "unit/hart/csr_support.h"

namespace standstill::hart {
namespace {

constexpr std::uint64_t kOnes = ~std::uint64_t{0};

TEST(CsrFile, ResetsToMachineModeWithInterruptsOff) {
  CsrFile file(5);
  EXPECT_EQ(file.privilege(), Privilege::Machine);
  EXPECT_FALSE(file.interrupts_enabled());
  EXPECT_FALSE(file.interrupt_ready());
  EXPECT_EQ(get(file, csr::mhartid), 5u);
  EXPECT_EQ(get(file, csr::mstatus), 0xA'0000'0000u);  // UXL = SXL = 64
  EXPECT_EQ(get(file, csr::misa), 0x8000'0000'0014'1105u);
  write(file, csr::mscratch, 1);
  file.reset(5);
  EXPECT_EQ(file, CsrFile(5));
}

TEST(CsrFile, KeepsOnlyLegalBits) {
  CsrFile file;
  const struct {
    std::uint16_t number;
    std::uint64_t left;
  } rows[] = {
      {csr::mstatus, 0xA'007A'19AA},
      {csr::sstatus, 0x2'0008'0122},
      {csr::medeleg, 0xB3FF},
      {csr::mideleg, 0x222},
      {csr::mie, 0x0D00'0AAA},
      {csr::mip, 0x400'0222},
      {csr::sie, 0x222},
      {csr::sip, 0x222},
      {csr::mscratch, kOnes},
      {csr::sscratch, kOnes},
      {csr::mepc, kOnes - 1},
      {csr::sepc, kOnes - 1},
      {csr::mcause, kOnes},
      {csr::scause, kOnes},
      {csr::mtval, kOnes},
      {csr::stval, kOnes},
      {csr::mcounteren, 0xFFFFFFFF},
      {csr::scounteren, 0xFFFFFFFF},
      {csr::mcountinhibit, 5},
      {csr::satp, 0},
      {csr::menvcfg, 0},
      {csr::senvcfg, 0},
      {csr::pmpcfg0, 0},
      {csr::pmpaddr0, 0},
      {csr::pmpaddr63, 0},
      {csr::mhpmcounter3, 0},
      {csr::mhpmcounter31, 0},
      {csr::mhpmevent3, 0},
      {csr::mhpmevent31, 0},
      {csr::misa, kMisa},
      {csr::mtvec, 0},
      {csr::stvec, 0},
  };
  for (const auto& row : rows)
    EXPECT_EQ(round_trip(file, row.number, kOnes), row.left) << std::hex << row.number;
}

TEST(CsrFile, MppKeepsItsValueWhenTheReservedModeIsWritten) {
  CsrFile file;
  for (const std::uint64_t mode : {0u, 1u, 3u}) {
    EXPECT_EQ(round_trip(file, csr::mstatus, mode << kMppShift) & kMpp, mode << kMppShift);
    EXPECT_EQ(round_trip(file, csr::mstatus, std::uint64_t{2} << kMppShift) & kMpp,
              mode << kMppShift);
  }
}

TEST(CsrFile, TrapVectorTakesDirectAndVectoredOnly) {
  CsrFile file;
  for (const std::uint16_t number : {csr::mtvec, csr::stvec}) {
    EXPECT_EQ(round_trip(file, number, 0x8000'0000), 0x8000'0000u);
    EXPECT_EQ(round_trip(file, number, 0x8000'1001), 0x8000'1001u);
    EXPECT_EQ(round_trip(file, number, 0x8000'2002), 0x8000'1001u);
    EXPECT_EQ(round_trip(file, number, 0x8000'2003), 0x8000'1001u);
  }
}

TEST(CsrFile, EveryNumberObeysPrivilegeAndReadOnlyBits) {
  for (const Privilege privilege : {Privilege::Machine, Privilege::Supervisor, Privilege::User}) {
    for (unsigned number = 0; number < 4096; ++number) {
      CsrFile file;
      write(file, csr::mcounteren, kOnes);
      write(file, csr::scounteren, kOnes);
      const auto csr_number = static_cast<std::uint16_t>(number);
      const bool exists = file.read(csr_number, kZero).legal;
      drop_to(file, privilege);
      const bool may = (number >> 8 & 3) <= static_cast<unsigned>(privilege);
      ASSERT_EQ(file.read(csr_number, kZero).legal, exists && may) << std::hex << number;
      const CsrFile before = file;
      const bool read_only = number >> 10 == 3;
      ASSERT_EQ(write(file, csr_number, kOnes).legal, exists && may && !read_only)
          << std::hex << number;
      if (!may || !exists || read_only) {
        ASSERT_EQ(file, before) << std::hex << number;
      }
    }
  }
}

TEST(CsrFile, HasNoRegistersOfAbsentExtensions) {
  const CsrFile file;
  // Smrnmi where it is off, fflags, vstart, hstatus, vsatp, stimecmp, mseccfg, odd pmpcfg,
  // triggers, dcsr, mstatush.
  for (const unsigned number : {0x740, 0x741, 0x742, 0x744, 0x001, 0x008, 0x600, 0x280, 0x14D,
                                0x747, 0x3A1, 0x7A0, 0x7B0, 0x310, 0xB01, 0xC80, 0x5A8})
    EXPECT_FALSE(file.read(static_cast<std::uint16_t>(number), kZero).legal) << std::hex << number;
}

TEST(CsrFile, HasExactlyTheRegistersThatHaveNames) {
  const CsrFile file(0, {true});
  // These are the fabric's: the tile asks there.
  const std::set<unsigned> asked = {0x350, 0x351, 0x35C};
  for (unsigned number = 0; number < 4096; ++number) {
    const auto csr_number = static_cast<std::uint16_t>(number);
    const bool has_name = isa::csr_name(csr_number).compare(0, 2, "0x") != 0;
    EXPECT_EQ(file.read(csr_number, kZero).legal, has_name && asked.count(number) == 0)
        << std::hex << number;
  }
}

TEST(CsrFile, SetAndClearReturnTheOldValue) {
  CsrFile file;
  write(file, csr::mscratch, 0xF0);
  EXPECT_EQ(file.access(csr::mscratch, CsrOp::Set, 0x0F, true, kZero).value, 0xF0u);
  EXPECT_EQ(file.access(csr::mscratch, CsrOp::Clear, 0xF0, true, kZero).value, 0xFFu);
  EXPECT_EQ(get(file, csr::mscratch), 0x0Fu);
  // Without `writes` a read-only register is legal and nothing changes.
  EXPECT_TRUE(file.access(csr::mhartid, CsrOp::Set, kOnes, false, kZero).legal);
  EXPECT_FALSE(file.access(csr::mhartid, CsrOp::Set, 0, true, kZero).legal);
  file.access(csr::mscratch, CsrOp::Clear, kOnes, false, kZero);
  EXPECT_EQ(get(file, csr::mscratch), 0x0Fu);
}

TEST(CsrFile, SupervisorStatusIsAViewOfMachineStatus) {
  CsrFile file;
  write(file, csr::mstatus, kMie | kSie | kSpp | kTw);
  EXPECT_EQ(get(file, csr::sstatus), kSie | kSpp | kUxl64);
  write(file, csr::sstatus, kMie | kSpie);
  EXPECT_EQ(get(file, csr::mstatus) & kMstatusWritable, kMie | kSpie | kTw);
}

TEST(CsrFile, SupervisorInterruptRegistersShowWhatIsDelegated) {
  CsrFile file;
  write(file, csr::mie, 0xAAA);
  write(file, csr::mip, 0x222);
  EXPECT_EQ(get(file, csr::sie), 0u);
  EXPECT_EQ(get(file, csr::sip), 0u);
  write(file, csr::sie, 0);
  EXPECT_EQ(get(file, csr::mie), 0xAAAu);  // nothing delegated, nothing writable
  write(file, csr::mideleg, 0x022);
  EXPECT_EQ(get(file, csr::sie), 0x022u);
  EXPECT_EQ(get(file, csr::sip), 0x022u);
  write(file, csr::sie, 0x200);
  EXPECT_EQ(get(file, csr::mie), 0xA88u);
  write(file, csr::sip, 0);  // only SSIP is writable here
  EXPECT_EQ(get(file, csr::mip), 0x220u);
  write(file, csr::mideleg, 0x020);
  write(file, csr::mip, 0x002);
  write(file, csr::sip, 0);
  EXPECT_EQ(get(file, csr::mip), 0x002u);
}

TEST(CsrFile, WiresShowInMipAndCannotBeWritten) {
  CsrFile file;
  file.set_wire(Interrupt::MachineSoftware, true);
  file.set_wire(Interrupt::MachineTimer, true);
  file.set_wire(Interrupt::MachineExternal, true);
  EXPECT_EQ(get(file, csr::mip), 0x888u);
  write(file, csr::mip, 0);
  EXPECT_EQ(get(file, csr::mip), 0x888u);
  file.set_wire(Interrupt::MachineTimer, false);
  EXPECT_EQ(get(file, csr::mip), 0x808u);
}

TEST(CsrFile, ReadModifyWriteOfMipLeavesTheSeipWireOut) {
  CsrFile file;
  file.set_wire(Interrupt::SupervisorExternal, true);
  EXPECT_EQ(file.access(csr::mip, CsrOp::Set, 2, true, kZero).value, 0x200u);
  EXPECT_EQ(get(file, csr::mip), 0x202u);
  file.set_wire(Interrupt::SupervisorExternal, false);
  EXPECT_EQ(get(file, csr::mip), 0x002u);  // SEIP was not latched by the csrrs
}

TEST(CsrFile, SupervisorSoftwareLineIsAnEdgeTheHartClears) {
  CsrFile file;
  file.set_wire(Interrupt::SupervisorSoftware, true);
  file.set_wire(Interrupt::SupervisorSoftware, false);
  EXPECT_EQ(get(file, csr::mip), 0x002u);
  write(file, csr::mip, 0);
  EXPECT_EQ(get(file, csr::mip), 0u);
}

TEST(Counters, ShowTheCountsBeforeTheInstruction) {
  const CsrFile file;
  const Counters now{100, 40, 7};
  EXPECT_EQ(get(file, csr::mcycle, now), 100u);
  EXPECT_EQ(get(file, csr::cycle, now), 100u);
  EXPECT_EQ(get(file, csr::minstret, now), 40u);
  EXPECT_EQ(get(file, csr::instret, now), 40u);
  EXPECT_EQ(get(file, csr::time, now), 7u);
  EXPECT_EQ(get(file, csr::hpmcounter3, now), 0u);
  EXPECT_EQ(get(file, csr::hpmcounter31, now), 0u);
}

TEST(Counters, AWrittenValueIsWhatTheNextInstructionReads) {
  CsrFile file;
  write(file, csr::minstret, 1000, {100, 40, 0});
  EXPECT_EQ(get(file, csr::minstret, {101, 41, 0}), 1000u);
  EXPECT_EQ(get(file, csr::instret, {150, 51, 0}), 1010u);
  write(file, csr::mcycle, 5, {200, 60, 0});
  EXPECT_EQ(get(file, csr::cycle, {201, 61, 0}), 5u);
  EXPECT_EQ(get(file, csr::mcycle, {211, 61, 0}), 15u);
}

TEST(Counters, StandStillWhileInhibited) {
  CsrFile file;
  write(file, csr::mcountinhibit, 5, {99, 9, 0});  // takes effect after: counts 100 and 10
  EXPECT_EQ(get(file, csr::mcycle, {500, 20, 0}), 100u);
  EXPECT_EQ(get(file, csr::minstret, {500, 20, 0}), 10u);
  write(file, csr::mcycle, 77, {600, 30, 0});
  EXPECT_EQ(get(file, csr::cycle, {700, 31, 0}), 77u);
  write(file, csr::mcountinhibit, 4, {799, 32, 0});
  EXPECT_EQ(get(file, csr::mcycle, {800, 33, 0}), 77u);
  EXPECT_EQ(get(file, csr::mcycle, {810, 34, 0}), 87u);
  EXPECT_EQ(get(file, csr::minstret, {810, 34, 0}), 10u);
}

TEST(Counters, LowerModesNeedTheEnableOfEachModeAbove) {
  for (const std::uint16_t number :
       {csr::cycle, csr::time, csr::instret, csr::hpmcounter3, csr::hpmcounter31}) {
    const std::uint64_t bit = std::uint64_t{1} << (number & 31);
    for (const bool machine_allows : {false, true})
      for (const bool supervisor_allows : {false, true}) {
        CsrFile file;
        write(file, csr::mcounteren, machine_allows ? bit : ~bit);
        write(file, csr::scounteren, supervisor_allows ? bit : ~bit);
        EXPECT_TRUE(file.read(number, kZero).legal);
        CsrFile user = file;
        drop_to(file, Privilege::Supervisor);
        EXPECT_EQ(file.read(number, kZero).legal, machine_allows);
        drop_to(user, Privilege::User);
        EXPECT_EQ(user.read(number, kZero).legal, machine_allows && supervisor_allows);
      }
  }
}

TEST(CsrFile, TvmTrapsSatpAndSfenceInSupervisorMode) {
  for (const bool tvm : {false, true}) {
    CsrFile file;
    write(file, csr::mstatus, tvm ? kTvm : 0);
    EXPECT_TRUE(file.read(csr::satp, kZero).legal);
    EXPECT_TRUE(file.sfence_vma_is_legal());
    drop_to(file, Privilege::Supervisor);
    EXPECT_EQ(file.read(csr::satp, kZero).legal, !tvm);
    EXPECT_EQ(write(file, csr::satp, 0).legal, !tvm);
    EXPECT_EQ(file.sfence_vma_is_legal(), !tvm);
  }
  CsrFile file;
  drop_to(file, Privilege::User);
  EXPECT_FALSE(file.sfence_vma_is_legal());
}

TEST(CsrFile, EqualityCoversWiresAndCounters) {
  const CsrFile file;
  CsrFile other = file;
  EXPECT_EQ(file, other);
  other.set_wire(Interrupt::MachineTimer, true);
  EXPECT_NE(file, other);
  other = file;
  write(other, csr::mcycle, 3);
  EXPECT_NE(file, other);
}

}  // namespace
}  // namespace standstill::hart
