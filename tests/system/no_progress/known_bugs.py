#!/usr/bin/env python3
"""A known bug is caught, and the right harts are named: known_bugs.py SIMULATOR FIRMWARE BUG

The run with the bug ends with exit code 3 and says who waits for whom, with the same bytes however it is made; the same
situation passes on the kernel as it should be. SPDX-License-Identifier: Apache-2.0
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

LIMIT = 100_000
WAYS = ([], ["--lockstep", "--no-rtl-gating", "--no-spin-skipping", "--fabric-class", "64"])
# Of each bug: who stands in the circular wait, what is said in one sentence, and a function that must be on the stack
# of the hart named.
ACK = r"hart %d waits for hart %d to ack PREPARE of rendezvous \d+"
STORIES = {
    "S1": ([1, 2, 3], "; ".join([ACK % (1, 2), ACK % (2, 3), ACK % (3, 1)]) + ": a circular wait",
           1, "multi_cpu_stop"),
    "S2": ([1, 2], "; ".join([ACK % (1, 2), ACK % (2, 1)]) + ": a circular wait", 2, "multi_cpu_stop"),
    "S4": ([0, 1], ACK % (0, 1) + r"; hart 1 waits for hart 0 to wake its stopper for rendezvous \d+: init/0, which "
           r"queued the work, is preempted there by migration/0: a circular wait", 0, "cpu_stopper_thread"),
    "S7": ([], ACK % (0, 3) + r"; hart 3 waits for nothing: no work of rendezvous \d+ was queued on it, its stopper took "
           r"none", 0, "multi_cpu_stop"),
    "S13": ([0, 1], r"hart 0 waits for hart 1 to take the interrupt that fn of rendezvous \d+ sent it at cycle \d+ \(mip "
            r"bit 3; interrupts are off there\); hart 1 waits for hart 0 to ack RUN of rendezvous \d+: a circular wait",
            0, "interrupt_another"),
}


def run(simulator, firmware, folder, arguments, options):
    command = [simulator, "run", "known_bugs", "--harts", "4", "--firmware", firmware, "--no-progress", str(LIMIT),
               "--log-level", "marks", "-o", folder, *options]
    for argument in arguments:
        command += ["--arg", argument]
    done = subprocess.run(command, text=True, timeout=280, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def files(folder):
    return [(pathlib.Path(folder) / name).read_bytes() for name in ("results.json", "events.log")]


def main():
    simulator, firmware, bug = sys.argv[1:4]
    circular_wait, sentence, hart, function = STORIES[bug]
    wrong = []

    def expect(condition, what):
        if not condition:
            wrong.append(what)

    with tempfile.TemporaryDirectory() as top:
        code, said = run(simulator, firmware, f"{top}/0", [f"bug={bug}"], [])
        expect(code == 3, f"exit {code}, not 3")
        results = json.loads((pathlib.Path(top) / "0" / "results.json").read_text())
        expect(results["outcome"]["status"] == "hang", "status")
        report = results["no_progress"]
        expect(report["by"] == "rendezvous", f"by {report['by']}")
        expect(report["circular_wait"] == circular_wait, f"circular wait {report['circular_wait']}")
        expect(re.fullmatch(sentence, report["sentence"] or ""), f"sentence: {report['sentence']}")
        expect(report["sentence"] in said, "the sentence is not said")
        expect(results["outcome"]["cycles"] == report["since"] + LIMIT + results["machine"]["end"]["end_delay"],
               "the end is not that of the limit")
        stuck = next(r for r in results["rendezvous"] if r["id"] == report["rendezvous"])
        expect(stuck["return"] is None, "the rendezvous has returned")
        places = " ".join(frame["place"] for frame in report["harts"][hart]["backtrace"])
        expect(function in places, f"hart {hart}: {places}")
        expect("task_start" in places, f"hart {hart}: the stack ends early: {places}")
        expect(report["harts"][hart]["task"] == f"migration/{hart}", f"task {report['harts'][hart]['task']}")
        for number, way in enumerate(WAYS[1:], 1):
            run(simulator, firmware, f"{top}/{number}", [f"bug={bug}"], way)
            expect(files(f"{top}/0") == files(f"{top}/{number}"), f"{way}: other bytes")
        code, fixed = run(simulator, firmware, f"{top}/fixed", [f"bug={bug}", "fixed=on"], [])
        expect(code == 0 and "PASS: known_bugs: 1 of 5 situations on 4 harts" in fixed, f"fixed: exit {code}\n{fixed}")
    if wrong:
        sys.exit("\n".join(wrong) + "\n" + said)


if __name__ == "__main__":
    main()
