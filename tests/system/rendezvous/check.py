#!/usr/bin/env python3
"""Runs a scenario and holds what docs/results.md says of every rendezvous, from results.json alone.

    check.py SIMULATOR FIRMWARE SCENARIO HARTS [key=value ...]

The order rules are those of docs/results.md, written a second time here: the program's own monitor is not
asked. SPDX-License-Identifier: Apache-2.0
"""
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

# Scenarios that take harts out of the machine: of its rendezvous some have fewer harts.
CHANGES_HARTS = ("hotplug", "hotplug_storm")
# Rendezvous in lock-step, and how many harts may take part in each; None: all of the machine.
LOCK_STEP = {"stop_machine": None, "stop_machine_from_inactive_cpu": None, "stop_two_cpus": [2],
             "stop_core": [1, 2]}
PATH = ["queued", "doorbell", "pending", "trap", "stopper", "prepare", "irq_off", "run_begin",
        "run_end", "run_ack", "exit", "irq_on"]


# With doorbell=multicast a mailbox is filled long before its doorbell is rung: a hart that looks into it for
# another reason runs its stopper first, and is rung later. Where each is rung by itself that takes a stopper that
# was awake for other work, took this too, and slept again before who queued it came to wake it.
PATHS_RUNG_LATE = [["queued", "doorbell", "pending", "trap"], ["queued", *PATH[PATH.index("stopper"):]]]


def fail(message):
    sys.exit(f"FAIL: {message}")


def known(rows, moment):
    return [row[moment] for row in rows if row[moment] is not None]


def is_rung_late(row):
    rung = row["doorbell"] if row["pending"] is None else row["pending"]
    return None not in (rung, row["stopper"]) and row["stopper"] < rung


def check_all_were_rung(results, multicast):
    """One store rings all but those that were about to schedule anyway: with this scenario, few."""
    if not multicast or results["scenario"] != "stop_machine":
        return
    others = sum(len(r["harts"]) - 1 for r in results["rendezvous"])
    rung = sum(r["doorbells"] for r in results["rendezvous"])
    if rung < 0.9 * others:
        fail(f"{rung} of {others} harts were rung")


def check_doorbells(results, multicast):
    """Who was rung, who was rung late, and that the figures leave the late ones out."""
    spans = {"ipi": [], "wakeup": []}
    for rendezvous in results["rendezvous"]:
        rows = rendezvous["per_hart"]
        rung = [row for row in rows if row["doorbell"] is not None]
        late = [row for row in rung if is_rung_late(row)]
        if [len(rung), len(late)] != [rendezvous["doorbells"], rendezvous["doorbells_late"]]:
            fail(f"rendezvous {rendezvous['id']}: {rendezvous['doorbells']} doorbells, "
                 f"{rendezvous['doorbells_late']} late; {len(rung)} and {len(late)} by its harts")
        for row in [] if multicast else late:
            if row["doorbell"] < row["stopper"]:
                fail(f"rendezvous {rendezvous['id']}: rung before its stopper ran, pending after: {row}")
        for row in rung:
            for figure, end in ("ipi", "trap"), ("wakeup", "stopper"):
                if row[end] is not None and row not in late:
                    spans[figure].append(row[end] - row["doorbell"])
    check_all_were_rung(results, multicast)
    for figure, values in spans.items():
        summary = results["summary"][figure]
        told = [summary["count"], summary["min"], summary["max"]]
        if told != [len(values), min(values, default=None), max(values, default=None)]:
            fail(f"{figure} is {summary}, of {sorted(values)}")


def check_order(rendezvous, harts, changes):
    """The rules between harts, and the order of moments at each."""
    name = f"rendezvous {rendezvous['id']}"
    rows = rendezvous["per_hart"]
    expected = LOCK_STEP[rendezvous["kind"]] or (range(1, harts + 1) if changes else [harts])
    if len(rows) not in expected or rendezvous["harts"] != [row["hart"] for row in rows]:
        fail(f"{name}: harts {[row['hart'] for row in rows]} of {harts}, {expected} expected")
    inactive = rendezvous["kind"] == "stop_machine_from_inactive_cpu"
    for row in rows:
        for path in PATHS_RUNG_LATE if is_rung_late(row) else [PATH]:
            moments = [(moment, row[moment]) for moment in path if row[moment] is not None]
            for (before, a), (after, b) in zip(moments, moments[1:]):
                if a > b:
                    fail(f"{name}, hart {row['hart']}: {before} at {a} comes after {after} at {b}")
        # Who calls from an inactive CPU has no stopper to wait for, and may have interrupts off.
        alone = inactive and row["hart"] == rendezvous["initiator"]
        needed = ["prepare", "run_ack", "exit"]
        for moment in needed if alone else ["queued", "stopper", "irq_off", "irq_on"] + needed:
            if row[moment] is None:
                fail(f"{name}, hart {row['hart']}: no {moment}")
        if alone:
            continue
        if not rendezvous["call"] <= row["queued"] or not row["irq_on"] > row["exit"]:
            fail(f"{name}, hart {row['hart']}: {row}")
    if min(known(rows, "irq_off")) <= max(known(rows, "prepare")):
        fail(f"{name}: interrupts off before the last prepare")
    # With an empty mask fn runs nowhere.
    if min(known(rows, "run_begin"), default=math.inf) <= max(known(rows, "irq_off")):
        fail(f"{name}: fn began before the last irq_off")
    if min(known(rows, "exit")) <= max(known(rows, "run_ack")):
        fail(f"{name}: exit before the last run_ack")
    if not rendezvous["call"] < rendezvous["done"] < rendezvous["return"]:
        fail(f"{name}: call, done, return are {rendezvous['call']}, {rendezvous['done']}, "
             f"{rendezvous['return']}")
    if rendezvous["rendezvous"] != rendezvous["return"] - rendezvous["call"]:
        fail(f"{name}: rendezvous is not return - call")
    if rendezvous["gather"] != max(known(rows, "prepare")) - rendezvous["call"]:
        fail(f"{name}: gather is not the last prepare - call")
    if not inactive and rendezvous["stopped"] != max(known(rows, "irq_on")) - min(known(rows, "stopper")):
        fail(f"{name}: stopped is not the last irq_on - the first stopper")


def check_single(rendezvous):
    """stop_cpus() and stop_one_cpu(): no lock-step, but fn runs on each hart that was asked."""
    for row in rendezvous["per_hart"]:
        moments = [row["queued"], row["stopper"], row["run_begin"], row["run_end"]]
        if None in moments or moments != sorted(moments):
            fail(f"rendezvous {rendezvous['id']}, hart {row['hart']}: queued, stopper, run_begin, "
                 f"run_end are {moments}")
    if rendezvous["fn"] is None or not rendezvous["call"] < rendezvous["return"]:
        fail(f"rendezvous {rendezvous['id']}: fn is {rendezvous['fn']}")


def check_accounts(results):
    cycles = results["outcome"]["cycles"]
    for hart in results["harts"]:
        charged = sum(hart["cycles_by_cause"].values())
        if hart["cycles"] != cycles or charged != cycles:
            fail(f"hart {hart['id']}: {charged} cycles charged, {hart['cycles']} counted, "
                 f"the run has {cycles}")


def main():
    simulator, firmware, scenario, harts = sys.argv[1:5]
    arguments = dict(word.split("=") for word in sys.argv[5:])
    with tempfile.TemporaryDirectory() as folder:
        command = [simulator, "run", scenario, "--harts", harts, "--firmware", firmware,
                   "--log-level", "marks", "-o", folder + "/run"]
        for key, value in arguments.items():
            command += ["--arg", f"{key}={value}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        if done.returncode != 0:
            fail(f"exit {done.returncode}\n{done.stdout}{done.stderr}")
        results = json.loads((pathlib.Path(folder) / "run" / "results.json").read_text())
        last = (pathlib.Path(folder) / "run" / "console.log").read_text().splitlines()[-1]
    if not re.match(f"PASS: {scenario}: .*\\b{harts} harts", last):
        fail(f"the last line is not the PASS line: {last}")
    check_accounts(results)
    # A call that no stopper took work from (-ENOENT) is told by its empty list of harts.
    refused = [r for r in results["rendezvous"] if not r["harts"]]
    if refused and scenario not in ("stop_api", *CHANGES_HARTS):
        fail(f"{len(refused)} calls were refused")
    multicast = arguments.get("doorbell") == "multicast"
    check_doorbells(results, multicast)
    stops = [r for r in results["rendezvous"] if r["kind"] in LOCK_STEP and r["harts"]]
    if scenario == "stop_machine" and len(stops) != int(arguments.get("rounds", 3)):
        fail(f"{len(stops)} rendezvous, {arguments.get('rounds', 3)} asked for")
    for rendezvous in stops:
        check_order(rendezvous, int(harts), scenario in CHANGES_HARTS)
    others = [r for r in results["rendezvous"] if r["kind"] not in LOCK_STEP and r["harts"]]
    if scenario == "stop_two_cpus" and len(stops) != 2 * int(harts) * int(arguments.get("rounds", 3)):
        fail(f"{len(stops)} rendezvous of two")
    if scenario in ("stop_cpus", "stop_one_cpu") and not others:
        fail(f"{scenario} left no rendezvous")
    for rendezvous in others:
        check_single(rendezvous)
    print(f"{len(stops)} lock-step and {len(others)} other rendezvous on {harts} harts keep the order; every cycle is charged")


if __name__ == "__main__":
    main()
