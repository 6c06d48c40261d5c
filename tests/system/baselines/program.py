"""The program in an empty folder, for the tests here. SPDX-License-Identifier: Apache-2.0"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

# OTHER: a firmware, a simulator or a folder, as the test says.
SIMULATOR, FIRMWARE, OTHER = (pathlib.Path(word).resolve() for word in sys.argv[1:4])


class ProgramTest(unittest.TestCase):
    """A fresh folder a test; the program is called in it."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        (self.folder / "tmp").mkdir()
        self.env = dict(os.environ, STANDSTILL_FIRMWARE=str(FIRMWARE),
                        TMPDIR=str(self.folder / "tmp"))

    def call(self, code, *words, simulator=SIMULATOR):
        """Runs the program; returns stdout and stderr as one text."""
        done = subprocess.run([simulator, *words], cwd=self.folder, env=self.env, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        self.assertEqual(done.returncode, code, done.stdout)
        return done.stdout

    def write(self, name, document):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(document if isinstance(document, str) else json.dumps(document))

    def read(self, name):
        return json.loads((self.folder / name).read_text())

    def blessed(self, name="b.json", run=None, **keys):
        """A baseline of a short run, blessed."""
        run = run or {"scenario": "stop_machine", "machine": "m.toml", "set": ["machine.harts=2"],
                      "arg": ["rounds=1"]}
        self.write(pathlib.Path(name).with_name("m.toml"), "[interconnect]\nhop_latency = 3\n")
        self.write(name, {"baseline_version": 1, "run": run, **keys})
        return self.call(0, "check", "--bless", name)


def main():
    unittest.main(argv=sys.argv[:1])
