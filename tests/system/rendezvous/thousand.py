#!/usr/bin/env python3
"""Boots 1024 harts to the first console line and looks at what that costs the host.

    thousand.py SIMULATOR FIRMWARE
SPDX-License-Identifier: Apache-2.0
"""
import json
import pathlib
import subprocess
import sys
import tempfile

HARTS = 1024
MOST_KIB_PER_HART = 1024  # beyond DRAM; what is resident of DRAM is counted too, against us


def main():
    simulator, firmware = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([simulator, "run", "hello", "--harts", str(HARTS), "--firmware",
                               firmware, "--log-level", "marks", "--max-cycles", "4500000", "-o",
                               folder + "/run"], capture_output=True, text=True, timeout=600)
        console = (pathlib.Path(folder) / "run" / "console.log").read_text()
        host = json.loads((pathlib.Path(folder) / "run" / "host.json").read_text())
    if done.returncode not in (0, 3):
        sys.exit(f"exit {done.returncode}\n{done.stdout}{done.stderr}")
    if not console.startswith(f"standstill: {HARTS} harts"):
        sys.exit(f"no first line on the console: {console[:200]!r}")
    per_hart = host["peak_resident_kib"] / HARTS
    if per_hart > MOST_KIB_PER_HART:
        sys.exit(f"{per_hart:.0f} KiB a hart, {MOST_KIB_PER_HART} are allowed")
    print(f"{HARTS} harts: {per_hart:.0f} KiB of host memory a hart")


if __name__ == "__main__":
    main()
