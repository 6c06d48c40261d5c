#!/usr/bin/env python3
"""A program that is not ours and sleeps for ever is ended; one that waits for its timer is not: foreign.py SIMULATOR ELFS

SPDX-License-Identifier: Apache-2.0
"""
import json
import pathlib
import subprocess
import sys
import tempfile

LIMIT = 50_000
WAYS = ([], ["--lockstep"], ["--no-rtl-gating"])


def main():
    simulator, elfs = sys.argv[1:3]
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        def run(name, number, options):
            done = subprocess.run([simulator, "run", "--elf", f"{elfs}/test_{name}.elf", "--harts", "4", "--no-progress",
                                   str(LIMIT), "-o", f"{folder}/{number}", *options],
                                  text=True, timeout=100, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            return done.returncode, done.stdout, (pathlib.Path(folder) / str(number) / "results.json").read_text()

        code, said, text = run("asleep", 0, [])
        results = json.loads(text)
        report = results["no_progress"]
        if code != 3 or "no progress: all harts sleep since cycle" not in said:
            wrong.append(f"asleep: exit {code}\n{said}")
        if report["by"] != "asleep" or report["sentence"] is not None or report["circular_wait"]:
            wrong.append(f"asleep: {report}")
        if results["outcome"]["cycles"] != report["since"] + LIMIT + results["machine"]["end"]["end_delay"]:
            wrong.append("asleep: the end is not that of the limit")
        # A guest without markers names no task; what it has are its symbols and its call frames.
        places = [[frame["place"].split("+")[0] for frame in hart["backtrace"]] for hart in report["harts"]]
        if places != [["inner", "outer", "_start"], ["park"], ["park"], ["park"]]:
            wrong.append(f"asleep: {places}")
        if any(hart["task"] is not None for hart in report["harts"]):
            wrong.append("asleep: a task")
        for number, way in enumerate(WAYS[1:], 1):
            if run("asleep", number, way)[2] != text:
                wrong.append(f"asleep {way}: other bytes")
        code, said, text = run("waits", 9, [])
        if code != 0 or json.loads(text)["no_progress"] is not None or json.loads(text)["outcome"]["cycles"] < 10 * LIMIT:
            wrong.append(f"waits: exit {code}\n{said}")
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
