"""The blocks of the RTL and their benches, as the build knows them; used by scripts/rtl_*.

SPDX-License-Identifier: Apache-2.0
Source: rtl_blocks.json, which cmake/AddRtlBlock.cmake writes when the build is configured.
"""
import json
import pathlib
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
RTL = TOP / "rtl"


def load(build):
    """The manifest of a build folder: {"verilator": [flags], "blocks": [{name, top, ...}]}."""
    path = pathlib.Path(build) / "rtl_blocks.json"
    if not path.exists():
        sys.exit(f"{path} is missing: configure the build first (cmake --preset release)")
    return json.loads(path.read_text())


def own_sources(manifest):
    """{source path: block that tests it}: a file belongs to the first block that lists it, and to
    the fabric only if to no other."""
    owners = {}
    for block in sorted(manifest["blocks"], key=lambda b: b["name"] == "fabric"):
        for source in block["sources"]:
            owners.setdefault(source, block)
    return owners


def run(command, seconds=None, **options):
    """(exit code, output); the code is None when it took longer than `seconds`."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace", timeout=seconds, **options)
        return done.returncode, done.stdout
    except subprocess.TimeoutExpired:
        return None, ""


def link_command(build, target):
    """The words that link a test program, from the build tool; its output is "{output}"."""
    code, text = run(["ninja", "-C", str(build), "-t", "commands", target])
    if code != 0:
        sys.exit(f"ninja knows no {target} in {build}")
    line = text.strip().splitlines()[-1]
    words = line.replace("&&", " ").split()
    words = [w for w in words if w not in (":", "ccache")]
    if "-o" not in words:
        sys.exit(f"not a link command: {line}")
    words[words.index("-o") + 1] = "{output}"
    return words
