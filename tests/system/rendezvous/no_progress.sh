#!/usr/bin/env bash
# A guest that does not end by itself: exit 3, and a line for each hart on what it was doing.
# no_progress.sh SIMULATOR FIRMWARE
# SPDX-License-Identifier: Apache-2.0
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" run hello --harts 4 --firmware "$2" --max-cycles 20000 -o "$folder/run" >"$folder/said" 2>&1
code=$?
[ $code -eq 3 ] || {
  echo "exit $code, not 3"
  cat "$folder/said"
  exit 1
}
for line in 'no end within --max-cycles 20000' 'hart 0: .* at ' 'hart 1: sleeps in WFI at ' \
  'hart 3: sleeps in WFI at .*M mode, interrupts off, mip 0x0, mie 0x8'; do
  grep -q "$line" "$folder/said" || {
    echo "the report lacks: $line"
    cat "$folder/said"
    exit 1
  }
done
