#!/usr/bin/env python3
"""Makes every assertion of the scenarios fire, one a run: fire.py SIMULATOR BUILD [SHARD/SHARDS | NUMBER]

The ELF holds a record for each STANDSTILL_CHECK (firmware/kernel/check.h), in the order of the linked objects. A run
with fire=N must fail with "check N: " and that check's words, which shows too that a passing run reaches it. Scenarios
are tried in the order of how much of their name the file's has. SPDX-License-Identifier: Apache-2.0
"""
import json
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

KERNEL = "standstill-kernel"
HARTS = (4, 2, 1, 8, 16)


class Elf:
    """The sections of an ELF64 file."""

    def __init__(self, path):
        self.data = path.read_bytes()
        offset, = struct.unpack_from("<Q", self.data, 0x28)
        size, count, names = struct.unpack_from("<HHH", self.data, 0x3A)
        headers = [struct.unpack_from("<IIQQQQ", self.data, offset + i * size) for i in range(count)]
        start = headers[names][4]
        self.sections = {self.text(start + h[0]): h for h in headers}  # name, type, flags, address, offset, size

    def text(self, offset):
        return self.data[offset:self.data.index(b"\0", offset)].decode()

    def size(self, section):
        return self.sections[section][5] if section in self.sections else 0

    def offset(self, address):
        for _, kind, _, base, offset, size in self.sections.values():
            if kind == 1 and base <= address < base + size:
                return offset + address - base
        raise ValueError(f"{address:#x} is in no section")


def symbols(elf):
    lines = subprocess.run(["riscv64-linux-gnu-nm", elf], text=True, check=True, capture_output=True).stdout
    return {line.split()[2]: int(line.split()[0], 16) for line in lines.splitlines()}


def sites(build):
    """(file, words) of each check, in the order of their numbers."""
    path = build / "firmware" / f"{KERNEL}.elf"
    elf, symbol = Elf(path), symbols(path)
    recipe = (build / "firmware" / f"{KERNEL}.recipe").read_text()
    sources = re.search(r"^sources;(.*)$", recipe, re.MULTILINE)[1].split(";")
    files = []
    for source in sources:
        size = Elf(build / "firmware" / f"{KERNEL}.dir" / f"{source}.o").size("checks")
        files += [pathlib.Path(source).stem] * (size // 8)
    start, end = symbol["__checks_start"], symbol["__checks_end"]
    if (end - start) // 8 != len(files):
        sys.exit(f"{(end - start) // 8} checks in the ELF, {len(files)} in its objects")
    place = elf.offset(start) if files else 0
    pointers = struct.unpack_from(f"<{len(files)}Q", elf.data, place)
    return [(file, elf.text(elf.offset(pointer))) for file, pointer in zip(files, pointers)]


def ways(scenario):
    """Runs of the scenario, the likeliest to reach a check first: harts and arguments."""
    harts = [n for n in HARTS if n >= scenario["min_harts"]]
    yield from ((n, []) for n in harts)
    for argument in scenario["arguments"]:
        for word in argument.get("choices", []):
            if word != argument["default"]:
                yield harts[0], [f"{argument['name']}={word}"]


def complaint(run, scenarios, number, file, words):
    """What is wrong with check `number`, or None if it fires."""
    def kinship(scenario):
        return -len(os.path.commonprefix([scenario["name"] + "_", file + "_"]))

    for scenario in sorted(scenarios, key=kinship):
        for harts, arguments in ways(scenario):
            code, said = run(scenario["name"], harts, [f"fire={number}", *arguments])
            if code == 1 and f"check {number}: {words}" in said:
                return None
            if code != 0:
                return f"{scenario['name']} on {harts} harts {arguments}: exit {code}\n{said}"
    return "no run reaches it"


def main():
    simulator, build = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    choice = sys.argv[3] if len(sys.argv) > 3 else "0/1"
    listed = subprocess.run([simulator, "list", "scenarios", "--json"], check=True, capture_output=True)
    scenarios = json.loads(listed.stdout)
    part = [int(word) for word in choice.split("/")]
    failed = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        def run(scenario, harts, arguments):
            command = [simulator, "run", scenario, "--harts", str(harts), "--log-level", "marks", "-o",
                       f"{folder}/run", "--firmware", build / "firmware" / f"{KERNEL}.elf"]
            for argument in arguments:
                command += ["--arg", argument]
            done = subprocess.run(command, text=True, timeout=100, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT)
            return done.returncode, done.stdout

        for number, (file, words) in enumerate(sites(build), 1):
            if number != part[0] if len(part) == 1 else number % part[1] != part[0]:
                continue
            tried += 1
            wrong = complaint(run, scenarios, number, file, words)
            if wrong:
                failed += 1
                print(f"check {number} of {file}, \"{words}\": {wrong}", flush=True)
    print(f"{tried - failed} of {tried} checks fire")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
