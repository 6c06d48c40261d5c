#!/usr/bin/env python3
"""Points that fail, and sweeps that are ended: outcomes_test.py SIMULATOR FAKE FIRMWARE SPECS

SPDX-License-Identifier: Apache-2.0
"""
import contextlib
import os
import pty
import resource
import shutil
import signal
import subprocess

import program

ACTS = """
[sweep]
elf = "p.elf"
[grid]
arg.act = {}
"""


class Outcomes(program.SweepTest):
    program = program.FAKE

    def setUp(self):
        super().setUp()
        shutil.copy(program.FIRMWARE, self.folder / "p.elf")

    def acts(self, *acts):
        self.write("s.toml", ACTS.format(list(acts)))

    def at_work(self):
        """Runs that have begun to simulate."""
        return len(list(self.folder.glob("out/running/*/console.log")))

    def test_what_fails_is_listed_and_stops_no_other(self):
        self.acts("fail", "hang", "error", "throw", "disorder", "pass")
        text = self.call(1, "sweep", "s.toml", "-o", "out")
        self.assertEqual(text.splitlines(), [
            "point 0 (arg.act=fail): fail, exit code 1: second",
            "    standstill run --elf ./p.elf --arg act=fail",
            "point 1 (arg.act=hang): hang, exit code 3: no progress: all harts sleep since cycle 50, "
            "and nothing is armed to wake one",
            "    standstill run --elf ./p.elf --arg act=hang",
            "point 2 (arg.act=error): error, exit code 4: the simulator went wrong; please report "
            "this: two owners of one line",
            "    standstill run --elf ./p.elf --arg act=error",
            "point 3 (arg.act=throw): error, exit code 4: the simulator went wrong; please report "
            "this: nobody foresaw this",
            "    standstill run --elf ./p.elf --arg act=throw",
            "point 4 (arg.act=disorder): fail, exit code 1: order broken: rendezvous 0: irq_on "
            "of hart 0 at cycle 55 comes before its own exit at cycle 60",
            "    standstill run --elf ./p.elf --arg act=disorder",
            "6 points: 6 computed, 0 reused, 5 failed",
            "table in out/sweep.csv"])
        table = self.table("out")
        self.assertEqual([(point["status"], point["exit_code"]) for point in table["points"]],
                         [("fail", 1), ("hang", 3), ("error", 4), ("error", 4), ("fail", 1),
                          ("pass", 0)])
        self.assertEqual([point["results"] is None for point in table["points"]],
                         [False, False, True, True, False, False])
        before = (self.folder / "out/sweep.json").read_bytes()
        # The guest would fail again; a bug of ours or of the host may be gone.
        self.assertIn("6 points: 2 computed, 4 reused, 5 failed",
                      self.call(1, "sweep", "s.toml", "-o", "out"))
        self.assertEqual((self.folder / "out/sweep.json").read_bytes(), before)

    def test_max_cycles_of_the_specification(self):
        self.write("s.toml", '[sweep]\nelf = "p.elf"\nmax_cycles = 50\n')
        text = self.call(1, "sweep", "s.toml", "-o", "out")
        self.assertIn("hang, exit code 3: ", text)
        self.assertIn("--max-cycles 50\n", text)

    def test_interrupted_and_resumed(self):
        self.acts("pass", "fail", "wait", "wait now", "hang")
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            child = self.begin("sweep", "s.toml", "-o", "out", "-j", "2")
            self.wait_until(lambda: self.at_work() == 2 and
                            len(list(self.folder.glob("out/points/*"))) == 2)
            child.send_signal(number)
            text = child.communicate(timeout=20)[0]
            self.assertEqual(child.returncode, code, text)
            self.assertIn(" 1 failed, 3 not run: interrupted; the same command goes on from here\n",
                          text)
            self.assertEqual([point["status"] for point in self.table("out")["points"]],
                             ["pass", "fail", "pending", "pending", "pending"])
            self.assertEqual(len(self.stored("out")), 2)
            self.assertFalse((self.folder / "out/running").exists())
        self.acts("pass", "fail", "hang")
        self.assertIn("3 points: 1 computed, 2 reused, 2 failed",
                      self.call(1, "sweep", "s.toml", "-o", "out"))

    def test_runs_die_with_a_sweep_that_is_killed(self):
        self.acts("wait")
        child = self.begin("sweep", "s.toml", "-o", "out")
        self.wait_until(lambda: self.at_work() == 1)
        child.kill()
        child.wait()
        # One that lived on would hold the folder for half a minute.
        self.acts("pass")
        self.call(0, "sweep", "s.toml", "-o", "out")

    def test_a_run_that_is_killed_and_a_program_that_is_replaced(self):
        self.acts("wait", "pass")
        child = self.begin("sweep", "s.toml", "-o", "out", "-j", "1")
        self.wait_until(lambda: self.at_work() == 1)
        debug = program.FIRMWARE.with_name("standstill-kernel-debug.elf")
        shutil.copy(debug, self.folder / "p.elf")
        os.kill(program.children_of(child.pid)[0], signal.SIGKILL)
        text = child.communicate(timeout=20)[0]
        self.assertEqual(child.returncode, 1, text)
        self.assertEqual(self.messages("out"), ["ended by a signal: Killed",
                         "./p.elf: the program or the machine's file has changed since the sweep "
                         "began: begin again"])
        self.assertEqual(self.table("out")["points"][0]["exit_code"], 137)
        self.assertEqual(self.stored("out"), {})

    def test_two_sweeps_in_one_folder(self):
        self.acts("wait")
        self.begin("sweep", "s.toml", "-o", "out")
        self.wait_until(lambda: self.at_work() == 1)
        self.assertIn("--output out: another sweep is at work there",
                      self.call(2, "sweep", "s.toml", "-o", "out"))

    def test_a_full_disk(self):
        """A limit on a file's size is a disk that is full for the large ones only."""
        self.program = program.SIMULATOR
        self.write("s.toml", '[grid]\narg.rounds = [1]\nharts = [2]\n'
                             'scenario = ["hello", "stop_machine"]\n')
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (80000, 80000))
        text = self.call(1, "sweep", "s.toml", "-o", "out", preexec_fn=limit,
                         restore_signals=False)
        self.assertRegex(text, r"scenario=stop_machine\): error, exit code 2: .*events.log: cannot "
                         "write the event log: File too large\n")
        self.assertIn("2 points: 2 computed, 0 reused, 1 failed\n", text)
        self.assertEqual(len(self.stored("out")), 1)
        self.assertIn("1 computed, 1 reused, 0 failed",
                      self.call(0, "sweep", "s.toml", "-o", "out"))
        self.call(0, "sweep", "s.toml", "-o", "through")
        self.assert_same("through", "out")

    def test_tables_that_cannot_be_written(self):
        self.acts("pass")
        self.call(0, "sweep", "s.toml", "-o", "out")
        before = (self.folder / "out/sweep.json").read_bytes()
        (self.folder / "out/sweep.csv.tmp").symlink_to("/dev/full")
        self.assertIn("out/sweep.csv: cannot write: No space left on device",
                      self.call(2, "sweep", "s.toml", "-o", "out"))
        self.assertEqual((self.folder / "out/sweep.json").read_bytes(), before)

    def test_progress_on_a_terminal_alone(self):
        self.acts("pass", "fail", "pass now")
        try:
            terminal, end = pty.openpty()
        except OSError as error:
            self.fail(f"no pseudo-terminal: {error}: mount /dev/pts")
        done = subprocess.run([self.program, "sweep", "s.toml", "-o", "out", "-j", "1"], stderr=end,
                              stdout=subprocess.PIPE, text=True, cwd=self.folder, timeout=60)
        os.close(end)
        shown = ""
        with contextlib.suppress(OSError):  # how a terminal ends
            while block := os.read(terminal, 4096):
                shown += block.decode()
        self.assertIn("\r0 of 3 points, 1 at work\033[K", shown)
        self.assertRegex(shown, r"\r2 of 3 points, 1 failed, 1 at work, \d+ s to go\033\[K")
        self.assertTrue(shown.endswith("\r\033[K"), repr(shown))
        self.assertEqual(done.stdout.splitlines()[-2], "3 points: 3 computed, 0 reused, 1 failed")

    def test_nothing_runs_where_a_point_cannot(self):
        self.write("s.toml", '[grid]\nharts = [1, 2]\nscenario = ["hello", "hotplug"]\n')
        text = self.call(2, "sweep", "s.toml", "-o", "out")
        self.assertIn("standstill: s.toml: 1 of 4 points cannot be run:\n  point 1 (harts=1, "
                      "scenario=hotplug): hotplug: needs at least 2 harts", text)
        self.assertFalse((self.folder / "out").exists())

    def test_words(self):
        self.assertIn("sweep: say what to run", self.call(2, "sweep"))
        self.assertIn("none.toml: cannot read the specification",
                      self.call(2, "sweep", "none.toml"))
        self.acts("pass")
        for word in ("0", "x", "-1", "1025"):
            self.assertIn(f"--jobs {word}: it must be a number of runs at a time, 1 to 1024",
                          self.call(2, "sweep", "s.toml", f"-j{word}"))
        (self.folder / "mine").mkdir()
        self.write("mine/text", "")
        self.assertIn("--output mine: the folder has files in it that are not of a sweep",
                      self.call(2, "sweep", "s.toml", "-o", "mine"))
        self.assertIn("--dry-run", self.call(0, "sweep", "--help"))


if __name__ == "__main__":
    program.main()
