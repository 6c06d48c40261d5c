#!/bin/sh
# sched_console.sh PROGRAM ELF: the listing of tasks that `sched` prints on four harts.
# SPDX-License-Identifier: Apache-2.0
#
# The scenario has given the workers of hart 0 a policy each; every other hart has at least its idle
# task and its stopper in disguise.
program=$1 elf=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
console=$folder/run/console.log

fail() {
  echo "$1"
  cat "$console"
  exit 1
}
# listed CPU CLASS POLICY RTPR PRI NI NAME: a row of the listing, its other columns sane.
listed() {
  awk -v row="$*" '
    BEGIN { split(row, want) }
    /^CPU +CLASS +POLICY +RTPR +PRI +NI +STATE +CPUS +NAME$/ { inside = 1; next }
    inside && NF == 9 && $7 ~ /^(R\+?|S|P|X)$/ && $8 ~ /^[1-4]$/ {
      for (i = 1; i <= 6 && $i == want[i]; ++i) continue
      if (i == 7 && $9 == want[7]) ++found
    }
    END { exit found != 1 }' "$console" || fail "not listed once: $*"
}

"$program" run sched --firmware "$elf" --harts 4 --arg ps=yes -o "$folder/run" >/dev/null 2>&1 ||
  fail "the scenario fails"
listed 0 rt RR 7 92 0 worker/0
listed 0 fair BATCH 0 125 5 worker/0
listed 0 fair IDLE 0 120 0 worker/0
listed 0 deadline DEADLINE 0 -1 0 worker/0
for hart in 0 1 2 3; do
  listed $hart idle NORMAL 0 140 0 swapper/$hart
  listed $hart stop FIFO 99 0 0 migration/$hart
done
[ "$(grep -c ' R+ ' "$console")" -ge 1 ] || fail "no task runs"
