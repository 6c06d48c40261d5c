#!/usr/bin/env python3
"""report_test.py STANDSTILL FIRMWARE: the report of real runs.
SPDX-License-Identifier: Apache-2.0"""
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import unittest

from page import Page, shown

SIMULATOR, FIRMWARE = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
# Folder, harts, more options.
RUNS = [("one", 1, []), ("two", 2, []), ("four", 4, []),
        ("far", 4, ["--set", "hart.atomics=far"])]
# Four curves, phases, critical path, and a histogram a point.
CHARTS = 4 + 1 + 1 + len(RUNS)
PHASES = "Phases of the median rendezvous, core cycles"
PATH = "Critical path of the median rendezvous, by cause, core cycles"
COMMANDS = "Runs and the commands that give them again"
MATRIX = "Round trip of a word between two harts, core cycles: a row measures, a column answers"


def call(folder, code, *words):
    env = dict(os.environ, STANDSTILL_FIRMWARE=str(FIRMWARE))
    done = subprocess.run([SIMULATOR, *words], cwd=folder, env=env, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    if done.returncode != code:
        raise AssertionError(f"{words}: exit {done.returncode}, not {code}: {done.stdout}")
    return done.stdout


def number(text):
    return int(text.replace(",", ""))


def cells(row):
    return {name: number(text) for name, text in row.items()}


class ReportTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = pathlib.Path(scratch.name)
        for name, harts, words in RUNS:
            call(cls.folder, 0, "run", "stop_machine", "--harts", str(harts), "--arg", "rounds=5",
                 "-o", name, *words)
        cls.names = [name for name, _, _ in RUNS]
        call(cls.folder, 0, "report", *cls.names)
        cls.text = (cls.folder / "report.html").read_text()
        cls.page = Page(cls.text)

    def results(self, name):
        return json.loads((self.folder / name / "results.json").read_text())

    def label(self, index):
        _, harts, words = RUNS[index]
        return f"{harts} hart{'s'[:harts > 1]}, hart.atomics {'far' if words else 'near'}"

    def median(self, name):
        """The rendezvous of median length, the first of several."""
        every = self.results(name)["rendezvous"]
        return sorted(every, key=lambda one: one["rendezvous"])[(len(every) + 1) // 2 - 1]

    def test_the_same_bytes_again(self):
        call(self.folder, 0, "report", *self.names, "-o", "again.html")
        self.assertEqual((self.folder / "again.html").read_text(), self.text)

    def test_medians_are_those_of_the_results(self):
        table = self.page.table("Medians, core cycles")
        self.assertEqual(len(table), len(RUNS))
        for index, name in enumerate(self.names):
            row = table[self.label(index)]
            for figure, statistics in self.results(name)["summary"].items():
                expected = statistics["median"]
                self.assertEqual(row[figure], "-" if expected is None else f"{expected:,}")

    def test_phases_add_up_to_the_median_rendezvous(self):
        table = self.page.tables[PHASES]
        points = table[0][1:]
        self.assertEqual(points, [self.label(index) for index in range(len(RUNS))])
        for column, name in enumerate(self.names, 1):
            rows = {row[0]: number(row[column]) for row in table[1:]}
            total = rows.pop("sum")
            one = self.median(name)
            self.assertEqual(total, one["rendezvous"])
            self.assertEqual(sum(rows.values()), total)
            self.assertEqual(rows["queue"] + rows["wake"] + rows["prepare"], one["gather"])
            self.assertEqual(rows["fn"], one["fn"])

    def test_the_critical_path_is_that_of_the_median_rendezvous(self):
        table = self.page.tables[PATH]
        for column, name in enumerate(self.names, 1):
            rows = {row[0]: number(row[column]) for row in table[1:]}
            path = self.median(name)["critical_path"]
            self.assertEqual(rows.pop("sum"), path["cycles"])
            self.assertEqual({cause: n for cause, n in rows.items() if n}, path["by_cause"])

    def test_every_window_is_in_the_histograms(self):
        table = self.page.tables["IRQ-off windows by their length in core cycles"]
        for column, name in enumerate(self.names, 1):
            counted = sum(number(row[column]) for row in table[1:])
            self.assertEqual(counted, self.results(name)["summary"]["irq_off"]["count"])

    def test_commands_give_the_same_results(self):
        table = self.page.table(COMMANDS)
        for name in ("one", "far"):
            command = shlex.split(table[name]["command"])
            self.assertEqual(command[0], "standstill")
            call(self.folder, 0, *command[1:], "-o", f"{name}-again")
            self.assertEqual((self.folder / f"{name}-again/results.json").read_bytes(),
                             (self.folder / name / "results.json").read_bytes())

    def test_nothing_is_loaded(self):
        self.assertEqual(self.page.loads, [])
        self.assertIn("default-src 'none'", self.page.policy)
        seen = Page('<img src="http://x/a.png"><style>p{background:url(x)}</style>'
                    '<link href=x><i style="background:url(y)"></i>')
        self.assertEqual(len(seen.loads), 4)

    def test_chromium_draws_every_chart(self):
        dom = Page(shown(self.folder / "report.html"))
        self.assertEqual(dom.root.get("data-errors"), "")
        self.assertEqual(dom.root.get("data-charts"), str(CHARTS))
        self.assertEqual(len(dom.canvases), CHARTS)
        for canvas in dom.canvases:
            self.assertGreater(int(canvas["width"]), 100, canvas)
            self.assertTrue(canvas["aria-label"])

    def test_a_chart_that_cannot_be_drawn_is_an_error(self):
        broken = self.folder / "broken.html"
        broken.write_text(self.text.replace('"kind":"stack"', '"kind":"pie"'))
        dom = Page(shown(broken))
        self.assertIn("phases-chart", dom.root["data-errors"])
        self.assertEqual(dom.root["data-charts"], str(CHARTS - 2))

    def test_without_scripts_the_tables_are_there(self):
        silent = self.folder / "silent.html"
        silent.write_text(self.text.replace("script-src 'unsafe-inline'", "script-src 'none'"))
        dom = Page(shown(silent))
        self.assertNotIn("data-charts", dom.root)
        self.assertEqual(dom.root["class"], "static")  # hides what is empty
        self.assertEqual(dom.tables, self.page.tables)

    def test_the_matrix_is_a_table(self):
        none = {"count": 0, "min": None, "median": None, "max": None}
        (self.folder / "latency").mkdir()
        (self.folder / "latency/characterize.json").write_text(json.dumps(
            {"schema_version": 1, "core_to_core": {"round_trip": [[None, 1200], [160, None]],
                                                   "all": none},
             "access": [], "access_overhead": [], "mmio": [], "doorbell": [], "timer": []}))
        call(self.folder, 0, "report", "latency", "-o", "latency.html")
        table = Page((self.folder / "latency.html").read_text()).tables[MATRIX]
        self.assertEqual(table, [["hart", "0", "1"], ["0", "-", "1,200"], ["1", "160", "-"]])

    def test_errors_name_what_is_wrong(self):
        for words, message in [
                (["nowhere"], "report: cannot read nowhere/results.json: No such file"),
                (["one", "-o", "no/such/report.html"], "no/such/report.html: cannot write"),
                (["one", "two", "--x", "hart.atomics"], "--x hart.atomics: it does not differ"),
                ([], "report: name folders")]:
            self.assertIn(message, call(self.folder, 2, "report", *words))
        self.assertEqual((self.folder / "report.html").read_text(), self.text)
        for text, message in [('{"schema_version": 2}', "schema_version 2: this program reads 1"),
                              ("{}", "not a file of this version"), ("[", "parse error")]:
            (self.folder / "bad").mkdir(exist_ok=True)
            (self.folder / "bad/results.json").write_text(text)
            self.assertIn(message, call(self.folder, 2, "report", "bad"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
