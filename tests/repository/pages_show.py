#!/usr/bin/env python3
"""Runs the commands whose output a page shows, in the page's order and in one folder: pages_show.py SIMULATOR TOP PAGE...

The README has a test of its own. SPDX-License-Identifier: Apache-2.0
"""
import pathlib
import subprocess
import sys
import tempfile

import page_outputs


def main():
    simulator, top, *pages = (pathlib.Path(word).resolve() for word in sys.argv[1:])
    for page in pages:
        found = page_outputs.outputs(page)
        if not found:
            sys.exit(f"{page}: no <!-- output: COMMAND --> in it")
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "configs").symlink_to(top / "configs")
            for words, shown, program in found:
                command = [sys.executable, "-c", program] if words == ["python"] else [simulator, *words[1:]]
                done = subprocess.run(command, cwd=folder, text=True, capture_output=True, timeout=300)
                if shown not in done.stdout:
                    sys.exit(f"{page} shows another output of {' '.join(words)}; it prints\n"
                             f"{done.stdout}{done.stderr}")
                print(page.name, "shows what is printed by", " ".join(words))


if __name__ == "__main__":
    main()
