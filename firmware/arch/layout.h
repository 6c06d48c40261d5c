// Sizes that the boot assembly and the C++ code agree on. Macros only: assembly includes it too.
// SPDX-License-Identifier: Apache-2.0
//
// Source: our own choice. The arena of a hart is an odd number of pages, and its per-CPU area an
// odd number of cache lines, so that what neighbouring harts have does not fall on the same sets of
// a cache whose ways are a power of two.
#ifndef STANDSTILL_FIRMWARE_ARCH_LAYOUT_H
#define STANDSTILL_FIRMWARE_ARCH_LAYOUT_H

#define STANDSTILL_MAX_HARTS 1024
#define STANDSTILL_STACK_SIZE 4096
#define STANDSTILL_ARENA_SIZE (19 * 4096)
#define STANDSTILL_PERCPU_SIZE (97 * 64)

#endif  // STANDSTILL_FIRMWARE_ARCH_LAYOUT_H
