#!/usr/bin/env python3
"""What sweeps leave, whatever happens to them: sweep_test.py SIMULATOR FAKE FIRMWARE SPECS

SPDX-License-Identifier: Apache-2.0
"""
import csv
import json
import re
import shlex
import signal

import program

SMALL = """
[sweep]
scenario = "stop_machine"
[arg]
load = "none"
rounds = 1
[grid]
harts = [1, 2]
hart.atomics = ["near", "far"]
"""
HUNDRED = """
[sweep]
scenario = "hello"
[grid]
harts = [1, 2]
hart.irq_sync = { from = 1, to = 5 }
hart.store_buffer_depth = { from = 1, to = 10 }
"""


class Sweep(program.SweepTest):
    def test_the_same_bytes_one_by_one_together_and_in_parts(self):
        self.write("s.toml", SMALL)
        text = self.call(0, "sweep", "s.toml", "-o", "one", "-j", "1")
        self.assertEqual(text, "4 points: 4 computed, 0 reused, 0 failed\ntable in one/sweep.csv\n")
        self.call(0, "sweep", "s.toml", "-o", "three", "-j", "3")
        self.assert_same("one", "three")
        (self.folder / "parts").mkdir()
        self.write("parts/s.toml", SMALL.replace("[1, 2]", "[2]"))
        self.call(0, "sweep", "parts/s.toml", "-o", "both")
        text = self.call(0, "sweep", "s.toml", "-o", "both")
        self.assertIn("4 points: 2 computed, 2 reused, 0 failed\n", text)
        self.assert_same("one", "both")
        self.assertIn("4 points: 0 computed, 4 reused",
                      self.call(0, "sweep", "s.toml", "-o", "both"))
        self.assert_same("one", "both")

    def test_the_table_says_what_the_runs_say(self):
        self.write("s.toml", SMALL)
        self.call(0, "sweep", "s.toml", "-o", "out")
        table = self.table("out")
        self.assertEqual(table["axes"], [{"key": "harts", "values": [1, 2]},
                                         {"key": "hart.atomics", "values": ["near", "far"]}])
        self.assertEqual(table["counts"], {"points": 4, "pass": 4, "fail": 0, "hang": 0, "error": 0,
                                           "pending": 0})
        with open(self.folder / "out/sweep.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 4)
        for point, row in zip(table["points"], rows):
            results = json.loads((self.folder / "out" / point["results"]).read_text())
            path = results["rendezvous"][0]["critical_path"]
            self.assertEqual(results["machine"]["machine"]["harts"], point["values"]["harts"])
            self.assertEqual(point["figures"]["summary.rendezvous.median"],
                             results["summary"]["rendezvous"]["median"])
            self.assertEqual(point["figures"]["harts.*.instructions"],
                             sum(hart["instructions"] for hart in results["harts"]))
            self.assertEqual({k: v for k, v in point["critical_path"]["by_cause"].items() if v},
                             path["by_cause"])
            self.assertEqual(sum(point["critical_path"]["by_cause"].values()),
                             point["figures"]["summary.rendezvous.median"])
            self.assertEqual(row["hart.atomics"], point["values"]["hart.atomics"])
            self.assertEqual(int(row["outcome.cycles"]), results["outcome"]["cycles"])
            self.assertEqual(int(row["critical_path.execute"]), path["by_cause"]["execute"])
        self.assertFalse(list((self.folder / "out").glob("points/*/events.log")))

    def test_the_command_of_a_point_gives_its_results(self):
        self.write("s.toml", SMALL)
        self.call(0, "sweep", "s.toml", "-o", "out")
        for point in self.table("out")["points"][1:3]:
            words = shlex.split(point["command"])
            self.assertEqual(words[0], "standstill")
            self.call(0, *words[1:], "-o", "again")
            self.assertEqual((self.folder / "again/results.json").read_bytes(),
                             (self.folder / "out" / point["results"]).read_bytes())

    def test_logs_are_kept_on_request(self):
        self.write("s.toml", SMALL)
        self.call(0, "sweep", "s.toml", "-o", "out")
        self.write("s.toml", SMALL.replace("[arg]", 'keep = "all"\n[arg]'))
        self.assertIn("4 computed, 0 reused", self.call(0, "sweep", "s.toml", "-o", "out"))
        point = self.table("out")["points"][3]
        self.assertIn("critical path", self.call(0, "explain", f"out/points/{point['key']}"))

    def test_killed_twice_and_resumed(self):
        self.write("s.toml", HUNDRED)
        self.assertIn("100 points: 100 computed, 0 reused, 0 failed",
                      self.call(0, "sweep", "s.toml", "-o", "through"))
        reused = 0
        for least in (10, 60):
            child = self.begin("sweep", "s.toml", "-o", "killed")
            points = self.folder / "killed/points"
            self.wait_until(lambda: points.exists() and len(list(points.iterdir())) >= least)
            child.send_signal(signal.SIGKILL)
            child.wait()
            self.assertFalse((self.folder / "killed/sweep.json").exists(), "it was too late")
            self.assertLess(len(self.stored("killed")), 100)
            self.assertGreater(len(self.stored("killed")), reused)
            reused = len(self.stored("killed"))
        text = self.call(0, "sweep", "s.toml", "-o", "killed")
        found = re.match(r"100 points: (\d+) computed, (\d+) reused, 0 failed\n", text)
        self.assertTrue(found, text)
        self.assertGreaterEqual(int(found[2]), reused)
        self.assertEqual(int(found[1]) + int(found[2]), 100)
        self.assert_same("through", "killed")

    def test_another_firmware_or_simulator_reuses_nothing(self):
        self.write("s.toml", '[sweep]\nscenario = "hello"\n[grid]\nharts = [1]\n')
        self.call(0, "sweep", "s.toml", "-o", "out")
        other = self.folder / "standstill"
        other.write_bytes(program.SIMULATOR.read_bytes() + b"another")
        other.chmod(0o755)
        self.program = other
        self.assertIn("1 computed, 0 reused", self.call(0, "sweep", "s.toml", "-o", "out"))
        self.assertIn("0 computed, 1 reused", self.call(0, "sweep", "s.toml", "-o", "out"))
        debug = program.FIRMWARE.with_name("standstill-kernel-debug.elf")
        self.assertIn("1 computed, 0 reused",
                      self.call(0, "sweep", "s.toml", "-o", "out", "--firmware", debug))

    def test_the_specifications_that_come_with_it(self):
        specs = sorted(program.SPECS.glob("*.toml"))
        self.assertIn("first.toml", [path.name for path in specs])
        for path in specs:
            text = self.call(0, "sweep", path, "--dry-run")
            self.assertRegex(text, r"\n\d+ points, 0 with results in out/\S+\n$")
        self.assertFalse((self.folder / "out").exists())
        self.assertIn(" 0 failed\n", self.call(0, "sweep", program.SPECS / "first.toml"))
        self.assertIn(", 10 with results in out/first\n",
                      self.call(0, "sweep", program.SPECS / "first.toml", "--dry-run"))


if __name__ == "__main__":
    program.main()
