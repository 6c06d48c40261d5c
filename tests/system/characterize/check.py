#!/usr/bin/env python3
"""Holds the figures of `standstill characterize` to the machine's fields: check.py SIMULATOR FIRMWARE TEST [ELF]

A latency must be the sum of fields that docs/timing.md says, and move by its multiple of a field that changes.
SPDX-License-Identifier: Apache-2.0
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib

HARTS = 4


def fail(message):
    sys.exit(f"FAIL: {message}")


def expect(what, found, wanted):
    if found != wanted:
        fail(f"{what}: {found}, not {wanted}")


class Machine:
    """The figures of one run, less what stands beside them."""

    def __init__(self, text, config):
        self.json, self.config = json.loads(text), config
        self.overhead = {o["operation"]: o["cycles"]["median"] for o in self.json["access_overhead"]}

    def access(self, operation, state):
        for one in self.json["access"]:
            if (one["operation"], one["state"]) == (operation, state):
                return one["cycles"]["min"] - self.overhead[operation]
        fail(f"no access {operation} {state}")

    def interrupt(self, name, target, by="exact"):
        return next(one[by] for one in self.json[name] if one["target"] == target)

    def device(self, access):
        figure = next(one["cycles"] for one in self.json["mmio"] if one["access"] == access)
        return figure["min"] - self.json["mmio_overhead"]["median"]

    def wait(self, harts):
        """Cycles a hart of so many waits for an operation."""
        one = next(one for one in self.json["contention"] if one["harts"] == harts)
        return one["cycles"] * harts / one["operations"]


class Bench:
    def __init__(self, simulator, firmware, folder):
        self.simulator, self.firmware, self.folder = simulator, firmware, pathlib.Path(folder)

    def call(self, *words, firmware=None):
        command = [self.simulator, "characterize", "--firmware", firmware or self.firmware, "-o", str(self.folder / "run")]
        return subprocess.run([*command, *words], capture_output=True, text=True, timeout=250)

    def run(self, harts=HARTS, sets=(), arguments=("rounds=4", "matrix=2"), words=()):
        options = ["--harts", str(harts), "--json", *words]
        for key, pairs in (("--set", sets), ("--arg", arguments)):
            for pair in pairs:
                options += [key, pair]
        done = self.call(*options)
        if done.returncode != 0:
            fail(f"{options}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        expect("stdout and the file", done.stdout, (self.folder / "run" / "characterize.json").read_text())
        return Machine(done.stdout, tomllib.loads((self.folder / "run" / "config.toml").read_text()))


def sums_of(config):
    """What each operation takes in each state on a crossbar, everything idle."""
    hart, l1d, l2 = config["hart"], config["l1d"], config["l2"]
    hop = config["interconnect"]["hop_latency"]
    flits = 64 // config["interconnect"]["link_bytes"]
    to_home = l1d["miss_latency"] + hop + l2["tag_latency"]
    back = hop + l1d["fill_latency"]
    data = max(l2["data_latency"], 1)
    snoop = 1 + hop + l1d["snoop_latency"] + hop + l2["tag_latency"] + 1
    dram = 1 + config["dram"]["latency"] + l2["tag_latency"] + 1
    # A clean victim leaves first, by a message of one flit: the sets of an L1 are full by then.
    victim = 1
    fills = {
        "modified": 0,
        "exclusive": 0,
        "modified_other": to_home + max(snoop + flits, data) + back + flits,
        "exclusive_other": to_home + max(snoop, data) + back + flits,
        "shared_cache": victim + to_home + data + back + flits,
        "memory": to_home + dram + back + flits,
    }
    load_fills = {**fills, "shared": 0, "shared_all": 0, "shared_other": to_home + data + back + flits}
    store_fills = {**fills, "shared": to_home + snoop + back}
    hits = {
        "load": 1 + hart["load_use"],
        "store": 1,
        "fetch_add": 1 + hart["atomic_latency"],
        "swap": 1 + hart["atomic_latency"],
        "cas": 1 + hart["load_use"] + 1 + 1 + hart["atomic_latency"] + 1,
    }
    return {(operation, state): hit + fill for operation, hit in hits.items()
            for state, fill in (load_fills if operation == "load" else store_fills).items()}


def doorbells_of(config):
    """Least and most from the store's issue to the handler, awake."""
    divider = config["fabric"]["clock_divider"]
    rest = (1 + config["interconnect"]["hop_latency"] + config["device"]["bus_latency"] + divider
            + config["hart"]["irq_sync"] + config["hart"]["trap_entry"])
    return rest + 1, rest + divider


MACHINES = [[], ["interconnect.hop_latency=5", "l2.tag_latency=3", "l2.data_latency=9", "l1d.snoop_latency=4"],
            ["interconnect.link_bytes=64", "l1d.miss_latency=2", "l1d.fill_latency=3", "hart.load_use=2"],
            ["hart.atomic_latency=7", "dram.latency=200", "fabric.clock_divider=7", "hart.irq_sync=3"]]


def sums(bench):
    for sets in MACHINES:
        machine = bench.run(sets=sets)
        for (operation, state), cycles in sums_of(machine.config).items():
            expect(f"{sets}: {operation} {state}", machine.access(operation, state), cycles)
        least, most = doorbells_of(machine.config)
        awake = machine.interrupt("doorbell", "awake")
        if not least <= awake["min"] <= awake["max"] <= most:
            fail(f"{sets}: doorbell {awake}, not {least} to {most}")
        hart = machine.config["hart"]
        timer = hart["irq_sync"] + hart["trap_entry"]
        expect(f"{sets}: timer", machine.interrupt("timer", "awake")["min"], timer)
        expect(f"{sets}: timer, asleep", machine.interrupt("timer", "asleep")["min"], timer + hart["wfi_wake"])
    print(f"{len(MACHINES)} machines add up")


# A field, by how much it grows, and by how much each figure must.
MOVES = [
    ("dram.latency", 100, {("load", "memory"): 100, ("load", "shared_cache"): 0}),
    ("l2.data_latency", 5, {("load", "shared_other"): 5, ("load", "modified_other"): 0}),
    ("l1d.snoop_latency", 6, {("load", "modified_other"): 6, ("load", "shared_other"): 0, ("store", "shared"): 6}),
    ("interconnect.hop_latency", 2, {("load", "shared_other"): 4, ("load", "modified_other"): 8, ("load", "modified"): 0}),
    ("hart.atomic_latency", 4, {("fetch_add", "modified"): 4, ("cas", "modified"): 4, ("load", "modified"): 0}),
    ("hart.irq_sync", 3, {"doorbell": 3, "timer": 3, "asleep": 3}),
    ("hart.wfi_wake", 9, {"doorbell": 0, "timer": 0, "asleep": 9}),
    # The fabric's clock is 4 cycles: whole clocks there, and back.
    ("device.bus_latency", 4, {"doorbell": 4, "load_msip": 8, "store_mtimecmp": 8}),
]
IN_PHASE = ("doorbell", "load_msip", "store_mtimecmp")


def figure(machine, name):
    if isinstance(name, tuple):
        return machine.access(*name)
    if name == "asleep":
        return machine.interrupt("timer", "asleep")["min"]
    if name in ("doorbell", "timer"):
        return machine.interrupt(name, "awake")["min"]
    return machine.device(name)


def moves(bench):
    before = bench.run(arguments=("rounds=16", "matrix=0"))
    expect("without a matrix", before.json["core_to_core"], None)
    for key, growth, figures in MOVES:
        section, field = key.split(".")
        value = before.config[section][field] + growth
        after = bench.run(sets=[f"{key}={value}"], arguments=("rounds=16", "matrix=0"))
        for name, difference in figures.items():
            moved = figure(after, name) - figure(before, name)
            # What enters the fabric meets its clock in a phase of its own.
            slack = before.config["fabric"]["clock_divider"] - 1 if name in IN_PHASE else 0
            if abs(moved - difference) > slack:
                fail(f"{key} + {growth}: {name} moves by {moved}, not {difference}")
    print(f"{len(MOVES)} fields move what they should")


def shapes(bench):
    """The matrix on a crossbar and on a mesh; contention."""
    flat = bench.run(arguments=("rounds=4",)).json["core_to_core"]
    cells = {cell for row in flat["round_trip"] for cell in row}
    if len(cells) != 2 or None not in cells:
        fail(f"on a crossbar all pairs are alike, not {cells}")
    expect("samples", flat["all"]["count"], HARTS * (HARTS - 1) * 4)
    expect("rows", [one["links"] for one in flat["by_links"]], [0])
    machine = bench.run(harts=16, sets=["interconnect.kind=mesh"], arguments=("rounds=4", "operations=64"))
    mesh = machine.json["core_to_core"]
    rows = mesh["round_trip"]
    for i in range(16):
        expect(f"hart {i} with itself", rows[i][i], None)
        for j in range(i):
            # The two spin with loops of some cycles, in whose phase they differ.
            if abs(rows[i][j] - rows[j][i]) > 12:
                fail(f"{i} to {j} and back takes {rows[i][j]}, {j} to {i} {rows[j][i]}")
    medians = [one["cycles"]["median"] for one in mesh["by_links"]]
    hop = machine.config["interconnect"]["hop_latency"]
    # A round trip goes twice over home, each time with a request, a snoop, an answer and the data.
    growth = 4 * hop * (mesh["by_links"][-1]["links"] - mesh["by_links"][0]["links"])
    if medians != sorted(medians) or abs(medians[-1] - medians[0] - growth) > growth // 5:
        fail(f"round trips by links are {medians}; the last is to be {growth} above the first")
    for few, many in ((2, 4), (4, 8), (8, 16)):
        if not 1.6 < machine.wait(many) / machine.wait(few) < 2.4:
            fail(f"an operation waits {machine.wait(few)} among {few} harts, {machine.wait(many)} among {many}")
    for one in machine.json["contention"]:
        if one["per_hart"]["count"] != one["harts"] or one["per_hart"]["min"] == 0:
            fail(f"somebody got nothing: {one}")
    print("matrix and contention have their shapes")


def atomics(bench):
    near, far = bench.run(), bench.run(sets=["hart.atomics=far"])
    if not far.wait(HARTS) * 2 < near.wait(HARTS):
        fail(f"contended, a far atomic takes {far.wait(HARTS)}, a near one {near.wait(HARTS)}")
    if not far.access("fetch_add", "modified") > near.access("fetch_add", "modified"):
        fail("alone, a near atomic is the shorter")
    posted = bench.run(sets=["fabric.posted_stores=true"])
    if not posted.device("store_msip") < near.device("store_msip"):
        fail("a posted store is over sooner")
    expect("a load", posted.device("load_msip"), near.device("load_msip"))
    keeps = bench.run(arguments=("rounds=64", "cas=keep"))
    if not keeps.json["core_to_core"]["all"]["max"] > near.json["core_to_core"]["all"]["max"]:
        fail("who keeps a reservation holds the line")
    print("near and far, posted and not, differ")


def bytes_(bench):
    texts = set()
    for words in ([], ["--lockstep", "--no-rtl-gating", "--no-spin-skipping", "--fabric-class", "64"],
                  ["--log-level", "marks"], ["--log-level", "all"]):
        bench.run(harts=2, arguments=("rounds=1",), words=words)
        texts.add((bench.folder / "run" / "characterize.json").read_text())
    expect("files", len(texts), 1)
    print("the same bytes however it is run")


def refusals(bench, elf):
    done = bench.call(firmware=elf)
    expect("exit", done.returncode, 1)
    if "the guest has left no sample" not in done.stderr:
        fail(f"it is to say what is missing: {done.stderr}")
    done = bench.call("--max-cycles", "100000")
    expect("exit", done.returncode, 3)
    if "the run did not pass" not in done.stderr or (bench.folder / "run" / "characterize.json").exists():
        fail(f"a run that did not end leaves no figures: {done.stderr}")
    done = bench.call("--harts", "1")
    expect("exit", done.returncode, 0)
    if "modified_other" in done.stdout or "shared_cache" not in done.stdout:
        fail(f"one hart has no others:\n{done.stdout}")
    done = bench.call("--set", "dram.size=1048576")
    if done.returncode == 0:
        fail("there is too little memory")
    print("refused with the reason")


def main():
    simulator, firmware, test, *rest = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        {"sums": sums, "moves": moves, "shapes": shapes, "atomics": atomics, "bytes": bytes_,
         "refusals": refusals}[test](Bench(simulator, firmware, folder), *rest)


if __name__ == "__main__":
    main()
