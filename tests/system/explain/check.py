#!/usr/bin/env python3
# The critical path of whole runs: every cycle charged once, and the culprit named first.
# SPDX-License-Identifier: Apache-2.0
"""check.py STANDSTILL FIRMWARE every
   check.py STANDSTILL FIRMWARE sums SCENARIO HARTS [key=value]...
   check.py STANDSTILL FIRMWARE levels
   check.py STANDSTILL FIRMWARE random COUNT SEED
   check.py STANDSTILL FIRMWARE culprit NAME
   check.py STANDSTILL FIRMWARE lies"""
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import log_truth

# What a machine may be; any combination is legal and runs the firmware.
FREEDOMS = {
    "hart.store_order": ["fifo", "relaxed"],
    "hart.store_buffer_depth": [1, 2, 8],
    "hart.atomics": ["near", "far"],
    "hart.irq_sync": [1, 2, 7],
    "l1d.size": [1024, 32768],
    "l1i.size": [1024, 32768],
    "l2.banks": [1, 2, 4],
    "l2.tag_latency": [1, 4, 11],
    "l2.data_latency": [0, 6],
    "dram.latency": [1, 100],
    "interconnect.kind": ["crossbar", "ring", "mesh"],
    "interconnect.hop_latency": [1, 3, 9],
    "interconnect.link_bytes": [1, 16, 64],
    "fabric.clock_divider": [1, 3, 4],
    "fabric.posted_stores": ["false", "true"],
    "l1d.fill_latency": [1, 40],
}
ARGUMENTS = {
    "load": ["none", "compute", "irqoff", "lock", "mixed"],
    "doorbell": ["mswi", "sswi", "multicast"],
    "spin": ["relax", "pause", "wrs.sto", "wrs.nto"],
    "barrier": ["central", "tree", "dissemination"],
    "layout": ["linux", "split", "per_hart"],
    "cpus": ["first", "all"],
}
# One thing is slow: options that make it so, the causes of which one must be the largest, and the
# words that the first sentence must have for it.
CULPRITS = {
    "irqoff": (["--arg", "load=irqoff", "--arg", "irqoff=20000"], {"irqs_masked"},
               "with interrupts masked in standstill::scenarios::irqoff()"),
    "fn": (["--arg", "fn=5000"], {"fn"}, "executing the stopped function"),
    "fabric": (["--set", "fabric.clock_divider=512"], {"bus", "fabric"}, "on the way to devices"),
    "dram": (["--set", "dram.latency=3000"], {"fetch_miss", "miss_memory", "store_drain"},
             "waiting for instructions"),
    "far_home": (["--set", "interconnect.kind=mesh", "--set", "interconnect.homes=edge", "--set",
                  "interconnect.columns=1", "--set", "interconnect.hop_latency=60", "--set",
                  "end.end_delay=10000"], {"miss_owner"},
                 "waiting for lines of another hart's cache"),
    "stall": ([], {"stall"}, "in stalls put in on purpose"),
}


def fail(message):
    sys.exit(f"FAIL: {message}")


class Bench:
    def __init__(self, simulator, firmware, folder):
        self.simulator, self.firmware, self.folder = simulator, firmware, pathlib.Path(folder)

    def run(self, name, scenario, harts, words):
        output = self.folder / name
        command = [self.simulator, "run", scenario, "--harts", str(harts), "--firmware",
                   self.firmware, "-o", str(output), *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            fail(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return output

    def explain(self, output, *words):
        done = subprocess.run([self.simulator, "explain", str(output), *words],
                              capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            fail(f"explain {output}: exit {done.returncode}: {done.stderr}")
        return done.stdout


def results_of(output):
    return json.loads((output / "results.json").read_text())


def check_sums(bench, output):
    """Charges add up to the rendezvous, segments tile it, and the log says what they say."""
    results = results_of(output)
    rendezvous = {r["id"]: r for r in results["rendezvous"]}
    # In the other barriers a hart goes on with what it has to tell others after its own ack.
    central = results["arguments"].get("barrier", "central") == "central"
    for one in rendezvous.values():
        path = one["critical_path"]
        if one["return"] is None:
            if path is not None:
                fail(f"rendezvous {one['id']} has not returned and has a path")
            continue
        for part in ("by_cause", "by_hart", "by_function"):
            if sum(path[part].values()) != one["rendezvous"] or path["cycles"] != one["rendezvous"]:
                fail(f"{output}, rendezvous {one['id']}: {part} is {path}, not {one['rendezvous']}")
    log = log_truth.Log(output / "events.log")
    if not any(one["critical_path"] for one in rendezvous.values()):
        return 0
    for explained in json.loads(bench.explain(output, "--json"))["rendezvous"]:
        one = rendezvous[explained["id"]]
        if explained["critical_path"] != one["critical_path"]:
            fail(f"{output}, rendezvous {one['id']}: read back, its path is another")
        at = one["call"]
        for segment in explained["segments"]:
            if segment["from"] != at or segment["cycles"] < 1:
                fail(f"{output}, rendezvous {one['id']}: a gap or an overlap at {segment}")
            at += segment["cycles"]
        if at != one["return"]:
            fail(f"{output}, rendezvous {one['id']}: the path ends at {at}")
        wrong = log_truth.check_states(log, explained)
        if central and not wrong:
            wrong = log_truth.check_waiters(log, one, explained)
        if wrong:
            fail(f"{output}, rendezvous {one['id']}: {wrong}")
    return len(rendezvous)


def sums(bench, scenario, harts, *arguments):
    words = [word for argument in arguments for word in ("--arg", argument)]
    count = check_sums(bench, bench.run("run", scenario, harts, words))
    if count == 0:
        fail("there was no rendezvous")
    print(f"{count} paths of {scenario} on {harts} harts add up")


def every(bench):
    """Short runs of all scenarios, each on as many harts as it needs, up to four."""
    listed = subprocess.run([bench.simulator, "list", "scenarios", "--json"], capture_output=True,
                            text=True, check=True).stdout
    for number, scenario in enumerate(json.loads(listed)):
        harts = max(scenario["min_harts"], 2 + number % 3)
        words = []
        for argument in scenario["arguments"]:
            if argument["name"] in ("rounds", "passes"):
                words += ["--arg", f"{argument['name']}=1"]
        name = scenario["name"]
        count = check_sums(bench, bench.run(name, name, harts, words))
        print(f"{name}: {count} paths on {harts} harts add up")


def levels(bench):
    """The paths are the same whatever else is in the log."""
    words = ["--arg", "rounds=3", "--arg", "load=mixed"]
    some = results_of(bench.run("rendezvous", "stop_machine", 4, words))
    whole = results_of(bench.run("all", "stop_machine", 4, [*words, "--log-level", "all"]))
    if some != whole:
        for a, b in zip(some["rendezvous"], whole["rendezvous"]):
            if a != b:
                fail(f"--log-level rendezvous {a['critical_path']}, all {b['critical_path']}")
        fail("--log-level changes results.json")
    print(f"{len(some['rendezvous'])} paths are the same with --log-level all")


def random_machines(bench, count, seed):
    generator = random.Random(int(seed))
    for number in range(int(count)):
        words = []
        for option, table in (("--set", FREEDOMS), ("--arg", ARGUMENTS)):
            for key, values in table.items():
                words += [option, f"{key}={generator.choice(values)}"]
        words += ["--arg", "rounds=2", "--arg", f"seed={number}"]
        scenario = generator.choice(["stop_machine", "stop_machine", "stop_two_cpus"])
        if scenario == "stop_two_cpus":
            words = drop_argument(words, "cpus=")
        harts = generator.choice([2, 3, 4])
        fast = bench.run(f"{number}", scenario, harts, words)
        slow = bench.run(f"{number}-lockstep", scenario, harts, [*words, "--lockstep"])
        for name in ("results.json", "events.log"):
            if (fast / name).read_bytes() != (slow / name).read_bytes():
                fail(f"machine {number}: in lock-step {name} differs: {words}")
        check_sums(bench, fast)
    print(f"the paths on {count} random machines add up, and are the same in lock-step")


def drop_argument(words, start):
    pairs = list(zip(words[::2], words[1::2]))
    return [word for pair in pairs if not pair[1].startswith(start) for word in pair]


def first_cause(path):
    return max(path["by_cause"], key=path["by_cause"].get)


def culprit(bench, name):
    words, causes, sentence = CULPRITS[name]
    base = ["--arg", "load=none"]
    if name == "stall":
        # Hart 2 sleeps through its doorbell and a while after.
        calm = results_of(bench.run("calm", "stop_machine", 4, base))["rendezvous"][1]
        words = ["--set", f"hart.stall=[[2, {calm['call'] + 200}, 30000]]"]
    if name != "irqoff":
        words = base + words
    output = bench.run("run", "stop_machine", 4, words)
    one = results_of(output)["rendezvous"][0 if name == "dram" else 1]
    path = one["critical_path"]
    if first_cause(path) not in causes:
        fail(f"{name} is slow and the first cause is {first_cause(path)}: {path}")
    text = bench.explain(output, "--rendezvous", str(one["id"]))
    paragraph = text.split("\n\n")[0].replace("\n", " ")
    if sentence not in re.split(r", hart|\. Hart ", paragraph)[0]:
        fail(f"{name} is slow and explain does not say '{sentence}' first:\n{text}")
    if any(line != line.rstrip() for line in text.splitlines()):
        fail(f"a line of explain ends in blanks:\n{text}")
    print(paragraph)


def lie_of(cause):
    """What a hart surely did not do while it did this; None where the log is not so sure."""
    if cause in ("execute", "fn"):
        return "miss_memory"
    return "execute" if cause in log_truth.OWN_WAITS | {"timer", "asleep"} else None


def waiting(log, rendezvous):
    """Segments that say of harts which only wait for the others that they execute."""
    for moment in ("prepare", "run_ack"):
        said = {hart["hart"]: hart[moment] for hart in rendezvous["per_hart"] if hart[moment]}
        last = max(said.values(), default=0)
        for hart, at in said.items():
            begin = log_truth.waits_from(log, f"hart{hart}", at, last)
            if begin < last and not log.handlers[f"hart{hart}"].overlapping(begin, last):
                yield {"hart": hart, "cause": "execute", "from": begin, "cycles": last - begin}


def lies(bench):
    """The judge itself: a path that says something else of a hart than the log is not taken."""
    output = bench.run("run", "stop_machine", 4, ["--arg", "rounds=3"])
    log = log_truth.Log(output / "events.log")
    rendezvous = {one["id"]: one for one in results_of(output)["rendezvous"]}
    told = dict.fromkeys(["execute", "miss_memory", "waiting"], 0)
    for explained in json.loads(bench.explain(output, "--json"))["rendezvous"]:
        for segment in explained["segments"]:
            lie = lie_of(segment["cause"])
            if lie is None:
                continue
            told[lie] += 1
            if not log_truth.check_states(log, {"segments": [{**segment, "cause": lie}]}):
                fail(f"that it was {lie} is believed of {segment}")
        for segment in waiting(log, rendezvous[explained["id"]]):
            told["waiting"] += 1
            if not log_truth.check_waiters(log, rendezvous[explained["id"]],
                                           {"segments": [segment]}):
                fail(f"of a hart that only waits this is believed: {segment}")
    if min(told.values()) == 0:
        fail(f"not every kind of lie was told: {told}")
    print(f"each of {sum(told.values())} lies was seen: {told}")


def main():
    simulator, firmware, what, *rest = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        {"every": every, "levels": levels, "sums": sums, "random": random_machines,
         "culprit": culprit, "lies": lies}[what](
            Bench(simulator, firmware, folder), *rest)


if __name__ == "__main__":
    main()
