// The control and status registers of one hart, its privilege mode, and how traps change them.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V privileged specification 1.12, chapters 2 to 4; Zicntr and Zihpm; Smrnmi 1.0.
#ifndef STANDSTILL_HART_CSR_FILE_H
#define STANDSTILL_HART_CSR_FILE_H

#include <cstdint>
#include <optional>
#include <type_traits>

#include "hart/trap.h"

namespace standstill::hart {

/// The counts a CSR instruction sees: those before it, as the specification says (Zicsr, 2.1).
struct Counters {
  std::uint64_t cycle;    ///< core cycles since reset, at the instruction's issue
  std::uint64_t instret;  ///< instructions this hart has retired before this one
  std::uint64_t time;     ///< mtime as the hart computes it
};

/// What a CSR instruction does with the old value and its operand.
enum class CsrOp : std::uint8_t { Write, Set, Clear };

/// Outcome of a CSR access: `legal` false means it raises an illegal-instruction exception and has
/// changed nothing.
struct CsrResult {
  bool legal;
  std::uint64_t value;  ///< content before the access, what goes to rd
};

/// What the hart has of Smrnmi. Without it the CSRs, mnret and the NMI input do not exist.
struct RnmiOptions {
  bool present = false;
  bool nmie_reset = true;  ///< mnstatus.NMIE out of reset; the specification has it clear
  std::uint64_t interrupt_vector = platform::kRnmiInterruptVector;
  std::uint64_t exception_vector = platform::kRnmiExceptionVector;
};

/// All that a CsrFile holds: plain, copied and compared as a whole.
struct CsrState {
  std::uint64_t mstatus = 0;
  std::uint64_t mtvec = 0, medeleg = 0, mideleg = 0, mie = 0;
  std::uint64_t mscratch = 0, mepc = 0, mcause = 0, mtval = 0;
  std::uint64_t stvec = 0, sscratch = 0, sepc = 0, scause = 0, stval = 0;
  std::uint64_t pending = 0;  ///< SSIP, STIP, SEIP as software wrote them
  std::uint64_t wires = 0;    ///< mip's bits as the inputs stand
  std::uint64_t mnscratch = 0, mnepc = 0, mncause = 0;
  /// What is added to the count to give mcycle and minstret, or their value while they are stopped.
  std::uint64_t cycle_offset = 0, instret_offset = 0;
  std::uint32_t hart_id = 0;
  std::uint32_t mcounteren = 0, scounteren = 0, mcountinhibit = 0;
  Privilege privilege = Privilege::Machine;
  bool interrupt_ready = false;      ///< cached: an interrupt or NMI is to be taken now
  bool nmi = false;                  ///< the NMI input as it stands
  bool nmie = true;                  ///< mnstatus.NMIE; always set without Smrnmi
  Privilege mnpp = Privilege::User;  ///< mnstatus.MNPP
  std::uint8_t reserved[3] = {};
};
static_assert(std::has_unique_object_representations_v<CsrState>, "compared byte by byte");

/// M-, S- and U-mode CSRs. Freedoms of the specification are used thus: satp is Bare and reads 0;
/// no PMP entry is implemented, so every mode has full access, and the PMP registers read 0 and
/// ignore writes; misa, mvendorid, marchid, mimpid, mconfigptr, menvcfg, senvcfg are read-only (all
/// but misa zero); the hardware performance counters read 0; FS, VS, XS, SUM are zero; MPP keeps
/// its value when 2 is written, xtvec when a reserved mode is, and so does MNPP; the debug triggers
/// are absent.
class CsrFile {
 public:
  explicit CsrFile(std::uint32_t hart_id = 0, const RnmiOptions& rnmi = {}) : rnmi_(rnmi) {
    reset(hart_id);
  }

  /// Machine mode, all interrupts off, counters as counted since reset.
  void reset(std::uint32_t hart_id);

  /// One whole CSR instruction: checks existence, privilege and writability, returns the old value
  /// and, when `writes` (false for csrrs/csrrc with x0 or zero), stores the new one.
  ///
  /// Counters: the value read is the one before the instruction; a value written to mcycle or
  /// minstret is what the next cycle, or the next instruction, reads (written instead of the
  /// increment). A write of mcountinhibit likewise takes effect after the instruction.
  CsrResult access(std::uint16_t number, CsrOp op, std::uint64_t operand, bool writes,
                   const Counters& counters);

  /// `access` without a write, for a look from outside at the present privilege.
  CsrResult read(std::uint16_t number, const Counters& counters) const;

  /// Drives an interrupt input of the hart: a level, but for those the platform's table calls
  /// edges (SSIP, as in ACLINT's SSWI, and the barrier's): the wire's rise sets the bit of mip, and
  /// only software clears it.
  void set_wire(Interrupt interrupt, bool level);

  /// Drives the non-maskable interrupt, a level. A hart without Smrnmi has no such input.
  void set_nmi(bool level);

  /// mip as an instruction in machine mode reads it.
  std::uint64_t mip() const { return state_.pending | state_.wires; }
  /// True when an NMI or a `pending_interrupt()` is to be taken now. Cached; test it at each
  /// instruction boundary.
  bool interrupt_ready() const { return state_.interrupt_ready; }
  /// An NMI is to be taken now, before any interrupt: it is pending and NMIE is set.
  bool nmi_ready() const { return state_.nmi && state_.nmie; }
  /// The interrupt to take now: enabled, pending, the most urgent first (the order of
  /// platform/standstill/interrupts.h), those for machine mode before those for supervisor mode.
  std::optional<Interrupt> pending_interrupt() const;
  /// Something is pending that mie enables, or an NMI: a wfi goes on, whatever mstatus, mideleg and
  /// mnstatus say.
  bool wfi_wakeup() const { return (mip() & state_.mie) != 0 || state_.nmi; }
  /// Something is pending, enabled or not.
  bool any_pending_even_disabled() const { return mip() != 0; }
  /// Interrupts for the present mode are on: MIE in M, SIE in S, always in U.
  bool interrupts_enabled() const;

  /// Enters the handler of `cause`: saves `epc` (address of the interrupted instruction) and
  /// `tval`, stacks the interrupt enable and the mode, in M or, where delegated, in S. An NMI, for
  /// which nmi_ready() must hold, has CSRs of its own for `epc`, cause and mode, and no `tval`.
  TrapEntry take_trap(TrapCause cause, std::uint64_t epc, std::uint64_t tval);
  TrapReturn mret();
  TrapReturn sret();
  /// Returns from an NMI and sets NMIE; illegal without Smrnmi and outside M.
  TrapReturn mnret();
  /// The exception an ecall raises now.
  Exception ecall() const { return ecall_cause(state_.privilege); }

  /// May this be executed in the present mode? (mstatus.TW, TVM; wfi never in U.)
  bool wfi_is_legal() const;
  bool wrs_nto_is_legal() const;
  bool sfence_vma_is_legal() const;

  Privilege privilege() const { return state_.privilege; }
  std::uint32_t hart_id() const { return state_.hart_id; }
  const CsrState& state() const { return state_; }

  friend bool operator==(const CsrFile& a, const CsrFile& b);
  friend bool operator!=(const CsrFile& a, const CsrFile& b) { return !(a == b); }

 private:
  std::optional<std::uint64_t> value_of(std::uint16_t number, const Counters& counters) const;
  std::optional<std::uint64_t> counter_of(std::uint16_t number, const Counters& counters) const;
  void store(std::uint16_t number, std::uint64_t value, const Counters& counters);
  TrapEntry take_nmi(TrapCause cause, std::uint64_t epc);
  std::optional<std::uint64_t> rnmi_value_of(std::uint16_t number) const;
  void store_rnmi(std::uint16_t number, std::uint64_t value);
  void store_mstatus(std::uint64_t value, std::uint64_t mask);
  void store_mcountinhibit(std::uint32_t value, const Counters& counters);
  std::uint64_t running(unsigned bit, std::uint64_t count, std::uint64_t offset) const;
  std::uint64_t ready_interrupts() const;
  void update_ready() { state_.interrupt_ready = nmi_ready() || ready_interrupts() != 0; }

  RnmiOptions rnmi_;
  CsrState state_;
};

}  // namespace standstill::hart

#endif  // STANDSTILL_HART_CSR_FILE_H
