// Probes: at one instruction of the running kernel a handler is called.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's kprobes and optprobes on RISC-V (behaviour and names, not text). A probe owns a
// slot of three instructions in the text:
//
//   slot      jal t0, trace_caller     calls the handler
//   slot + 4  the probed instruction
//   slot + 8  j address + 4
//
// An ebreak at the address traps, calls the handler and goes on at slot + 4; a jump goes to the
// slot and costs t0 and t1, which must be free there. A task may be interrupted inside the slot, so
// it is never used for another probe.
#ifndef STANDSTILL_FIRMWARE_USERS_KPROBE_H
#define STANDSTILL_FIRMWARE_USERS_KPROBE_H

#include "users/patch.h"

namespace standstill::users {

struct Kprobe {
  std::uint32_t* address = nullptr;
  bool by_jump = false;                    ///< else by ebreak
  void (*pre_handler)(Kprobe&) = nullptr;  ///< before the instruction; interrupts may be on or off
  std::uint32_t opcode = 0;                ///< what stands at the address without the probe
  std::uint32_t* slot = nullptr;
  bool armed = false;
};

/// Probes at most this many addresses.
inline constexpr unsigned kMaxKprobes = 4;

/// Arms the probe by patch_text() with `request`, of which the caller may have set master, applied
/// and data. Returns 0; -EBUSY if it is armed; -EINVAL if the instruction cannot be moved (jump,
/// branch, auipc, system, compressed); -ENOMEM if there is no slot.
int register_kprobe(Kprobe& probe, PatchText& request);

/// Puts the instruction back. Returns 0, or -EINVAL if the probe is not armed.
int unregister_kprobe(Kprobe& probe, PatchText& request);

/// Called from text that was patched to `jal t0, trace_caller`, with the address of that
/// instruction. Null until somebody traces.
using FtraceFn = void (*)(std::uint64_t ip);
inline constinit FtraceFn ftrace_trace_function = nullptr;

}  // namespace standstill::users

/// users/trace.S: where patched text jumps to with the return address in t0.
extern "C" void trace_caller();

#endif  // STANDSTILL_FIRMWARE_USERS_KPROBE_H
