"""What scripts/rtl_mutation may change in a Verilog file: a table of operators, and their places.

SPDX-License-Identifier: Apache-2.0
Source: our own; the operators are those of the usual mutation tools (relational, logical,
arithmetic, constant, condition, statement) where Verilog has them.
"""
import hashlib
import re

# name, what to find, what to put in its place (a string, or a function of the match).
OPERATORS = [
    ("== to !=", r"(?<![=!<>])==(?!=)", "!="),
    ("!= to ==", r"!=(?!=)", "=="),
    ("< to <=", r"(?<=\s)<(?=\s)", "<="),
    (">= to >", r">=", ">"),
    ("> to >=", r"(?<=\s)>(?=\s)", ">="),
    ("&& to ||", r"&&", "||"),
    ("|| to &&", r"\|\|", "&&"),
    ("& to |", r"(?<=\s)&(?=\s)", "|"),
    ("| to &", r"(?<=\s)\|(?=\s)", "&"),
    ("^ to ~^", r"(?<=\s)\^(?=\s)", "~^"),
    ("+ to -", r"(?<=\s)\+(?=\s)", "-"),
    ("- to +", r"(?<=\s)-(?=\s)", "+"),
    ("no ~", r"~(?=[\w({])", ""),
    ("no !", r"!(?=[\w(])", ""),
    ("input inverted", r"\.(?!clk_i|rst_ni)(\w+_i)\(([^()]+)\)", lambda m: f".{m[1]}(~({m[2]}))"),
    ("0 to 1", r"\b1'b0\b", "1'b1"),
    ("1 to 0", r"\b1'b1\b", "1'b0"),
    ("constant + 1", r"\b(\d+)'d(\d+)\b", lambda m: bigger(m)),
    ("index + 1", r"(?<=\w)\[(\d+)\]", lambda m: f"[{int(m[1]) + 1}]"),
    ("index - 1", r"(?<=\w)\[([1-9]\d*)\]", lambda m: f"[{int(m[1]) - 1}]"),
    ("condition the other way", r"(?<=\s)\?(?=\s)", "== 1'b0 ?"),
    ("if (1 ||", r"\bif \((?=[^()])", "if (1'b1 || "),
    ("if (0 &&", r"\bif \((?=[^()])", "if (1'b0 && "),
    ("no assignment", r"(?:(?<=^)|(?<=\s))(?:\{[\w, ]+\}|\w+(?:\[[^\]]*\])?) *<= [^;]*;",
     ";"),
]
# Nothing is changed in these: they say what there is, not what it does.
DECLARATIONS = re.compile(r"^\s*(`|module|endmodule|input|output|parameter|localparam|genvar|integer"
                          r"|for\b|function|\)|wire\s+unused|.*\bunused\b)")


def bigger(match):
    width, value = int(match[1]), int(match[2])
    return f"{width}'d{(value + 1) % (1 << width)}"


def code_lines(text):
    """(number, line without its comment) of what may be changed."""
    in_header = False
    for number, line in enumerate(text.split("\n"), 1):
        code = line.split("//")[0]
        if code.startswith("module"):
            in_header = True
        if not in_header and code.strip() and not DECLARATIONS.match(code):
            yield number, code
        if in_header and code.rstrip().endswith(");"):
            in_header = False


def candidates(path):
    """Every mutant of a file, as {id, file, line, what, before, after}."""
    found = []
    for number, code in code_lines(path.read_text()):
        for what, pattern, change in OPERATORS:
            for match in re.finditer(pattern, code):
                value = change(match) if callable(change) else change
                after = code[:match.start()] + value + code[match.end():]
                key = f"{path.name} {code.strip()} {after.strip()} {number}"
                found.append({"id": hashlib.sha256(key.encode()).hexdigest()[:16],
                              "file": str(path), "line": number, "what": what,
                              "before": code.rstrip(), "after": after.rstrip()})
    return found


def apply(text, mutant):
    """The text with the one line changed."""
    lines = text.split("\n")
    lines[mutant["line"] - 1] = mutant["after"]
    return "\n".join(lines)
