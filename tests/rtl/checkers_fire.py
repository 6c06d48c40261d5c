"""A seeded defect makes the checker that is bound to a block fire in the block's bench.

checkers_fire.py BUILD [BLOCK]... : for each block, the first defect of its list that Verilator takes.
SPDX-License-Identifier: Apache-2.0
Source: our own; the lists are those of the proofs, tests/rtl/<block>/<block>_defects.txt.
"""
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
import rtl_blocks  # noqa: E402


def defects(block):
    """[(file, text, replacement)]"""
    path = pathlib.Path(block["folder"]) / f"{block['name']}_defects.txt"
    lines = path.read_text().splitlines() if path.exists() else []
    found = [line.split(" => ", 2) for line in lines if line and not line.startswith("#")]
    return [fields for fields in found if len(fields) == 3]


def output_of(bench, folder, defect):
    """What the bench prints with this defect; "" if it cannot be built."""
    name, text, replacement = defect
    source = next(s for s in bench.block["sources"] if pathlib.Path(s).name == name)
    changed = folder / name
    changed.write_text(pathlib.Path(source).read_text().replace(text, replacement))
    files = bench.verilate(folder / "v", {source: changed})
    if files is None:
        return ""
    everything = folder / "all.cpp"
    everything.write_text("".join(f'#include "{f}"\n' for f in files))
    made = bench.compile(folder, everything, ["-DVM_COVERAGE=0"])
    program = made and bench.program(folder, [made])
    return rtl_blocks.run([str(program)], 120, cwd=folder)[1] if program else ""


def main():
    build, wanted = sys.argv[1], sys.argv[2:]
    manifest = rtl_blocks.load(build)
    silent, fired = [], 0
    for block in manifest["blocks"]:
        if not block["checkers"] or not defects(block) or (wanted and block["name"] not in wanted):
            continue
        with tempfile.TemporaryDirectory() as folder:
            bench = rtl_blocks.Bench(build, manifest["verilator"], block)
            output = output_of(bench, pathlib.Path(folder), defects(block)[0])
        if f"{block['name']}_check.sv" in output and "Assertion failed in" in output:
            fired += 1
        else:
            silent.append(f"{block['name']}: {defects(block)[0]}\n{output[-1000:]}")
    print(f"{fired} checkers fire", *silent, sep="\n")
    return 0 if fired and not silent else 1


if __name__ == "__main__":
    sys.exit(main())
