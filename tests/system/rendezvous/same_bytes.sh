#!/usr/bin/env bash
# Holds that results.json and events.log do not depend on how a run is run: same_bytes.sh SIMULATOR FIRMWARE
# Every scenario at 1, 2 and 4 harts, stop_machine at 16 and 64; twice, and with each switch.
# SPDX-License-Identifier: Apache-2.0
set -u
simulator=$1
firmware=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
broken=0
runs=0

# compare HARTS SCENARIO ARGUMENT CLASS
compare() {
  local harts=$1 scenario=$2 argument=$3 class=$4 number=0 way
  rm -rf "${folder:?}"/*
  for way in '' '' --lockstep --waves --no-rtl-gating --no-spin-skipping "--fabric-class $class"; do
    # shellcheck disable=SC2086
    "$simulator" run "$scenario" --harts "$harts" --arg "$argument" --firmware "$firmware" $way \
      -o "$folder/$number" >"$folder/said" 2>&1 || {
      echo "$scenario, $harts harts $way: exit $?"
      cat "$folder/said"
      broken=1
    }
    for file in results.json events.log; do
      cmp "$folder/0/$file" "$folder/$number/$file" || {
        echo "$scenario, $harts harts $way: $file differs from that of the plain run"
        broken=1
      }
    done
    number=$((number + 1))
    runs=$((runs + 1))
  done
}

for harts in 1 2 4; do
  for scenario in stop_machine stop_cpus stop_one_cpu hello lrsc; do
    compare $harts $scenario rounds=5 64
  done
  compare $harts compute passes=5 64
done
compare 16 stop_machine rounds=5 1024
compare 64 stop_machine rounds=2 1024
echo "$runs runs compared"
exit $broken
