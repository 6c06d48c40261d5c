// CSR instructions that the fabric answers: those of the hart's interrupt file.
// SPDX-License-Identifier: Apache-2.0
//
// Source: RISC-V AIA 1.0, 2.1 (miselect, mireg, mtopei); docs/timing.md for what it takes.
#include <algorithm>

#include "standstill/csr.h"
#include "tile/tile.h"

namespace standstill::tile {

namespace csr = platform::csr;

namespace {

std::optional<CsrReg> file_register(std::uint32_t number) {
  switch (number) {
    case csr::miselect:
      return CsrReg::Miselect;
    case csr::mireg:
      return CsrReg::Mireg;
    case csr::mtopei:
      return CsrReg::Mtopei;
    default:
      return std::nullopt;
  }
}

}  // namespace

/// Asks the fabric, if the CSR is one of the interrupt file's and the machine has it. False: the
/// CSR is to be looked for in the hart.
bool Tile::ask_file(const isa::Decoded& d, hart::CsrOp op, std::uint64_t operand, bool writes) {
  const auto reg = file_register(static_cast<std::uint32_t>(d.imm));
  if (!reg || !config_.fabric.imsic || csr_.privilege() != hart::Privilege::Machine) return false;
  constexpr CsrOp kOps[] = {CsrOp::Write, CsrOp::Set, CsrOp::Clear};
  access_ = d;
  begin_wait(Wait::InterruptFile, Cause::Imsic);
  access_id_ = out_.next_id();
  CsrRequest request;
  request.hart = options_.hart;
  request.reg = *reg;
  request.op = writes ? kOps[static_cast<unsigned>(op)] : CsrOp::Read;
  request.wdata = operand;
  record(EventKind::CsrBegin, now_, static_cast<std::uint32_t>(d.imm), operand,
         static_cast<std::uint64_t>(request.op), access_id_, last_cause_);
  out_.ask({request, now_ + config_.fabric.csr_request, access_id_});
  // Neither the answer nor what is done to the hart's own wire is here before this.
  until_ = std::min(until_, now_ + config_.fabric.csr_request + 1 + config_.hart.irq_sync);
  return true;
}

void Tile::finish_file_access(Cycle now) {
  const FileAnswer answer = answer_;
  answer_ = FileAnswer();
  record(EventKind::CsrEnd, now, static_cast<std::uint32_t>(access_.imm), answer.value,
         answer.illegal ? 1 : 0, 0, answer.id);
  last_cause_ = answer.id;
  access_id_ = 0;
  wake(now, Cause::Imsic);
  if (answer.illegal)
    return trap(hart::Exception::IllegalInstruction, isa::instruction_bits(access_));
  x_[access_.rd] = answer.value;
  x_[0] = 0;
  busy_ &= ~(std::uint32_t{1} << access_.rd);
  retire(access_, answer.value, 0, Cause::Instruction);
}

}  // namespace standstill::tile
