// What the comparison with QEMU leaves out, and why: the one list of it.
// SPDX-License-Identifier: Apache-2.0
//
// The tables are not a commentary: the generator writes no CSR bit and compares no value beyond
// them. docs/conformance.md says the same in prose.
#ifndef STANDSTILL_TESTS_SYSTEM_RANDOM_FREEDOMS_H
#define STANDSTILL_TESTS_SYSTEM_RANDOM_FREEDOMS_H

#include <cstddef>
#include <cstdint>

namespace standstill::random {

/// A CSR as random programs use it.
struct CsrRule {
  const char* name;
  std::uint64_t written;   ///< bits that random code may change; 0: it only reads
  std::uint64_t compared;  ///< bits that must agree; 0: only whether the access traps
  bool in_signature;       ///< part of the state compared after each block
  const char* reason;      ///< why not all bits are written or compared; empty: all are
};

inline constexpr std::uint64_t kAllBits = ~std::uint64_t{0};
inline constexpr std::uint64_t kMppBits = 0x1800;

inline constexpr CsrRule kCsrRules[] = {
    {"mstatus", 0x7A19AA, kAllBits, true,
     "SUM belongs to Sv39, which the model does not have; FS and VS to absent registers; MPP = 2 "
     "is "
     "reserved: the model keeps the old value, QEMU 7.2 takes it"},
    {"sstatus", 0x080122, kAllBits, true, "SUM, FS, VS as in mstatus"},
    {"misa", 0, kAllBits, true, "read-only in both"},
    {"medeleg", 0xB3FF, 0xB3FF, true,
     "which exceptions can be delegated is the machine's choice: QEMU 7.2 lets the ecall of M and "
     "those of the hypervisor extension be set"},
    {"mideleg", 0x222, 0x222, true, "bits of the hypervisor extension in QEMU 7.2"},
    {"mie", 0xAAA, 0xAAA, true, "bits of the hypervisor extension in QEMU 7.2"},
    {"sie", 0x222, 0x222, true, "as mie"},
    {"mip", 0x222, 0xAAA, true, "as mie; the M bits are wires"},
    {"sip", 0x002, 0x222, true, "as mie; SEIP and STIP are read-only in sip"},
    {"mscratch", kAllBits, kAllBits, true, ""},
    {"sscratch", kAllBits, kAllBits, true, ""},
    {"mepc", ~std::uint64_t{1}, kAllBits, true,
     "bit 0 is always zero by the specification; QEMU 7.2 keeps what is written"},
    {"sepc", ~std::uint64_t{1}, kAllBits, true, "as mepc"},
    {"mcause", kAllBits, kAllBits, true, ""},
    {"scause", kAllBits, kAllBits, true, ""},
    {"mtval", kAllBits, kAllBits, true, ""},
    {"stval", kAllBits, kAllBits, true, ""},
    {"mcounteren", 0xFFFFFFFF, 0x7, true,
     "32 bits wide; which of the counters 3 to 31 exist is the machine's choice"},
    {"scounteren", 0xFFFFFFFF, 0x7, true, "as mcounteren"},
    {"mcountinhibit", 0x1, 0x5, true,
     "instret must go on counting here; counters 3 to 31 as in mcounteren"},
    {"mtvec", 0, kAllBits, true, "moves between the handler's addresses only"},
    {"stvec", 0, kAllBits, true, "as mtvec"},
    {"mhartid", 0, kAllBits, true, "read-only"},
    {"mvendorid", 0, kAllBits, false, "read-only; both report none"},
    {"marchid", 0, 0, false, "identity of the machine"},
    {"mimpid", 0, 0, false, "identity of the machine"},
    {"satp", 0, kAllBits, false, "the model has Bare only, so no other mode is ever set"},
    {"mcycle", kAllBits, 0, false, "time"},
    {"minstret", 0, 0, false, "QEMU 7.2 without -icount counts time; the program needs it"},
    {"cycle", 0, 0, false, "time"},
    {"time", 0, 0, false, "time"},
    {"instret", 0, 0, false, "as minstret"},
};
inline constexpr std::size_t kCsrRuleCount = sizeof(kCsrRules) / sizeof(kCsrRules[0]);

/// An exception whose tval is not compared.
struct TvalRule {
  unsigned cause;
  const char* reason;
};
inline constexpr TvalRule kTvalIgnored[] = {
    {3, "breakpoint: the specification allows zero (QEMU 7.2) and the pc (the model)"},
};

/// What random programs do not do at all, because the two may rightly differ.
struct Freedom {
  const char* what;
  const char* reason;
};
inline constexpr Freedom kNotGenerated[] = {
    {"misaligned loads and stores", "the model traps, QEMU performs them; both are allowed"},
    {"misaligned atomics", "the model traps as misaligned, QEMU 7.2 performs some of them"},
    {"atomics outside memory",
     "QEMU 7.2 performs them as a load and a store on one hart and reports a load access fault"},
    {"an SC whose success is left to chance",
     "an SC may always fail; successes are waited for in a constrained loop, failures are forced "
     "by "
     "the lack of any reservation"},
    {"an SC that differs from its LR in address or size",
     "QEMU 7.2 compares the address and value, the model the line"},
    {"stale instructions",
     "before a fence.i the model may run the old instruction, QEMU always runs the new one"},
    {"leaving M by mret or sret with MPRV set",
     "it clears MPRV by the privileged specification 1.12, which QEMU 7.2 omits"},
    {"asynchronous interrupts", "when they arrive is time; those from CSR writes are generated"},
    {"wfi that may sleep or pass", "only the one that must trap is generated"},
    {"wrs.nto and wrs.sto", "QEMU 7.2 does not have Zawrs"},
    {"mnret and the CSRs of Smrnmi", "QEMU 7.2 does not have it"},
    {"counters 3 to 31", "which exist is the machine's choice"},
    {"PMP, satp, menvcfg, senvcfg writes", "the model has none of what they control"},
    {"writes to tp", "the programs' own pointer to where handlers save registers"},
};

/// QEMU's hart without the extensions that the model does not have; AIA's interrupt order is the
/// specification's, without it QEMU 7.2 takes the lowest-numbered pending interrupt first.
inline constexpr const char* kQemuHart =
    "rv64,f=off,d=off,h=off,zba=off,zbb=off,zbc=off,zbs=off,sstc=off,x-smaia=on,x-ssaia=on";

}  // namespace standstill::random

#endif  // STANDSTILL_TESTS_SYSTEM_RANDOM_FREEDOMS_H
