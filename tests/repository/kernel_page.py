#!/usr/bin/env python3
"""Holds docs/kernel.md to the tree: kernel_page.py TOP

Each row of its tables names a place and a test. Whatever stands in backquotes there must exist: a path (from the top
or from firmware/), a function or word of the sources, or the words of a test or of a check of a scenario.
SPDX-License-Identifier: Apache-2.0
"""
import pathlib
import re
import sys

FOLDERS = ("firmware", "platform", "tests", "testbench")
FEWEST_ROWS = 20


def text_of(top):
    files = [path for folder in FOLDERS for path in (top / folder).rglob("*")
             if path.suffix in (".h", ".cpp", ".S", ".cc", ".txt", ".sh", ".py", ".ld")]
    # A string that goes on in the next line is one string.
    return re.sub(r'"\s*\n\s*"', "", "\n".join(path.read_text() for path in files))


def main():
    top = pathlib.Path(sys.argv[1])
    text, wrong, rows = text_of(top), [], 0
    for number, line in enumerate((top / "docs" / "kernel.md").read_text().splitlines(), 1):
        if not line.startswith("|") or re.match(r"\|[-| ]+\|$", line):
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        rows += 1
        for cell in cells:
            if not cell:
                wrong.append(f"line {number}: an empty cell")
        for word in re.findall(r"`([^`]+)`", line):
            if "/" in word and any((folder / word).exists() for folder in (top, top / "firmware")):
                continue
            if word.removesuffix("()") not in text:
                wrong.append(f"line {number}: nothing is called `{word}`")
    print(f"{rows} rows")
    if rows < FEWEST_ROWS:
        wrong.append(f"only {rows} rows")
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
