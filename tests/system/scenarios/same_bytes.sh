#!/usr/bin/env bash
# Holds that results.json and events.log do not depend on how a scenario is run: plainly, with every
# switch, and up to four harts again and with waves. same_bytes.sh SIMULATOR FIRMWARE SCENARIO HARTS [key=value...]
# Each switch on its own: tests/system/equality. STANDSTILL_EACH_SWITCH=1 does it here too.
# SPDX-License-Identifier: Apache-2.0
set -u
simulator=$1 firmware=$2 scenario=$3 harts=$4
shift 4
arguments=()
for argument in "$@"; do arguments+=(--arg "$argument"); done
class=64
[ "$harts" -gt 4 ] && class=1024
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
broken=0
number=0
ways=('' "--lockstep --no-rtl-gating --no-spin-skipping --fabric-class $class")
[ "$harts" -le 4 ] && ways+=('' --waves)
[ -n "${STANDSTILL_EACH_SWITCH:-}" ] &&
  ways+=('' --waves --lockstep --no-rtl-gating --no-spin-skipping "--fabric-class $class")

for way in "${ways[@]}"; do
  # shellcheck disable=SC2086
  "$simulator" run "$scenario" --harts "$harts" ${arguments[@]+"${arguments[@]}"} \
    --firmware "$firmware" $way -o "$folder/$number" >"$folder/said" 2>&1 || {
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
  [ $number -eq 0 ] || rm -rf "${folder:?}/$number"
  number=$((number + 1))
done
echo "$number runs compared"
exit $broken
