// Text patching: instructions are replaced while all CPUs stand still.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux 6.10 arch/riscv/kernel/patch.c (behaviour and names, not text); RISC-V unprivileged
// specification, "Zifencei": stores become visible to the fetches of a hart by its own FENCE.I.
//
//   1. stop_machine() runs patch_text_cb() on every CPU, which counts itself in.
//   2. The master writes the instructions and counts once more. It is the last to come, so that no
//      CPU is still on its way through text that changes.
//   3. The others wait for that; then every CPU flushes its instruction cache.
#ifndef STANDSTILL_FIRMWARE_USERS_PATCH_H
#define STANDSTILL_FIRMWARE_USERS_PATCH_H

#include <atomic>
#include <cstdint>

namespace standstill::users {

inline constexpr std::uint32_t kInsnNop = 0x00000013;
inline constexpr std::uint32_t kInsnEbreak = 0x00100073;

/// JAL x`rd` at `from` to `to`; 0, which is no legal instruction, where that is out of its reach.
std::uint32_t insn_jal(unsigned rd, const void* from, const void* to);

/// A word of text, aligned to 4 bytes, and what it shall become.
struct TextPatch {
  std::uint32_t* address = nullptr;
  std::uint32_t insn = 0;
};

/// Who writes, and who flushes. Linux before 5.18 let the first write, which is seed S9 of the
/// known bugs; without a flush each CPU goes on with what it had fetched before.
enum class PatchMaster : std::uint8_t { Last, First, NoFlush };

/// One request. `late` comes back: how many CPUs were still
/// on their way, perhaps through the text itself, when the master began.
struct PatchText {
  const TextPatch* patches = nullptr;
  unsigned count = 0;
  PatchMaster master = PatchMaster::Last;
  /// Called by the master before it writes, or null; what it returns other than 0 is returned, and
  /// nothing is written.
  int (*ready)(void* data) = nullptr;
  void (*applied)(void* data) = nullptr;  ///< called by the master behind the last write, or null
  void* data = nullptr;
  unsigned late = 0;

  unsigned cpus = 0;                   ///< that will come; set by patch_text()
  std::atomic<unsigned> cpu_count{0};  ///< that have come; one more when it is done
};

/// Replaces all words of `request` at once. Returns 0, or -EINVAL where an address is not aligned
/// or an instruction is none, or what `ready` said. May sleep; the caller does not hold
/// cpus_read_lock().
int patch_text(PatchText& request);

/// What each CPU does while they stand still; `data` is a PatchText.
int patch_text_cb(void* data);

}  // namespace standstill::users

#endif  // STANDSTILL_FIRMWARE_USERS_PATCH_H
