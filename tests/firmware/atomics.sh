#!/bin/sh
# atomics.sh ELF: what the source cannot hold about LR and SC, held in the code that came of it.
# SPDX-License-Identifier: Apache-2.0
#
# Source: RISC-V unprivileged specification, "Load-Reserved/Store-Conditional": LR.rl and SC.aq
# promise no order (GCC 12 makes them of some orders of compare_exchange), and a handler gives up
# the reservation it may leave behind by an SC of its own.
elf=$1
objdump=${OBJDUMP:-riscv64-linux-gnu-objdump}

"$objdump" -d --no-show-raw-insn "$elf" | awk '
  function complain(text) { print text; failed = 1 }
  /^[0-9a-f]+ <.*>:$/ { name = $2; sc = 0 }
  $2 ~ /^lr\.[wd]/ { ++seen; if ($2 ~ /^lr\.[wd]\.rl$/) complain(name " " $0 ": no order") }
  $2 ~ /^sc\.[wd]/ { sc = 1; if ($2 ~ /^sc\.[wd]\.aq$/) complain(name " " $0 ": no order") }
  $2 == "mret" { ++returns; if (!sc) complain(name " returns from a trap with the reservation") }
  END {
    if (seen == 0) complain("no LR in the ELF")
    if (returns == 0) complain("no return from a trap in the ELF")
    exit failed
  }'
