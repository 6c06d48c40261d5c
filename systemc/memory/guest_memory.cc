// Pages of guest memory, made when first written.
// SPDX-License-Identifier: Apache-2.0
#include "memory/guest_memory.h"

#include <algorithm>
#include <cstring>

namespace standstill::memory {

GuestMemory::GuestMemory(Addr base, std::uint64_t size)
    : base_(base),
      size_(size),
      groups_((size + kPage * kPagesPerGroup - 1) / (kPage * kPagesPerGroup)) {}

const GuestMemory::Page* GuestMemory::find(std::uint64_t page) const {
  const auto& group = groups_[page / kPagesPerGroup];
  return group ? (*group)[page % kPagesPerGroup].get() : nullptr;
}

GuestMemory::Page& GuestMemory::touch(std::uint64_t page) {
  auto& group = groups_[page / kPagesPerGroup];
  if (!group) group = std::make_unique<Group>();
  auto& slot = (*group)[page % kPagesPerGroup];
  if (!slot) {
    slot = std::make_unique<Page>();
    ++pages_;
  }
  return *slot;
}

void GuestMemory::read(Addr addr, void* bytes, std::size_t count) const {
  auto* to = static_cast<std::uint8_t*>(bytes);
  if (!contains(addr, count)) {
    std::memset(to, 0, count);
    return;
  }
  for (std::uint64_t offset = addr - base_; count != 0;) {
    const std::size_t in_page = offset % kPage;
    const std::size_t part = std::min(count, kPage - in_page);
    if (const Page* page = find(offset / kPage)) {
      std::memcpy(to, page->data() + in_page, part);
    } else {
      std::memset(to, 0, part);
    }
    to += part;
    offset += part;
    count -= part;
  }
}

void GuestMemory::write(Addr addr, const void* bytes, std::size_t count) {
  if (!contains(addr, count)) return;
  const auto* from = static_cast<const std::uint8_t*>(bytes);
  for (std::uint64_t offset = addr - base_; count != 0;) {
    const std::size_t in_page = offset % kPage;
    const std::size_t part = std::min(count, kPage - in_page);
    std::memcpy(touch(offset / kPage).data() + in_page, from, part);
    from += part;
    offset += part;
    count -= part;
  }
}

std::uint64_t GuestMemory::read_value(Addr addr, unsigned size) const {
  std::uint64_t value = 0;
  read(addr, &value, size);
  return value;
}

void GuestMemory::write_value(Addr addr, std::uint64_t value, unsigned size) {
  write(addr, &value, size);
}

}  // namespace standstill::memory
