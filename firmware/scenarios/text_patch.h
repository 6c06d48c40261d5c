// What the scenarios that patch text share: sites, and what their state is at the moment.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. A worker reads the state before and after a call of a patched function; if no
// change came between, the call must have been as the state says. Nothing but a standstill makes
// that hold.
#ifndef STANDSTILL_FIRMWARE_SCENARIOS_TEXT_PATCH_H
#define STANDSTILL_FIRMWARE_SCENARIOS_TEXT_PATCH_H

#include <atomic>
#include <cstdint>

#include "arch/barrier.h"
#include "lib/bootargs.h"
#include "users/patch.h"

/// An instruction of four bytes, aligned, that can be replaced: a no-op, in the middle of a
/// function. Entered with its number in the table of link.ld. A jump from it may change t0 and t1.
#define STANDSTILL_TRACE_SITE(number)                                                             \
  asm volatile(                                                                                   \
      ".balign 4\n\t.option push\n\t.option norvc\n1:\taddi x0, x0, 0\n\t.option pop\n\t"         \
      ".pushsection mcount_loc, \"a\"\n\t.balign 8\n\t.dword 1b, %0\n\t.popsection" ::"i"(number) \
      : "t0", "t1", "memory")

namespace standstill::scenarios {

/// One entry of mcount_loc.
struct TraceSite {
  std::uint32_t* address;
  std::uint64_t number;
};
extern "C" const TraceSite __start_mcount_loc[];
extern "C" const TraceSite __stop_mcount_loc[];

/// What the text is at the moment: changed by the master of a patch while all harts stand still.
class TextState {
 public:
  struct Value {
    std::uint64_t generation;
    std::uint64_t sites;  ///< bit n: site n is patched
  };
  Value read() const {
    // In this order: where the generation is that of an earlier read(), so are the sites.
    const std::uint64_t sites = sites_.load(std::memory_order_relaxed);
    arch::barrier();
    return {generation_.load(std::memory_order_relaxed), sites};
  }
  void change(std::uint64_t sites) {
    arch::write_once(sites_, sites);
    arch::write_once(generation_, generation_.load(std::memory_order_relaxed) + 1);
  }

 private:
  alignas(64) std::atomic<std::uint64_t> generation_{0};
  std::atomic<std::uint64_t> sites_{0};
};

inline users::PatchMaster master_of(const kernel::Arguments& arguments) {
  return static_cast<users::PatchMaster>(arguments.get("master"));
}

}  // namespace standstill::scenarios

#endif  // STANDSTILL_FIRMWARE_SCENARIOS_TEXT_PATCH_H
