#!/bin/sh
# percpu.sh ELF: the preemption count is read and written off tp itself, never off a copy of it.
# SPDX-License-Identifier: Apache-2.0
#
# Source: our own. A task that can be preempted may go on on another hart between any two instructions:
# tp is that hart's then, a copy of it is not, and the count of the hart it has left would be
# changed. GCC makes such copies of a global register variable wherever it likes.
elf=$1
objdump=${OBJDUMP:-riscv64-linux-gnu-objdump}

"$objdump" -d --no-show-raw-insn "$elf" | awk -v offset=4 '
  /^[0-9a-f]+ <.*>:$/ { name = $2; split("", copy); next }
  $2 ~ /^[ls][bhwd]u?$/ {
    split($3, part, ",")
    word = part[2]
    base = part[2]
    sub(/\(.*/, "", word)
    gsub(/.*\(|\)/, "", base)
    if (word == offset && base == "tp") ++counts
    if (word == offset && base in copy) { print name " " $0 ": off a copy of tp"; failed = 1 }
  }
  $2 !~ /^(b.*|j|s[bhwd])$/ {
    split($3, part, ",")
    delete copy[part[1]]
    if ($2 == "mv" && part[2] == "tp") { copy[part[1]]; ++copies }
  }
  END {
    if (counts == 0) { print "no preemption count in the ELF"; failed = 1 }
    print counts + 0 " accesses to the preemption count, " copies + 0 " copies of tp"
    exit failed
  }'
