#!/bin/sh
# debug_kernel.sh PROGRAM ELF: every scenario passes on the kernel with lock ranks, on four harts.
# SPDX-License-Identifier: Apache-2.0
#
# That the ranks speak up when they are broken is in lock_rank_test.cc.
program=$1 elf=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ran=0 failed=0
for scenario in $("$program" list scenarios --json |
  python3 -c 'import json, sys; print(*[s["name"] for s in json.load(sys.stdin)])'); do
  ran=$((ran + 1))
  if ! "$program" run "$scenario" --firmware "$elf" --harts 4 -o "$folder/run" >"$folder/said" 2>&1
  then
    echo "$scenario: $(grep -a FAIL "$folder/run/console.log" || tail -n 3 "$folder/said")"
    failed=1
  fi
done
echo "$ran scenarios ran"
[ "$ran" -ge 6 ] && exit $failed
