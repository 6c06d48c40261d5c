#!/usr/bin/env bash
# The kernel without its scenarios does not grow unseen: kernel_size.sh TOP MOST
# Counted are lines of code; blank lines and those that only hold a comment are not.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$1"
all=$(find firmware/boot firmware/arch firmware/kernel -type f -exec cat {} + | wc -l)
code=$(find firmware/boot firmware/arch firmware/kernel -type f -exec cat {} + |
  grep -cvE '^\s*(//|# |/\*|$)')
echo "the kernel has $code lines of code in $all lines; fewer than $2 are allowed"
[ "$code" -lt "$2" ]
