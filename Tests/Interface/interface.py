#!/usr/bin/env python3
"""Holds what the library products declare `public` against the listings that are committed beside this file.

usage: Tests/Interface/interface.py            what is public now, against the listings; needs a `swift build`
       Tests/Interface/interface.py --write    write the listings anew

The listings are taken from the compiler's symbol graphs (.ci/symbols). A change of the interface comes with its
listing, so that a review shows it, and each release has the listing of what it promises.
"""

import argparse
import difflib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PRODUCTS = ["SessionPolicy", "SessionPolicyFoundation", "PolicyTesting"]
# What every type has, or has because of something that is listed.
UNSAID = {"Copyable", "Escapable", "SendableMetatype", "BitwiseCopyable"}
# What the compiler writes for `Equatable`, `Hashable` and their like, and every protocol asks for.
IMPLIED = re.compile(r"static func (==|!=) |func hash\(into|var hashValue|func encode\(to|init\(from decoder|"
                     r"init\?\(rawValue|var rawValue|typealias (RawValue|AllCases|ArrayLiteralElement|"
                     r"Key|Value|ExtendedGraphemeClusterLiteralType|UnicodeScalarLiteralType|StringLiteralType|"
                     r"IntegerLiteralType|FloatLiteralType|BooleanLiteralType)\b")


def passed_on_types():
    """The types of other modules that come with `import SessionPolicy`, by their module."""
    names = {}
    for file in (ROOT / "Sources/SessionPolicy").glob("*.swift"):
        text = file.read_text()
        for module, name in re.findall(r"^@_exported public import \w+ (\w+)\.(\w+)$", text, re.M):
            names.setdefault(module, set()).add(name)
        # Some come under another name.
        for name in re.findall(r"^public typealias \w+ = (\w+)$", text, re.M):
            names.setdefault(re.search(r"^public import (\w+)$", text, re.M)[1], set()).add(name)
    return names


def written(symbol):
    text = "".join(part["spelling"] for part in symbol["declarationFragments"])
    return " ".join(text.split())


def listing(graphs, product, passed_on):
    """Each type with what it conforms to, its members below it, and sorted; what has no comment; and what is named."""
    symbols, conforms, missing, named, kept_all = {}, {}, [], {}, {}
    for path in sorted(graphs.glob("*.symbols.json")):
        module, _, extended = path.name.removesuffix(".symbols.json").partition("@")
        own = module == product
        if not own and not (product == "SessionPolicy" and module in passed_on):
            continue
        graph = json.loads(path.read_text())
        kept = {}
        for symbol in graph["symbols"]:
            if "::SYNTHESIZED::" in symbol["identifier"]["precise"]:
                continue
            if not own and symbol["pathComponents"][0] not in passed_on[module]:
                continue
            line = written(symbol)
            path_of = tuple(symbol["pathComponents"])
            kept[symbol["identifier"]["precise"]] = path_of
            if IMPLIED.search(line):
                continue
            for part in symbol["declarationFragments"]:
                if part["kind"] == "typeIdentifier" and "preciseIdentifier" in part:
                    named.setdefault(part["preciseIdentifier"], (part["spelling"], ".".join(path_of)))
            symbols.setdefault((path_of, line), extended)
            if not symbol.get("docComment", {}).get("lines"):
                missing.append(".".join(path_of))
        kept_all |= kept
        for relation in graph["relationships"]:
            if relation["kind"] == "conformsTo" and relation["source"] in kept:
                protocol = relation.get("targetFallback", relation["target"]).split(".")[-1]
                if protocol not in UNSAID and not protocol.startswith(("s:", "_")):
                    conforms.setdefault(kept[relation["source"]], set()).add(protocol)
    types = {path for path, line in symbols if re.match(r"(@\S+ )*(final )?(struct|class|enum|actor|protocol) ", line)}
    rows = []
    for path, line in symbols:
        parents = [path[:length] for length in range(1, len(path))]
        # Members of a type of somebody else stand below the extension that adds them.
        key = [(component, "") for component in path[:-1]] + [(path[-1].split("(")[0], line)]
        if path in types:
            key[-1] = (path[-1], "")
            line += "".join(f"{':' if i == 0 else ','} {name}" for i, name in enumerate(sorted(conforms.get(path, []))))
        rows.append((key, len(path) - 1, line))
        for parent in parents:
            if parent not in types:
                rows.append(([(c, "") for c in parent], len(parent) - 1, f"extension {'.'.join(parent)}"))
    lines = []
    for _, depth, line in sorted(rows):
        row = "  " * depth + line
        if not lines or lines[-1] != row:
            lines.append(row)
    return lines, missing, named, set(kept_all)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the listings anew")
    parser.add_argument("--graphs", type=pathlib.Path, help="symbol graphs that .ci/symbols has written")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        graphs = options.graphs or pathlib.Path(folder)
        if not options.graphs:
            subprocess.run([ROOT / ".ci/symbols", graphs], check=True)
        passed_on = passed_on_types()
        found = {product: listing(graphs, product, passed_on) for product in PRODUCTS}

    failed = False
    # A signature names only what comes with the product.
    known = set().union(*(kept for _, _, _, kept in found.values()))
    for product, (lines, missing, named, _) in found.items():
        file = HERE / f"{product}.txt"
        before = file.read_text().splitlines() if file.exists() else []
        if options.write:
            file.write_text("\n".join(lines) + "\n")
        elif lines != before:
            failed = True
            changes = list(difflib.unified_diff(before, lines, f"{file.relative_to(ROOT)}", "what is public now",
                                                lineterm="", n=1))
            print("\n".join(changes))
            if any(line.startswith("-") for line in changes[2:]):
                print(f"\n{product}: something public is gone or is declared otherwise. Whoever uses it has to change: if "
                      "that is meant, say it\nunder `Changed` or `Removed` of [Unreleased] in CHANGELOG.md, marked "
                      "**breaking**; the next release is a minor one (0.x).\n")
            else:
                print(f"\n{product}: something new is public. If that is meant, say it under `Added` of [Unreleased] in "
                      "CHANGELOG.md; if not, it is `package`.\n")
        for name in missing:
            failed = True
            print(f"{product}: {name} is public and has no comment")
        for precise, (name, where) in sorted(named.items()):
            if re.match(r"s:\d+(Policy|SessionPolicy)", precise) and precise not in known:
                failed = True
                print(f"{product}: {where} names {name}, which no product passes on (Sources/SessionPolicy/Exports.swift)")
    if failed:
        print("`Tests/Interface/interface.py --write` writes the listings anew; commit them with the change.")
        return 1
    count = sum(len(lines) for lines, *_ in found.values())
    print(f"{count} public declarations, as listed")
    return 0


sys.exit(main())
