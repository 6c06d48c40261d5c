// Arming probes, and what happens when a CPU comes to one.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see users/kprobe.h; RISC-V unprivileged specification, table of major opcodes.
#include "users/kprobe.h"

#include <cstddef>

#include "kernel/errno.h"
#include "kernel/panic.h"
#include "kernel/trap.h"

/// users/trace.S; in the text, so that a jump reaches them.
extern "C" std::uint32_t kprobe_slots[];

namespace standstill::users {
namespace {

constexpr unsigned kSlotWords = 4;

constinit Kprobe* probes[kMaxKprobes] = {};

bool can_be_moved(std::uint32_t insn) {
  constexpr std::uint32_t kBound[] = {0x17, 0x63, 0x67, 0x6F,
                                      0x73};  // auipc, branch, jumps, system
  if ((insn & 3) != 3) return false;
  for (const std::uint32_t opcode : kBound)
    if ((insn & 0x7F) == opcode) return false;
  return true;
}

int prepare_slot(Kprobe& probe) {
  if (probe.slot != nullptr) return 0;
  for (unsigned i = 0; i < kMaxKprobes; ++i) {
    if (probes[i] != nullptr) continue;
    std::uint32_t* const slot = &kprobe_slots[i * kSlotWords];
    slot[0] = insn_jal(5, slot, reinterpret_cast<const void*>(&trace_caller));
    slot[1] = probe.opcode = *probe.address;
    slot[2] = insn_jal(0, slot + 2, probe.address + 1);
    if (slot[0] == 0 || slot[2] == 0) return -kernel::kEinval;
    probes[i] = &probe;
    probe.slot = slot;
    return 0;
  }
  return -kernel::kEnomem;
}

/// In the trap. A CPU that was on its way to the ebreak may come here when it has been taken away
/// again: that is why the probe stays in the table.
bool kprobe_breakpoint(std::uint64_t pc, std::uint64_t& next) {
  for (Kprobe* const probe : probes) {
    if (probe == nullptr || reinterpret_cast<std::uint64_t>(probe->address) != pc) continue;
    probe->pre_handler(*probe);
    next = reinterpret_cast<std::uint64_t>(probe->slot + 1);
    return true;
  }
  return false;
}

int replace(Kprobe& probe, std::uint32_t insn, PatchText& request) {
  const TextPatch patch{probe.address, insn};
  request.patches = &patch;
  request.count = 1;
  const int error = patch_text(request);
  request.patches = nullptr;
  return error;
}

}  // namespace

int register_kprobe(Kprobe& probe, PatchText& request) {
  if (probe.armed) return -kernel::kEbusy;
  if (reinterpret_cast<std::uintptr_t>(probe.address) % 4 != 0 || !can_be_moved(*probe.address))
    return -kernel::kEinval;
  kernel::set_breakpoint_handler(kprobe_breakpoint);
  int error = prepare_slot(probe);
  if (error == 0)
    error = replace(probe, probe.by_jump ? insn_jal(0, probe.address, probe.slot) : kInsnEbreak,
                    request);
  probe.armed = error == 0;
  return error;
}

int unregister_kprobe(Kprobe& probe, PatchText& request) {
  if (!probe.armed) return -kernel::kEinval;
  const int error = replace(probe, probe.opcode, request);
  probe.armed = error != 0;
  return error;
}

/// From users/trace.S; `after` is the address behind the instruction that jumped.
extern "C" void trace_handler(std::uint64_t after) {
  const std::uint64_t ip = after - 4;
  for (Kprobe* const probe : probes)
    if (probe != nullptr && reinterpret_cast<std::uint64_t>(probe->slot) == ip)
      return probe->pre_handler(*probe);
  if (ftrace_trace_function == nullptr) kernel::panic("traced text, and nobody traces");
  ftrace_trace_function(ip);
}

}  // namespace standstill::users
