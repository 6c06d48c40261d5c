// Loading and unloading of modules.
// SPDX-License-Identifier: Apache-2.0
//
// Source: see users/module.h.
#include "users/module.h"

#include "arch/barrier.h"
#include "kernel/cpu_local.h"
#include "kernel/cpumask.h"
#include "kernel/errno.h"
#include "kernel/mutex.h"
#include "kernel/panic.h"
#include "kernel/preempt.h"
#include "kernel/stop_machine.h"

extern "C" const standstill::users::KernelSymbol __start_ksymtab[], __stop_ksymtab[];

namespace standstill::users {

struct Module {
  std::atomic<ModuleState> state{ModuleState::Unformed};
  ModuleLayout layout;
  alignas(64) std::byte memory[kModuleSize];
};

namespace {

/// Uses of each module that began and ended on one CPU: they may end on another.
struct alignas(64) ModuleRefs {
  volatile std::uint64_t incs[kMaxModules];
  volatile std::uint64_t decs[kMaxModules];
};
/// Not part of the image: see boot/link.ld. A load begins with none.
[[gnu::section(".bss.percpu")]] ModuleRefs module_refs[kernel::kNrCpus];

constinit Module modules[kMaxModules];
constinit kernel::Mutex module_mutex;

unsigned index_of(const Module* module) { return static_cast<unsigned>(module - modules); }

ModuleState state_of(const Module& module) { return module.state.load(std::memory_order_relaxed); }

int flush_all(void*) {
  arch::local_flush_icache();
  return 0;
}

/// While all stand still nobody is between the test and the count of try_module_get().
int try_stop_module(void* data) {
  auto& module = *static_cast<Module*>(data);
  if (module_refcount(&module) != 0) return -kernel::kEbusy;
  arch::write_once(module.state, ModuleState::Going);
  return 0;
}

template <typename Fn>
void for_each_refs(Fn fn) {
  const kernel::CpuMask& present = kernel::cpu_present_mask;
  for (unsigned cpu = present.first(); cpu < kernel::kNrCpus; cpu = present.next(cpu + 1))
    fn(module_refs[cpu]);
}

void wipe(Module& module) {
  for (std::byte& byte : module.memory) byte = std::byte{0};
  module.layout = {};
  arch::write_once(module.state, ModuleState::Unformed);
}

Module* unused_module() {
  for (Module& module : modules)
    if (state_of(module) == ModuleState::Unformed) return &module;
  return nullptr;
}

int complain(const ModuleLayout& layout, int error) {
  kernel::printk("module: ", layout.complaint, *layout.symbol != '\0' ? " " : "", layout.symbol);
  return error;
}

int start(Module& module, bool flush) {
  for_each_refs([i = index_of(&module)](ModuleRefs& refs) {
    refs.incs[i] = 0;
    refs.decs[i] = 0;
  });
  arch::write_once(module.state, ModuleState::Coming);
  // Other CPUs may have fetched what stood here before; this one, too.
  if (flush) kernel::stop_machine(flush_all, nullptr, &kernel::cpu_online_mask);
  using Init = int (*)();
  const int error = module.layout.init == 0 ? 0 : reinterpret_cast<Init>(module.layout.init)();
  if (error != 0) {
    wipe(module);
    return error;
  }
  // Release: who finds it live finds what init_module() did. Pairs with try_module_get().
  arch::smp_store_release(module.state, ModuleState::Live);
  return 0;
}

}  // namespace

int load_module(std::span<const std::byte> image, Module*& out, bool flush) {
  module_mutex.lock();
  Module* const module = unused_module();
  int error = -kernel::kEnomem;
  if (module != nullptr) {
    const std::span<const KernelSymbol> exports(__start_ksymtab, __stop_ksymtab);
    error = load_object(image, module->memory, exports, module->layout);
    if (error != 0) {
      complain(module->layout, error);
      wipe(*module);
    } else {
      error = start(*module, flush);
    }
  }
  module_mutex.unlock();
  if (error == 0) out = module;
  return error;
}

int delete_module(Module* module) {
  module_mutex.lock();
  int error = state_of(*module) == ModuleState::Live ? 0 : -kernel::kEnoent;
  if (error == 0) error = kernel::stop_machine(try_stop_module, module, nullptr);
  if (error == 0) {
    using Exit = void (*)();
    if (module->layout.exit != 0) reinterpret_cast<Exit>(module->layout.exit)();
    wipe(*module);
  }
  module_mutex.unlock();
  return error;
}

bool try_module_get(Module* module) {
  kernel::preempt_disable();
  const bool live = arch::smp_load_acquire(module->state) == ModuleState::Live;
  if (live) {
    volatile std::uint64_t& incs = module_refs[kernel::smp_processor_id()].incs[index_of(module)];
    incs = incs + 1;
  }
  kernel::preempt_enable();
  return live;
}

void module_put(Module* module) {
  kernel::preempt_disable();
  volatile std::uint64_t& decs = module_refs[kernel::smp_processor_id()].decs[index_of(module)];
  decs = decs + 1;
  kernel::preempt_enable();
}

std::int64_t module_refcount(const Module* module) {
  std::uint64_t sum = 0;
  for_each_refs(
      [&sum, i = index_of(module)](const ModuleRefs& refs) { sum += refs.incs[i] - refs.decs[i]; });
  return static_cast<std::int64_t>(sum);
}

std::span<const std::byte> module_memory(const Module* module) {
  return {module->memory, module->layout.size};
}

}  // namespace standstill::users
