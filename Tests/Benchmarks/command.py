#!/usr/bin/env python3
"""Measures the command: how long it takes to start, and how much it streams on one core and on all.

usage: command.py [WORKLOAD_DIR] [--rounds N] [--lines N] [--rules N]

`decide` on one session is held against a command of ArgumentParser's that does nothing, and
`decide --stream` against reading the same documents in one process. Needs Linux, for its way of giving
a process one core. Compare within one run only.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time

from compare import HERE, Worker, fail, machine, nanoseconds, run

STARTS = 20
"""So many starts in a round."""


def spawn(command, source=None, core=None):
    """Runs a command to its end: wall seconds, processor seconds, and MiB at most."""
    def limited():
        if core is not None:
            os.sched_setaffinity(0, {core})
    stdin = open(source, "rb") if source else subprocess.DEVNULL
    start = time.monotonic()
    process = subprocess.Popen(list(map(str, command)), stdin=stdin, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, preexec_fn=limited)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        fail(f"{command[0]} ended with {process.returncode}: {process.stderr.read().decode()}")
    process.stderr.close()
    if source:
        stdin.close()
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def starts(command, empty, rounds):
    """Medians of milliseconds from start to exit, of both in turn."""
    times = ([], [])
    for _ in range(rounds * STARTS):
        for one, several in zip((command, empty), times):
            several.append(spawn(one)[0] * 1e3)
    return [statistics.median(several) for several in times]


def lines_file(folder, count):
    """A file of so many lines, the snapshots again and again."""
    file = HERE / f".build-lines-{count}"
    text = (folder / "snapshots.ndjson").read_bytes().splitlines(keepends=True)
    wanted = sum(len(text[i % len(text)]) for i in range(count))
    if not file.exists() or file.stat().st_size != wanted:
        with open(file, "wb") as out:
            for start in range(0, count, len(text)):
                out.write(b"".join(text[:count - start]))
    return file


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workload", nargs="?", type=pathlib.Path,
                        help="a folder with policies, snapshots and answers (a generated one)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (5)")
    parser.add_argument("--lines", type=int, default=200_000, help="how many are streamed (200000)")
    parser.add_argument("--rules", type=int, default=10, help="by a policy of how many rules (10)")
    options = parser.parse_args()
    if options.rounds < 1 or options.lines < 1000:
        fail("--rounds is at least 1, and --lines at least 1000")
    if not hasattr(os, "sched_setaffinity"):
        fail("this system cannot give a process one core")
    folder = options.workload or HERE / ".build-workload"
    if options.workload is None:
        run(sys.executable, HERE / "Workload/generate.py", folder)
    policy = folder / f"policy-{options.rules}.yaml"
    if not policy.is_file():
        fail(f"{folder} has no {policy.name}")
    root = HERE.parent.parent
    for package, product in ((root, "session-policy"), (HERE, "empty-command"), (HERE, "worker")):
        run("swift", "build", "-c", "release", "--product", product, "--package-path", package,
            stdout=sys.stderr)
    command = root / ".build/release/session-policy"
    one = HERE / ".build-snapshot.json"
    with open(folder / "snapshots.ndjson") as lines:
        one.write_text(next(lines))
    decide, empty = starts(
        [command, "decide", one, "--policies", policy],
        [HERE / ".build/release/empty-command", one, "--policies", policy], options.rounds)

    stream = [command, "decide", "--stream", "--policies", policy, "--kratos", folder / "kratos.yml"]
    few, many = lines_file(folder, options.lines // 10), lines_file(folder, options.lines)
    worker = Worker(HERE / ".build/release/worker", folder)
    alone, all_cores, reading, peaks, small_peaks = [], [], [], [], []
    for _ in range(options.rounds):
        # Processor time: the same as wall time where nothing else runs on that core.
        alone.append(options.lines / spawn(stream, many, core=0)[1])
        wall, _, peak = spawn(stream, many)
        all_cores.append(options.lines / wall)
        peaks.append(peak)
        small_peaks.append(spawn(stream, few)[2])
        answer = worker.ask(op="time", size=options.rules, mode="read", reps=40)
        reading.append(1e9 / answer["cpu"])
    worker.close()
    alone, all_cores, reading = map(statistics.median, (alone, all_cores, reading))
    if os.getloadavg()[0] > os.cpu_count() * 0.75:
        print("command.py: other programs run as well: what all cores stream means little",
              file=sys.stderr)
    print(f"{machine()}.\nPolicy of {options.rules} rules, medians of {options.rounds} rounds.\n")
    print("| | | against | | ratio | goal |\n|---|--:|---|--:|--:|--:|")
    print(f"| `decide` on one session, start to exit | {decide:.1f} ms | a command that does nothing "
          f"| {empty:.1f} ms | {decide / empty:.2f} | ≤ 2 |")
    print(f"| `decide --stream`, one core | {nanoseconds(alone)} lines/s | reading them alone "
          f"| {nanoseconds(reading)} lines/s | {alone / reading:.2f} | ≥ 0.6, or 200 000 |")
    print(f"| `decide --stream`, {os.cpu_count()} cores | {nanoseconds(all_cores)} lines/s | one core "
          f"| {nanoseconds(alone)} lines/s | {all_cores / alone:.2f} | ≥ 1.8 |")
    print(f"| memory for {nanoseconds(options.lines)} lines | {statistics.median(peaks):.0f} MiB "
          f"| for {nanoseconds(options.lines // 10)} | {statistics.median(small_peaks):.0f} MiB "
          f"| {statistics.median(peaks) / statistics.median(small_peaks):.2f} | flat |")


if __name__ == "__main__":
    main()
