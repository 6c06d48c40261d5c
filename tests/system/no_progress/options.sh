#!/usr/bin/env bash
# --no-progress takes a number of cycles or off, and off is off. options.sh SIMULATOR FIRMWARE
# SPDX-License-Identifier: Apache-2.0
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
run() { "$1" run known_bugs --firmware "$2" --log-level marks -o "$folder/run" "${@:3}" >"$folder/said" 2>&1; }
expect() { # exit code, words
  [ "$code" -eq "$1" ] && grep -q -- "$2" "$folder/said" || {
    echo "exit $code, not $1, or no: $2"
    cat "$folder/said"
    exit 1
  }
}
for bad in 0 -1 never 1e6; do
  run "$1" "$2" --no-progress=$bad
  code=$?
  expect 2 "--no-progress $bad: it must be a number of cycles, 1 to 9999999999999999999, or off"
done
run "$1" "$2" --arg bug=S4 --no-progress off --max-cycles 400000
code=$?
expect 3 'no end within --max-cycles 400000'
grep -q 'hart 1 waits for hart 0 to wake its stopper' "$folder/said" || exit 1
# The run that looks for the rendezvous gets nowhere either, and says so; the waves are those of the hang.
run "$1" "$2" --arg bug=S4 --no-progress 100000 --waves rendezvous=0,margin=100
code=$?
expect 3 'hart 1 waits for hart 0 to wake its stopper'
[ -s "$folder/run/wave.fst" ] || {
  echo "no waves of the rendezvous that hangs"
  exit 1
}
# The limit that came first is the one that is named.
run "$1" "$2" --arg bug=S4 --no-progress off --max-cycles 400000
cycles=$(grep -o 'hang, [0-9,]* cycles' "$folder/said" | tr -dc 0-9)
[ "$cycles" = 400000 ] || exit 1
run "$1" "$2" --arg bug=none --arg fixed=on
code=$?
expect 2 'fixed'
