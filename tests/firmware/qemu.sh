#!/bin/sh
# qemu.sh ELF STATUS HARTS BOOTARGS PATTERN [OPTION...]: runs the kernel on QEMU's virt board, with
# QEMU's own OPTIONs; it must end with STATUS, and a line of its console must match PATTERN.
# SPDX-License-Identifier: Apache-2.0
elf=$1 status=$2 harts=$3 bootargs=$4 pattern=$5
shift 5
console=$(timeout 60 qemu-system-riscv64 -M virt,aclint=on -smp "$harts" -bios none \
  -kernel "$elf" -append "$bootargs" -nographic "$@" </dev/null)
ended=$?
printf '%s\n' "$console"
if [ "$ended" -ne "$status" ]; then
  echo "QEMU ended with $ended instead of $status"
  exit 1
fi
if ! printf '%s\n' "$console" | grep -q -- "$pattern"; then
  echo "no line matches: $pattern"
  exit 1
fi
