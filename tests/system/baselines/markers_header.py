#!/usr/bin/env python3
"""The header for users and the kernel's markers are one: markers_header.py TOP HOST_CXX RISCV_CXX STUBS

Each number of platform/standstill_markers.h is that of platform/standstill/markers.h, and both are
compiled to the same instructions. SPDX-License-Identifier: Apache-2.0
"""
import pathlib
import re
import subprocess
import sys
import tempfile

TOP = pathlib.Path(sys.argv[1])
HOST, RISCV, STUBS = sys.argv[2:5]
KINDS = {"KIND_STOP_MACHINE": "static_cast<int>(standstill::platform::RendezvousKind::StopMachine)"}
NO_NUMBER = {"KIND_OWN"}  # of those that the project itself never gives
BODY = """void plain(void *object) { %s }
void with_operand(void *object, unsigned long operand) { %s }
"""


def compiled(folder, name, text, compiler, *flags):
    source = folder / name
    source.write_text(text)
    command = [compiler, *flags, f"-I{TOP}/platform", "-Wall", "-Wextra", "-Werror", "-c", source, "-o",
               folder / "out.o"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return folder / "out.o"


def instructions(obj):
    """The words of plain() and with_operand(), without addresses."""
    text = subprocess.run(["riscv64-linux-gnu-objdump", "-d", "-M", "no-aliases", obj], check=True,
                          capture_output=True, text=True).stdout
    return [line.split("\t")[1:] for line in text.splitlines() if line.count("\t") >= 2]


def main():
    header = (TOP / "platform/standstill_markers.h").read_text()
    numbers = dict(re.findall(r"#define STANDSTILL_(\w+) (\d+)", header))
    marks = [name for name in numbers if not name.startswith("KIND_")]
    camel = {name: "".join(part.capitalize() for part in name.split("_")) for name in marks}
    if len(marks) < 15:
        sys.exit(f"only {len(marks)} markers found in the header")
    words = {**KINDS, **{name: f"static_cast<int>(standstill::platform::Marker::{camel[name]})"
                         for name in marks}}
    asserts = [f'static_assert({numbers[name]} == {words[name]}, "{name}");'
               for name in numbers if name not in NO_NUMBER]
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        compiled(folder, "numbers.cc", '#include "standstill/markers.h"\n' + "\n".join(asserts), HOST,
                 "-std=c++17")
        ours = BODY % (" ".join(f"STANDSTILL_MARK(STANDSTILL_{name}, object);" for name in marks),
                       " ".join(f"STANDSTILL_MARK_WITH(STANDSTILL_{name}, object, operand);"
                                for name in marks))
        ours = '#include "standstill_markers.h"\n' + ours
        arch = ("-march=rv64imac_zicsr_zifencei", "-mabi=lp64", "-ffreestanding", "-O2", "-pedantic")
        gcc = RISCV.replace("g++", "gcc")
        theirs = 'extern "C" {\n' + BODY % tuple(
            " ".join(f"standstill::arch::mark<standstill::arch::Marker::{camel[name]}>(object{more});"
                     for name in marks) for more in ("", ", operand")) + "}\n"
        kernel = instructions(compiled(folder, "kernel.cc", '#include "arch/marker.h"\n' + theirs, RISCV,
                                       *arch, "-std=c++20", f"-I{TOP}/firmware", "-isystem", STUBS))
        if len(kernel) < 3 * len(marks):
            sys.exit(f"only {len(kernel)} instructions found")
        for compiler, name, standard in ((gcc, "own.c", "c99"), (RISCV, "own.cc", "c++11")):
            text = ours if standard == "c99" else ours.replace("void plain", 'extern "C" void plain')
            if instructions(compiled(folder, name, text, compiler, *arch, f"-std={standard}")) != kernel:
                sys.exit(f"in {standard} the markers are other instructions than the kernel's")
        assembly = '#include "standstill_markers.h"\n' + "\n".join(
            f"slti x0, a0, STANDSTILL_{name}" for name in marks)
        compiled(folder, "own.S", assembly + "\n", gcc, *arch)
        # On another machine they are nothing.
        compiled(folder, "host.cc", ours, HOST, "-std=c++11", "-pedantic")
    print(f"{len(marks)} markers agree")


if __name__ == "__main__":
    main()
