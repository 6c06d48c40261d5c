// Text patching by a second rendezvous inside the first: the last CPU to come is the master.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see users/patch.h.
#include "users/patch.h"

#include "arch/barrier.h"
#include "kernel/cpu.h"
#include "kernel/cpumask.h"
#include "kernel/errno.h"
#include "kernel/stop_machine.h"

namespace standstill::users {
namespace {

bool is_patchable(const TextPatch& patch) {
  const bool whole = (patch.insn & 3) == 3;  // neither compressed nor zero
  return whole && reinterpret_cast<std::uintptr_t>(patch.address) % 4 == 0 &&
         patch.address != nullptr;
}

int apply(PatchText& request) {
  const int refused = request.ready == nullptr ? 0 : request.ready(request.data);
  if (refused != 0) return refused;
  for (unsigned i = 0; i < request.count; ++i)
    *static_cast<volatile std::uint32_t*>(request.patches[i].address) = request.patches[i].insn;
  if (request.applied != nullptr) request.applied(request.data);
  return 0;
}

}  // namespace

std::uint32_t insn_jal(unsigned rd, const void* from, const void* to) {
  constexpr std::int64_t kReach = 1 << 20;
  const auto offset = static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(to) -
                                                reinterpret_cast<std::uintptr_t>(from));
  if (offset < -kReach || offset >= kReach || offset % 2 != 0) return 0;
  const auto bits = static_cast<std::uint32_t>(offset);
  return (bits >> 20 & 1) << 31 | (bits >> 1 & 0x3FF) << 21 | (bits >> 11 & 1) << 20 |
         (bits >> 12 & 0xFF) << 12 | rd << 7 | 0x6F;
}

int patch_text_cb(void* data) {
  auto& request = *static_cast<PatchText*>(data);
  int ret = 0;
  const unsigned turn = request.master == PatchMaster::First ? 1 : request.cpus;
  // Release: what this CPU did before is over. Acquire: the master sees that of all. The same pair
  // carries what the master has written to the loads below.
  if (request.cpu_count.fetch_add(1, std::memory_order_acq_rel) + 1 == turn) {
    request.late = request.cpus - request.cpu_count.load(std::memory_order_relaxed);
    ret = apply(request);
    request.cpu_count.fetch_add(1, std::memory_order_release);
  } else {
    while (arch::smp_load_acquire(request.cpu_count) <= request.cpus) arch::cpu_relax();
  }
  if (request.master != PatchMaster::NoFlush) arch::local_flush_icache();
  return ret;
}

int patch_text(PatchText& request) {
  for (unsigned i = 0; i < request.count; ++i)
    if (!is_patchable(request.patches[i])) return -kernel::kEinval;
  kernel::cpus_read_lock();
  request.cpus = kernel::num_online_cpus();
  arch::write_once(request.cpu_count, 0u);
  const int ret =
      kernel::stop_machine_cpuslocked(patch_text_cb, &request, &kernel::cpu_online_mask);
  kernel::cpus_read_unlock();
  return ret;
}

}  // namespace standstill::users
