// The memory functions the compiler may call for a copy or a clear.
// SPDX-License-Identifier: Apache-2.0
//
// Source: C standard, memcpy, memmove, memset, memcmp, memchr, strlen.
#include <cstddef>
#include <cstdint>

extern "C" {

void* memcpy(void* to, const void* from, std::size_t bytes) {
  auto* out = static_cast<std::uint8_t*>(to);
  const auto* in = static_cast<const std::uint8_t*>(from);
  const auto together =
      reinterpret_cast<std::uintptr_t>(out) | reinterpret_cast<std::uintptr_t>(in);
  if (together % 8 == 0)
    for (; bytes >= 8; bytes -= 8, out += 8, in += 8)
      *reinterpret_cast<std::uint64_t*>(out) = *reinterpret_cast<const std::uint64_t*>(in);
  while (bytes-- != 0) *out++ = *in++;
  return to;
}

void* memmove(void* to, const void* from, std::size_t bytes) {
  auto* out = static_cast<std::uint8_t*>(to);
  const auto* in = static_cast<const std::uint8_t*>(from);
  if (out <= in || out >= in + bytes) return memcpy(to, from, bytes);
  while (bytes-- != 0) out[bytes] = in[bytes];
  return to;
}

void* memset(void* to, int value, std::size_t bytes) {
  auto* out = static_cast<std::uint8_t*>(to);
  const auto byte = static_cast<std::uint8_t>(value);
  if (reinterpret_cast<std::uintptr_t>(out) % 8 == 0) {
    const std::uint64_t word = byte * 0x0101010101010101ull;
    for (; bytes >= 8; bytes -= 8, out += 8) *reinterpret_cast<std::uint64_t*>(out) = word;
  }
  while (bytes-- != 0) *out++ = byte;
  return to;
}

int memcmp(const void* a, const void* b, std::size_t bytes) {
  const auto* x = static_cast<const std::uint8_t*>(a);
  const auto* y = static_cast<const std::uint8_t*>(b);
  for (; bytes != 0; --bytes, ++x, ++y)
    if (*x != *y) return *x < *y ? -1 : 1;
  return 0;
}

void* memchr(const void* in, int value, std::size_t bytes) {
  auto* at = static_cast<std::uint8_t*>(const_cast<void*>(in));
  for (; bytes != 0; --bytes, ++at)
    if (*at == static_cast<std::uint8_t>(value)) return at;
  return nullptr;
}

std::size_t strlen(const char* text) {
  std::size_t length = 0;
  while (text[length] != '\0') ++length;
  return length;
}
}
