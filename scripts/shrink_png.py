#!/usr/bin/env python3
"""Cuts a picture of a screen and stores it with a palette: scripts/shrink_png.py IN OUT TOP BOTTOM

TOP and BOTTOM are the rows cut off. Reads 8-bit RGB and RGBA without interlace; where there are more
than 256 colours, near ones become one. Source: PNG specification, second edition (ISO 15948).
"""
# SPDX-License-Identifier: Apache-2.0
import collections
import struct
import sys
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunks(data):
    at = len(SIGNATURE)
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        yield kind, data[at + 8:at + 8 + length]
        at += 12 + length


def unfilter(kind, line, above, step):
    for i in range(len(line)):
        left = line[i - step] if i >= step else 0
        up = above[i]
        corner = above[i - step] if i >= step else 0
        if kind == 1:
            add = left
        elif kind == 2:
            add = up
        elif kind == 3:
            add = (left + up) // 2
        elif kind == 4:
            guess = left + up - corner
            add = min((left, up, corner), key=lambda value: abs(guess - value))
        else:
            return
        line[i] = (line[i] + add) & 255


def read(path):
    """The rows of the picture, each a list of (r, g, b)."""
    with open(path, "rb") as file:
        data = file.read()
    parts = list(chunks(data))
    width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", parts[0][1])
    if not data.startswith(SIGNATURE) or depth != 8 or colour not in (2, 6) or interlace:
        sys.exit(f"shrink_png: {path}: not an 8-bit RGB picture without interlace")
    step = 3 if colour == 2 else 4
    raw = zlib.decompress(b"".join(body for kind, body in parts if kind == b"IDAT"))
    above = bytearray(width * step)
    rows = []
    for y in range(height):
        begin = y * (width * step + 1)
        line = bytearray(raw[begin + 1:begin + 1 + width * step])
        unfilter(raw[begin], line, above, step)
        rows.append(list(zip(line[0::step], line[1::step], line[2::step])))
        above = line
    return rows


def to_palette(rows):
    """At most 256 colours, and the rows as indices: the fewer bits a colour keeps, the fewer."""
    for bits in range(8, 0, -1):
        half = (1 << (8 - bits)) >> 1
        seen = collections.Counter(pixel for row in rows for pixel in row)
        rounded = {c: tuple(min(255, (v >> (8 - bits) << (8 - bits)) + half) for v in c)
                   for c in seen}
        # Black and white stay what they are.
        rounded.update({c: c for c in ((0, 0, 0), (255, 255, 255)) if c in seen})
        palette = sorted(set(rounded.values()))
        if len(palette) <= 256:
            index = {colour: i for i, colour in enumerate(palette)}
            return palette, [bytes(index[rounded[pixel]] for pixel in row) for row in rows]
    raise AssertionError("a bit a channel makes eight colours")


def write(path, palette, rows):
    def chunk(kind, body):
        return (struct.pack(">I", len(body)) + kind + body +
                struct.pack(">I", zlib.crc32(kind + body)))

    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    with open(path, "wb") as file:
        file.write(SIGNATURE + chunk(b"IHDR", head) +
                   chunk(b"PLTE", bytes(v for colour in palette for v in colour)) +
                   chunk(b"IDAT", body) + chunk(b"IEND", b""))


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    top, bottom = int(sys.argv[3]), int(sys.argv[4])
    rows = read(sys.argv[1])
    palette, indices = to_palette(rows[top:len(rows) - bottom])
    write(sys.argv[2], palette, indices)


main()
