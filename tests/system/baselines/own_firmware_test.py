#!/usr/bin/env python3
"""A firmware that is not ours is held: own_firmware_test.py SIMULATOR FIRMWARE TOP

Runs the commands of docs/own_firmware.md as they stand there. SPDX-License-Identifier: Apache-2.0
"""
import json
import os
import re
import subprocess

import yaml

import program

PAGE = program.OTHER / "docs/own_firmware.md"
EXAMPLE = program.OTHER / "examples/own_firmware"


def commands():
    """The page's commands in order, each with what the page shows of its output."""
    found = []
    for line in PAGE.read_text().splitlines():
        if line.startswith("    $ "):
            found.append((line[6:], []))
        elif line.startswith("    ") and found:
            found[-1][1].append(line[4:])
        elif line and not line.startswith("    ") and found:
            found.append((None, []))  # text ends the output
    return [(command, output) for command, output in found if command]


def shape(line):
    """A line without its numbers and hashes: those move with the model."""
    return re.sub(r"\s+", " ", re.sub(r"\b[0-9a-f]{12}\b|[-+]?\d[\d,.]*", "#", line)).strip()


class OwnFirmware(program.ProgramTest):
    def setUp(self):
        super().setUp()
        (self.folder / "standstill").symlink_to(program.OTHER)
        (self.folder / "bin").mkdir()
        (self.folder / "bin/standstill").symlink_to(program.SIMULATOR)
        self.env["PATH"] = f"{self.folder}/bin:{os.environ['PATH']}"
        self.cwd = self.folder

    def shell(self, command):
        place = self.folder / "pwd"
        done = subprocess.run(["bash", "-c", f"{command}\ncode=$?; pwd >{place}; exit $code"], cwd=self.cwd,
                              env=self.env, text=True, stdout=subprocess.PIPE, timeout=60,
                              stderr=subprocess.STDOUT)
        self.cwd = place.read_text().strip()
        return done.returncode, done.stdout

    def test_the_page(self):
        codes = {}
        for command, output in commands():
            codes[command], text = self.shell(command)
            # What moved, and which moved most, may be others when the model changes; not the first line.
            if codes[command] != 0:
                output = [line for line in output if "differs" in line]
            got = [shape(line) for line in text.splitlines()]
            for line in output:
                if line.strip() not in ("", "..."):
                    self.assertIn(shape(line), got, f"after `{command}`:\n{text}")
        reds = [command for command, code in codes.items() if code != 0]
        self.assertEqual([command.split()[:2] for command in reds],
                         [["standstill", "check"], ["standstill", "diff"]])
        self.assertGreater(len(codes), 6)
        self.the_diff(self.shell(reds[1])[1].splitlines(), self.shell(reds[1] + " --json")[1])

    def the_diff(self, lines, report):
        """One line of the firmware was changed: that is said first, then where it shows."""
        self.assertRegex(lines[0], r"^the firmware differs: sha256 [0-9a-f]{12} -> [0-9a-f]{12}, the same ")
        self.assertRegex(lines[1], r"^phases +.*region 1 \d+ -> \d+ \(\+")
        self.assertRegex(lines[1], r"fn \d+ -> \d+ \(\+")
        self.assertRegex(lines[3], r"^critical path .*\bfn [\d,]+ -> [\d,]+ \(\+")
        figures = json.loads(report)["figures"]
        self.assertIn("regions.1.median_by_hart.3", figures)

    def test_the_workflow_runs_what_the_page_runs(self):
        steps = yaml.safe_load((EXAMPLE / "github-workflow.yml").read_text())["jobs"]["check"]["steps"]
        runs = [step["run"] for step in steps if "run" in step]
        known = [command for command, _ in commands()]
        for run in runs:
            if run.startswith(("make", "standstill ")):
                self.assertIn(run, known)
        self.assertIn("make", runs)
        self.assertTrue(any(run.startswith("standstill check --junit") for run in runs))
        packages = (program.OTHER / "scripts/packages.txt").read_text().split()
        for needed in ("build-essential", "g++-riscv64-linux-gnu"):
            self.assertIn(needed, packages)


if __name__ == "__main__":
    program.main()
