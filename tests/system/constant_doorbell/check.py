#!/usr/bin/env python3
"""Holds of the MSWI of constant latency that it is one, and that it is exact.

    check.py RUN FIRMWARE
SPDX-License-Identifier: Apache-2.0
"""
import json
import subprocess
import sys


def run(latency, *more):
    command = [sys.argv[1], sys.argv[2], str(latency), "scenario=stop_one_cpu rounds=20", "machine.harts=4"]
    return json.loads(subprocess.run(command + list(more), check=True, stdout=subprocess.PIPE).stdout)


def expect(told, words):
    if not told:
        sys.exit(f"constant_doorbell: {words}")


ten = run(10)
for more in (("lockstep=1",), ("fabric.timebase_divider=25",)):
    expect(run(10, *more)["hash"] == ten["hash"], f"not the same with {more}")
expect(run(13)["ipi"] == ten["ipi"] + 3, "three cycles of latency are not three cycles of an IPI")
expect(run(0)["hash"] != ten["hash"], "the stand-in does not stand in")
refused = subprocess.run([sys.argv[1], sys.argv[2], "4", "scenario=hello", "machine.harts=1"], stderr=subprocess.PIPE)
expect(refused.returncode != 0 and b"quicker" in refused.stderr, "a latency below the horizon's is taken")
