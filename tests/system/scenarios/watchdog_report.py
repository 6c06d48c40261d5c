#!/usr/bin/env python3
"""The first report of the hard-lockup detector: the hart that is missing in PREPARE, and what every stopper does.

    watchdog_report.py SIMULATOR FIRMWARE HARTS

SPDX-License-Identifier: Apache-2.0
"""
import bisect
import pathlib
import re
import subprocess
import sys
import tempfile


def function_at(firmware, address):
    lines = subprocess.run(["riscv64-linux-gnu-nm", "-C", "-n", firmware], text=True, check=True,
                           capture_output=True).stdout.splitlines()
    symbols = [(int(line.split()[0], 16), line.split(maxsplit=2)[2]) for line in lines]
    return symbols[bisect.bisect_right(symbols, (address, "\x7f")) - 1][1]


def main():
    simulator, firmware, harts = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([simulator, "run", "watchdog", "--harts", str(harts), "--firmware", firmware,
                               "-o", folder + "/run"], capture_output=True, text=True, timeout=100)
        console = (pathlib.Path(folder) / "run" / "console.log").read_text().splitlines()
    if done.returncode != 0:
        sys.exit(f"exit {done.returncode}\n{done.stdout}{done.stderr}")
    begin = next(i for i, line in enumerate(console) if "hard LOCKUP" in line)
    head, report = console[begin], console[begin + 1:begin + 1 + harts]
    missing = harts - 1
    if not re.fullmatch(rf"watchdog: hard LOCKUP on hart {missing} at 0x[0-9a-f]+ in held/{missing}", head):
        sys.exit(f"not the hart that is missing: {head}")
    for hart, line in enumerate(report):
        if hart == missing:
            if line != f"hart {hart}: Stopper: work waits":
                sys.exit(f"hart {hart} has not come: {line}")
            continue
        words = re.fullmatch(rf"hart {hart}: Stopper: 0x([0-9a-f]+) <- 0x([0-9a-f]+)", line)
        if not words:
            sys.exit(f"no line of the stopper of hart {hart}: {line}")
        runs, caller = (function_at(firmware, int(word, 16)) for word in words.groups())
        if "multi_cpu_stop" not in runs or "watchdog" not in caller and "scenarios" not in caller:
            sys.exit(f"hart {hart} runs {runs} for {caller}")
    print(head, *report, sep="\n")


if __name__ == "__main__":
    main()
