#!/usr/bin/env python3
"""Counts the instructions of what must stay cheap, and holds them against thresholds.json.

usage: instructions.py [--write]

Times of a busy machine say little; instructions are the same on every run of the same program. Each
case runs twice under valgrind, with few repetitions and with more: the difference is the work alone,
without the start. A case more than 5 % above its committed count fails. Needs Swift and valgrind.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE / ".build-instructions"
FILE = HERE / "thresholds.json"
WORKER = HERE / ".build/release/worker"
SNAPSHOTS = 100
TOLERANCE = 1.05


def time(mode, size, few, many):
    """A mode of the worker: its count is for one snapshot."""
    def commands(repetitions):
        return [{"op": "time", "mode": mode, "size": size, "reps": repetitions}]
    return commands(few), commands(many), (many - few) * SNAPSHOTS


def load(size, few, many):
    def commands(repetitions):
        return [{"op": "load", "size": size}] * repetitions
    return commands(few), commands(many), many - few


def condition(mode, few, many):
    """One condition of four clauses: its count is for one test."""
    def commands(repetitions):
        return [{"op": "condition", "mode": mode, "reps": repetitions}]
    return commands(few), commands(many), (many - few) * 100


FOUR, IN_SWIFT = "a condition of four clauses", "the same condition written in Swift"
CASES = {
    FOUR: condition("four-clauses", 10, 1010),
    IN_SWIFT: condition("four-clauses-in-swift", 10, 1010),
    "short answer, 10 rules": time("eval", 10, 10, 60),
    "short answer, 1000 rules": time("eval", 1000, 10, 60),
    "short answer and how long it holds, 10 rules": time("eval+until", 10, 10, 60),
    "short answer and how long it holds, 1000 rules": time("eval+until", 1000, 10, 60),
    "read a document as far as 10 rules need it": time("read", 10, 2, 8),
    "read a document as far as 1000 rules need it": time("read", 1000, 2, 8),
    "read all of a document": time("read-whole", 10, 1, 3),
    "whole decision as JSON, 10 rules": time("decision", 10, 1, 3),
    "load 1000 rules": load(1000, 1, 2),
}


def fail(message):
    sys.exit(f"instructions.py: {message}")


def count(commands):
    """The instructions of a whole run of the worker."""
    # Swift seeds its hashing anew for every process, and C's library looks at the environment.
    environment = {"SWIFT_DETERMINISTIC_HASHING": "1", "PATH": os.environ.get("PATH", "")}
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={os.devnull}", WORKER, FOLDER],
        input="".join(json.dumps(command) + "\n" for command in commands), text=True,
        capture_output=True, env=environment)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode or not found or len(answers) != len(commands):
        fail(f"the worker does not run under valgrind:\n{done.stderr}")
    for command, answer in zip(commands, answers):
        if "error" in answer or answer.get("bad"):
            fail(f"the worker says of {json.dumps(command)}: {json.dumps(answer)}")
    return int(found[1])


def measure():
    if not shutil.which("valgrind"):
        fail("valgrind is missing")
    subprocess.run([sys.executable, HERE / "Workload/generate.py", FOLDER, "--snapshots",
                    str(SNAPSHOTS)], check=True)
    built = subprocess.run(["swift", "build", "-c", "release", "--product", "worker",
                            "--package-path", HERE], stdout=sys.stderr)
    if built.returncode:
        fail("the worker does not build")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {name: (pool.submit(count, few), pool.submit(count, many), operations)
                for name, (few, many, operations) in CASES.items()}
        return {name: round((many.result() - few.result()) / operations)
                for name, (few, many, operations) in runs.items()}


def described():
    version = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    found = re.search(r"Swift version (\S+)", version)
    return {"architecture": platform.machine(), "swift": found[1] if found else "unknown"}


def number(value):
    return f"{value:,}".replace(",", " ")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true",
                        help="make what is measured now the committed counts")
    options = parser.parse_args()
    here = described()
    committed = json.loads(FILE.read_text()) if FILE.exists() else {"counts": {}}
    if not options.write and committed.get("architecture") != here["architecture"]:
        print(f"instructions.py: the counts are of {committed.get('architecture')}, this is "
              f"{here['architecture']}: not compared")
        return
    counts = measure()
    failed, lower = [], []
    width = max(map(len, CASES))
    print(f"{'instructions':{width}} {'measured':>13} {'committed':>13} {'limit':>13}  ratio")
    for name, measured in counts.items():
        known = committed["counts"].get(name)
        if known is None:
            print(f"{name:{width}} {number(measured):>13} {'none':>13}")
            failed.append(name)
            continue
        limit, ratio = int(known * TOLERANCE), measured / known
        note = "  too many" if measured > limit else ""
        print(f"{name:{width}} {number(measured):>13} {number(known):>13} {number(limit):>13}"
              f"  {ratio:.3f}{note}")
        if measured > limit:
            failed.append(name)
        elif ratio < 2 - TOLERANCE:
            lower.append(name)
    print(f"{FOUR}: {counts[FOUR] / counts[IN_SWIFT]:.2f} times the same in Swift (goal: at most 2)")
    if options.write:
        FILE.write_text(json.dumps({**here, "counts": counts}, indent=2) + "\n")
        print(f"written to {os.path.relpath(FILE)}")
        return
    if lower:
        print("Some cost less than committed: hold it with `Tests/Benchmarks/instructions.py --write`.")
    if failed:
        if committed.get("swift") != here["swift"]:
            print(f"The counts are of Swift {committed.get('swift')}, this is {here['swift']}.")
        print("Make it cheaper; or, if it is worth its price, commit what "
              "`Tests/Benchmarks/instructions.py --write` writes, and say why.")
        sys.exit(1)


if __name__ == "__main__":
    main()
