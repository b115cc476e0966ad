#!/usr/bin/env python3
"""Writes the table of scripts from Unicode's own file.

usage: scripts.py Scripts.txt > Sources/PolicyRegex/Characters/ScriptTable.swift

Scripts.txt is that of the Unicode version that Swift's runtime has for general categories:
https://www.unicode.org/Public/17.0.0/ucd/Scripts.txt
"""

import re
import sys

LINE = re.compile(r"([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*(\w+)")
WIDTH = 98


def rows(values):
    """Values with commas between them, in lines that are full."""
    line = "   "
    for value in values:
        if len(line) + len(value) + 2 > WIDTH + 2:
            yield line
            line = "   "
        line += f" {value},"
    yield line


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = file.read().split("\n")
    version = re.search(r"Scripts-([\d.]+)\.txt", lines[0]).group(1)
    scripts = {}
    for line in lines:
        if match := LINE.match(line):
            first, last, name = match.groups()
            for scalar in range(int(first, 16), int(last or first, 16) + 1):
                scripts[scalar] = name
    names = sorted(set(scripts.values()))
    runs, previous = [], None
    for scalar in range(0x110000):
        number = names.index(scripts[scalar]) + 1 if scalar in scripts else 0
        if number != previous:
            runs.append((scalar, number))
            previous = number
    print(f"""/// Which script each code point has, by Unicode {version}.
///
/// `Tests/Unicode/scripts.py` writes this file from Unicode's `Scripts.txt`, which is © Unicode, Inc.
/// under the Unicode License V3.
enum ScriptTable {{
  /// The scripts by their numbers, from 1 on; 0 is for code points that have none.
  static let names: [String] = [""")
    print("\n".join(rows(f'"{name}"' for name in names)))
    print("""  ]

  /// Where a run of code points with the same script begins.
  static let starts: [UInt32] = [""")
    print("\n".join(rows(f"0x{start:X}" for start, _ in runs)))
    print("""  ]

  /// The script of each run.
  static let numbers: [UInt8] = [""")
    print("\n".join(rows(str(number) for _, number in runs)))
    print("  ]\n}")


main()
