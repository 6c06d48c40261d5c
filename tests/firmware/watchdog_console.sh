#!/bin/sh
# watchdog_console.sh PROGRAM ELF: what the hard-lockup detector says on the console of four harts.
# SPDX-License-Identifier: Apache-2.0
#
# The hart that is held in PREPARE is the last; the report names it and every stopper. With
# lockup=panic the same report ends the run.
program=$1 elf=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
console=$folder/run/console.log

fail() {
  echo "$1"
  cat "$console"
  exit 1
}
run() { "$program" run watchdog --firmware "$elf" --harts 4 -o "$folder/run" "$@" >/dev/null 2>&1; }

run || fail "the scenario fails"
sed -n '/hard LOCKUP on hart 3/,+4p' "$console" >"$folder/report"
[ "$(grep -c 'hard LOCKUP' "$folder/report")" -eq 1 ] || fail "not one report of hart 3"
grep -q 'in held/3$' "$folder/report" || fail "the report does not name the task"
for hart in 0 1 2; do
  grep -q "^hart $hart: Stopper: 0x[0-9a-f]* <- 0x[0-9a-f]*$" "$folder/report" ||
    fail "no word of the stopper of hart $hart, which waits in PREPARE"
done
grep -q '^hart 3: Stopper: work waits$' "$folder/report" || fail "no word of the stopper of hart 3"
run --arg lockup=panic && fail "lockup=panic passes"
grep -q '^FAIL: panic on hart 3: hard lockup$' "$console" || fail "lockup=panic does not say so"
