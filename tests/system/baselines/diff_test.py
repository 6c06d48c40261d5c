#!/usr/bin/env python3
"""What `standstill diff` says: diff_test.py SIMULATOR FIRMWARE ANOTHER_FIRMWARE

SPDX-License-Identifier: Apache-2.0
"""
import json
import program


class Diff(program.ProgramTest):
    def run_into(self, folder, *words):
        self.call(0, "run", "--harts", "2", "--arg", "rounds=2", "-o", folder, *words)

    def test_the_same(self):
        self.run_into("a")
        self.run_into("b", "--lockstep")
        same = self.call(0, "diff", "a", "b")
        self.assertEqual(same.splitlines()[-1], "no figure has moved")
        self.assertEqual(self.call(0, "diff", "a/results.json", "b/results.json"), same)

    def test_a_latency_is_in_the_first_line(self):
        self.run_into("a")
        self.run_into("b", "--set", "interconnect.hop_latency=4")
        text = self.call(1, "diff", "a", "b")
        self.assertTrue(text.startswith("the machine differs: interconnect.hop_latency = 3 -> 4\n"
                                        "phases          "), text)
        lines = text.splitlines()
        self.assertRegex(lines[2], r"^harts +hart \d \w+ [\d,]+ -> [\d,]+ \(")
        self.assertRegex(lines[3], r"^critical path +\w+ [\d,]+ -> [\d,]+ \(")
        self.assertIn("\n\nrendezvous\n    summary.gather.min ", text)
        self.assertIn("\n\ncritical paths, added up\n    critical_path.cycles ", text)
        self.assertRegex(text, r"\n    harts\.\*\.cycles_by_cause\.miss_owner +[\d,]+ -> [\d,]+ \(")
        self.assertRegex(text, r"\nphases of each hart, medians\n    hart 0 irq_off +\d")
        lines = [(self.folder / side / "events.log").read_text().splitlines() for side in "ab"]
        first = next(i for i, pair in enumerate(zip(*lines)) if pair[0] != pair[1])
        self.assertIn(f"the events part at line {first + 1} of events.log\n  A  {lines[0][first]}\n"
                      f"  B  {lines[1][first]}\n", text)

    def test_the_firmware_is_in_the_first_line(self):
        self.run_into("a")
        self.run_into("b", "--firmware", program.OTHER)
        self.assertRegex(self.call(1, "diff", "a", "b"), r"\Athe firmware differs: sha256 [0-9a-f]{12} -> ")

    def test_an_argument_and_another_scenario(self):
        self.run_into("a")
        self.run_into("b", "--arg", "irqoff=300")
        self.assertTrue(self.call(1, "diff", "a", "b").startswith("an argument differs: irqoff = 200 -> 300\n"))
        self.call(0, "run", "hello", "-o", "c")
        self.assertTrue(self.call(1, "diff", "a", "c").startswith(
            "the scenario differs: stop_machine -> hello\nan argument differs: "))

    def test_the_model(self):
        self.run_into("a")
        self.run_into("b")
        path = self.folder / "b/events.log"
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(lines[:40]))
        text = self.call(1, "diff", "a", "b")
        self.assertIn("\nfirst           cycle ", text)
        self.assertIn("; B has it neither then nor soon after\n", text)
        self.assertTrue(text.startswith("firmware, arguments and machine are the same: what differs "
                                        "below is the model\n"), text)
        self.assertIn(f"the events part at line 41 of events.log\n  A  {lines[40].rstrip()}\n  B  "
                      "(the log ends)\n", text)

    def test_a_baseline_and_a_folder(self):
        self.blessed()
        self.call(0, "check", "b.json", "-o", "kept")
        self.call(0, "diff", "b.json", "kept/b")
        document = self.read("b.json")
        document["metrics"]["summary.ipi.max"] -= 1
        self.write("b.json", document)
        self.assertRegex(self.call(1, "diff", "b.json", "kept/b"), r"summary.ipi.max +\d+ -> \d+ \(\+1, ")

    def test_logs_of_two_levels_are_not_compared(self):
        self.run_into("a")
        self.run_into("b", "--log-level", "marks")
        self.assertIn("of --log-level rendezvous and marks, and not compared",
                      self.call(0, "diff", "a", "b"))

    def test_what_cannot_be_read(self):
        self.run_into("a")
        self.assertIn("diff: cannot read none/results.json: No such file or directory; name the folder",
                      self.call(2, "diff", "a", "none"))
        self.write("old/host.json", "{}")
        self.write("old/results.json", json.dumps({"scenario": "x"}))
        self.assertIn("diff: old: not the files of a run of this version", self.call(2, "diff", "a", "old"))
        document = json.loads((self.folder / "a/results.json").read_text())
        self.write("old/host.json", (self.folder / "a/host.json").read_text())
        for broken in ({"machine": {"hart": 3}}, {"harts": {"x": 1}}, {"rendezvous": [3]}, {"outcome": []}):
            self.write("old/results.json", dict(document, **broken))
            self.assertIn("diff: old: not the files of a run", self.call(2, "diff", "a", "old"))
        self.write("new.json", {"baseline_version": 1, "run": {"scenario": "hello"}})
        self.assertIn("new.json: not blessed yet", self.call(2, "diff", "a", "new.json"))


if __name__ == "__main__":
    program.main()
