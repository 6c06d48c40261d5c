// A module: hooks itself into the kernel and counts how often it is called.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. Compiled by itself into a relocatable object; what it knows of the kernel are
// the symbols below, which users/module.h resolves when it is loaded. MODULE_VARIANT:
//   1, 2   two versions that answer differently and else are alike, to the last address
//   3      its init fails
//   4      wants a symbol that the kernel does not have
#include <cstdint>

extern "C" {
/// Exported by scenarios/module.cpp.
void hook_register(std::uint64_t (*hook)(std::uint64_t, std::uint64_t*));
void hook_unregister();
void hook_no_such_symbol();
int init_module();
void cleanup_module();
}

namespace {

struct Step {
  std::uint64_t (*apply)(std::uint64_t);
  std::uint64_t factor;
};

std::uint64_t calls[64];  // zero at each load
std::uint64_t loads = 40 + MODULE_VARIANT;
const char* const kName = "counter";

[[gnu::noinline]] std::uint64_t twice(std::uint64_t x) { return 2 * x; }
[[gnu::noinline]] std::uint64_t thrice(std::uint64_t x) { return 3 * x; }

/// Pointers in data: each is a relocation of its own.
const Step kSteps[] = {{twice, 5}, {thrice, 7}, {twice, MODULE_VARIANT}};

/// Returns 2 * 5 * x + 3 * 7 * x + 2 * MODULE_VARIANT * x + 40 + 4097 * MODULE_VARIANT, and how
/// often it was called for an x of this remainder.
std::uint64_t hook(std::uint64_t x, std::uint64_t* called) {
  std::uint64_t sum = 0;
  for (unsigned i = 0; i < 4; ++i)
    for (const Step& step : kSteps) sum += step.apply(x) * (i == 3 ? step.factor : 0);
  *called = ++calls[x % 64];
  return sum + (kName[0] == 'c' ? loads : 0) + (MODULE_VARIANT << 12);
}

}  // namespace

int init_module() {
  if (MODULE_VARIANT == 3) return -5;  // -EIO
  if (MODULE_VARIANT == 4) hook_no_such_symbol();
  hook_register(hook);
  return 0;
}

void cleanup_module() { hook_unregister(); }
