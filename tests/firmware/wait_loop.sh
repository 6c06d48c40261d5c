#!/bin/sh
# wait_loop.sh ELF: a pass of the wait loop of multi_cpu_stop(), in every instance, holds nothing
# but the pause, one load of the state, the per-CPU counters of its version and its branches: no
# call, no load that would fetch a policy, no CSR access.
#
# Counters in a pass, while the state is PREPARE and later: 4.7 and 4.19 touch the watchdog, later;
# 6.10 tells RCU in every pass, by an ordered amo while interrupts are on, and touches the watchdog,
# later; 2025 does both, later.
# SPDX-License-Identifier: Apache-2.0
#
# A pass is a path from a pause back to a pause without a call: a change of state makes a call.
elf=$1
objdump=${OBJDUMP:-riscv64-linux-gnu-objdump}

"$objdump" -d --no-show-raw-insn "$elf" | awk '
  BEGIN {
    early["kLinux47E"] = early["kLinux419E"] = early["kLinux2025E"] = 0
    early["kLinux610E"] = 1
    late["kLinux47E"] = late["kLinux419E"] = 1
    late["kLinux610E"] = late["kLinux2025E"] = 2
  }
  function complain(text) { print name ": " text; failed = 1 }
  function is_pause(i) { return op[i] == ".word" && arg[i] == "0x0100000f" }
  # Follows the code from instruction i with what the pass has done so far.
  function follow(i, steps, states, loads, stores, amos) {
    if (i > count || steps > 40 || op[i] ~ /^(jal|jalr|ret|mret)$/) return
    if (is_pause(i)) return judge(steps, states, loads, stores, amos)
    if (op[i] == "lw") ++states
    else if (op[i] == "ld") ++loads
    else if (op[i] == "sd") ++stores
    else if (op[i] == "amoadd.d.aqrl") { ++loads; ++stores; ++amos }
    else if (op[i] !~ /^(b[a-z]*|j|mv|li|add|nop)$/) return leave(i)
    if (op[i] ~ /^(b[a-z]*|j)$/) follow(where[target[i]], steps + 1, states, loads, stores, amos)
    if (op[i] != "j") follow(i + 1, steps + 1, states, loads, stores, amos)
  }
  # Leaving the loop for good is no pass; anything odd that comes back to a pause is.
  function leave(i,   j) {
    for (j = i; j <= count && op[j] !~ /^(ret|mret)$/; ++j)
      if (op[j] == "jal" || is_pause(j) || (op[j] ~ /^(b[a-z]*|j)$/ && where[target[j]] < i))
        return complain("not allowed in a pass: " op[i] " " arg[i] " at " at[i])
  }
  function judge(steps, states, loads, stores, amos) {
    ++passes
    if (states != 1) complain(states " loads of the state in a pass")
    if (loads != stores || (loads != early[version] && loads != late[version]))
      complain(loads " loads and " stores " stores of counters in a pass")
    if (amos != (loads == 1 && early[version] == 1)) complain(amos " amos in a pass")
    if (loads == early[version]) ++waiting
    if (loads == late[version]) ++counting
    print name ": a pass of " steps " instructions after its pause"
  }
  function check(   i) {
    passes = waiting = counting = 0
    if (!match(name, /kLinux[0-9]+E/)) return complain("of no version")
    version = substr(name, RSTART, RLENGTH)
    seen[version] = 1
    for (i = 1; i <= count; ++i) if (is_pause(i)) follow(i + 1, 0, 0, 0, 0, 0)
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
    for (version in late)
      if (!(version in seen)) { print "no multi_cpu_stop() of " version; failed = 1 }
    exit failed
  }'
