#!/usr/bin/env bash
# The kernel does not grow unseen: kernel_size.sh TOP MOST MOST_IN_ALL. The first bounds the kernel
# alone, the second the kernel with the helpers and drivers it stands on.
# Counted are lines of code; blank lines and those that only hold a comment are not.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$1/firmware"
code() { find "$@" -type f -exec cat {} + | grep -cvE '^\s*(//|# |/\*|$)'; }
kernel=$(code boot arch kernel)
all=$(code boot arch kernel lib drivers)
echo "the kernel has $kernel lines of code, with lib and drivers $all; fewer than $2 and $3 are allowed"
[ "$kernel" -lt "$2" ] && [ "$all" -lt "$3" ]
