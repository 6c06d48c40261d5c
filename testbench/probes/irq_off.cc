// Sums over sections.
// SPDX-License-Identifier: Apache-2.0
#include "testbench/probes/irq_off.h"

namespace standstill::testbench {
namespace {

unsigned bucket_of(Cycle length) {
  unsigned bucket = 0;
  while (length > 1) {
    length /= 2;
    ++bucket;
  }
  return bucket;
}

void add_to(HeldBack& sum, const HeldBack& held) {
  sum.count += held.count;
  sum.cycles += held.cycles;
}

void keep_longer(std::optional<IrqSection>& longest, const IrqSection& section) {
  if (!longest || section.length() > longest->length()) longest = section;
}

}  // namespace

void IrqOff::add(const IrqSection& section) {
  ++sections;
  cycles += section.length();
  ++histogram[bucket_of(section.length())];
  add_to(held_back, section.held_back);
  keep_longer(longest, section);
  if (section.window) {
    ++windows;
    window_cycles += section.length();
    add_to(window_held_back, section.held_back);
  } else {
    keep_longer(longest_outside, section);
  }
}

const Rendezvous* rendezvous_of(const IrqSection& section, HartId hart,
                                const std::vector<Rendezvous>& all) {
  const Rendezvous* first = nullptr;
  for (const Rendezvous& rendezvous : all) {
    const HartMoments* moments = rendezvous.find(hart);
    if (moments == nullptr) continue;
    if (section.window && moments->irq_off == section.begin) return &rendezvous;
    const bool after = rendezvous.returned && *rendezvous.returned <= section.begin;
    if (first == nullptr && !after && rendezvous.call < section.end) first = &rendezvous;
  }
  return first;
}

}  // namespace standstill::testbench
