#!/bin/sh
# wait_loop.sh ELF: a pass of the wait loop of multi_cpu_stop(), in every instance, holds nothing
# but what its spin policy waits by, one load of the state, the per-CPU counters of its version and
# its branches: no call, no load that would fetch a policy, no CSR access.
#
# Spin policies: relax is one pause, pause are 32, wrs.nto and wrs.sto are LR, branch and WRS, wfi is
# WFI between CSR accesses that let one interrupt end it. With the barrier unit the look is a read of
# mip, which is no load.
#
# Counters in a pass, while the state is PREPARE and later: 4.7 and 4.19 touch the watchdog, later;
# 6.10 tells RCU in every pass, by an ordered amo while interrupts are on, and touches the watchdog,
# later; 2025 does both, later. Who sleeps without a bound touches the watchdog once more, before it
# sleeps, and is in an extended quiescent state meanwhile: three counters and two fences, later.
# SPDX-License-Identifier: Apache-2.0
#
# A pass is a path from the end of a wait to the next wait without a call: a change of state makes a
# call, and so does a round of the barrier that ends.
elf=$1
objdump=${OBJDUMP:-riscv64-linux-gnu-objdump}

"$objdump" -d --no-show-raw-insn "$elf" | awk '
  BEGIN {
    early["kLinux47E"] = early["kLinux419E"] = early["kLinux2025E"] = 0
    early["kLinux610E"] = 1
    late["kLinux47E"] = late["kLinux419E"] = 1
    late["kLinux610E"] = late["kLinux2025E"] = 2
    waits["RelaxSpin"] = "P"
    waits["PauseSpin"] = "PPPPPPPPPPPPPPPPPPPPPPPPPPPPPPPP"
    waits["WrsNtoSpin"] = "LBN"
    waits["WrsStoSpin"] = "LBS"
    waits["WfiSpin"] = "W"
  }
  function complain(text) { print name ": " text; failed = 1 }
  # A letter for each instruction that a wait can be made of.
  function letter(i) {
    if (op[i] == ".word") return arg[i] == "0x0100000f" ? "P" : arg[i] == "0x00d00073" ? "N" : "S"
    if (op[i] == "pause") return "P"
    if (op[i] == "wfi") return "W"
    if (op[i] ~ /^wrs/) return op[i] == "wrs.nto" ? "N" : "S"
    return op[i] == "lr.w" ? "L" : op[i] == "blt" && op[i - 1] == "lr.w" ? "B" : ""
  }
  # How many instructions the wait takes that begins at i; 0 if none does.
  function wait_at(i,   n, seen) {
    if (letter(i) == "" || letter(i - 1) != "") return 0
    while (letter(i + n) != "") seen = seen letter(i + n++)
    if (seen != waits[spin]) complain("waits by " seen ", not by " waits[spin])
    return n
  }
  # Follows the code from instruction i with what the pass has done so far.
  function follow(i, steps, states, loads, stores, amos, fences) {
    if (i > count || steps > 40 || op[i] ~ /^(jal|jalr|ret|mret)$/) return
    if (wait_at(i)) return judge(steps, states, loads, stores, amos, fences)
    if (op[i] == (unit ? "csrr" : "lw")) ++states
    else if (op[i] == "ld") ++loads
    else if (op[i] == "sd") ++stores
    else if (op[i] == "amoadd.d.aqrl") { ++loads; ++stores; ++amos }
    else if (sleeps && op[i] == "fence" && arg[i] == "rw,rw") ++fences
    else if (spin == "WfiSpin" && op[i] ~ /^csr/ && arg[i] ~ /mie|mstatus/) {}
    else if (op[i] !~ /^(b[a-z]*|j|mv|l?ui|li|addw?|and|s[lr]l|sext.w|nop)$/) return leave(i)
    if (op[i] ~ /^(b[a-z]*|j)$/) follow(where[target[i]], steps + 1, states, loads, stores, amos, fences)
    if (op[i] != "j") follow(i + 1, steps + 1, states, loads, stores, amos, fences)
  }
  # Leaving the loop, for good or for a call, is no pass; anything odd that comes back to a wait is.
  function leave(i,   j) {
    for (j = i; j <= count && op[j] !~ /^(jal|ret|mret)$/; ++j)
      if (letter(j) != "" || op[j] ~ /^(b[a-z]*|j)$/)
        return complain("not allowed in a pass: " op[i] " " arg[i] " at " at[i])
  }
  # Of a sleep the pass may hold the end, the begin, or both: which of them belong together is decided
  # by the state alone.
  function judge(steps, states, loads, stores, amos, fences,   most) {
    ++passes
    most = late[version] + (sleeps ? 3 : 0)
    if (states != 1) complain(states " loads of the state in a pass")
    if (loads != stores || loads > most || (!sleeps && loads != early[version] && loads != most))
      complain(loads " loads and " stores " stores of counters in a pass")
    if (sleeps ? amos > early[version] : amos != (loads == 1 && early[version] == 1))
      complain(amos " amos in a pass")
    if (loads == early[version] && fences == 0) ++waiting
    if (loads == most && fences == (sleeps ? 2 : 0)) ++counting
    print name ": a pass of " steps " instructions after its wait"
  }
  function check(   i) {
    passes = waiting = counting = 0
    if (!match(name, /kLinux[0-9]+E/)) return complain("of no version")
    version = substr(name, RSTART, RLENGTH)
    unit = name ~ /UnitBarrier/
    if (!match(name, /(Relax|Pause|WrsNto|WrsSto|Wfi)Spin/)) return complain("of no spin policy")
    spin = substr(name, RSTART, RLENGTH)
    sleeps = spin == "WrsNtoSpin" || spin == "WfiSpin"
    ++seen[version]
    ++seen[spin]
    for (i = 1; i <= count; ++i) if (n = wait_at(i)) follow(i + n, 0, 0, 0, 0, 0, 0)
    if (passes == 0) complain("no pass of the wait loop found")
    if (waiting == 0) complain("no pass has the counters of PREPARE")
    if (counting == 0) complain("no pass has the counters of the later states")
    ++checked
  }
  /^[0-9a-f]+ <.*multi_cpu_stop.*>:$/ { name = $2; inside = 1; count = 0; delete where; next }
  /^$/ { if (inside) check(); inside = 0 }
  inside {
    ++count
    at[count] = $1
    sub(/:$/, "", at[count])
    where[at[count]] = count
    op[count] = $2
    arg[count] = $3
    n = split($3, part, ",")
    target[count] = part[n]
  }
  END {
    if (inside) check()
    # Each version with Linux\x27s policies, with and without the NMI; 6.10 with each barrier and layout.
    for (version in late)
      if (seen[version] < 2) { print "too few multi_cpu_stop() of " version; failed = 1 }
    for (spin in waits)
      if (seen[spin] < (spin == "WfiSpin" ? 1 : 9)) { print "too few multi_cpu_stop() of " spin; failed = 1 }
    exit failed
  }'
