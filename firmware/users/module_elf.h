// A relocatable object for RISC-V put into memory: sections laid out, symbols resolved, relocated.
// SPDX-License-Identifier: Apache-2.0
//
// Source: ELF-64 object file format; RISC-V ELF psABI, chapter "Relocations". Pure: nothing but the
// memory it is given is touched, so unit tests feed it broken objects on the host.
#ifndef STANDSTILL_FIRMWARE_USERS_MODULE_ELF_H
#define STANDSTILL_FIRMWARE_USERS_MODULE_ELF_H

#include <cstddef>
#include <cstdint>
#include <span>

namespace standstill::users {

/// A symbol that modules may use. EXPORT_SYMBOL of users/module.h makes one.
struct KernelSymbol {
  const char* name;
  std::uint64_t address;
};

/// Sections of an object, at most. Further ones make it no object that can be loaded.
inline constexpr unsigned kMaxSections = 64;

/// What became of an object. `complaint` says what is wrong with it, in words, and `symbol` is the
/// name that is unknown; both lie in the image or are literals.
struct ModuleLayout {
  std::uint64_t init = 0;  ///< address of init_module, 0 if it has none
  std::uint64_t exit = 0;  ///< address of cleanup_module, 0 if it has none
  std::size_t size = 0;    ///< bytes of memory it takes
  const char* complaint = "";
  const char* symbol = "";
};

/// Loads `image` into `memory`, which is 64-byte aligned and zeroed beforehand by nobody. Returns
/// 0; -ENOEXEC if it is no ET_REL object for RV64, is cut off, points outside itself, or holds a
/// relocation that is unknown or does not reach; -ENOMEM if `memory` is too small; -ENOENT if a
/// symbol is not among `exports`.
int load_object(std::span<const std::byte> image, std::span<std::byte> memory,
                std::span<const KernelSymbol> exports, ModuleLayout& layout);

}  // namespace standstill::users

#endif  // STANDSTILL_FIRMWARE_USERS_MODULE_ELF_H
