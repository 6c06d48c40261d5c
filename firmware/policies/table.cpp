// Every way in which this kernel can bring the machine to a standstill.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own. Each version of Linux with Linux's own policies, with and without the NMI; and
// version 6.10 with every spin, barrier and layout that go together: what does not is in
// platform/standstill/scenario_rules.h.
#include <array>

#include "policies/dissemination.h"
#include "policies/instance.h"
#include "policies/nmi.h"
#include "policies/spin.h"
#include "policies/tree.h"
#include "policies/unit.h"

namespace standstill::kernel {

[[gnu::section(".bss.stop_pool")]] alignas(kCacheLine) std::byte stop_pool[kStopPoolSize];

namespace {

template <const StopVersion& version, typename Nmi>
constexpr const StopInstance* kLinux =
    &kStopInstance<version, RelaxSpin, CentralBarrier, LinuxLayout, Nmi>;

constexpr std::array kOfLinux = {kLinux<kLinux47, NmiOn>,      kLinux<kLinux419, NmiOn>,
                                 kLinux<kLinux610, NmiOn>,     kLinux<kLinux2025, NmiOn>,
                                 kLinux<kLinux47, NmiMasked>,  kLinux<kLinux419, NmiMasked>,
                                 kLinux<kLinux610, NmiMasked>, kLinux<kLinux2025, NmiMasked>};

template <typename Spin, typename Barrier>
constexpr std::array kOfBarrier = {&kStopInstance<kLinux610, Spin, Barrier, LinuxLayout, NmiOn>,
                                   &kStopInstance<kLinux610, Spin, Barrier, SplitLayout, NmiOn>,
                                   &kStopInstance<kLinux610, Spin, Barrier, PerHartLayout, NmiOn>};

template <typename Spin>
constexpr std::array kOfUnit = {&kStopInstance<kLinux610, Spin, UnitBarrier, LinuxLayout, NmiOn>};

template <std::size_t... lengths>
constexpr auto join(const std::array<const StopInstance*, lengths>&... parts) {
  std::array<const StopInstance*, (lengths + ...)> whole = {};
  std::size_t at = 0;
  const auto add = [&](const auto& part) {
    for (const StopInstance* instance : part) whole[at++] = instance;
  };
  (add(parts), ...);
  return whole;
}

template <typename Spin>
constexpr std::array kOfSpin = join(kOfBarrier<Spin, CentralBarrier>, kOfBarrier<Spin, TreeBarrier>,
                                    kOfBarrier<Spin, DisseminationBarrier>);

constexpr std::array kAll =
    join(kOfUnit<RelaxSpin>, kOfUnit<PauseSpin>, kOfUnit<WfiSpin>, kOfLinux, kOfSpin<RelaxSpin>,
         kOfSpin<PauseSpin>, kOfSpin<WrsStoSpin>, kOfSpin<WrsNtoSpin>);

}  // namespace

std::span<const StopInstance* const> stop_instances() { return kAll; }

void clear_stop_pool(unsigned cpus) {
  auto* const words = reinterpret_cast<std::atomic<std::uint64_t>*>(stop_pool);
  const std::size_t lines = cpus * kStopPoolLinesPerCpu;
  for (std::size_t i = 0; i < lines * kCacheLine / sizeof(words[0]); ++i)
    arch::write_once(words[i], std::uint64_t{0});
}

}  // namespace standstill::kernel
