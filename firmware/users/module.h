// Modules: code loaded into the running kernel, and taken out of it.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's module loader before 3.19 (behaviour and names, not text): uses of a module are
// counted on each CPU apart, and only stop_machine() can tell that their sum is zero and forbid new
// ones in one step. After a load every CPU flushes its instruction cache in a stop_machine().
#ifndef STANDSTILL_FIRMWARE_USERS_MODULE_H
#define STANDSTILL_FIRMWARE_USERS_MODULE_H

#include "users/module_elf.h"

/// Lets modules use `symbol`, a function or object with C linkage: a KernelSymbol for boot/link.ld.
#define EXPORT_SYMBOL(symbol)                                                                \
  asm(".pushsection .rodata\n1:\t.string \"" #symbol                                         \
      "\"\n\t.popsection\n\t.pushsection ksymtab, \"a\"\n\t.balign 8\n\t.dword 1b, " #symbol \
      "\n\t.popsection")

namespace standstill::users {

enum class ModuleState : std::uint32_t { Unformed, Coming, Live, Going };

/// Modules that can be there at a time, and bytes of memory for each.
inline constexpr unsigned kMaxModules = 2;
inline constexpr std::size_t kModuleSize = 8192;

struct Module;

/// Loads, relocates and starts a module: init_module() runs in the caller's context. Returns 0 and
/// the module in `out`; an error of load_object(), whose words are printed; -ENOMEM when all places
/// are taken; or what init_module() returned, after which nothing of it is left. `flush` false
/// leaves the instruction caches as they are, which is a bug to be caught. May sleep.
int load_module(std::span<const std::byte> image, Module*& out, bool flush = true);

/// Takes the module out, by cleanup_module(). -EBUSY while it is in use; -ENOENT if it is not
/// there.
int delete_module(Module* module);

/// Counts a use; false if the module is not to be used (any more). Any context.
bool try_module_get(Module* module);
void module_put(Module* module);

/// Uses at the moment, exact only while nobody moves.
std::int64_t module_refcount(const Module* module);

/// Its memory, for tests of the loader: where, and how much of it is used.
std::span<const std::byte> module_memory(const Module* module);

}  // namespace standstill::users

#endif  // STANDSTILL_FIRMWARE_USERS_MODULE_H
