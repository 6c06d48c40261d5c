#!/bin/sh
# state_order.sh ELF: how the kernel publishes a state of a rendezvous, in every instance.
#
# central, tree   the counter is full before the state invites to count: marker, store, fence w,w,
#                 store, and no other store between
# per_hart        the stores that publish follow the same way
# dissemination   nobody publishes but the first state, with nothing to be ordered; each store that
#                 tells another CPU follows fence rw,w: what was before the ack is seen by who is told
# unit            nobody publishes; each arrival, behind its marker, follows fence rw,o
# SPDX-License-Identifier: Apache-2.0
#
# No run can show the fence's absence in Linux's layout: state and counter share a cache line there,
# and stores to one line do not pass each other on this machine.
elf=$1
objdump=${OBJDUMP:-riscv64-linux-gnu-objdump}
set_state=14 # platform::Marker::SetState

"$objdump" -d --no-show-raw-insn "$elf" | awk -v marker="$set_state" '
  function complain(text) { print name " at " $1 " " text; failed = 1 }
  /^[0-9a-f]+ </ { name = $2; scattered = name ~ /Dissemination|UnitBarrier/
    unit = name ~ /UnitBarrier/; at = last = ""; next }
  # An ack is a store with its marker behind it; what is heard is passed on by any store of hear().
  unit && $2 == "slti" && $3 ~ /,(7|8|11)$/ {
    if (last == "fencerw,o") ++arrivals
    else complain("arrives without a fence")
  }
  scattered && !unit && (name ~ /hear/ && $2 == "sw" && $3 !~ /\(sp\)$/ || before == "sw" && $2 == "slti") {
    if (last == "fencerw,w" || before == "sw" && prior == "fencerw,w") ++told
    else complain("tells another CPU without a release")
  }
  { before = $2 }
  scattered && $2 ~ /^(s[bhwd]|fence|amo)/ { prior = last; last = $2 ($2 == "fence" ? $3 : "") }
  $2 == "slti" && $3 ~ "^zero,[a-z0-9]+," marker "$" {
    if (scattered) { ++derived; next }
    ++found
    seen = ""
    at = $1
    next
  }
  at != "" && ($2 ~ /^(s[bhwd]|fence|amo)/) { seen = seen $2 ($2 == "fence" ? $3 : "") " " }
  # To many words: the loop that stores them may stand anywhere.
  at != "" && seen ~ (name ~ /PerHart/ ? "^sw fencew,w " : "^sw fencew,w sw ") { at = ""; next }
  at != "" && seen != "" && "sw fencew,w sw " !~ "^" seen {
    complain("sets a state by: " seen)
    at = ""
  }
  END {
    print found + 0 " places set a state, " derived + 0 " find it without a publisher, " \
          told + 0 " tell another CPU, " arrivals + 0 " arrive at the unit"
    if (found < 20 || derived < 6 || told < 9 || arrivals < 3) {
      print "too few: is the marker still " marker "?"
      failed = 1
    }
    exit failed
  }'
