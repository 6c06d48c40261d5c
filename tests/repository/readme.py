#!/usr/bin/env python3
"""Runs the README's own commands, and looks for every page in it: readme.py README SIMULATOR FIRMWARE

Each line of a code block that calls `build/release/testbench/standstill run` must exit 0, in an empty
folder; files the README only names (my.elf) are left out. SPDX-License-Identifier: Apache-2.0
"""
import pathlib
import shlex
import subprocess
import sys
import tempfile

PROGRAM = "build/release/testbench/standstill"


def main():
    readme, simulator, firmware = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
    pages = sorted(page.name for page in (readme.parent / "docs").glob("*.md"))
    lost = [name for name in pages if f"\n| [{name}](docs/{name}) | " not in readme.read_text()]
    if lost or not pages:
        sys.exit(f"{readme}: no row for {', '.join(lost) or 'any page'}")
    lines = [line.strip() for line in readme.read_text().splitlines() if line.startswith("    ")]
    commands = [shlex.split(line, comments=True) for line in lines
                if line.startswith(PROGRAM + " run") and "my.elf" not in line and "hello.elf" not in line]
    if len(commands) < 3:
        sys.exit(f"{readme}: only {len(commands)} commands found")
    with tempfile.TemporaryDirectory() as folder:
        for words in commands:
            words[0] = str(simulator)
            done = subprocess.run([*words, "--firmware", str(firmware)], cwd=folder, text=True,
                                  capture_output=True, timeout=300)
            print(" ".join(words), "->", done.returncode)
            if done.returncode != 0:
                sys.exit(done.stdout + done.stderr)


if __name__ == "__main__":
    main()
