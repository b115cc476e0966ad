#!/usr/bin/env python3
"""Shows that work is bounded: each case at n and at 2n, as processor time and peak memory.

usage: bounded.py [--command PATH] [--case NAME] [--scale F]

A hostile or careless file has to cost time and memory in proportion to its size, or be refused. Each
case is written to a folder of its own, run twice, and held against the limits at the end: at most 2.3
times the time for twice the input, 2 s and 200 MB for anything up to 1 MiB. Use a release build; times
below 0.1 s are taken for noise. `--scale` makes the cases smaller or larger.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

RATIO, SECONDS, MEBIBYTES, NOISE = 2.3, 2.0, 200, 0.1
MIB = 1 << 20

HEAD = "version: 1\npolicy: p\n"
RULE = "rules:\n  - { id: confirm, may: refresh }\n"
SESSION = """{"id": "x", "active": true, "issued_at": "2026-03-01T08:00:00Z",
"authenticated_at": "2026-03-01T08:00:00Z", "expires_at": "2026-03-02T08:00:00Z",
"authenticator_assurance_level": "aal1", "authentication_methods": [{"method": "password",
"aal": "aal1", "completed_at": "2026-03-01T08:00:00Z"}],
"identity": {"id": "i", "schema_id": "default", "schema_url": "u", "state": "active", "traits": {}}}
"""


def lint(text, *others):
    """A policy, linted."""
    return {"p.yaml": text}, ["lint", "p.yaml", *others]


def methods(n):
    names = ", ".join(f"method{i}" for i in range(n))
    return lint(f"{HEAD}rules:\n  - {{ id: confirm, may: refresh }}\n  - id: a\n"
                f"    must: reauthenticate\n    methods: [{names}]\n")


def unknown_attributes(n):
    rules = "".join(f"  - {{ id: r{i}, never: extend, when: context.misspelt{i} }}\n" for i in range(n))
    declared = "".join(f"  context.mispelt{i}: bool\n" for i in range(n))
    return lint(f"{HEAD}attributes:\n{declared}rules:\n{rules}")


def unknown_names(n):
    rules = "".join(f"  - {{ id: r{i}, never: extend, when: misspelt{i} }}\n" for i in range(n))
    defined = "".join(f"  mispelt{i}: request.interactive\n" for i in range(n))
    return lint(f"{HEAD}definitions:\n{defined}rules:\n{rules}")


def unknown_keys(n):
    return lint(HEAD + RULE + "".join(f"ruless{i}: 1\n" for i in range(n)))


def unused_names(n):
    return lint(HEAD + "constants:\n" + "".join(f"  c{i}: {i}\n" for i in range(n)) + RULE)


def stale_comments(n):
    rules = "".join("  # lint: ignore L403: because\n" f"  - {{ id: r{i}, may: refresh, when: "
                    f"request.action == \"a{i}\" }}\n" for i in range(n))
    return lint(HEAD + "rules:\n" + rules)


def comments_in_a_row(n):
    return lint(HEAD + "# lint: ignore L403: because\n" * n + RULE)


def bad_comments(n):
    return lint(HEAD + "".join(f"# lint: ignore X{i}: because\n" for i in range(n)) + RULE)


def alternatives(n):
    rules = ""
    for i in range(n):
        clauses = " || ".join(f"request.action == \"a{i}x{j}\"" for j in range(5))
        rules += f"  - {{ id: r{i}, never: extend, when: '{clauses}' }}\n"
    return lint(HEAD + "rules:\n" + rules)


def same_rules(n):
    rules = "".join(f"  - {{ id: r{i}, must: reauthenticate, max_age: {i + 60}s }}\n" for i in range(n))
    return lint(HEAD + "rules:\n  - { id: c, may: refresh }\n" + rules)


def permissions(n):
    rules = "".join(f"  - {{ id: e{i}, may: extend, max_lifetime: 30d, when: request.action == "
                    f"\"a{i}\" }}\n  - {{ id: n{i}, never: extend, when: request.country == "
                    f"\"c{i}\" }}\n" for i in range(n // 2))
    return lint(HEAD + "rules:\n" + rules)


def clauses(n):
    text = " && ".join(f"request.action != \"a{i}\"" for i in range(n))
    return lint(f"{HEAD}rules:\n  - id: a\n    never: extend\n    when: >-\n      {text}\n")


def repeated_keys(n):
    return lint(HEAD + RULE + "description: a\n" * n)


def kratos_keys(n):
    text = "".join(f"sesion{i}: 1\n" for i in range(n))
    files, words = lint(HEAD + RULE, "--kratos", "k.yml")
    return {**files, "k.yml": text}, words


def kratos_schemas(n):
    names = "".join(f"    - {{ id: s{i}, url: u }}\n" for i in range(n))
    rules = "".join(f"  - {{ id: r{i}, never: extend, when: identity.schema_id == \"t{i}\" }}\n"
                    for i in range(min(n, 3000)))
    files, words = lint(HEAD + "rules:\n" + rules, "--kratos", "k.yml")
    return {**files, "k.yml": "identity:\n  schemas:\n" + names}, words


def failing_cases(n):
    tests = "".join(f"  - {{ name: t{i}, session: ada, expect: {{ outcome: sign_in }} }}\n"
                    for i in range(n))
    suite = ("version: 1\nsuite: s\npolicies: [p.yaml]\nnow: 2026-03-01T09:00:00Z\nsessions:\n"
             "  ada: { from: ada.json }\ntests:\n" + tests)
    return {"p.yaml": HEAD + RULE, "ada.json": SESSION, "s.yaml": suite}, ["test", "s.yaml"]


def anything(text):
    """So much of one text, up to 1 MiB at the larger size."""
    def case(n):
        return lint(HEAD + text * (n // len(text)))
    return case


CASES = {
    "methods of a rule": (methods, 40_000),
    "unknown attributes": (unknown_attributes, 4_000),
    "unknown names": (unknown_names, 4_000),
    "unknown keys": (unknown_keys, 20_000),
    "unused names": (unused_names, 16_000),
    "stale suppressions": (stale_comments, 6_000),
    "suppressions in a row": (comments_in_a_row, 12_000),
    "bad suppressions": (bad_comments, 12_000),
    "rules of five alternatives": (alternatives, 2_300),
    "rules for everybody": (same_rules, 1_400),
    "permissions and prohibitions": (permissions, 3_000),
    "clauses of one condition": (clauses, 1_000),
    "repeated keys": (repeated_keys, 20_000),
    "unknown keys of Kratos": (kratos_keys, 20_000),
    "schemas of Kratos": (kratos_schemas, 4_000),
    "cases that fail": (failing_cases, 5_000),
    "1 MiB of comments": (anything("# nothing to see\n"), MIB // 2 - 64),
    "1 MiB of keys": (anything("a: b\n"), MIB // 2 - 64),
    "1 MiB of brackets": (anything("["), MIB // 2 - 64),
    "1 MiB of anchors": (anything("- &a [*a]\n"), MIB // 2 - 64),
    "1 MiB of broken lines": (anything("'b': c\n- "), MIB // 2 - 64),
}


def measure(command, files, words):
    """Processor seconds, MiB at most, bytes written and the exit status of a run."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            pathlib.Path(folder, name).write_text(text)
        output = pathlib.Path(folder, "output")
        with open(output, "wb") as out:
            process = subprocess.Popen([command, *words], cwd=folder, stdin=subprocess.DEVNULL,
                                       stdout=out, stderr=subprocess.STDOUT)
            start = time.monotonic()
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        del start
        size = output.stat().st_size
        return (usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, size, process.returncode)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    root = pathlib.Path(__file__).resolve().parents[2]
    parser.add_argument("--command", default=str(root / ".build/release/session-policy"))
    parser.add_argument("--case", help="only cases with this text in their name")
    parser.add_argument("--scale", type=float, default=1.0)
    arguments = parser.parse_args()
    print("| case | n | time at n, 2n | ratio | memory at n, 2n | output |")
    print("|---|---|---|---|---|---|")
    failed = []
    for name, (make, n) in CASES.items():
        if arguments.case and arguments.case not in name:
            continue
        n = max(2, int(n * arguments.scale))
        runs = [measure(arguments.command, *make(size)) for size in (n, 2 * n)]
        (first, space, _, _), (second, more, written, status) = runs
        ratio = second / first if second > NOISE else 1
        print(f"| {name} | {n} | {first:.2f} s, {second:.2f} s | {ratio:.1f} | "
              f"{space:.0f} MB, {more:.0f} MB | {written / 1000:.0f} kB |", flush=True)
        size = max(len(text) for text in make(2 * n)[0].values())
        if status not in (0, 1, 2) or ratio > RATIO:
            failed.append(name)
        elif size <= MIB and (second > SECONDS or more > MEBIBYTES):
            failed.append(name)
    if failed:
        print("\nnot bounded: " + ", ".join(failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
