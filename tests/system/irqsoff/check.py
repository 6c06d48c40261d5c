#!/usr/bin/env python3
# Sections with interrupts off, messages and bus waits: results.json against events.log.
# SPDX-License-Identifier: Apache-2.0
"""check.py STANDSTILL FIRMWARE log SCENARIO HARTS [key=value]... [--set key=value]...
   check.py STANDSTILL FIRMWARE culprit | levels | bad_usage

What docs/results.md says is computed here a second time, from the log alone."""
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

NMI = "25"
DEVICES = {"mswi": range(0x2000000, 0x2004000), "multicast": range(0x2410000, 0x2411000),
           "sswi": range(0x2F00000, 0x2F04000), "imsic": range(0x24000000, 0x28000000)}
TILE_MESSAGES = ("ReadShared", "ReadUnique", "CleanUnique", "ReadOnce", "WriteBackFull", "Evict", "Atomic",
                 "SnpShared", "SnpUnique", "SnpOnce", "SnpResp", "SnpRespData")


def fail(message):
    sys.exit(f"FAIL: {message}")


def same(what, told, counted):
    if told != counted:
        fail(f"{what}: results.json says {told}, events.log {counted}")


def run(simulator, firmware, folder, scenario, harts, words, level="all"):
    """Runs it and gives its results and its events."""
    command = [simulator, "run", scenario, "--harts", str(harts), "--firmware", firmware, "--log-level", level,
               "-o", folder]
    machine = words[words.index("--set"):] if "--set" in words else []
    for word in words[:len(words) - len(machine)]:
        command += ["--arg", word]
    done = subprocess.run(command + machine, capture_output=True, text=True, timeout=280)
    if done.returncode != 0:
        fail(f"exit {done.returncode}: {done.stdout}{done.stderr}")
    path = pathlib.Path(folder)
    events = []
    for line in (path / "events.log").read_text().splitlines():
        cycle, source, kind, number, cause, *values = line.split("\t")
        events.append((int(cycle), source, kind, number, cause, dict(value.split("=") for value in values)))
    return json.loads((path / "results.json").read_text()), events


class Sections:
    """The sections of one hart."""

    def __init__(self):
        self.all = []
        self.open = None
        self.asleep = False
        self.held = {}

    def begin(self, cycle, pc):
        self.open = {"begin": cycle, "started_at": pc}

    def end(self, cycle, pc):
        held = [cycle - since for since in self.held.values()]
        self.all.append({**self.open, "cycles": cycle - self.open["begin"], "ended_at": pc,
                         "held_back": len(held), "held_back_cycles": sum(held)})
        self.open = None

    def take(self, cycle, kind, values, in_window):
        if kind == "interrupts":
            self.asleep = False
            if values["enabled"] == "1":
                if self.open:
                    self.end(cycle, int(values["pc"], 16))
                self.held = {}
            elif not self.open:
                self.begin(cycle, int(values["pc"], 16))
        elif kind == "pending" and values["bit"] != NMI:
            if values["level"] == "0":
                self.held.pop(values["bit"], None)
            elif self.open or self.asleep:
                self.held[values["bit"]] = cycle
        elif kind == "sleep" and values["for"] == "asleep" and self.open and not in_window:
            self.held = {}
            self.end(cycle, int(values["pc"], 16))
            self.asleep = True
        elif kind == "wake" and self.asleep:
            self.asleep = False
            self.begin(cycle, int(values["pc"], 16))
            self.held = {bit: cycle for bit in self.held}


def windows_of(results, hart):
    """Of each window of this hart: (irq_off, irq_on) and what it held back."""
    rows = [row for each in results["rendezvous"] for row in each["per_hart"] if row["hart"] == hart]
    return {(row["irq_off"], row["irq_on"]): [row["held_back"], row["held_back_cycles"]] for row in rows
            if row["irq_on"] is not None}


def check_sections(results, events):
    for told in results["irq_off"]:
        hart = told["hart"]
        windows = windows_of(results, hart)
        sections = Sections()
        for cycle, source, kind, _, _, values in events:
            if source == f"hart{hart}":
                sections.take(cycle, kind, values, any(a <= cycle < b for a, b in windows))
        if sections.open:
            sections.end(results["outcome"]["cycles"], None)
        name, all_ = f"hart {hart}", sections.all
        same(f"{name}: sections", told["sections"], len(all_))
        for field in "cycles", "held_back", "held_back_cycles":
            same(f"{name}: {field}", told[field], sum(each[field] for each in all_))
        buckets = collections.Counter(1 << max(each["cycles"].bit_length() - 1, 0) for each in all_)
        same(f"{name}: histogram", told["histogram"], {str(k): buckets[k] for k in sorted(buckets)})
        inside = [each for each in all_ if (each["begin"], each["begin"] + each["cycles"]) in windows]
        same(f"{name}: sections that are windows", len(inside), len(windows))
        same(f"{name}: windows", [told["windows"], told["window_cycles"]],
             [len(windows), sum(b - a for a, b in windows)])
        same(f"{name}: held back in windows", [told["window_held_back"], told["window_held_back_cycles"]],
             [sum(held[i] for held in windows.values()) for i in (0, 1)])
        outside = [each for each in all_ if each not in inside]
        check_longest(f"{name}: longest", told["longest"], all_)
        check_longest(f"{name}: longest outside", told["longest_outside"], outside)


def check_longest(name, told, sections):
    if not sections:
        return same(name, told, None)
    longest = max(sections, key=lambda each: each["cycles"])  # the first of several
    if told["started_at"]["symbol"] is None:
        fail(f"{name}: no symbol at {told['started_at']['pc']:#x}")
    pcs = {key: told[key] and told[key]["pc"] for key in ("started_at", "ended_at")}
    return same(name, {**{key: told[key] for key in longest}, **pcs}, longest)


def check_messages(results, events):
    """Of the whole run, by the counters, and of each rendezvous, by type, cause and line."""
    counted = collections.Counter()
    of_line = {}  # line: access kinds of all that asked for it
    for _, _, kind, _, _, values in events:
        if kind == "miss":
            counted[values["type"]] += 1
            of_line.setdefault(int(values["line"], 16) & ~63, set()).add(values["for"])
        elif kind == "snoop":
            counted[values["type"]] += 1
            counted[values["reply"]] += 1
    for message in TILE_MESSAGES:
        same(message, sum(hart["messages"][message] for hart in results["harts"]), counted[message])
    for rendezvous in results["rendezvous"]:
        traffic, name = rendezvous["coherence"], f"rendezvous {rendezvous['id']}"
        if set(traffic["by_type"]) - set(TILE_MESSAGES):
            fail(f"{name}: {traffic['by_type']}")
        same(f"{name}: by type", traffic["messages"], sum(traffic["by_type"].values()))
        same(f"{name}: by cause", traffic["messages"], sum(traffic["by_cause"].values()))
        lines = traffic["by_line"]
        named = sum(line["messages"] for line in lines)
        if len(lines) != min(traffic["lines"], 8) or (len(lines) < 8 and named != traffic["messages"]):
            fail(f"{name}: {len(lines)} lines with {named} messages, of {traffic}")
        if lines != sorted(lines, key=lambda line: (-line["messages"], line["line"])):
            fail(f"{name}: lines are out of order: {lines}")
        for line in lines:
            same(f"{name}: a line by cause", line["messages"], sum(line["by_cause"].values()))
            strange = set(line["by_cause"]) - of_line[line["line"]] - {"recall", "earlier"}
            if strange:
                fail(f"{name}: nobody asked for {line['line']:#x} for {strange}")


def check_window_messages(results, events):
    """Each rendezvous' messages by type, from its call to its return in log order."""
    windows, begun = {}, 0
    open_ = []
    for _, _, kind, _, _, values in events:
        if kind == "marker" and values["phase"] == "call":
            open_.append((values["object"], begun))
            windows[begun] = collections.Counter()
            begun += 1
        elif kind == "marker" and values["phase"] == "return":
            last = next((each for each in reversed(open_) if each[0] == values["object"]), None)
            open_ = [each for each in open_ if each != last]
        for _, number in open_:
            if kind == "miss":
                windows[number][values["type"]] += 1
            elif kind == "snoop":
                windows[number].update([values["type"], values["reply"]])
    for rendezvous in results["rendezvous"]:
        same(f"rendezvous {rendezvous['id']}: messages", rendezvous["coherence"]["by_type"],
             dict(windows[rendezvous["id"]]))


def message_of(transaction):
    source, count = transaction.split(":")
    return f"{source}:{int(count) + 1}"


def accesses_of(events):
    """Of each device access its begin and, where there is one, request, response and end."""
    by_message, by_transaction, by_request = {}, {}, {}
    for cycle, _, kind, number, cause, values in events:
        if kind == "device_begin":
            by_transaction[number] = by_message[message_of(number)] = {
                "begin": cycle, "addr": int(values["addr"], 16), "value": int(values["value"], 16),
                "store": int(values["access"], 16) >= 256}
        elif kind == "device_end":
            by_transaction[cause]["end"] = cycle
        elif kind == "bus_request" and cause in by_message:
            by_message[cause]["request"] = cycle
            by_request[number] = by_message[cause]
        elif kind == "bus_response" and cause in by_request:
            by_request[cause]["response"] = cycle
    return list(by_transaction.values())


def spans_of(accesses):
    pairs = {"wait": ("begin", "end"), "request": ("begin", "request"), "fabric": ("request", "response"),
             "answer": ("response", "end")}
    spans = {}
    for name, (a, b) in pairs.items():
        times = [each[b] - each[a] for each in accesses if a in each and b in each and each[b] >= each[a]]
        spans[name] = {"count": len(times), "cycles": sum(times), "max": max(times, default=0)}
    return spans


def check_bus(results, events):
    accesses = accesses_of(events)
    same("bus", results["bus"], spans_of(accesses))
    rings = collections.Counter()
    for access in accesses:
        for device, addresses in DEVICES.items():
            rung = access["value"] & 1 if device in ("mswi", "sswi") else 1
            rings[device] += access["store"] and access["addr"] in addresses and rung
    same("doorbells", results["doorbells"], {key: rings[key] for key in results["doorbells"]})
    for rendezvous in results["rendezvous"]:
        if rendezvous["return"] is None:
            continue
        # Log order decides at the ends; no access begins in the cycle of a call or return.
        mine = [each for each in accesses if rendezvous["call"] < each["begin"] < rendezvous["return"]]
        same(f"rendezvous {rendezvous['id']}: bus", rendezvous["bus"], spans_of(mine))


def log(simulator, firmware, scenario, harts, *words):
    with tempfile.TemporaryDirectory() as folder:
        results, events = run(simulator, firmware, folder + "/run", scenario, harts, list(words))
    check_sections(results, events)
    check_messages(results, events)
    check_window_messages(results, events)
    check_bus(results, events)
    sections = sum(hart["sections"] for hart in results["irq_off"])
    held = sum(hart["window_held_back"] for hart in results["irq_off"])
    if sections == 0 or not results["bus"]["fabric"]["count"]:
        fail("nothing to compare")
    print(f"{sections} sections, {held} interrupts held back in windows, {results['bus']}")


def culprit(simulator, firmware):
    """One task keeps interrupts off for long: the report names it, and how long it was."""
    passes = 20000
    with tempfile.TemporaryDirectory() as folder:
        results, _ = run(simulator, firmware, folder + "/run", "stop_machine", 4,
                         ["load=irqoff", f"irqoff={passes}"], level="marks")
        text = subprocess.run([simulator, "irqsoff", folder + "/run"], capture_output=True, text=True,
                              check=True).stdout
        told = json.loads(subprocess.run([simulator, "irqsoff", folder + "/run", "--json"], capture_output=True,
                                         text=True, check=True).stdout)
    same("irqsoff --json", told, results["irq_off"])
    for hart in results["irq_off"][1:]:  # hart 0 has no load
        longest = hart["longest"]
        if not longest["started_at"]["symbol"].startswith("standstill::scenarios::irqoff"):
            fail(f"hart {hart['hart']}: the longest starts at {longest['started_at']}")
        if not passes <= longest["cycles"] <= 4 * passes or longest["window"]:
            fail(f"hart {hart['hart']}: the longest is {longest}")
        if not longest["held_back"]:
            fail(f"hart {hart['hart']}: nothing was held back")
        row = f"CPU {hart['hart']}: longest {longest['cycles']:,} cycles"
        if row not in text or "started at: standstill::scenarios::irqoff" not in text:
            fail(f"irqsoff does not say: {row}\n{text}")
    print(text)


def levels(simulator, firmware):
    """The log level changes critical_path and coherence, and nothing else; `all` and the default count alike."""
    with tempfile.TemporaryDirectory() as folder:
        runs = {level: run(simulator, firmware, f"{folder}/{level}", "stop_machine", 4, [], level)[0]
                for level in ("marks", "rendezvous", "all")}
    for level, results in runs.items():
        del results["critical_path"]
        for rendezvous in results["rendezvous"]:
            del rendezvous["critical_path"]
            if (rendezvous["coherence"] is None) != (level == "marks"):
                fail(f"{level}: {rendezvous['coherence']}")
    same("log levels", runs["rendezvous"], runs["all"])
    for results in runs["marks"], runs["all"]:
        for rendezvous in results["rendezvous"]:
            del rendezvous["coherence"]
    same("log levels", runs["marks"], runs["all"])


def bad_usage(simulator, _):
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "results.json").write_text('{"schema_version": 1}')
        cases = {(): "say which run", ("/nowhere",): "cannot read /nowhere/results.json",
                 (folder,): "must be what this version writes", (folder, "more"): "one word too many"}
        for words, message in cases.items():
            done = subprocess.run([simulator, "irqsoff", *words], capture_output=True, text=True)
            if done.returncode != 2 or message not in done.stderr:
                fail(f"irqsoff {words}: exit {done.returncode}, {done.stderr}")


if __name__ == "__main__":
    {"log": log, "culprit": culprit, "levels": levels, "bad_usage": bad_usage}[sys.argv[3]](
        *sys.argv[1:3], *sys.argv[4:])
