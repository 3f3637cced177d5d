"""Writes src/datasets/data/*.ts: the small public data sets, packed so that every published decimal is kept exactly.

Each column becomes integers (value * scale, less the smallest), each integer as few bits as the column needs, least
significant bit first, row by row, and the bits become base64. A column that is no short decimal (its published values
carry rounding errors) is kept as 64-bit doubles, scale 0. Run with a Python that has scikit-learn.
"""
import base64
import json
import os
import struct
from decimal import Decimal

from sklearn import datasets

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "datasets", "data")


def as_integers(values):
    """The scale (a power of ten) and the integers with integer / scale == value exactly in floating point."""
    decimals = [Decimal(repr(float(v))).normalize() for v in values]
    digits = max(0, *(-d.as_tuple().exponent for d in decimals))
    scale = 10**digits
    integers = [int(d.scaleb(digits)) for d in decimals]
    assert all(i / scale == float(v) for i, v in zip(integers, values))
    return scale, integers


def pack(name, bunch):
    columns = [*bunch.data.T, bunch.target]
    names = [*bunch.feature_names, "target"]
    layout, shifted = [], []
    for title, column in zip(names, columns):
        scale, integers = as_integers(column)
        low = min(integers)
        bits = (max(integers) - low).bit_length()
        if bits > 31:
            scale, low, bits = 0, 0, 64
            integers = [struct.unpack("<Q", struct.pack("<d", v))[0] for v in column]
        layout.append({"name": str(title), "scale": scale, "low": low, "bits": bits})
        shifted.append([i - low for i in integers])
    at = 0
    pieces = []
    for row in zip(*shifted):
        for value, column in zip(row, layout):
            pieces.append((value, at))
            at += column["bits"]
    packed = bytearray((at + 7) // 8)
    for value, start in pieces:
        for k in range(value.bit_length()):
            if value >> k & 1:
                packed[(start + k) // 8] |= 1 << ((start + k) % 8)
    text = base64.b64encode(bytes(packed)).decode()
    lines = [
        "// Made by scripts/embed_datasets.py; do not edit.",
        "import type { PackedData } from '../bunch_packed.js';",
        "",
        "export const packed: PackedData = {",
        f"  rows: {len(bunch.data)},",
        "  columns: [",
        *(
            "    { "
            + f"name: {json.dumps(c['name'])}, scale: {c['scale']}, low: {c['low']}, bits: {c['bits']}"
            + " },"
            for c in layout
        ),
        "  ],",
        f"  base64: '{text}',",
        "};",
        "",
    ]
    path = os.path.join(FOLDER, f"{name}.ts")
    with open(path, "w") as file:
        file.write("\n".join(lines))
    print(f"{path}: {os.path.getsize(path)} bytes")


if __name__ == "__main__":
    pack("iris", datasets.load_iris())
    pack("wine", datasets.load_wine())
    pack("breast_cancer", datasets.load_breast_cancer())
    pack("digits", datasets.load_digits())
    pack("diabetes", datasets.load_diabetes(scaled=False))
