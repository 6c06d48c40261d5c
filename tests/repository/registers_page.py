#!/usr/bin/env python3
"""Builds and runs the program of docs/registers.md as it stands there: registers_page.py TOP SIMULATOR

Each base in the table of windows must be one of platform/standstill/memory_map.h, and none may be missing.
SPDX-License-Identifier: Apache-2.0
"""
import pathlib
import re
import subprocess
import sys
import tempfile

LINK = ("riscv64-linux-gnu-gcc -march=rv64imac_zicsr -mabi=lp64 -mcmodel=medany -nostdlib -static "
        "-Wl,-Ttext=0x80000000 -Wl,-n -Wl,--build-id=none meet.S -o meet.elf").split()


def check_bases(top, page):
    header = (top / "platform/standstill/memory_map.h").read_text()
    there = {int(base.replace("'", ""), 16) for base in re.findall(r'Region k\w+\{"[^"]+", (0x[0-9A-F\']+)', header)}
    rows = page.split("| window |")[1].split("\n\n")[0]
    here = {int(base.replace("_", ""), 16) for base in re.findall(r"\n\| [^|]+ \| (0x[0-9A-F_]+)", rows)}
    if there - here or here - there - {0x8000_0000}:
        sys.exit(f"windows of one side only: {sorted(map(hex, there ^ here))}")


def main():
    top, simulator = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    page = (top / "docs/registers.md").read_text()
    check_bases(top, page)
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "meet.S").write_text(re.search(r"```asm\n(.*?)```", page, re.S)[1])
        subprocess.run(LINK, cwd=folder, check=True)
        subprocess.run([simulator, "run", "--elf", "meet.elf", "--harts", "4", "--max-cycles", "100000", "-o", "out"],
                       cwd=folder, check=True)


if __name__ == "__main__":
    main()
