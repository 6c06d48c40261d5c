"""The blocks of the RTL and their benches, as the build knows them; used by scripts/rtl_*.

SPDX-License-Identifier: Apache-2.0
Source: rtl_blocks.json, which cmake/AddRtlBlock.cmake writes when the build is configured.
"""
import json
import os
import pathlib
import signal
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
    the fabric only if to no other. Files outside rtl/, a bench's own top, belong to none."""
    owners = {}
    for block in sorted(manifest["blocks"], key=lambda b: b["name"] == "fabric"):
        for source in block["sources"]:
            if pathlib.Path(source).resolve().parent == RTL:
                owners.setdefault(source, block)
    return owners


def run(command, seconds=None, **options):
    """(exit code, output); the code is None when it took longer than `seconds`. Then it is ended
    with all it has started."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", start_new_session=True, **options) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
            return process.returncode, output
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
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


VERILATOR_INCLUDE = pathlib.Path("/usr/share/verilator/include")


class Bench:
    """The bench of one block, built against other Verilog or with other options than the build's.

    The test program's own objects are taken from the build; only the Verilated class is made anew,
    stands first in the link, and so takes the place of the one in the block's library.
    """

    def __init__(self, build, flags, block):
        self.block, self.flags = block, flags
        self.build = pathlib.Path(build)
        self.link = link_command(build, block["test"])
        self.fabric = block["name"] == "fabric"  # its library is built with waves
        waves = ["-DVM_TRACE=1", "-DVM_TRACE_FST=1"]
        self.defines = ["-DVL_TIME_CONTEXT", "-DVM_SC=0",
                        *(waves if self.fabric else ["-DVM_TRACE=0", "-DVL_USER_STOP"])]

    def verilate(self, folder, replaced, more=()):
        """The generated C++ files in `folder`, with some sources replaced by others; None if
        Verilator refuses the text."""
        sources = [str(replaced.get(source, source)) for source in self.block["sources"]]
        command = ["verilator", "--cc", "--prefix", self.block["prefix"], "--Mdir", str(folder),
                   "--top", self.block["top"], *self.flags, "-Wno-lint", "-Wno-fatal", f"-I{RTL}",
                   *["-G" + p for p in self.block["parameters"]], *more,
                   *(["--trace-fst", "--trace-structs"] if self.fabric else []),
                   *sources, *self.block["checkers"]]
        code, _ = run(command, 120)
        return sorted(folder.glob("*.cpp")) if code == 0 else None

    def compile(self, folder, source, define=()):
        """One object file; None if the compiler refuses."""
        target = folder / (pathlib.Path(source).stem + ".o")
        include = [f"-I{folder}", f"-I{folder / 'v'}", f"-I{VERILATOR_INCLUDE}",
                   f"-I{VERILATOR_INCLUDE / 'vltstd'}"]
        code, _ = run(["g++", "-std=c++17", "-O1", "-w", *self.defines, *define, *include, "-c",
                       str(source), "-o", str(target)], 300)
        return target if code == 0 else None

    def program(self, folder, objects):
        """The test program with these objects in front; None if it does not link."""
        target = folder / "bench"
        words = [str(target) if w == "{output}" else w for w in self.link]
        words[1:1] = [str(o) for o in objects]
        code, _ = run(words, 120, cwd=self.build)
        return target if code == 0 else None
