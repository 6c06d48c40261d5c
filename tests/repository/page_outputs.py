"""What a page shows of a command's output.

A block under <!-- output: COMMAND --> must be part of what that command prints; `python` stands for the Python program
in the block before the mark. SPDX-License-Identifier: Apache-2.0
"""
import re
import shlex
import textwrap

BLOCK = r"((?:\n|    .*\n)+)"


def outputs(page):
    """[(words of the command, what the page shows, the block before the mark)], in the page's order."""
    marked = re.findall(rf"(?:^{BLOCK})?^<!-- output: (.*) -->\n{BLOCK}", page.read_text(), re.MULTILINE)
    return [(shlex.split(command), textwrap.dedent(shown).strip("\n"), textwrap.dedent(before))
            for before, command, shown in marked]
