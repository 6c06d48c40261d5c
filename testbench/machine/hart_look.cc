// What a hart does, in words.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/machine/hart_look.h"

#include <fmt/format.h>

namespace standstill::testbench {
namespace {

/// What a hart does instead of issuing, in words.
const char* words_for(const tile::TileView& view) {
  switch (view.wait) {
    case tile::Wait::None:
      return view.cause == Cause::Stall ? "is held by hart.stall" : "runs";
    case tile::Wait::Fetch:
      return "waits for an instruction line";
    case tile::Wait::Line:
      return "waits for a data line";
    case tile::Wait::Resource:
      return "waits for room in its data cache";
    case tile::Wait::StoreSlot:
      return "waits for room in its store buffer";
    case tile::Wait::StoreDrain:
      return "waits for its stores to be performed";
    case tile::Wait::Device:
      return "waits for a device";
    case tile::Wait::FarAtomic:
      return "waits for an atomic at home";
    case tile::Wait::InterruptFile:
      return "waits for its interrupt file";
    case tile::Wait::Interrupt:
      return "sleeps in WFI";
    case tile::Wait::Reservation:
      return "sleeps in WRS";
  }
  return "";
}

}  // namespace

HartLook look_at(const tile::Tile& tile) {
  const tile::TileView view = tile.view();
  HartLook look;
  for (unsigned i = 0; i < look.registers.size(); ++i) look.registers[i] = tile.reg(i);
  look.pc = view.pc;
  look.doing = words_for(view);
  if (view.line != 0) look.doing += fmt::format(" {:#x}", view.line);
  look.privilege = hart::describe(view.privilege);
  look.interrupts_enabled = view.interrupts_enabled;
  look.nmie = view.nmie;
  look.asleep = view.wait == tile::Wait::Interrupt;
  look.pending = view.pending;
  look.enabled = view.enabled;
  return look;
}

}  // namespace standstill::testbench
