// Resumable non-maskable interrupts: who gets them, what they leave alone, and the way back.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged architecture, Smrnmi 1.0.
#include <initializer_list>
#include <string>

#include "unit/hart/csr_support.h"

namespace standstill::hart {
namespace {

constexpr std::uint64_t kOnes = ~std::uint64_t{0};
constexpr std::uint64_t kNmie = csr::kMnstatusNmie;
constexpr std::uint64_t kInterruptVector = 0x8000'2000;
constexpr std::uint64_t kExceptionVector = 0x8000'3000;
constexpr Privilege kModes[] = {Privilege::User, Privilege::Supervisor, Privilege::Machine};

CsrFile with_rnmi(bool nmie = true) {
  return CsrFile(0, {true, nmie, kInterruptVector, kExceptionVector});
}

std::uint64_t mnpp(Privilege privilege) {
  return static_cast<std::uint64_t>(privilege) << csr::kMnstatusMnppShift;
}

/// Takes the NMI that must be there.
TrapEntry take_nmi(CsrFile& file, std::uint64_t epc) {
  EXPECT_TRUE(file.nmi_ready());
  EXPECT_TRUE(file.interrupt_ready());
  return file.take_trap(Nmi::Watchdog, epc, 0);
}

/// Everything of `file` but what an NMI's entry and the NMI itself are made of, byte by byte.
std::string rest_of(const CsrFile& file) {
  CsrState state = file.state();
  state.mnepc = state.mncause = state.mnscratch = 0;
  state.nmi = state.nmie = state.interrupt_ready = false;
  state.mnpp = state.privilege = Privilege::User;
  return {reinterpret_cast<const char*>(&state), sizeof state};
}

TEST(Rnmi, RegistersKeepWhatIsLegal) {
  CsrFile file = with_rnmi(false);
  EXPECT_EQ(round_trip(file, csr::mnscratch, kOnes), kOnes);
  EXPECT_EQ(round_trip(file, csr::mnepc, kOnes), kOnes - 1);
  EXPECT_EQ(round_trip(file, csr::mncause, kOnes), kOnes);
  EXPECT_EQ(round_trip(file, csr::mnstatus, kOnes), mnpp(Privilege::Machine) | kNmie);
  EXPECT_EQ(round_trip(file, csr::mnstatus, 0), kNmie) << "software cannot mask what is unmaskable";
  for (const Privilege mode : kModes) {
    EXPECT_EQ(round_trip(file, csr::mnstatus, mnpp(mode)), mnpp(mode) | kNmie);
    EXPECT_EQ(round_trip(file, csr::mnstatus, std::uint64_t{2} << csr::kMnstatusMnppShift),
              mnpp(mode) | kNmie);
  }
}

TEST(Rnmi, BelongsToMachineModeAlone) {
  for (const Privilege mode : {Privilege::User, Privilege::Supervisor})
    for (const std::uint16_t number : {csr::mnscratch, csr::mnepc, csr::mncause, csr::mnstatus}) {
      CsrFile file = with_rnmi();
      drop_to(file, mode);
      const CsrFile before = file;
      EXPECT_FALSE(file.read(number, kZero).legal);
      EXPECT_FALSE(write(file, number, 0).legal);
      EXPECT_FALSE(file.mnret().legal);
      EXPECT_EQ(file, before);
    }
}

TEST(Rnmi, OutOfResetIsMaskedWhereTheSpecificationHasIt) {
  CsrFile masked = with_rnmi(false);
  masked.set_nmi(true);
  EXPECT_EQ(get(masked, csr::mnstatus) & kNmie, 0u);
  EXPECT_FALSE(masked.interrupt_ready());
  write(masked, csr::mnstatus, kNmie);
  EXPECT_TRUE(masked.interrupt_ready());
  CsrFile open = with_rnmi(true);
  EXPECT_EQ(get(open, csr::mnstatus) & kNmie, kNmie);
  open.set_nmi(true);
  EXPECT_TRUE(open.interrupt_ready());
}

TEST(Rnmi, WithoutItThereIsNothing) {
  CsrFile file(0, {false, false, kInterruptVector, kExceptionVector});
  file.set_nmi(true);
  EXPECT_FALSE(file.interrupt_ready());
  EXPECT_FALSE(file.wfi_wakeup());
  EXPECT_FALSE(file.mnret().legal);
  EXPECT_FALSE(file.read(csr::mnstatus, kZero).legal);
  write(file, csr::mtvec, 0x8000'0100);
  EXPECT_EQ(file.take_trap(Exception::Breakpoint, 0, 0).pc, 0x8000'0100u);
  file.set_wire(Interrupt::MachineTimer, true);
  write(file, csr::mie, interrupt_bit(Interrupt::MachineTimer));
  write(file, csr::mstatus, kMie);
  EXPECT_TRUE(file.interrupt_ready()) << "NMIE, which is not there, masks nothing";
}

TEST(Rnmi, IsTakenInEveryModeWhateverTheEnablesAndLeavesAllElse) {
  for (const Privilege mode : kModes)
    for (const std::uint64_t enables : {std::uint64_t{0}, kMie, kSie, kMie | kSie, kMie | kMprv}) {
      CsrFile file = with_rnmi();
      for (const std::uint16_t number : {csr::mepc, csr::mcause, csr::mtval, csr::mscratch,
                                         csr::sepc, csr::scause, csr::stval, csr::mideleg})
        write(file, number, 0x5A5A'0000u + number * 2);
      write(file, csr::mstatus, enables);
      drop_to(file, mode);
      const std::string before = rest_of(file);
      file.set_nmi(true);
      const TrapEntry entry = take_nmi(file, 0x8000'1234);
      EXPECT_EQ(entry.pc, kInterruptVector);
      EXPECT_EQ(entry.privilege, Privilege::Machine);
      EXPECT_EQ(file.privilege(), Privilege::Machine);
      EXPECT_EQ(get(file, csr::mnepc), 0x8000'1234u);
      EXPECT_EQ(get(file, csr::mncause), std::uint64_t{1} << 63 | platform::watchdog::kNmi);
      EXPECT_EQ(get(file, csr::mnstatus), mnpp(mode));
      EXPECT_EQ(rest_of(file), before);
      EXPECT_FALSE(file.interrupt_ready()) << "the wire is still up, but NMIE is clear";
      const TrapReturn back = file.mnret();
      EXPECT_TRUE(back.legal);
      EXPECT_EQ(back.pc, 0x8000'1234u);
      EXPECT_EQ(file.privilege(), mode);
      EXPECT_TRUE(file.nmi_ready()) << "a level that nobody has answered comes again";
    }
}

TEST(Rnmi, ComesBeforeEveryInterruptAndKeepsThemAllOut) {
  CsrFile file = with_rnmi();
  write(file, csr::mie, kOnes);
  write(file, csr::mideleg, kOnes);
  write(file, csr::mip, kOnes);
  for (const Interrupt line :
       {Interrupt::Watchdog, Interrupt::MachineExternal, Interrupt::MachineSoftware})
    file.set_wire(line, true);
  write(file, csr::mstatus, kMie | kSie);
  drop_to(file, Privilege::User);
  EXPECT_EQ(file.pending_interrupt(), Interrupt::Watchdog);
  EXPECT_FALSE(file.nmi_ready());
  file.set_nmi(true);
  take_nmi(file, 0x100);
  EXPECT_EQ(file.pending_interrupt(), std::nullopt);
  write(file, csr::mstatus, kMie | kSie);
  EXPECT_FALSE(file.interrupt_ready());
  EXPECT_TRUE(file.wfi_wakeup());
  // Not even in a lower mode, to which a plain mret goes without touching NMIE.
  drop_to(file, Privilege::User);
  EXPECT_FALSE(file.interrupt_ready());
  EXPECT_FALSE(file.state().nmie);
}

TEST(Rnmi, NmieIsNoMatterForWfi) {
  CsrFile file = with_rnmi();
  EXPECT_FALSE(file.wfi_wakeup());
  file.set_nmi(true);
  EXPECT_TRUE(file.wfi_wakeup());
  take_nmi(file, 0);
  EXPECT_TRUE(file.wfi_wakeup());
  file.set_nmi(false);
  EXPECT_FALSE(file.wfi_wakeup());
}

TEST(Rnmi, AnExceptionInsideGoesToItsOwnVectorAndIsThatOfMachineModeOtherwise) {
  for (const std::uint64_t enables : {std::uint64_t{0}, kMie}) {
    CsrFile file = with_rnmi();
    write(file, csr::mtvec, 0x8000'0101);
    write(file, csr::mstatus, enables);
    file.set_nmi(true);
    take_nmi(file, 0x8000'0500);
    EXPECT_EQ(file.take_trap(Exception::LoadAccessFault, 0x8000'2010, 0xBAD).pc, kExceptionVector);
    EXPECT_EQ(get(file, csr::mepc), 0x8000'2010u);
    EXPECT_EQ(get(file, csr::mcause), 5u);
    EXPECT_EQ(get(file, csr::mtval), 0xBADu);
    EXPECT_EQ((get(file, csr::mstatus) & kMpie) != 0, enables != 0);
    EXPECT_EQ(get(file, csr::mnepc), 0x8000'0500u);
    EXPECT_TRUE(file.mret().legal);
    EXPECT_EQ(get(file, csr::mnstatus) & kNmie, 0u) << "mret leaves NMIE as it is";
    file.set_nmi(false);
    EXPECT_TRUE(file.mnret().legal);
    EXPECT_EQ(file.take_trap(Exception::LoadAccessFault, 0, 0).pc, 0x8000'0100u);
  }
}

TEST(Rnmi, AnExceptionOfALowerModeGoesWhereItAlwaysGoes) {
  for (const bool delegated : {false, true}) {
    CsrFile file = with_rnmi();
    write(file, csr::mtvec, 0x8000'0100);
    write(file, csr::stvec, 0x8000'0200);
    write(file, csr::medeleg, delegated ? kOnes : 0);
    file.set_nmi(true);
    take_nmi(file, 0);
    drop_to(file, Privilege::User);
    EXPECT_EQ(file.take_trap(Exception::EcallFromUser, 0, 0).pc,
              delegated ? 0x8000'0200u : 0x8000'0100u);
  }
}

TEST(Rnmi, MnretClearsMprvOnlyOnItsWayDown) {
  for (const Privilege mode : kModes) {
    CsrFile file = with_rnmi();
    write(file, csr::mstatus, kMprv);
    write(file, csr::mnstatus, mnpp(mode));
    ASSERT_TRUE(file.mnret().legal);
    EXPECT_EQ((file.state().mstatus & kMprv) != 0, mode == Privilege::Machine);
  }
}

TEST(Rnmi, SoftwareThatSetsNmieInsideIsInterruptedAgain) {
  CsrFile file = with_rnmi();
  file.set_nmi(true);
  take_nmi(file, 0x8000'0500);
  file.access(csr::mnstatus, CsrOp::Set, kNmie, true, kZero);
  take_nmi(file, 0x8000'2004);
  EXPECT_EQ(get(file, csr::mnepc), 0x8000'2004u) << "the first one's is lost: that is the bargain";
  EXPECT_EQ(get(file, csr::mnstatus), mnpp(Privilege::Machine));
}

TEST(Rnmi, HasNamesForPeople) {
  EXPECT_STREQ(describe(TrapCause(Nmi::Watchdog)), "watchdog non-maskable interrupt");
  EXPECT_STREQ(describe(TrapCause(Interrupt::Watchdog)), "watchdog pre-timeout interrupt");
}

}  // namespace
}  // namespace standstill::hart
