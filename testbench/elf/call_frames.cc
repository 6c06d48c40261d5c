// Walks a stack with libdw.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/elf/call_frames.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <gelf.h>

#include <cstdlib>
#include <optional>

namespace standstill::testbench {
namespace {

constexpr std::size_t kMostFrames = 32;
constexpr unsigned kReturnAddress = 1;
constexpr unsigned kStackPointer = 2;

using Registers = CallFrames::Registers;
using Read = CallFrames::Read;

struct Free {
  void operator()(Dwarf_Frame* frame) const { std::free(frame); }
};
using Frame = std::unique_ptr<Dwarf_Frame, Free>;

/// What one function's call left behind: how to get the registers of its caller.
class Caller {
 public:
  Caller(Dwarf_Frame* frame, const Registers& registers, const Read& read)
      : frame_(frame), registers_(registers), read_(read) {}

  /// The registers as they were in the caller; none where the tables or the stack end.
  std::optional<Registers> registers() {
    Dwarf_Op* ops = nullptr;
    std::size_t count = 0;
    if (dwarf_frame_cfa(frame_, &ops, &count) != 0) return std::nullopt;
    bool is_value = false;
    const auto cfa = evaluate(ops, count, is_value);
    if (!cfa) return std::nullopt;
    cfa_ = *cfa;
    Registers result = registers_;
    for (unsigned number = 1; number < result.size(); ++number)
      if (!recover(number, result[number])) return std::nullopt;
    result[kStackPointer] = cfa_;
    return result;
  }

  /// Whether the return address is where the tables say, and not just what the register holds.
  bool saved_return_address() const { return saved_; }

 private:
  /// Leaves `value` where the register was not saved.
  bool recover(unsigned number, std::uint64_t& value) {
    Dwarf_Op memory[3];
    Dwarf_Op* ops = nullptr;
    std::size_t count = 0;
    if (dwarf_frame_register(frame_, static_cast<int>(number), memory, &ops, &count) != 0)
      return false;
    if (count == 0) return true;
    bool is_value = false;
    const auto found = evaluate(ops, count, is_value);
    if (!found) return false;
    if (number == kReturnAddress) saved_ = true;
    if (is_value) {
      value = *found;
      return true;
    }
    return read_(*found, value);
  }

  /// The few operations that compilers use here. `is_value`: not the address of the value.
  std::optional<std::uint64_t> evaluate(const Dwarf_Op* ops, std::size_t count, bool& is_value) {
    std::uint64_t top = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const Dwarf_Op& op = ops[i];
      if (op.atom >= DW_OP_breg0 && op.atom <= DW_OP_breg31) {
        top = registers_[op.atom - DW_OP_breg0] + op.number;
      } else if (op.atom == DW_OP_bregx && op.number < registers_.size()) {
        top = registers_[op.number] + op.number2;
      } else if (op.atom == DW_OP_regx && op.number < registers_.size()) {
        top = registers_[op.number];
        is_value = true;
      } else if (op.atom >= DW_OP_reg0 && op.atom <= DW_OP_reg31) {
        top = registers_[op.atom - DW_OP_reg0];
        is_value = true;
      } else if (op.atom == DW_OP_call_frame_cfa) {
        top = cfa_;
      } else if (op.atom == DW_OP_plus_uconst) {
        top += op.number;
      } else if (op.atom == DW_OP_stack_value) {
        is_value = true;
      } else {
        return std::nullopt;
      }
    }
    return top;
  }

  Dwarf_Frame* frame_;
  const Registers& registers_;
  const Read& read_;
  std::uint64_t cfa_ = 0;
  bool saved_ = false;
};

}  // namespace

struct CallFrames::Tables {
  std::vector<std::uint8_t> file;  ///< libelf keeps pointers into it
  Elf* elf = nullptr;
  Dwarf* dwarf = nullptr;
  Dwarf_CFI* debug_frame = nullptr;  ///< belongs to `dwarf`
  Dwarf_CFI* eh_frame = nullptr;     ///< belongs to `elf`

  ~Tables() {
    if (dwarf) dwarf_end(dwarf);
    if (elf) elf_end(elf);
  }

  Frame frame_at(Addr pc) const {
    Dwarf_Frame* frame = nullptr;
    for (Dwarf_CFI* table : {debug_frame, eh_frame})
      if (table && dwarf_cfi_addrframe(table, pc, &frame) == 0) return Frame(frame);
    return nullptr;
  }
};

CallFrames::CallFrames(const ElfImage& image) : tables_(std::make_unique<Tables>()) {
  if (!image.file) return;
  Tables& tables = *tables_;
  tables.file = *image.file;
  elf_version(EV_CURRENT);
  tables.elf = elf_memory(reinterpret_cast<char*>(tables.file.data()), tables.file.size());
  if (!tables.elf) return;
  tables.dwarf = dwarf_begin_elf(tables.elf, DWARF_C_READ, nullptr);
  if (tables.dwarf) tables.debug_frame = dwarf_getcfi(tables.dwarf);
  tables.eh_frame = dwarf_getcfi_elf(tables.elf);
}

CallFrames::~CallFrames() = default;

std::vector<Addr> CallFrames::walk(Addr pc, Registers registers, const Read& read) const {
  std::vector<Addr> frames{pc};
  while (frames.size() < kMostFrames) {
    // A caller is inside its call, not at what follows: that may be another function.
    const bool innermost = frames.size() == 1;
    const Frame frame = tables_->frame_at(innermost ? frames.back() : frames.back() - 1);
    if (!frame) break;
    Caller caller(frame.get(), registers, read);
    const auto outer = caller.registers();
    if (!outer || (!innermost && !caller.saved_return_address())) break;
    // A stack grows downwards: who called lies higher.
    if ((*outer)[kStackPointer] < registers[kStackPointer]) break;
    const Addr back = (*outer)[kReturnAddress];
    if (back == 0 || back % 2 != 0) break;
    frames.push_back(back);
    registers = *outer;
  }
  return frames;
}

}  // namespace standstill::testbench
