#!/usr/bin/env python3
"""Measures the library against C++ that knows the rules, and against simdjson reading the text.

usage: compare.py [WORKLOAD_DIR] [--rounds N] [--readme]

Builds both workers, runs them in turn, and prints medians of processor time on one thread as a
table in Markdown. Without a workload one is generated. Needs Swift, a C++ compiler, simdjson and
PyYAML (Debian: libsimdjson-dev, g++, python3-yaml).

Compare within one run only: times of different runs differ by what else the machine does.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
EVALS = (10, 100, 1000)
PIECE = 0.15
"""Seconds that one measurement takes."""


def fail(message):
    sys.exit(f"compare.py: {message}")


def run(*command, **options):
    print("+", " ".join(os.path.relpath(c) if os.path.isabs(c) else c for c in map(str, command)),
          file=sys.stderr, flush=True)
    try:
        done = subprocess.run([*map(str, command)], **options)
    except OSError as error:
        fail(f"cannot run {command[0]}: {error.strerror}")
    if done.returncode:
        fail(f"{pathlib.Path(str(command[0])).name} failed with status {done.returncode}")
    return done


class Worker:
    """A worker of the protocol, kept running."""

    def __init__(self, path, folder):
        self.name = path.parent.parent.name if path.parent.name == "release" else path.parent.name
        self.process = subprocess.Popen([path, folder], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def ask(self, **command):
        try:
            self.process.stdin.write(json.dumps(command) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            fail(f"the worker in {self.name} ended at {json.dumps(command)}")
        answer = json.loads(line)
        if "error" in answer:
            fail(f"the worker in {self.name} says of {json.dumps(command)}: {answer['error']}")
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Case:
    """One thing that is measured over and over."""

    def __init__(self, worker, mode, size):
        self.worker, self.mode, self.size = worker, mode, size
        self.times, self.bad, self.reps = [], 0, 1

    def measure(self):
        answer = self.worker.ask(op="time", size=self.size, mode=self.mode, reps=self.reps)
        self.bad = max(self.bad, answer.get("bad", 0))
        return answer["cpu"]

    def calibrate(self, snapshots):
        self.reps = 3
        self.reps = max(1, int(PIECE * 1e9 / (self.measure() * snapshots)))

    @property
    def median(self):
        return statistics.median(self.times)


def fresh(path, folder):
    """What one process needs to load 1 000 rules and use them: milliseconds, and MiB at most."""
    worker = Worker(path, folder)
    load = worker.ask(op="load", size=1000)["cpu"] / 1e6
    for mode in ("eval", "e2e"):
        worker.ask(op="time", size=1000, mode=mode, reps=1)
    peak = worker.ask(op="rss")["kb"] / 1024
    worker.close()
    return load, peak


def prepare(options):
    """Workloads and workers, built as far as they are not there: the folder and the two paths."""
    folder = options.workload
    if folder is None:
        folder = HERE / ".build-workload"
        run(sys.executable, HERE / "Workload/generate.py", folder)
    for name in ("policy-1000.yaml", "snapshots.ndjson", "expected.json", "kratos.yml"):
        if not (folder / name).is_file():
            fail(f"{folder} is no workload, it has no {name}")
    if "10000" not in json.loads((folder / "expected.json").read_text()):
        run(sys.executable, HERE / "Workload/grow.py", folder, HERE / ".build-grown")
        folder = HERE / ".build-grown"
    for tool, package in ((os.environ.get("CXX", "g++"), "g++"), ("swift", "Swift")):
        if not shutil.which(tool):
            fail(f"{tool} is missing: install {package}")
    run("swift", "build", "-c", "release", "--product", "worker", "--package-path", HERE,
        stdout=sys.stderr)
    run(HERE / "Floor/build", folder)
    return folder, HERE / ".build/release/worker", HERE / ".build-floor/worker"


def machine():
    model = platform.processor() or platform.machine()
    system = platform.platform(terse=True)
    try:
        with open("/proc/cpuinfo") as lines:
            model = next(line.split(":")[1].strip() for line in lines if "model name" in line)
        with open("/etc/os-release") as lines:
            system = next(line.split("=")[1].strip().strip('"') for line in lines
                          if line.startswith("PRETTY_NAME="))
    except (OSError, StopIteration):
        pass
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    swift = swift.splitlines()[0].split("(")[0].strip().replace("version ", "")
    return f"{model}, {os.cpu_count()} cores, {system}, {swift}"


def nanoseconds(value):
    return f"{value:,.0f}".replace(",", " ")


def rows(ours, floor):
    """Every comparison: what, its case, the other case, what that is, and the ratio aimed at."""
    goals = {10: 8, 1000: 6}
    for size in EVALS:
        yield (f"short answer, {size} rules", ours["eval", size], floor["eval", size],
               "the rules in C, with `strcmp`", goals.get(size))
    for size in EVALS:
        yield (f"short answer, {size} rules", ours["eval", size], floor["eval-sized", size],
               "the rules in C++, with texts that know their length", None)
    yield ("short answer, 10000 rules", ours["eval", 10000], ours["eval", 1000],
           "short answer, 1000 rules", 2)
    for size in (10, 1000):
        yield (f"short answer with `valid_until`, {size} rules", ours["eval+until", size],
               ours["eval", size], "short answer without", 2)
    for size in (10, 1000):
        yield (f"text to short answer, {size} rules", ours["e2e", size], floor["read", 10],
               "simdjson reading the text alone", 3.5)
    for size in (10, 1000):
        yield (f"text to short answer, {size} rules", ours["e2e", size], floor["e2e", size],
               "simdjson and the rules in C++", None)
    yield ("text to short answer, 10 rules", ours["e2e", 10], floor["parse", 10],
           "simdjson building its tree alone", None)


def report(comparisons, loads, peaks, goals):
    """The table, for people at a terminal with what is aimed at, for the documentation without."""
    lines = ["| | ns | against | ns | ratio |" + (" goal | bad |" if goals else ""),
             "|---|--:|---|--:|--:|" + ("--:|--:|" if goals else "")]
    for name, case, base, base_name, goal in comparisons:
        line = (f"| {name} | {nanoseconds(case.median)} | {base_name} | {nanoseconds(base.median)} "
                f"| {case.median / base.median:.1f} |")
        if goals:
            line += f" {f'≤ {goal}' if goal else ''} | {case.bad + base.bad} |"
        lines.append(line)
    load, peak = statistics.median(loads), statistics.median(peaks)
    lines += ["", f"Loading 1 000 rules takes {load:.0f} ms in a new process"
              + (" (goal ≤ 84)" if goals else "") + f", and using them on 1 000 snapshots {peak:.0f}"
              " MiB at most" + (" (goal ≤ 40)." if goals else ".")]
    return "\n".join(lines)


def write_readme(text):
    """Puts the report between its two marks in the documentation."""
    file = HERE.parent.parent / "Sources/SessionPolicy/Documentation.docc/Performance.md"
    whole = file.read_text()
    first, last = "<!-- compare.py writes this -->", "<!-- up to here -->"
    if whole.count(first) != 1 or whole.count(last) != 1:
        fail(f"Performance.md needs the marks `{first}` and `{last}`, once each")
    before, rest = whole.split(first)
    file.write_text(f"{before}{first}\n{text}\n{last}{rest.split(last)[1]}")
    print("written to Performance.md", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workload", nargs="?", type=pathlib.Path,
                        help="a folder with policies, snapshots and answers (a generated one)")
    parser.add_argument("--rounds", type=int, default=9, help="how often each is measured (9)")
    parser.add_argument("--readme", action="store_true",
                        help="put the figures into the documentation as well")
    options = parser.parse_args()
    if options.rounds < 1:
        fail("--rounds is at least 1")
    folder, ours_path, floor_path = prepare(options)
    ours, floor = Worker(ours_path, folder), Worker(floor_path, folder)
    snapshots = ours.ask(op="info")["snapshots"]
    cases = [Case(ours, "eval", size) for size in (*EVALS, 10000)]
    cases += [Case(ours, mode, size) for mode in ("eval+until", "e2e") for size in (10, 1000)]
    cases += [Case(ours, "read", 10), Case(floor, "read", 10), Case(floor, "parse", 10)]
    cases += [Case(floor, mode, size) for mode in ("eval", "eval-sized") for size in EVALS]
    cases += [Case(floor, "e2e", size) for size in (10, 1000)]
    for case in cases:
        case.calibrate(snapshots)
    loads, peaks = [], []
    for number in range(options.rounds):
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
        for case in cases:
            case.times.append(case.measure())
        load, peak = fresh(ours_path, folder)
        loads.append(load)
        peaks.append(peak)
    comparisons = list(rows({(c.mode, c.size): c for c in cases if c.worker is ours},
                            {(c.mode, c.size): c for c in cases if c.worker is floor}))
    head = (f"{machine()}.\n{nanoseconds(snapshots)} snapshots, medians of {options.rounds} rounds, "
            "processor time on one thread.\n\n")
    print(head + report(comparisons, loads, peaks, goals=True))
    ours.close()
    floor.close()
    if any(case.bad for case in cases):
        fail("there are answers other than expected: see the last column")
    if options.readme:
        write_readme(head + report(comparisons, loads, peaks, goals=False))


if __name__ == "__main__":
    main()
