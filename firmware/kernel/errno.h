// Error numbers by Linux's names; a function that may fail returns one of them, negative.
// SPDX-License-Identifier: Apache-2.0
//
// Source: Linux's include/uapi/asm-generic/errno-base.h and errno.h (names and values).
#ifndef STANDSTILL_FIRMWARE_KERNEL_ERRNO_H
#define STANDSTILL_FIRMWARE_KERNEL_ERRNO_H

namespace standstill::kernel {

inline constexpr int kEperm = 1;
inline constexpr int kEnoent = 2;  ///< no stopper took the work
inline constexpr int kEsrch = 3;
inline constexpr int kEintr = 4;
inline constexpr int kEio = 5;
inline constexpr int kEnoexec = 8;  ///< no object that can be loaded
inline constexpr int kEagain = 11;  ///< try again: somebody else is at it
inline constexpr int kEnomem = 12;
inline constexpr int kEfault = 14;
inline constexpr int kEbusy = 16;
inline constexpr int kEinval = 22;
inline constexpr int kEdeadlk = 35;     ///< it would have been a deadlock
inline constexpr int kEnosys = 38;      ///< this version of the kernel has no such call
inline constexpr int kEopnotsupp = 95;  ///< this variant of the kernel cannot
inline constexpr int kEtimedout = 110;

}  // namespace standstill::kernel

#endif  // STANDSTILL_FIRMWARE_KERNEL_ERRNO_H
