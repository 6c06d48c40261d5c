#!/usr/bin/env bash
# A run must end with CODE and say PATTERN:
# outcome.sh SIMULATOR FIRMWARE CODE PATTERN SCENARIO HARTS [argument=value | section.key=value]...
# SPDX-License-Identifier: Apache-2.0
set -u
simulator=$1 firmware=$2 code=$3 pattern=$4 scenario=$5 harts=$6
shift 6
words=()
for word in "$@"; do
  case ${word%%=*} in
    *.*) words+=(--set "$word") ;;
    *) words+=(--arg "$word") ;;
  esac
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$simulator" run "$scenario" --harts "$harts" "${words[@]}" --firmware "$firmware" \
  --max-cycles 200000000 -o "$folder/run" >"$folder/said" 2>&1
ended=$?
if [ $ended -ne "$code" ] || ! grep -q -- "$pattern" "$folder/said"; then
  echo "exit $ended, expected $code and: $pattern"
  cat "$folder/said"
  exit 1
fi
