// Traps: who takes them, where to, what is saved, and the way back.
// SPDX-License-Identifier: Apache-2.0
#include <initializer_list>
#include <set>
#include <string>

#include "unit/hart/csr_support.h"

namespace standstill::hart {
namespace {

constexpr Interrupt kByPriority[] = {
    Interrupt::Watchdog,           Interrupt::BusError,           Interrupt::Barrier,
    Interrupt::MachineExternal,    Interrupt::MachineSoftware,    Interrupt::MachineTimer,
    Interrupt::SupervisorExternal, Interrupt::SupervisorSoftware, Interrupt::SupervisorTimer};
constexpr unsigned kMachineInterrupts = 6;
constexpr unsigned kInterrupts = 9;
constexpr std::uint64_t kMachineBits = 0x888;

/// Makes exactly the interrupts of `bits` pending, by wires and software.
void make_pending(CsrFile& file, std::uint64_t bits) {
  for (unsigned k = 0; k < kMachineInterrupts; ++k)
    file.set_wire(kByPriority[k], (bits & interrupt_bit(kByPriority[k])) != 0);
  write(file, csr::mip, bits & kMipWritable);
}

/// The bits of mip whose k-th interrupt of kByPriority is in `subset`.
std::uint64_t spread(unsigned subset) {
  std::uint64_t bits = 0;
  for (unsigned k = 0; k < kInterrupts; ++k)
    if ((subset >> k & 1) != 0) bits |= interrupt_bit(kByPriority[k]);
  return bits;
}

/// The specification's rule, written the slow way: machine interrupts first, then by priority.
std::optional<Interrupt> expected(std::uint64_t pending, std::uint64_t enabled,
                                  std::uint64_t delegated, Privilege privilege, bool mie,
                                  bool sie) {
  for (const bool to_supervisor : {false, true})
    for (const Interrupt interrupt : kByPriority) {
      const std::uint64_t bit = interrupt_bit(interrupt);
      if ((pending & enabled & bit) == 0 || ((delegated & bit) != 0) != to_supervisor) continue;
      const Privilege target = to_supervisor ? Privilege::Supervisor : Privilege::Machine;
      if (privilege < target || (privilege == target && (to_supervisor ? sie : mie)))
        return interrupt;
    }
  return std::nullopt;
}

TEST(Interrupts, TheMostUrgentEnabledOneIsTakenInEveryCombination) {
  for (const Privilege privilege : {Privilege::Machine, Privilege::Supervisor, Privilege::User})
    for (unsigned enables = 0; enables < 4; ++enables)
      for (unsigned delegation = 0; delegation < 8; ++delegation)
        for (unsigned pending = 0; pending < 1u << kInterrupts; ++pending)
          for (const unsigned masked : {0u, 1u, 2u, 4u, 8u, 9u}) {  // 9: nothing masked
            const std::uint64_t enabled = spread(0x1FF & ~(1u << masked));
            const std::uint64_t delegated = spread(delegation << kMachineInterrupts);
            CsrFile file;
            write(file, csr::mideleg, delegated);
            write(file, csr::mie, enabled);
            const bool mie = (enables & 1) != 0;
            const bool sie = (enables & 2) != 0;
            write(file, csr::mstatus, (mie ? kMie : 0) | (sie ? kSie : 0));
            make_pending(file, spread(pending));
            drop_to(file, privilege);
            const auto want = expected(spread(pending), enabled, delegated, privilege, mie, sie);
            ASSERT_EQ(file.pending_interrupt(), want);
            ASSERT_EQ(file.interrupt_ready(), want.has_value());
            ASSERT_EQ(file.wfi_wakeup(), (spread(pending) & enabled) != 0);
            ASSERT_EQ(file.any_pending_even_disabled(), pending != 0);
          }
}

TEST(Interrupts, TheTableHasEachOnceWithItsWire) {
  std::set<unsigned> codes;
  std::set<std::string> names;
  for (const platform::InterruptRow& row : platform::kInterrupts) {
    EXPECT_TRUE(codes.insert(row.code).second) << row.bit;
    EXPECT_TRUE(names.insert(row.bit).second) << row.bit;
    EXPECT_LT(row.code, 32u);
    EXPECT_EQ(row.signal == nullptr, row.wire == platform::Wire::None) << row.bit;
  }
  for (unsigned wire = 0; wire < platform::kWires; ++wire)
    EXPECT_EQ(platform::interrupt_row(static_cast<platform::Wire>(wire)).wire,
              static_cast<platform::Wire>(wire));
}

TEST(Interrupts, ThoseOfTheFabricAreReadOnlyInMipAndNeverDelegated) {
  for (const Interrupt interrupt :
       {Interrupt::BusError, Interrupt::Watchdog, Interrupt::MachineExternal}) {
    CsrFile file;
    const std::uint64_t bit = interrupt_bit(interrupt);
    EXPECT_EQ(round_trip(file, csr::mip, ~std::uint64_t{0}) & bit, 0u);
    EXPECT_EQ(round_trip(file, csr::mideleg, ~std::uint64_t{0}) & bit, 0u);
    EXPECT_EQ(round_trip(file, csr::mie, ~std::uint64_t{0}) & bit, bit);
    file.set_wire(interrupt, true);
    write(file, csr::mip, 0);
    EXPECT_EQ(get(file, csr::mip), bit);
    EXPECT_EQ(get(file, csr::sip), 0u);
    file.set_wire(interrupt, false);
    EXPECT_EQ(get(file, csr::mip), 0u);
  }
}

TEST(Interrupts, TheBarriersIsAnEdgeThatSoftwareTakesBack) {
  CsrFile file;
  const std::uint64_t bit = interrupt_bit(Interrupt::Barrier);
  EXPECT_EQ(round_trip(file, csr::mideleg, ~std::uint64_t{0}) & bit, 0u);
  file.set_wire(Interrupt::Barrier, true);
  file.set_wire(Interrupt::Barrier, false);
  EXPECT_EQ(get(file, csr::mip), bit) << "the wire has fallen, the bit stays";
  file.access(csr::mip, CsrOp::Clear, bit, true, kZero);
  EXPECT_EQ(get(file, csr::mip), 0u);
  file.set_wire(Interrupt::Barrier, true);
  file.access(csr::mip, CsrOp::Clear, bit, true, kZero);
  EXPECT_EQ(get(file, csr::mip), 0u) << "a wire that stays high is no second edge";
  EXPECT_EQ(get(file, csr::sip), 0u);
}

TEST(Interrupts, ReadinessFollowsEveryRegisterItHangsOn) {
  CsrFile file;
  file.set_wire(Interrupt::MachineSoftware, true);
  EXPECT_FALSE(file.interrupt_ready());
  write(file, csr::mie, kMachineBits);
  EXPECT_FALSE(file.interrupt_ready());
  file.access(csr::mstatus, CsrOp::Set, kMie, true, kZero);
  EXPECT_TRUE(file.interrupt_ready());
  EXPECT_TRUE(file.interrupts_enabled());
  file.take_trap(Interrupt::MachineSoftware, 0x100, 0);
  EXPECT_FALSE(file.interrupt_ready());
  EXPECT_FALSE(file.interrupts_enabled());
  EXPECT_TRUE(file.mret().legal);
  EXPECT_TRUE(file.interrupt_ready());
  file.set_wire(Interrupt::MachineSoftware, false);
  EXPECT_FALSE(file.interrupt_ready());
}

TEST(Interrupts, EnabledMeansThoseOfThePresentMode) {
  CsrFile file;
  write(file, csr::mstatus, kSie);
  EXPECT_FALSE(file.interrupts_enabled());
  CsrFile user = file;
  drop_to(file, Privilege::Supervisor);
  EXPECT_TRUE(file.interrupts_enabled());
  write(file, csr::sstatus, 0);
  EXPECT_FALSE(file.interrupts_enabled());
  drop_to(user, Privilege::User);
  write(user, csr::sstatus, 0);
  EXPECT_TRUE(user.interrupts_enabled());
}

TEST(Traps, MachineTrapStacksModeAndEnable) {
  for (const Privilege privilege : {Privilege::Machine, Privilege::Supervisor, Privilege::User})
    for (const bool mie : {false, true}) {
      CsrFile file;
      write(file, csr::mtvec, 0x8000'0100);
      write(file, csr::mstatus, mie ? kMie : 0);
      drop_to(file, privilege);
      const TrapEntry entry = file.take_trap(Exception::IllegalInstruction, 0x1234, 0xDEAD);
      EXPECT_EQ(entry.pc, 0x8000'0100u);
      EXPECT_EQ(entry.privilege, Privilege::Machine);
      EXPECT_EQ(file.privilege(), Privilege::Machine);
      EXPECT_EQ(get(file, csr::mepc), 0x1234u);
      EXPECT_EQ(get(file, csr::mcause), 2u);
      EXPECT_EQ(get(file, csr::mtval), 0xDEADu);
      const std::uint64_t status = get(file, csr::mstatus);
      EXPECT_EQ(status & kMie, 0u);
      EXPECT_EQ((status & kMpie) != 0, mie);
      EXPECT_EQ(status >> kMppShift & 3, static_cast<std::uint64_t>(privilege));

      const TrapReturn back = file.mret();
      EXPECT_TRUE(back.legal);
      EXPECT_EQ(back.pc, 0x1234u);
      EXPECT_EQ(file.privilege(), privilege);
      const std::uint64_t after = file.state().mstatus;
      EXPECT_EQ((after & kMie) != 0, mie);
      EXPECT_NE(after & kMpie, 0u);
      EXPECT_EQ(after & kMpp, 0u);
    }
}

TEST(Traps, DelegatedTrapStacksInSupervisorRegisters) {
  for (const Privilege privilege : {Privilege::Supervisor, Privilege::User})
    for (const bool sie : {false, true}) {
      CsrFile file;
      write(file, csr::stvec, 0x8000'0200);
      write(file, csr::medeleg, 1u << 2);
      write(file, csr::mstatus, sie ? kSie : 0);
      drop_to(file, privilege);
      const TrapEntry entry = file.take_trap(Exception::IllegalInstruction, 0x1234, 0xDEAD);
      EXPECT_EQ(entry.pc, 0x8000'0200u);
      EXPECT_EQ(entry.privilege, Privilege::Supervisor);
      EXPECT_EQ(get(file, csr::sepc), 0x1234u);
      EXPECT_EQ(get(file, csr::scause), 2u);
      EXPECT_EQ(get(file, csr::stval), 0xDEADu);
      EXPECT_EQ(file.state().mcause, 0u);
      const std::uint64_t status = get(file, csr::sstatus);
      EXPECT_EQ(status & kSie, 0u);
      EXPECT_EQ((status & kSpie) != 0, sie);
      EXPECT_EQ((status & kSpp) != 0, privilege == Privilege::Supervisor);

      const TrapReturn back = file.sret();
      EXPECT_TRUE(back.legal);
      EXPECT_EQ(back.pc, 0x1234u);
      EXPECT_EQ(file.privilege(), privilege);
      EXPECT_EQ((file.state().mstatus & kSie) != 0, sie);
      EXPECT_NE(file.state().mstatus & kSpie, 0u);
      EXPECT_EQ(file.state().mstatus & kSpp, 0u);
    }
}

TEST(Traps, MachineModeNeverDelegates) {
  CsrFile file;
  write(file, csr::medeleg, ~std::uint64_t{0});
  write(file, csr::mideleg, ~std::uint64_t{0});
  EXPECT_EQ(file.take_trap(Exception::Breakpoint, 0, 0).privilege, Privilege::Machine);
  EXPECT_EQ(file.take_trap(Interrupt::SupervisorTimer, 0, 0).privilege, Privilege::Machine);
  EXPECT_EQ(get(file, csr::mcause), 0x8000'0000'0000'0005u);
}

TEST(Traps, VectoredModeSpreadsInterruptsOnly) {
  CsrFile file;
  write(file, csr::mtvec, 0x8000'0101);
  for (const Interrupt interrupt : kByPriority)
    EXPECT_EQ(file.take_trap(interrupt, 0, 0).pc,
              0x8000'0100u + 4 * static_cast<unsigned>(interrupt));
  EXPECT_EQ(file.take_trap(Exception::LoadAccessFault, 0, 0).pc, 0x8000'0100u);
  write(file, csr::stvec, 0x8000'0301);
  write(file, csr::mideleg, 0x222);
  drop_to(file, Privilege::User);
  EXPECT_EQ(file.take_trap(Interrupt::SupervisorExternal, 0, 0).pc, 0x8000'0300u + 36);
}

TEST(Traps, EcallNamesTheModeItComesFrom) {
  CsrFile file;
  EXPECT_EQ(file.ecall(), Exception::EcallFromMachine);
  CsrFile user = file;
  drop_to(file, Privilege::Supervisor);
  EXPECT_EQ(file.ecall(), Exception::EcallFromSupervisor);
  drop_to(user, Privilege::User);
  EXPECT_EQ(user.ecall(), Exception::EcallFromUser);
}

TEST(Traps, ReturnsAreForTheirModesAndTsrTrapsSret) {
  for (const bool tsr : {false, true}) {
    CsrFile file;
    write(file, csr::mstatus, tsr ? kTsr : 0);
    CsrFile user = file;
    CsrFile machine = file;
    EXPECT_TRUE(machine.sret().legal);
    drop_to(file, Privilege::Supervisor);
    const CsrFile before = file;
    EXPECT_FALSE(file.mret().legal);
    EXPECT_EQ(file, before);
    EXPECT_EQ(file.sret().legal, !tsr);
    drop_to(user, Privilege::User);
    EXPECT_FALSE(user.mret().legal);
    EXPECT_FALSE(user.sret().legal);
  }
}

TEST(Traps, ReturnsToALowerModeClearMprv) {
  CsrFile file;
  write(file, csr::mstatus, kMprv | kMpp);
  EXPECT_TRUE(file.mret().legal);  // back to M
  EXPECT_NE(file.state().mstatus & kMprv, 0u);
  EXPECT_TRUE(file.mret().legal);  // MPP is U now
  EXPECT_EQ(file.state().mstatus & kMprv, 0u);

  CsrFile other;
  write(other, csr::mstatus, kMprv | kSpp);
  EXPECT_TRUE(other.sret().legal);
  EXPECT_EQ(other.privilege(), Privilege::Supervisor);
  EXPECT_EQ(other.state().mstatus & kMprv, 0u);
}

TEST(Waiting, WfiAndWrsObeyTw) {
  for (const bool tw : {false, true}) {
    CsrFile file;
    write(file, csr::mstatus, tw ? kTw : 0);
    EXPECT_TRUE(file.wfi_is_legal());
    EXPECT_TRUE(file.wrs_nto_is_legal());
    CsrFile user = file;
    drop_to(file, Privilege::Supervisor);
    EXPECT_EQ(file.wfi_is_legal(), !tw);
    EXPECT_EQ(file.wrs_nto_is_legal(), !tw);
    drop_to(user, Privilege::User);
    EXPECT_FALSE(user.wfi_is_legal());
    EXPECT_EQ(user.wrs_nto_is_legal(), !tw);
  }
}

TEST(Traps, CausesHaveNames) {
  EXPECT_STREQ(describe(TrapCause(Interrupt::MachineSoftware)), "machine software interrupt");
  EXPECT_STREQ(describe(TrapCause(Exception::EcallFromUser)), "environment call from U");
  EXPECT_STREQ(describe(Privilege::Supervisor), "S");
}

}  // namespace
}  // namespace standstill::hart
