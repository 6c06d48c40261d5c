#!/usr/bin/env python3
"""A far home node is slower than a near one, by what docs/timing.md says, from the event log alone.

    far_home.py SIMULATOR FIRMWARE

For each hart and home node the fastest load that missed must take the sum of the config's fields for a line
in the shared cache, over as many links as rows and columns lie between them; places are worked out here a
second time. SPDX-License-Identifier: Apache-2.0
"""
import pathlib
import subprocess
import sys
import tempfile
import tomllib

SIDE = 4
HARTS = SIDE * SIDE
# Four home nodes spread over 4 x 4 routers: columns 1 and 3 of rows 1 and 3.
HOMES = [(1, 1), (3, 1), (1, 3), (3, 3)]


def distance(hart, home):
    x, y = HOMES[home]
    return abs(hart % SIDE - x) + abs(hart // SIDE - y)


def expected(config, links):
    """A load that hits the shared cache, everything idle."""
    way = (links + 1) * config["interconnect"]["hop_latency"]
    return (config["l1d"]["miss_latency"] + way + config["l2"]["tag_latency"]
            + max(config["l2"]["data_latency"], 1) + way
            + 64 // config["interconnect"]["link_bytes"])


def fastest(log):
    """Cycles from miss to fill by (hart, home), of loads."""
    begun, least = {}, {}
    for line in log.read_text().splitlines():
        if line.startswith("#"):
            continue
        cycle, source, kind, number, cause, *values = line.split("\t")
        values = dict(value.split("=", 1) for value in values if "=" in value)
        if kind == "miss" and values["type"] == "ReadShared":
            begun[number] = int(cycle), int(values["line"], 16) // 64 % len(HOMES)
        elif kind == "fill" and cause in begun:
            begin, home = begun.pop(cause)
            pair = int(source.removeprefix("hart")), home
            least[pair] = min(least.get(pair, 1 << 60), int(cycle) - begin)
    return least


def main():
    simulator, firmware = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([simulator, "run", "stop_machine", "--harts", str(HARTS), "--firmware",
                        firmware, "--set", "interconnect.kind=mesh", "--arg", "rounds=2",
                        "--log-level", "all", "-o", folder + "/out"], check=True)
        config = tomllib.loads(pathlib.Path(folder, "out", "config.toml").read_text())
        least = fastest(pathlib.Path(folder, "out", "events.log"))
    sums = {pair: expected(config, distance(*pair)) for pair in least}
    for pair, cycles in least.items():
        if cycles < sums[pair]:
            sys.exit(f"FAIL: hart {pair[0]}, home {pair[1]}: {cycles} cycles, sum {sums[pair]}")
    exact = {distance(*pair) for pair, cycles in least.items() if cycles == sums[pair]}
    if not exact >= set(range(6)):
        sys.exit(f"FAIL: the sum is met only over {sorted(exact)} links")
    print(f"PASS: {len(least)} pairs of hart and home")


main()
