#!/usr/bin/env python3
"""Runs the README's own commands, and looks for every page in it: readme.py README SIMULATOR FIRMWARE

Each line of a code block that calls one of the commands below must end as it should, in the README's order, in a folder
with configs/ and with the run that ./scripts/run leaves, without its waves; files the README only names (my.elf) are
left out. What it shows of an output is held as page_outputs.py says. SPDX-License-Identifier: Apache-2.0
"""
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

import page_outputs

# The command, and the exit code it must have: what is compared there differs.
EXIT_CODES = {"run": 0, "explain": 0, "irqsoff": 0, "sweep": 0, "report": 0, "diff": 1}
SCRIPTS_RUN = ["standstill", "run", "stop_machine", "--harts", "4", "-o", "out/run"]


def commands(readme):
    """Those of its code blocks, as lists of words."""
    lines = [line.strip() for line in readme.read_text().splitlines() if line.startswith("    standstill ")]
    found = [shlex.split(line, comments=True) for line in lines if "my.elf" not in line]
    return [words for words in found if words[1] in EXIT_CODES]


def main():
    readme, simulator, firmware = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
    pages = sorted(page.name for page in (readme.parent / "docs").glob("*.md"))
    lost = [name for name in pages if f"\n| [{name}](docs/{name}) | " not in readme.read_text()]
    if lost or not pages:
        sys.exit(f"{readme}: no row for {', '.join(lost) or 'any page'}")
    found = commands(readme)
    lost = set(EXIT_CODES) - {words[1] for words in found}
    if lost:
        sys.exit(f"{readme}: no command {', '.join(sorted(lost))} found")
    shown = {tuple(words): block for words, block, _ in page_outputs.outputs(readme)}
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "configs").symlink_to(readme.parent / "configs")
        for words in [SCRIPTS_RUN, *found]:
            done = subprocess.run([str(simulator), *words[1:]], cwd=folder, text=True, capture_output=True, timeout=300,
                                  env={**os.environ, "STANDSTILL_FIRMWARE": str(firmware)})
            print(" ".join(words), "->", done.returncode)
            if done.returncode != EXIT_CODES[words[1]]:
                sys.exit(done.stdout + done.stderr)
            if shown.pop(tuple(words), "") not in done.stdout:
                sys.exit(f"{readme} shows another output of {' '.join(words)}; it prints\n{done.stdout}")
    if shown:
        sys.exit(f"{readme}: nobody runs {', '.join(map(' '.join, shown))}")


if __name__ == "__main__":
    main()
