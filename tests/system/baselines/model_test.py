#!/usr/bin/env python3
"""One more register stage in the RTL: model_test.py SIMULATOR FIRMWARE SLOWER_SIMULATOR

SPDX-License-Identifier: Apache-2.0
"""
import json

import program

CLOCK = 64
RUN = {"scenario": "stop_machine", "set": ["machine.harts=4", f"fabric.clock_divider={CLOCK}"],
       "arg": ["rounds=3", "load=none"]}


class Model(program.ProgramTest):
    def test_check_goes_red_and_names_the_model(self):
        self.blessed(run=RUN)
        self.call(0, "check", "b.json")
        text = self.call(1, "check", "b.json", simulator=program.OTHER)
        self.assertRegex(text, r"^b +moved +\d+ of \d+ figures moved: the model differs\n    the model "
                         "differs: firmware, arguments and machine are those of the baseline\n")
        self.assertRegex(text, r"\n    summary.ipi.median +\d+ -> \d+ \(\+")

    def test_diff_names_phase_and_cause_in_its_first_lines(self):
        self.write("b.json", {"baseline_version": 1, "run": RUN})
        self.call(0, "check", "--bless", "b.json", "-o", "a")
        self.call(1, "check", "b.json", "-o", "b", simulator=program.OTHER)
        lines = self.call(1, "diff", "a/b", "b/b").splitlines()
        self.assertEqual(lines[0], "firmware, arguments and machine are the same: what differs below "
                         "is the model")
        self.assertRegex(lines[1], r"^phases +ipi \d+ -> \d+ \(\+")
        self.assertRegex(lines[2], r"^harts +hart [123] ipi \d+ -> \d+ \(\+")
        self.assertRegex(lines[3], r"^critical path +fabric \d+ -> \d+ \(\+")
        self.assertRegex(lines[5], r"^first +cycle [\d,]+ of A: fabric sets the interrupt wire to bit 3 of "
                         r"mip of hart\d to 1; B has it 64 cycles later$")
        report = json.loads(self.call(1, "diff", "a/b", "b/b", "--json"))
        self.assertEqual(report["differs"], [])
        ipi = report["figures"]["summary.ipi.median"]
        # One clock of the fabric, but for the phase in which later doorbells meet that clock.
        self.assertLess(abs(ipi["after"] - ipi["before"] - CLOCK), CLOCK // 2)

    def test_the_stage_is_as_exact_as_the_fabric(self):
        for words in ([], ["--lockstep"], ["--no-rtl-gating"]):
            self.call(0, "run", "-o", "r", *words, simulator=program.OTHER)
            text = (self.folder / "r/events.log").read_bytes()
            self.assertEqual(text, getattr(self, "first", text))
            self.first = text


if __name__ == "__main__":
    program.main()
