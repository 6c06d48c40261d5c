#!/bin/sh
# reproducible.sh SOURCE ELF WORK CMAKE: builds the kernel from two checkout folders of different
# names and depths; both must equal ELF byte for byte.
# SPDX-License-Identifier: Apache-2.0
set -e
source=$1 elf=$2 work=$3 cmake=$4
rm -rf "$work"
for copy in "$work/one" "$work/a/deeper folder/two"; do
  mkdir -p "$copy"
  cp -r "$source/firmware" "$source/platform" "$source/cmake" "$copy"
  "$cmake" -G "Unix Makefiles" -S "$copy/firmware" -B "$copy/out" >/dev/null
  "$cmake" --build "$copy/out" --parallel 2 --target firmware >/dev/null
  cmp "$elf" "$copy/out/firmware/standstill-kernel.elf"
done
rm -rf "$work"
echo "three builds, one ELF: $(sha256sum <"$elf")"
