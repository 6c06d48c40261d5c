#!/usr/bin/env python3
"""What `standstill check` says and does: check_test.py SIMULATOR FIRMWARE ANOTHER_FIRMWARE

SPDX-License-Identifier: Apache-2.0
"""
import os
import signal
import subprocess
import time
import unittest
import xml.etree.ElementTree as xml

import program


class Check(program.ProgramTest):
    def test_blessed_passes_and_is_written_once(self):
        self.assertIn("b  " + " " * 7 + "blessed      written", self.blessed())
        before = (self.folder / "b.json").read_text()
        self.assertLess(len(before.splitlines()), 100)
        figures = len(self.read("b.json")["metrics"])
        self.assertGreater(figures, 40)
        self.assertIn(f"pass         {figures} figures", self.call(0, "check", "b.json"))
        self.assertIn("unchanged", self.call(0, "check", "--bless", "b.json"))
        self.assertEqual((self.folder / "b.json").read_text(), before)
        self.assertEqual(os.listdir(self.folder / "tmp"), [], "runs nobody keeps")

    def test_a_latency_is_named(self):
        self.blessed()
        self.write("m.toml", "[interconnect]\nhop_latency = 4\n")
        text = self.call(1, "check", "b.json")
        self.assertIn("figures moved: the machine differs\n"
                      "    the machine differs: interconnect.hop_latency = 3 -> 4\n", text)
        self.assertRegex(text, r"summary.rendezvous.median +[\d,]+ -> [\d,]+ \(\+\d+, \+\d")
        self.assertIn("written anew\n    the machine differs: interconnect.hop_latency = 3 -> 4",
                      self.call(0, "check", "--bless", "b.json"))
        self.call(0, "check", "b.json")

    def test_another_firmware_is_named(self):
        self.blessed()
        text = self.call(1, "check", "--firmware", program.OTHER, "b.json")
        self.assertRegex(text, r"figures moved: the firmware differs\n"
                         r"    the firmware differs: sha256 [0-9a-f]{12} -> [0-9a-f]{12}, the same "
                         r"compiler \(GNU C\+\+20 ")
        document = self.read("b.json")
        document["program"]["compiler"] = "GNU C++20 99.1"
        document["program"]["sha256"] = "0" * 64
        self.write("b.json", document)
        text = self.call(1, "check", "b.json")
        self.assertIn("stale        no figure moved, but the firmware differs", text)
        self.assertIn("compiler GNU C++20 99.1 -> GNU C++20 ", text)

    def test_another_model_is_named(self):
        self.blessed()
        document = self.read("b.json")
        document["metrics"]["summary.ipi.median"] += 1
        self.write("b.json", document)
        text = self.call(1, "check", "b.json")
        self.assertIn(f"1 of {len(document['metrics'])} figures moved: the model differs\n    the model differs: firmware, "
                      "arguments and machine are those of the baseline\n    summary.ipi.median", text)

    def test_what_may_differ(self):
        self.blessed(accept=["program"])
        document = self.read("b.json")
        document["program"]["sha256"] = "0" * 64
        document["tolerance"] = {"outcome.cycles": 10}
        document["metrics"]["outcome.cycles"] += 10
        self.write("b.json", document)
        self.assertIn("pass ", self.call(0, "check", "b.json"))
        document["metrics"]["outcome.cycles"] += 1
        self.write("b.json", document)
        self.assertRegex(self.call(1, "check", "b.json"), r"\(-11, -0.0 %\); 10 allowed")
        document["tolerance"]["outcome.cycles"] = "1%"
        self.write("b.json", document)
        self.call(0, "check", "b.json")

    def test_a_parameter_that_came_later_is_as_by_default(self):
        self.blessed()
        document = self.read("b.json")
        del document["machine"]["interconnect"]["link_bytes"]
        self.write("b.json", document)
        self.call(0, "check", "b.json")
        document["machine"]["interconnect"]["gone"] = 1
        self.write("b.json", document)
        self.assertIn("interconnect.gone = 1 -> (none)", self.call(1, "check", "b.json"))

    def test_figures_are_chosen_by_name(self):
        self.blessed(metrics={"harts.1.cycles_by_cause.asleep": None})
        self.assertEqual(list(self.read("b.json")["metrics"]), ["harts.1.cycles_by_cause.asleep"])
        self.assertGreater(self.read("b.json")["metrics"]["harts.1.cycles_by_cause.asleep"], 0)
        document = self.read("b.json")
        document["metrics"] = {"summary.ipi.medain": 1}
        self.write("b.json", document)
        for words in ([], ["--bless"]):
            text = self.call(2, "check", "b.json", *words)
            self.assertIn("b.json: metrics: this run has no figure 'summary.ipi.medain'; the "
                          "nearest is 'summary.ipi.median'", text)
        self.assertEqual(self.read("b.json"), document)

    def test_a_run_that_fails_is_no_baseline(self):
        self.blessed(run={"scenario": "ftrace", "arg": ["rounds=1"]})
        document = self.read("b.json")
        document["run"]["arg"].append("master=first")
        self.write("b.json", document)
        for words in ([], ["--bless"]):
            text = self.call(1, "check", "b.json", *words)
            self.assertIn("failed       the run did not pass\n    FAIL: check ", text)
        self.assertEqual(self.read("b.json"), document)

    def test_all_are_run_and_told_to_junit(self):
        self.blessed("baselines/good.json", run={"scenario": "hello"})
        self.write("baselines/bad<&.json", "{")
        text = self.call(2, "check", "--junit", "j.xml", "-o", "kept")
        self.assertIn("1 of 2 baselines are as they should be", text)
        suite = xml.parse(self.folder / "j.xml").getroot()[0]
        self.assertEqual([suite.get(k) for k in ("tests", "failures", "errors")], ["2", "0", "1"])
        self.assertEqual([case.get("name") for case in suite], ["bad<&", "good"])
        self.assertIn("not JSON", suite[0][0].get("message"))
        self.assertEqual(len(suite[1]), 0)
        self.assertTrue((self.folder / "kept/good/events.log").exists())

    def test_interrupted(self):
        self.blessed("baselines/a.json", run={"scenario": "hello"})
        self.blessed("baselines/b.json")
        document = self.read("baselines/b.json")
        document["run"]["arg"] = ["rounds=1000000"]
        self.write("baselines/b.json", document)
        child = subprocess.Popen([program.SIMULATOR, "check", "--bless"], cwd=self.folder,
                                 env=self.env, stdout=subprocess.PIPE, text=True)
        while not list((self.folder / "tmp").glob("*/b/console.log")):
            time.sleep(0.01)
        time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        text = child.communicate(timeout=20)[0]
        self.assertEqual(child.returncode, 130, text)
        self.assertIn("b         interrupted  by the user", text)
        self.assertEqual(self.read("baselines/b.json"), document)
        self.assertEqual(os.listdir(self.folder / "tmp"), [])


class Refused(program.ProgramTest):
    """Exit code 2, and a message with place, value, what is allowed and what to do."""

    def refuse(self, message, text):
        self.write("b.json", text)
        self.assertIn(message, self.call(2, "check", "b.json"))

    def test_missing(self):
        self.assertIn("check: no folder baselines here; write what to run, as", self.call(2, "check"))
        self.assertIn("none.json: cannot read the baseline: No such file", self.call(2, "check", "none.json"))
        (self.folder / "baselines").mkdir()
        self.assertIn("baselines: no baseline in it; write", self.call(2, "check"))
        self.call(0, "run", "hello", "-o", "run")
        self.assertIn("run: the folder of a run, not of baselines: to compare", self.call(2, "check", "run"))

    def test_broken(self):
        good = {"baseline_version": 1, "run": {"scenario": "hello"}}
        self.refuse("b.json:1:1: not JSON: the file is empty", "")
        self.refuse('b.json: the key "run" is there twice: leave one of them',
                    '{"baseline_version": 1, "run": {"scenario": "hello"}, "run": {}}')
        self.refuse("b.json:2:8: not JSON: a damaged or cut file", '{\n "run":')
        self.refuse("b.json: a number in it is beyond all range: ",
                    '{"baseline_version": 1, "about": 1e999, "run": {}}')
        self.refuse("b.json: baseline_version: 2: it must be 1", dict(good, baseline_version=2))
        self.refuse("unknown key 'rum': it must be", dict(good, rum=1))
        self.refuse("; the nearest is 'scenario'", dict(good, run={"scenari": "hello"}))
        self.refuse("b.json: run: it must name a scenario or an elf", dict(good, run={}))
        self.refuse("arg: 3: it must be a list of texts", dict(good, run={"scenario": "x", "arg": 3}))
        self.refuse("tolerance: x = \"2\": it must be a whole number, or a share like",
                    dict(good, tolerance={"x": "2"}))
        self.refuse("accept: 'machin': it must be program", dict(good, accept=["machin"]))
        self.refuse("metrics: a = -1: it must be a whole number", dict(good, metrics={"a": -1}))
        self.refuse("b.json: not blessed yet: `standstill check --bless b.json`", good)
        self.refuse("b.json: machine: it must be an object; `standstill check --bless` writes it",
                    dict(good, program={}, arguments={}, metrics={"outcome.cycles": 1}))

    def test_two_of_one_name(self):
        for name in ("x/b.json", "y/b.json"):
            self.write(name, {"baseline_version": 1, "run": {"scenario": "hello"}})
        self.assertIn("y/b.json: x/b.json has the same name, by which runs are kept and told of: rename one",
                      self.call(2, "check", "x", "y"))

    def test_what_run_refuses(self):
        self.write("b.json", {"baseline_version": 1, "run": {"scenario": "helo"}})
        self.assertIn("the nearest is 'hello'", self.call(2, "check", "--bless", "b.json"))
        self.write("b.json", {"baseline_version": 1, "run": {"elf": "none.elf"}})
        self.assertIn("./none.elf: cannot read the ELF file", self.call(2, "check", "--bless", "b.json"))

    def test_places_that_cannot_be_written(self):
        self.blessed(run={"scenario": "hello"})
        before = self.read("b.json")
        self.write("c.json", dict(before, run={"scenario": "hello", "arg": ["rounds=2"]}))
        before = self.read("c.json")
        (self.folder / "c.json.tmp").symlink_to("/dev/full")
        self.assertIn("c.json: cannot write: No space left on device",
                      self.call(2, "check", "--bless", "c.json"))
        self.assertEqual(self.read("c.json"), before)
        text = self.call(2, "check", "--junit", "none/j.xml", "b.json")
        self.assertIn("--junit none/j.xml: cannot write into ", text)
        self.assertNotIn("pass", text)  # said before anything is run
        self.assertIn("/proc/x", self.call(2, "check", "-o", "/proc/x", "b.json"))
        self.env["TMPDIR"] = str(self.folder / "none")
        self.assertIn("name one by -o", self.call(2, "check", "b.json"))


if __name__ == "__main__":
    program.main()
