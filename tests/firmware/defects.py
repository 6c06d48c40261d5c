#!/usr/bin/env python3
"""Seeds defects into the firmware, one at a time, and holds that a run then fails in the words expected.

    defects.py SIMULATOR BUILD TOP [SHARD/SHARDS | TEXT]

The rows are in defects.txt. For each, what sees the change is compiled and linked with the other objects of
the build; the run must pass without the defect, and fail with it. SHARD/SHARDS takes each SHARDS-th row, TEXT
those that hold it. SPDX-License-Identifier: Apache-2.0
"""
import functools
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MAX_CYCLES = "20000000"


class Row:
    """A stanza of defects.txt."""

    def __init__(self, text):
        self.text = text
        hunks, facts, last = [], {"kernel": "standstill-kernel", "cycles": MAX_CYCLES}, None
        for line in text.splitlines():
            key, _, rest = line.partition(" ")
            if key == "-" and last != "-":
                hunks.append(([], []))
            if key in "-+":
                hunks[-1][key == "+"].append(rest)
            else:
                facts[key] = rest
            last = key
        self.hunks = [("\n".join(old), "\n".join(new)) for old, new in hunks]
        self.file, self.run, self.says = facts["file"], facts["run"], facts["says"]
        self.kernel, self.cycles = facts["kernel"], facts["cycles"]


def rows_of(path):
    text = "\n".join(line for line in path.read_text().splitlines() if not line.startswith("#"))
    return [Row(stanza) for stanza in re.split(r"\n\s*\n", text.strip())]


def includes(path, folders, seen):
    """Adds to `seen` all files of ours that `path` includes, itself among them."""
    if path in seen:
        return seen
    seen.add(path)
    for name in re.findall(r'^#include "([^"]+)"', path.read_text(), re.MULTILINE):
        for folder in folders:
            if (folder / name).exists():
                includes(folder / name, folders, seen)
    return seen


class Kernel:
    """How a variant of the firmware is made, by the recipe that the build wrote."""

    def __init__(self, build, name):
        self.folder = build / "firmware" / f"{name}.dir"
        lines = (build / "firmware" / f"{name}.recipe").read_text().splitlines()
        self.facts = {line.split(";")[0]: line.split(";")[1:] for line in lines}

    def make(self, top, tree, changed, out):
        """Links into `out`; sources in `tree` that see the file `changed` are compiled, not reused."""
        objects = []
        for source in self.facts["sources"]:
            path = tree / "firmware" / source
            if changed not in includes(path, [tree / "firmware", tree / "platform"], set()):
                objects.append(self.folder / f"{source}.o")
                continue
            objects.append(out.parent / (source.replace("/", "_") + ".o"))
            flags = [flag.replace(f"-I{top}", f"-I{tree}") for flag in self.facts[path.suffix[1:]]
                     if flag != "-Werror"]
            subprocess.run([*self.facts["compiler"], *flags, "-w", "-c", path, "-o", objects[-1]],
                           check=True)
        subprocess.run([*self.facts["compiler"], *self.facts["link"],
                        f"-Wl,-T,{self.facts['script'][0]}", *objects, "-o", out], check=True)


class Bench:
    def __init__(self, simulator, build, top, folder):
        self.simulator, self.build, self.top, self.folder = simulator, build, top, folder
        self.tree = folder / "tree"
        for part in ("firmware", "platform"):
            shutil.copytree(top / part, self.tree / part)

    @functools.lru_cache(maxsize=None)
    def run(self, run, elf, cycles):
        """Exit code and output of a run line: SCENARIO HARTS [key=value | section.key=value]..."""
        scenario, harts, *words = run.split()
        command = [self.simulator, "run", scenario, "--harts", harts, "--firmware", elf, "--max-cycles",
                   cycles, "--log-level", "marks", "-o", self.folder / "run"]
        for word in words:
            command += ["--set" if "." in word.split("=")[0] else "--arg", word]
        done = subprocess.run(command, text=True, timeout=100, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        return done.returncode, done.stdout

    def complaint(self, row, number):
        """What is wrong with the row, or None if its defect shows as it should."""
        code, said = self.run(row.run, self.build / "firmware" / f"{row.kernel}.elf", row.cycles)
        if code != 0:
            return f"the run fails without the defect: exit {code}\n{said}"
        path = self.tree / row.file
        right = wrong = path.read_text()
        for old, new in row.hunks:
            if right.count(old) != 1:
                return f"the text occurs {right.count(old)} times"
            wrong = wrong.replace(old, new)
        out = self.folder / f"{number}.elf"
        path.write_text(wrong)
        try:
            Kernel(self.build, row.kernel).make(self.top, self.tree, path, out)
        except subprocess.CalledProcessError:
            return "the defect does not compile"
        finally:
            path.write_text(right)
        code, said = self.run(row.run, out, row.cycles)
        if code not in (1, 3):
            return f"exit {code} with the defect\n{said}"
        if any(words in said for words in row.says.split(" | ")):
            return None
        return f"exit {code}, and not the words expected:\n{said}"


def main():
    simulator, build, top = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
    choice = sys.argv[4] if len(sys.argv) > 4 else "0/1"
    rows = rows_of(top / "tests" / "firmware" / "defects.txt")
    shard = re.fullmatch(r"(\d+)/(\d+)", choice)
    chosen = [(number, row) for number, row in enumerate(rows)
              if (number % int(shard[2]) == int(shard[1]) if shard else choice in row.text)]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(simulator, build, top, pathlib.Path(folder).resolve())
        for number, row in chosen:
            complaint = bench.complaint(row, number)
            failed += complaint is not None
            print("ok  " if complaint is None else "FAIL", row.text.replace("\n", "\n     "), flush=True)
            if complaint is not None:
                print(f"     {complaint}", flush=True)
    print(f"{len(chosen) - failed} of {len(chosen)} defects show")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
