"""Sweeps in an empty folder, for the tests here. SPDX-License-Identifier: Apache-2.0"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

SIMULATOR, FAKE, FIRMWARE, SPECS = (pathlib.Path(word).resolve() for word in sys.argv[1:5])
TABLES = ("sweep.json", "sweep.csv")


class SweepTest(unittest.TestCase):
    """A fresh folder a test; the program is called in it."""

    program = SIMULATOR

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.env = dict(os.environ, STANDSTILL_FIRMWARE=str(FIRMWARE))

    def call(self, code, *words, **more):
        """Runs the program; returns stdout and stderr as one text."""
        done = subprocess.run([self.program, *words], cwd=self.folder, env=self.env, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, **more)
        self.assertEqual(done.returncode, code, done.stdout)
        return done.stdout

    def begin(self, *words):
        """The program at work."""
        child = subprocess.Popen([self.program, *words], cwd=self.folder, env=self.env, text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.addCleanup(child.communicate)
        self.addCleanup(child.kill)
        return child

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def table(self, folder):
        return json.loads((self.folder / folder / "sweep.json").read_text())

    def messages(self, folder):
        return [point["message"] for point in self.table(folder)["points"]]

    def stored(self, folder):
        """The runs in the store, by key; each must be whole."""
        runs = {}
        for path in sorted((self.folder / folder / "points").glob("*")):
            for name in ("point.json", "results.json"):
                json.loads((path / name).read_text())
            runs[path.name] = (path / "results.json").read_bytes()
        return runs

    def assert_same(self, one, other):
        """Two sweeps have left the same."""
        for name in TABLES:
            self.assertEqual((self.folder / one / name).read_bytes(),
                             (self.folder / other / name).read_bytes(), name)
        self.assertEqual(self.stored(one), self.stored(other))
        self.assertFalse((self.folder / other / "running").exists())

    def wait_until(self, what):
        end = time.monotonic() + 60
        while not what():
            self.assertLess(time.monotonic(), end, "it never came")
            time.sleep(0.005)


def children_of(process):
    return [int(word) for word in
            pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def main():
    unittest.main(argv=sys.argv[:1])
