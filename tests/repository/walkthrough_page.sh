#!/usr/bin/env bash
# Runs the command of docs/walkthrough.md and looks in its log for every line of one that the page shows:
# walkthrough_page.sh SIMULATOR PAGE
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
simulator=$1
page=$2
export LC_ALL=C
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

words=$(sed -n 's|^    build/release/testbench/standstill \(run .*\) --waves -o out/walk$|\1|p' "$page")
grep -P '^    \d+\t' "$page" | sed 's/^    //' | sort -u >"$scratch/shown" || true
if [ -z "$words" ] || [ ! -s "$scratch/shown" ]; then
  echo "$page: it has no command of its run, or no line of its log" >&2
  exit 1
fi
read -ra command <<<"$words"
"$simulator" "${command[@]}" -o "$scratch/walk" >/dev/null
sort -u "$scratch/walk/events.log" | comm -23 "$scratch/shown" - >"$scratch/missing"
if [ -s "$scratch/missing" ]; then
  echo "$page: events.log of 'standstill $words' has not:" >&2
  cat "$scratch/missing" >&2
  exit 1
fi
echo "$(wc -l <"$scratch/shown") lines of the log are as the page shows them"
