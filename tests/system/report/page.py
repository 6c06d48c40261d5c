"""A page of `standstill report` as a reader without scripts has it, and as Chromium shows it.
SPDX-License-Identifier: Apache-2.0"""
import html.parser
import re
import shutil
import subprocess
import tempfile


class Page(html.parser.HTMLParser):
    """Tables by caption, ids of canvases, and whatever could load something."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.canvases, self.loads, self.root = {}, [], [], {}
        self.rows, self.caption, self.cell, self.style, self.policy = None, None, None, False, ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "html":
            self.root = values
        elif tag == "canvas":
            self.canvases.append(values)
        elif tag == "table":
            self.rows = []
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td", "caption"):
            self.cell = ""
        elif tag == "style":
            self.style = True
        elif tag == "meta" and values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]
        for name, value in attributes:
            if name in ("src", "href", "srcset", "data", "action", "poster", "background"):
                self.loads.append(f"{tag} {name}={value}")
            if name == "style":
                self.check_style(value)

    def check_style(self, text):
        self.loads += re.findall(r"url\(.*?\)|@import.*", text)

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data
        if self.style:
            self.check_style(data)

    def handle_endtag(self, tag):
        if tag == "caption":
            self.caption = self.cell
        elif tag in ("th", "td"):
            self.rows[-1].append(self.cell)
        elif tag == "table":
            self.tables[self.caption] = self.rows
        elif tag == "style":
            self.style = False
        if tag in ("th", "td", "caption"):
            self.cell = None

    def table(self, caption):
        """{head of the row: {head of the column: text}}."""
        heads, *rows = self.tables[caption]
        return {row[0]: dict(zip(heads[1:], row[1:])) for row in rows}


def shown(path, attempts=3):
    """The page's DOM after Chromium has run its scripts."""
    chromium = shutil.which("chromium")
    if not chromium:
        raise AssertionError("no chromium: install the Debian package of this name")
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-extensions", f"--user-data-dir={profile}", "--dump-dom",
             path.resolve().as_uri()],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=200)
    if "<body" in done.stdout:
        return done.stdout
    if attempts > 1:  # on a busy host it may give up before it has loaded anything
        return shown(path, attempts - 1)
    raise AssertionError(f"chromium: exit {done.returncode}, no page: {done.stderr[-2000:]}")
