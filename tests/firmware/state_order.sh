#!/bin/sh
# state_order.sh ELF: wherever the kernel publishes a new state of a rendezvous, the counter is full
# before the state invites to count: marker, store, fence w,w, store, and no other store between.
# SPDX-License-Identifier: Apache-2.0
#
# No run can show the fence's absence: state and counter share a cache line in Linux's layout, and
# stores to one line do not pass each other on this machine.
elf=$1
objdump=${OBJDUMP:-riscv64-linux-gnu-objdump}
set_state=14 # platform::Marker::SetState

"$objdump" -d --no-show-raw-insn "$elf" | awk -v marker="$set_state" '
  /^[0-9a-f]+ </ { name = $2 }
  $2 == "slti" && $3 ~ "^zero,[a-z0-9]+," marker "$" { ++found; seen = "" ; at = $1; where = name; next }
  at != "" && ($2 ~ /^(s[bhwd]|fence|amo)/) { seen = seen $2 ($2 == "fence" ? $3 : "") " " }
  at != "" && seen ~ /^sw fencew,w sw / { at = ""; next }
  at != "" && seen != "" && "sw fencew,w sw " !~ "^" seen {
    print where " sets a state at " at " by: " seen; failed = 1; at = ""
  }
  END {
    print found + 0 " places set a state"
    if (found < 8) { print "too few: is the marker still " marker "?"; failed = 1 }
    exit failed
  }'
